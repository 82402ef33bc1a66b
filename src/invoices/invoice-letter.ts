import type { QueuedDelivery } from '../deliveries/delivery.ts'
import { findWords } from '../deliveries/find-words.ts'
import { defaultWords, invoiceLetter } from '../deliveries/letter-invoice.ts'
import type { PayerLetterView } from '../deliveries/letter-invoice.ts'
import type { Letter } from '../deliveries/letter.ts'
import type { Written } from '../deliveries/send-letter.ts'
import type { Language } from '../kernel/language.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { invoiceXml } from './e-invoice/prepare.ts'
import { findInvoice } from './find-invoice.ts'
import type { Invoice, Seller } from './invoice.ts'
import type { InvoiceDocument } from './invoice-document.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { markSent } from './mark-sent.ts'
import { brandOf, paperOf } from './paper.ts'
import type { Brand } from './paper.ts'
import { payToken, payUrl } from './pay-link.ts'
import { remainingMinor } from './payment-state.ts'

export type ComposeDeps = {
  readonly db: Db
  readonly vault: Vault
  readonly publicUrl: URL
  /** The names of the methods that the pay page behind the token offers now, in its order; empty where it offers none. */
  readonly methodsOf: (token: string, language: Language) => Promise<readonly string[]>
}

export type InvoiceLetterDeps = ComposeDeps & { readonly printer: () => PdfPrinter }

type InvoiceLetterKind = 'invoice' | 'fresh_link' | 'reminder' | 'overdue'

type Composed = { readonly withPdf: boolean; readonly letter: Letter; readonly paper: InvoiceDocument; readonly seller: Seller }

/** The invoice's letter as it would leave now. Null for a draft, which has neither number nor link. */
export async function composeInvoiceLetter(
  deps: ComposeDeps, invoice: Invoice, { kind, language, withPdf: chosen }: { kind: InvoiceLetterKind; language: Language; withPdf: boolean | null },
): Promise<Composed | null> {
  const { merchantId, id: invoiceId, storeId, seller, number, currency } = invoice
  const token = await payToken(deps.db, deps.vault, { merchantId, invoiceId })
  const brand = await brandOf(deps.db, merchantId, storeId)
  const link = token === null ? null : payUrl(deps.publicUrl, token)
  const paper = paperOf({ ...invoice, language }, brand, link)
  if (token === null || link === null || paper === null || number === null || seller === null) return null
  const own = kind === 'fresh_link' ? null : await findWords(deps.db, { merchantId, storeId, kind, language })
  const withPdf = chosen ?? await attachesPdf(deps.db, invoice)
  const letter = invoiceLetter({
    kind, language, mode: invoice.mode, timeZone: 'UTC', ...senderView(seller, brand), payerName: invoice.payer.name, number,
    dueDate: invoice.dueDate, link, words: own ?? defaultWords(kind, language), attached: withPdf,
    toPay: { minor: remainingMinor(invoice), currency }, methods: await deps.methodsOf(token, language),
  })
  return { withPdf, letter, paper, seller }
}

const attachesPdf = async (db: Db, { merchantId, storeId }: Invoice): Promise<boolean> =>
  (await db.selectFrom('store').select('attach_pdf').where('merchant_id', '=', merchantId).where('store_id', '=', storeId).executeTakeFirstOrThrow()).attach_pdf

/** Who writes, as a letter to a payer names them. */
export const senderView = (seller: Seller, { colour }: Brand): Pick<PayerLetterView, 'store' | 'canReply'> => ({
  store: { name: seller.storeName, colour, email: seller.email, phone: seller.phone }, canReply: isMailAddress(seller.email),
})

/** Writes a queued invoice letter from what the invoice is now: one that asks for nothing any more does not go out. */
export async function writeInvoiceLetter(
  deps: InvoiceLetterDeps, { merchantId, invoiceId, kind, language, withPdf, withEInvoice }: QueuedDelivery,
): Promise<Written> {
  const invoice = await findInvoice(deps.db, { merchantId, id: invoiceId })
  if (invoice === null || invoice.document === 'draft') throw new Error('a letter was queued for an invoice that was never issued')
  if (invoice.document === 'cancelled') return { kind: 'withdrawn', because: 'invoice_cancelled' }
  if (remainingMinor(invoice) === 0n) return { kind: 'withdrawn', because: 'nothing_to_pay' }
  const composed = await composeInvoiceLetter(deps, invoice, { kind: kind === 'fresh_link' ? kind : 'invoice', language, withPdf })
  if (composed === null) throw new Error('an issued invoice has no link')
  return withPaper(deps, { invoice, composed, language, withEInvoice }, (tx, at) => markSent(tx, { merchantId, invoiceId, at }))
}

type Enclosed = { readonly invoice: Invoice; readonly composed: Composed; readonly language: Language; readonly withEInvoice: boolean }

/** A composed letter with the invoice as PDF beside it unless it is to go without, and as XML where that was asked for, ready to go. */
export function withPaper(
  deps: Pick<InvoiceLetterDeps, 'printer'>, { invoice, composed: { withPdf, letter, paper, seller }, language, withEInvoice }: Enclosed,
  onSent: (Written & { kind: 'written' })['onSent'],
): Written {
  const xml = invoiceXml({ ...invoice, language }, paper.payLink)
  return {
    kind: 'written', letter, fromName: seller.storeName, replyTo: isMailAddress(seller.email) ? seller.email : null, onSent,
    attachments: [
      ...(withPdf ? [{ filename: `${paper.number}.pdf`, contentType: 'application/pdf', content: Buffer.from(invoicePdf(deps.printer(), paper, xml)) }] : []),
      ...(withEInvoice ? xml.map(({ name, content }) => ({ filename: name, contentType: 'application/xml', content: Buffer.from(content) })) : []),
    ],
  }
}
