import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { businessDate } from '../kernel/business-date.ts'
import { Secret } from '../kernel/secret.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { NO_PAYER } from '../invoices/invoice.ts'
import type { Payer } from '../invoices/invoice.ts'
import { issuingStore } from '../invoices/issuing-terms.ts'
import type { LineText, TotalRow } from '../invoices/line.ts'
import { writeTillInvoice } from '../invoices/write-till-invoice.ts'
import { terminalAccount, tillAccount } from '../journal/entry.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { decimal, isPositive, zero } from '../money/money.ts'
import { printDecimal } from '../money/decimal.ts'
import { received } from '../payments/money-change.ts'
import type { InvoiceInPayment, NewPayment } from '../payments/money-change.ts'
import { writeMoneyChangeIn } from '../payments/write-money-change.ts'
import { newToken, tokenHash } from '../platform/crypto/token.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Tx } from '../platform/db/database.ts'
import { findTaxTable } from '../products/find-tax-letters.ts'
import { lettersInForce } from '../products/tax-letter.ts'
import { NOBODY } from '../registers/open-shift.ts'
import type { CashRegister } from '../registers/register.ts'
import { holdRegister, shiftForSale } from '../registers/shift-for-sale.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { priceSale } from './price-sale.ts'
import type { AskedPayment, AskedSale, PricedSale, PriceError } from './price-sale.ts'
import { keptTax } from './receipt.ts'
import type { KeptPayment } from './receipt.ts'
import { registerInShift, toldOf } from './register-sale.ts'
import type { RegisterError } from './register-sale.ts'
import { insertReceipt, receiptAsked } from './store.ts'
import { vatAmong } from './taxes.ts'

export type SellError = PriceError | RegisterError

/** Who sells: a cashier at the till. `mostDiscountPercent` null: no limit. */
type Seller = { readonly cashierId: Id<'cashier'>; readonly name: string; readonly mostDiscountPercent: number | null }

export type SaleAsk = AskedSale & {
  readonly payer: Payer | null
  readonly customerId: Id<'customer'> | null
  /** Null: as long as the register says. */
  readonly expiresInHours: number | null
  /** The till's name for this sale; null where it gave none. */
  readonly askedKey: string | null
  /** How long ago it was made at the till, which kept it while the server was away. Milliseconds. */
  readonly ageMs: number
}

export type SaleDesk = { readonly register: CashRegister; readonly store: StoreRow; readonly seller: Seller }

/**
 * Sells, in one transaction: the invoice that is owed, the receipt, and the cash and card money that is there already. Where
 * that is all of it the receipt goes to be registered at once, else it waits for what is to be paid by link. The same
 * `askedKey` again answers the first sale and changes nothing.
 */
export async function sell(
  tx: Tx, vault: Vault, { register, store, seller }: SaleDesk, ask: SaleAsk, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ receiptId: Id<'receipt'>; isNew: boolean }, SellError>> {
  const { merchantId, storeId, mode, currency } = register
  const before = ask.askedKey === null ? null : await receiptAsked(tx, { merchantId, registerId: register.id, askedKey: ask.askedKey })
  if (before !== null) return ok({ receiptId: before.id, isNew: false })
  if (register.state !== 'active') return err({ code: 'register_closed' })
  const table = await findTaxTable(tx, { merchantId, storeId, country: store.country })
  const priced = priceSale(ask, {
    currency, letters: lettersInForce(table.letters, businessDate(at, register.timeZone)), roundingMinor: register.roundingMinor,
    mostDiscountPercent: seller.mostDiscountPercent,
  })
  if (!priced.ok) return priced
  // The shift begins before its first money, which else would lie in the drawer already when it is opened.
  const act = { at, actor, cashier: { id: seller.cashierId, name: seller.name } }
  const waits = ask.payments.some(({ form }) => form === 'link')
  const isTaken = !waits || ask.payments.some(({ form }) => form !== 'link')
  const shift = isTaken ? await shiftForSale(tx, register, act) : null
  if (shift !== null && !shift.ok) return shift
  if (shift === null && !await holdRegister(tx, register)) return err({ code: 'register_closed' })
  const hasCash = ask.payments.some(({ form }) => form === 'cash')
  const expiresAt = waits ? new Date(at.getTime() + (ask.expiresInHours ?? register.deferredHours) * 3_600_000) : null
  const invoice = await writeTillInvoice(tx, vault, {
    merchantId, storeId, mode, language: store.language, gross: priced.value.due, vat: vatAmong(priced.value.taxes, currency), lines: invoiceLines(priced.value),
    totals: invoiceTotals(priced.value), payer: ask.payer ?? NO_PAYER, customerId: ask.customerId, payUntil: expiresAt,
  }, issuingStore(store), { at, actor })
  const receiptId = newId('receipt', at.getTime())
  const payments = ask.payments.map((asked) => ({ asked, id: asked.form === 'link' ? null : newId('payment', at.getTime()) }))
  const receipt = await insertReceipt(tx, {
    merchant_id: merchantId, receipt_id: receiptId, store_id: storeId, mode, register_id: register.id, kind: 'sale', state: 'deferred',
    number: invoice.number, invoice_id: invoice.id, cashier_id: seller.cashierId, cashier_name: seller.name === '' ? NOBODY : seller.name,
    language: store.language, currency, total_minor: priced.value.total.minor, rounding_minor: priced.value.rounding.minor,
    lines: JSON.stringify(priced.value.lines), taxes: JSON.stringify(priced.value.taxes.map(keptTax)), payments: JSON.stringify(payments.map(({ asked, id }) => asKept(asked, id))),
    cash_shift_id: hasCash && shift !== null ? shift.value.shiftId : null, expires_at: expiresAt, expire_at: expiresAt, waits_from: expiresAt && at,
    sealed_token: await publicToken(tx, vault, { merchantId, receiptId }), asked_key: ask.askedKey,
    created_at: madeAt(ask, shift?.value.openedAt ?? at, at), state_changed_at: at, changed_at: at,
  })
  await takeMoney(tx, { invoice: newInvoice({ register, priced: priced.value, invoiceId: invoice.id, payUntil: expiresAt }), register, payments }, { at, actor })
  if (shift !== null && !waits) {
    const registered = await registerInShift(tx, receipt, { register, country: store.country, ...shift.value }, 'paid', act)
    return registered.ok ? ok({ receiptId, isNew: true }) : registered
  }
  await recordEvents(tx, { merchantId, mode, actor, at }, [{ type: 'receipt.deferred', objectId: receiptId, sequence: 1, data: toldOf(receipt) }])
  return ok({ receiptId, isNew: true })
}

/**
 * When a sale was made that the till kept. The till says how long ago, by one clock of its own, since that clock may be
 * wrong by any amount; never in the future, and not before its shift was opened. Only the receipt is dated by it: money and
 * documents have the time at which they were booked and registered.
 */
const madeAt = ({ ageMs }: SaleAsk, openedAt: Date, at: Date): Date =>
  new Date(Math.min(at.getTime(), Math.max(at.getTime() - ageMs, openedAt.getTime())))

/** Gives a receipt its public address and answers the sealed copy of its token. */
export async function publicToken(tx: Tx, vault: Vault, { merchantId, receiptId }: { merchantId: Id<'merchant'>; receiptId: Id<'receipt'> }): Promise<Buffer> {
  const token = newToken()
  await tx.insertInto('token').values({ token_hash: tokenHash(token), purpose: 'receipt', merchant_id: merchantId, object_id: receiptId }).execute()
  return vault.seal(new Secret(token), { merchantId, objectId: receiptId, field: 'token' })
}

const asKept = (asked: AskedPayment, payment: Id<'payment'> | null): KeptPayment => ({
  form: asked.form, means: null, amount: decimal(asked.amount), given: asked.form === 'cash' && asked.given !== null ? decimal(asked.given) : null,
  slip: asked.form === 'card' ? asked.slip : null, payment,
})

/** What a till's prices are to EN 16931: nothing of their own, for the taxes are in them. */
const IN_THE_PRICE = 'taxes are in the price'

/** Lines and discounts with plus and minus, so that they add up to what is to be paid. */
function invoiceLines({ lines, rounding }: PricedSale): LineText[] {
  const plain = (description: string, quantity: string, unit: string, unitPrice: string): LineText =>
    ({ description, quantity, unit, unitPrice, vat: { category: 'O', reason: IN_THE_PRICE } })
  const ofLines = lines.flatMap((line) => [
    plain(line.name, line.quantity, line.unitName.slice(0, 20), line.price),
    ...line.discount === decimal(zero(rounding.currency)) ? [] : [plain(`− ${line.name}`, '-1', '', line.discount)],
  ])
  const isMore = isPositive(rounding)
  return rounding.minor === 0n ? ofLines : [...ofLines, plain('±', isMore ? '1' : '-1', '', decimal({ ...rounding, minor: isMore ? rounding.minor : -rounding.minor }))]
}

const invoiceTotals = ({ taxes }: PricedSale): TotalRow[] => taxes.filter(({ type }) => type === 0).map(({ percent, base, tax }) => ({
  category: 'S', rate: printDecimal(percent), reasons: [], taxable: decimal({ ...base, minor: base.minor - tax.minor }), tax: decimal(tax),
}))

function newInvoice(
  { register, priced, invoiceId, payUntil }: { register: CashRegister; priced: PricedSale; invoiceId: Id<'invoice'>; payUntil: Date | null },
): InvoiceInPayment {
  const { merchantId, storeId, mode, currency } = register
  return {
    merchantId, id: invoiceId, storeId, mode, document: 'issued', currency, grossMinor: priced.due.minor, creditedMinor: 0n, paidMinor: 0n, refundedMinor: 0n,
    version: 1, sequence: 1, payUntil, paidAt: null, paidLate: false, liveAttemptId: null, leaseUntil: null,
  }
}

/** A payment that is there has the id that it is booked under; null: it is to come by link. */
type TillPayment = { readonly asked: AskedPayment; readonly id: Id<'payment'> | null }

/** Books what is in the drawer and on the card terminal already. */
async function takeMoney(
  tx: Tx, { invoice, register, payments }: { invoice: InvoiceInPayment; register: CashRegister; payments: readonly TillPayment[] },
  { at, actor }: { at: Date; actor: Actor },
): Promise<void> {
  let standing = invoice
  for (const { asked: { form, amount }, id } of payments) {
    if (id === null) continue
    const payment: NewPayment = {
      id, source: form === 'cash' ? 'cash' : 'manual', attemptId: null, channelId: null, providerRef: null, amount,
      method: null, payerName: null, payerAccount: null, slip: null, note: null, receivedAt: at,
    }
    const into = form === 'cash' ? tillAccount(register.id) : terminalAccount(register.id)
    const change = received(standing, payment, { at, actor, into })
    if (!await writeMoneyChangeIn(tx, change)) throw new Error('a new invoice changed in its own transaction')
    standing = { ...change.after, version: standing.version + 1 }
  }
}
