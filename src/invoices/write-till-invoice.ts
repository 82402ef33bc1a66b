import { sql } from 'kysely'
import { newId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { issuedPostings } from '../journal/entry.ts'
import { post } from '../journal/post-entry.ts'
import type { Money } from '../money/money.ts'
import { decimal, subtract } from '../money/money.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { creditorReference } from './creditor-reference.ts'
import { NO_PAYER } from './invoice.ts'
import type { Payer } from './invoice.ts'
import { documentNumber } from './issue-invoice.ts'
import type { IssuingStore } from './issue-invoice.ts'
import type { LineText, TotalRow } from './line.ts'
import { insertLink } from './pay-link.ts'
import { nextNumber } from './store.ts'

/** What a till sold. Prices have their taxes in them, so the sums are given and not reckoned from the lines. */
type TillSale = {
  readonly merchantId: Id<'merchant'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly language: Language
  /** What is to be paid. */
  readonly gross: Money
  /** The VAT in it. */
  readonly vat: Money
  /** As the payer reads them: gross prices, in no VAT category of their own. */
  readonly lines: readonly LineText[]
  readonly totals: readonly TotalRow[]
  readonly payer: Payer | null
  readonly customerId: Id<'customer'> | null
  /** It is due on the day of this. Null: its money is there at once. */
  readonly payUntil: Date | null
}

/**
 * Writes the invoice of a till's sale, issued at once: it carries what is owed and its money, and stands in no list of
 * invoices. Its number is the receipt's. The series is locked until the transaction ends.
 */
export async function writeTillInvoice(
  tx: Tx, vault: Vault, sale: TillSale, store: IssuingStore, { at, actor }: { at: Date; actor: Actor },
): Promise<{ readonly id: Id<'invoice'>; readonly number: string }> {
  const { merchantId, mode, gross, vat } = sale
  const id = newId('invoice', at.getTime())
  const issueDate = businessDate(at, store.timeZone)
  const dueDate = businessDate(sale.payUntil ?? at, store.timeZone)
  const number = await nextReceiptNumber(tx, sale, store, at)
  const payer = sale.payer ?? NO_PAYER
  await sql`
    with inv as (
      insert into invoice (merchant_id, invoice_id, store_id, mode, origin, till_waits, document, number, customer_id, payer_name, payer_email, language,
        currency, net_minor, vat_minor, gross_minor, issue_date, due_date, pay_until, version, sequence, created_at, issued_at)
      values (${merchantId}, ${id}, ${sale.storeId}, ${mode}, 'till', true, 'issued', ${number}, ${sale.customerId}, ${payer.name}, ${payer.email},
        ${sale.language}, ${gross.currency}, ${gross.minor - vat.minor}, ${vat.minor}, ${gross.minor}, ${issueDate}, ${dueDate}, ${sale.payUntil}, 1, 1, ${at}, ${at})
    )
    insert into invoice_content (merchant_id, invoice_id, lines, totals, payer, seller, reference)
    values (${merchantId}, ${id}, ${JSON.stringify(sale.lines)}::jsonb, ${JSON.stringify(sale.totals)}::jsonb, ${JSON.stringify(payer)}::jsonb,
      ${JSON.stringify(store.seller)}::jsonb, ${sale.payUntil === null ? null : creditorReference(number)})`.execute(tx)
  await insertLink(tx, vault, { merchantId, invoiceId: id, mode, at })
  await post(tx, {
    entryId: newId('journalEntry'), merchantId, mode, kind: 'invoice_issued', subjectId: id, currency: gross.currency, bookedAt: at,
    postings: issuedPostings(subtract(gross, vat), vat),
  })
  await recordEvents(tx, { merchantId, mode, actor, at }, [{
    type: 'invoice.issued', objectId: id, sequence: 1, data: { amount: decimal(gross), currency: gross.currency, dueDate, origin: 'till' },
  }])
  return { id, number }
}

/** The next of the store's receipts in this year: "KV-R2026-0042". */
export async function nextReceiptNumber(
  tx: Tx, { merchantId, storeId, mode }: Pick<TillSale, 'merchantId' | 'storeId' | 'mode'>, store: Pick<IssuingStore, 'timeZone' | 'numberPrefix'>, at: Date,
): Promise<string> {
  const year = Number(businessDate(at, store.timeZone).slice(0, 4))
  return documentNumber(`${store.numberPrefix}R`, year, await nextNumber(tx, { merchantId, storeId, mode, document: 'receipt', year }))
}
