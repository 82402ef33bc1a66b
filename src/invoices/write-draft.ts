import { isDeepStrictEqual } from 'node:util'
import type { Id, Mode } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { findCustomer } from '../customers/find-customer.ts'
import type { Customer } from '../customers/customer.ts'
import type { Currency } from '../money/currency.ts'
import type { Tx } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { findByExternalNumber, lockInvoice } from './find-invoice.ts'
import type { InvoiceKey } from './find-invoice.ts'
import type { Invoice, Payer } from './invoice.ts'
import { NO_PAYER } from './invoice.ts'
import { reckonedLines, totalRows } from './line.ts'
import type { LineText } from './line.ts'
import { deleteDraft, insertDraft, updateDraft } from './store.ts'
import type { DraftContent } from './store.ts'

/** What a person or program writes; what is null is taken from the customer or the store. */
export type DraftRequest = {
  readonly customerId: Id<'customer'> | null
  readonly payer: Payer | null
  readonly externalNumber: string | null
  readonly language: Language | null
  readonly currency: Currency
  readonly lines: readonly LineText[]
  readonly dueDate: string | null
  readonly payUntil: Date | null
  readonly notes: string
  readonly buyerReference: string
  readonly orderReference: string
}

type DraftPlace = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly mode: Mode; readonly language: Language }

type NumberTaken = { readonly code: 'external_number_taken'; readonly field: 'externalNumber' }

const NUMBER_TAKEN: NumberTaken = { code: 'external_number_taken', field: 'externalNumber' }

export type DraftError =
  | { readonly code: 'invalid'; readonly fields: readonly WrongField[] }
  | NumberTaken
  | { readonly code: 'not_a_draft' }
  | { readonly code: 'changed_meanwhile' }

/**
 * Writes a new draft. The same external number with the same content again answers the invoice that is there, so an
 * accounting program may repeat its call; with other content it is refused.
 */
export async function createDraft(
  tx: Tx, place: DraftPlace, ask: DraftRequest, at: Date,
): Promise<Result<{ id: Id<'invoice'>; existing: Invoice | null }, DraftError>> {
  const content = await draftContent(tx, place, ask)
  if (!content.ok) return content
  const { merchantId, storeId, mode } = place
  const before = await numbered(tx, place, content.value)
  if (before !== null) return before
  const id = newId('invoice')
  const isNew = await insertDraft(tx, { ...content.value, merchantId, id, storeId, mode, createdAt: at, testsChannelId: null })
  // Another call with the number was first by a moment, and has committed: that is what the insert waited for.
  return isNew ? ok({ id, existing: null }) : await numbered(tx, place, content.value) ?? err({ code: 'changed_meanwhile' })
}

/** What the external number says already; null where it is new, or the draft has none. */
async function numbered(
  tx: Tx, { merchantId, storeId, mode }: DraftPlace, content: DraftContent,
): Promise<Result<{ id: Id<'invoice'>; existing: Invoice }, NumberTaken> | null> {
  const { externalNumber } = content
  const existing = externalNumber === null ? null : await findByExternalNumber(tx, { merchantId, storeId, mode, externalNumber })
  if (existing === null) return null
  return sameContent(existing, content) ? ok({ id: existing.id, existing }) : err(NUMBER_TAKEN)
}

/** Replaces what a draft says. Issued documents do not change. */
export async function changeDraft(
  tx: Tx, key: InvoiceKey, place: DraftPlace, ask: DraftRequest,
): Promise<Result<null, DraftError>> {
  const content = await draftContent(tx, place, ask)
  if (!content.ok) return content
  const current = await lockInvoice(tx, key)
  if (current === null || current.document !== 'draft') return err({ code: 'not_a_draft' })
  const { externalNumber } = ask
  const owner = externalNumber === null ? null : await findByExternalNumber(tx, { ...place, externalNumber })
  if (owner !== null && owner.id !== key.id) return err(NUMBER_TAKEN)
  const result = await updateDraft(tx, { ...key, version: current.version }, content.value)
  if (result === 'number_taken') return err(NUMBER_TAKEN)
  return result === 'written' ? ok(null) : err({ code: 'changed_meanwhile' })
}

export async function removeDraft(tx: Tx, key: InvoiceKey): Promise<Result<null, { readonly code: 'not_a_draft' }>> {
  return await deleteDraft(tx, key) ? ok(null) : err({ code: 'not_a_draft' })
}

async function draftContent(tx: Tx, place: DraftPlace, ask: DraftRequest): Promise<Result<DraftContent, DraftError>> {
  const reckoned = reckonedLines(ask.lines, ask.currency)
  if ('wrong' in reckoned) return err({ code: 'invalid', fields: reckoned.wrong })
  const customer = ask.customerId === null ? null : await findCustomer(tx, { merchantId: place.merchantId, id: ask.customerId })
  const foreign = customer !== null && (customer.storeId !== place.storeId || customer.mode !== place.mode)
  if (ask.customerId !== null && (customer === null || foreign)) {
    return err({ code: 'invalid', fields: [{ field: 'customer', code: 'not_a_choice' }] })
  }
  const { totals } = reckoned
  return ok({
    customerId: ask.customerId, externalNumber: ask.externalNumber, currency: ask.currency, dueDate: ask.dueDate,
    payUntil: ask.payUntil, notes: ask.notes, buyerReference: ask.buyerReference, orderReference: ask.orderReference, lines: ask.lines, totals: totalRows(totals),
    language: ask.language ?? customer?.language ?? place.language,
    payer: ask.payer ?? (customer === null ? NO_PAYER : payerOf(customer)),
    net: totals.net, vat: totals.vat, gross: totals.gross,
  })
}

const payerOf = ({ name, email, phone, companyCode, vatCode, address, country }: Customer): Payer =>
  ({ name, email, phone, companyCode, vatCode, address, country })

/** Dates are left out: a program that repeats its call a day later would get another due date by default. */
const sameContent = (existing: Invoice, content: DraftContent): boolean =>
  existing.currency === content.currency && existing.gross.minor === content.gross.minor &&
  isDeepStrictEqual(saidIn(existing), saidIn(content))

const saidIn = ({ lines, payer, notes, buyerReference, orderReference }: DraftContent) => [lines, payer, notes, buyerReference, orderReference]
