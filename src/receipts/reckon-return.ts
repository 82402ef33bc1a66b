import { businessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { plus, printDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, compare, decimal, subtract, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { inCash } from '../money/reckon.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import type { Db } from '../platform/db/database.ts'
import { meansName } from './means.ts'
import { decimalIn, isSold, moneyIn } from './receipt.ts'
import type { KeptLine, KeptPayment, Receipt } from './receipt.ts'
import { returnedAmounts } from './return-lines.ts'
import type { SaleDesk } from './sell.ts'
import { moneyOfReceipts, returnsOf } from './store.ts'

export type ReturnAsk = {
  /** `index` counts the lines of the sale from 0. */
  readonly lines: readonly { readonly index: number; readonly quantity: Decimal }[]
  readonly refund: 'cash' | 'way_it_came'
}

/** What goes back for goods of a sale. Whether the money of that moment may move is seen when the return is made. */
type ReckonedReturn = {
  readonly lines: readonly KeptLine[]
  readonly total: Money
  /** The total, rounded in the part that is cash. */
  readonly given: Money
  /** Of the sale's own payments, those that `given` is taken from. */
  readonly parts: readonly PartBack[]
  /** How it is handed over, as the return's receipt names it. */
  readonly payments: readonly KeptPayment[]
}

export type ReckonError = { readonly code: 'receipt_not_registered' | 'not_refundable' } | { readonly code: 'exceeds_sold'; readonly field: string }

/** Changes nothing. Under a lock of the sale it stays true; without one another return may come first. */
export async function reckonReturn(
  db: Pick<Db, 'selectFrom'>, sale: Receipt, { register, store }: Pick<SaleDesk, 'register' | 'store'>, ask: ReturnAsk, at: Date,
): Promise<Result<ReckonedReturn, ReckonError>> {
  if (sale.kind !== 'sale' || !isSold(sale.state)) return err({ code: 'receipt_not_registered' })
  const before = (await returnsOf(db, sale)).filter(({ state }) => state !== 'cancelled')
  const asked = returnedLines(sale, before, ask)
  if (!Array.isArray(asked)) return err(asked)
  const { currency } = sale
  const totalOf = (some: readonly KeptLine[]): Money => sum(some.map(({ amount }) => moneyIn(amount, currency)), currency)
  const back = await partsBack(db, sale, before, { total: totalOf(asked), toCash: ask.refund === 'cash', stepMinor: register.roundingMinor })
  if (back === null) return err({ code: 'not_refundable' })
  const { parts, isAllThereIs } = back
  const given = sum(parts.map(({ amount }) => amount), currency)
  const lines = isAllThereIs ? loweredBy(asked, subtract(totalOf(asked), given)) : asked
  const payments = ask.refund === 'cash'
    ? [inCashOf(sale, store, register.paymentNames, given, at)]
    : parts.map(({ payment, amount }) => ({ ...payment, amount: decimal(amount), given: null }))
  return ok({ lines, total: totalOf(lines), given, parts, payments })
}

/** The lines as they come back, or the first of which so much was not sold. */
function returnedLines(sale: Receipt, before: readonly Receipt[], ask: ReturnAsk): KeptLine[] | { code: 'exceeds_sold'; field: string } {
  const { currency } = sale
  const lines: KeptLine[] = []
  for (const [at, { index, quantity }] of ask.lines.entries()) {
    const sold = sale.lines[index]
    const isTwice = ask.lines.findIndex((line) => line.index === index) < at
    const earlier = before.flatMap((receipt) => receipt.lines.filter((line) => line.of === index))
    const back = sold === undefined || isTwice || quantity.scale > 3 ? null : returnedAmounts(
      {
        quantity: decimalIn(sold.quantity), price: moneyIn(sold.price, currency), cost: moneyIn(sold.cost, currency),
        discount: moneyIn(sold.discount, currency), amount: moneyIn(sold.amount, currency),
      },
      { quantity: earlier.map((line) => decimalIn(line.quantity)).reduce(plus, ZERO), amount: sum(earlier.map((line) => moneyIn(line.amount, currency)), currency) },
      quantity,
    )
    if (sold === undefined || back === null) return { code: 'exceeds_sold', field: `lines/${at}/quantity` }
    lines.push({ ...sold, quantity: printDecimal(quantity), price: decimal(back.price), cost: decimal(back.cost), discount: decimal(back.discount), amount: decimal(back.amount), of: index })
  }
  return lines
}

type PartBack = { readonly paymentId: Id<'payment'>; readonly amount: Money; readonly payment: KeptPayment }

/**
 * Which of the sale's money goes back, of no payment more than is left. Cash is rounded in the part that is left for it when
 * everything else has gone back, as it was when it was paid. `isAllThereIs`: it would be rounded to more than is
 * left, and is not rounded. Null: the sale has no such money.
 */
async function partsBack(
  db: Pick<Db, 'selectFrom'>, sale: Receipt, before: readonly Receipt[], { total, toCash, stepMinor }: { total: Money; toCash: boolean; stepMinor: bigint },
): Promise<{ readonly parts: PartBack[]; readonly isAllThereIs: boolean } | null> {
  const left = await moneyLeft(db, sale, before)
  const all = minorOf(left)
  const cashless = toCash ? [] : left.filter(({ payment }) => payment.form !== 'cash')
  const exact = least(total.minor, minorOf(cashless))
  const rounded = exact + inCash({ ...total, minor: total.minor - exact }, stepMinor).minor
  let open = rounded > all ? least(total.minor, all) : rounded
  const parts: PartBack[] = []
  for (const { paymentId, payment, minor } of [...cashless, ...left.filter((one) => !cashless.includes(one))]) {
    const take = least(minor, open)
    if (take <= 0n) continue
    parts.push({ paymentId, amount: { minor: take, currency: sale.currency }, payment })
    open -= take
  }
  return open === 0n ? { parts, isAllThereIs: rounded > all } : null
}

/**
 * Earlier returns were rounded up, so that less is left than this one would be rounded to: the goods come back for what is
 * left. A service reckons the rounding again and refuses any other.
 */
function loweredBy(lines: readonly KeptLine[], by: Money): readonly KeptLine[] {
  const of = (text: string): Money => moneyIn(text, by.currency)
  const at = lines.findIndex(({ amount }) => compare(of(amount), by) > 0)
  return lines.map((line, index) => (index === at ? { ...line, discount: decimal(add(of(line.discount), by)), amount: decimal(subtract(of(line.amount), by)) } : line))
}

type MoneyLeft = { readonly paymentId: Id<'payment'>; readonly minor: bigint; readonly payment: KeptPayment }

const minorOf = (money: readonly MoneyLeft[]): bigint => money.reduce((sum, { minor }) => sum + minor, 0n)
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** The sale's money that no return has given back, the newest first. */
async function moneyLeft(db: Pick<Db, 'selectFrom'>, sale: Receipt, before: readonly Receipt[]): Promise<MoneyLeft[]> {
  const money = await moneyOfReceipts(db, sale.merchantId, [sale.id, ...before.map(({ id }) => id)])
  return money.filter(({ receiptId }) => receiptId === sale.id).toReversed().flatMap(({ paymentId, amountMinor }) => {
    const payment = sale.payments.find((one) => one.payment === paymentId)
    const gone = money.filter((one) => one.paymentId === paymentId && one.refundId !== null).reduce((minor, one) => minor + one.amountMinor, 0n)
    return payment === undefined ? [] : [{ paymentId, payment, minor: amountMinor - gone }]
  })
}

const inCashOf = (
  { language }: Receipt, { country, time_zone: timeZone }: StoreRow, paymentNames: Readonly<Record<string, string>>, amount: Money, at: Date,
): KeptPayment => ({
  form: 'cash', means: meansName({ paymentNames }, 'cash', { country, day: businessDate(at, timeZone) }, RECEIPT_TEXTS[language].cash),
  amount: decimal(amount), given: null, slip: null, payment: null,
})
