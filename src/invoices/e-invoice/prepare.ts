import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import type { WrongField } from '../../platform/http/problem.ts'
import type { PdfAttachment } from '../../platform/pdf/printer.ts'
import { fileNameOf } from '../file-name.ts'
import type { CreditNote } from '../find-credit-note.ts'
import type { Invoice } from '../invoice.ts'
import { checkEInvoice } from './check-e-invoice.ts'
import { eCreditNoteOf, eInvoiceOf } from './e-invoice.ts'
import type { EInvoice } from './e-invoice.ts'
import { faultsOf } from './faults.ts'
import type { Profile } from './profile.ts'
import { writeUbl } from './ubl.ts'

/** An e-invoice that breaks no rule of its profile. */
export type Prepared = {
  readonly document: EInvoice
  readonly profile: Profile
  readonly xml: string
  /** What keeps it out of the Peppol network; empty for the profile `peppol`. */
  readonly missing: readonly WrongField[]
}

export type NotAnEInvoice = { readonly code: 'not_an_e_invoice'; readonly fields: readonly WrongField[] }

/**
 * The XML by the strictest profile that the document satisfies. Nothing leaves Kvit without having come through here:
 * what breaks a rule of EN 16931 is refused, with all that is missing named at once.
 */
export function prepare(document: EInvoice): Result<Prepared, NotAnEInvoice> {
  const peppol = writeUbl(document, 'peppol')
  const missing = faultsOf(checkEInvoice(peppol, 'peppol'), document)
  if (missing.length === 0) return ok({ document, profile: 'peppol', xml: peppol, missing })
  const core = writeUbl(document, 'core')
  return checkEInvoice(core, 'core').length === 0 ? ok({ document, profile: 'core', xml: core, missing }) : err({ code: 'not_an_e_invoice', fields: missing })
}

/** The XML inside the PDF of the same invoice, saying the same. None where there is no e-invoice of it. */
export const invoiceXml = (invoice: Invoice, payLink: string | null): PdfAttachment[] => attached(eInvoiceOf(invoice, payLink))

export const creditNoteXml = (note: CreditNote, invoice: Invoice): PdfAttachment[] => attached(eCreditNoteOf(note, invoice))

/** UBL has no name of its own inside a PDF, as `factur-x.xml` is for the other syntax: it is named like the PDF. */
function attached(document: EInvoice | null): PdfAttachment[] {
  const prepared = document === null ? null : prepare(document)
  if (prepared === null || !prepared.ok) return []
  const { xml, document: { number, kind } } = prepared.value
  return [{
    name: `${fileNameOf(number)}.xml`, mediaType: 'text/xml', content: Buffer.from(xml), relationship: 'alternative',
    description: kind === 'invoice' ? 'UBL 2.1 invoice' : 'UBL 2.1 credit note',
  }]
}
