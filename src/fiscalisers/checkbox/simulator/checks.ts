import type { Business, CashRegister, GoodRow, PaymentRow } from './office.ts'

/** What Checkbox finds wrong with a request: 422 for what it cannot read, 400 for what it will not do. */
export type Wrong = { readonly status: 400 | 422; readonly message: string; readonly at?: readonly (string | number)[] }

type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const unreadable = (message: string, ...at: readonly (string | number)[]): Wrong => ({ status: 422, message, at })
const unwilling = (message: string): Wrong => ({ status: 400, message })

/** A whole number of kopecks or thousandths. Null for text, fractions and what is beyond exactness. */
const whole = (value: unknown): bigint | null => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : null)

const textOf = (value: unknown, most: number): string | null => (typeof value === 'string' && value.trim() !== '' && value.length <= most ? value : null)

export const uuidIn = (value: unknown): string | null =>
  (typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value) ? value : null)

export const isWrong = <T extends object>(one: T | Wrong): one is Wrong => 'message' in one

/** Quantities are in thousandths. */
const PIECE = 1_000n

/** Half a kopeck goes up. */
const lineSum = (price: bigint, quantity: bigint): bigint => (price * quantity + PIECE / 2n) / PIECE

/** A sale or a return, its sums reckoned anew. */
export function checkSale(body: Json, register: CashRegister): Business | Wrong {
  if (!Array.isArray(body['goods']) || body['goods'].length === 0) return unreadable('ensure this value has at least 1 items', 'body', 'goods')
  if (!Array.isArray(body['payments']) || body['payments'].length === 0) return unreadable('ensure this value has at least 1 items', 'body', 'payments')
  const goods: readonly (GoodRow | Wrong)[] = body['goods'].map((one: unknown, at) => checkGood(one, at, register))
  const payments: readonly (PaymentRow | Wrong)[] = body['payments'].map((one: unknown, at) => checkPayment(one, at))
  const [wrong] = [...goods, ...payments].flatMap((one) => (isWrong(one) ? [one] : []))
  if (wrong !== undefined) return wrong
  const returns = new Set(body['goods'].map((one: unknown) => isObject(one) && one['is_return'] === true))
  if (returns.size > 1) return unwilling('Продаж і повернення не можуть бути в одному чеку')
  const rows = goods.flatMap((one) => (isWrong(one) ? [] : [one]))
  const paid = payments.flatMap((one) => (isWrong(one) ? [] : [one]))
  const total = rows.reduce((all, { sum }) => all + sum, 0n)
  const payable = body['rounding'] === true ? rounded(total, paid) : total
  const fault = paymentFault(payable, paid)
  if (fault !== null) return unwilling(fault)
  if (!returns.has(true)) return { type: 'SELL', goods: rows, payments: paid, total, payable, relatedId: null }
  return checkReturn({ type: 'RETURN', goods: rows, payments: paid, total, payable, relatedId: uuidIn(body['related_receipt_id']) }, register)
}

/** Of one sale no more goes back than was sold. */
function checkReturn(business: Business, { receipts }: CashRegister): Business | Wrong {
  const sold = receipts.find(({ id, type, status }) => id === business.relatedId && type === 'SELL' && status === 'DONE')
  if (sold === undefined) return unwilling('Чек продажу не знайдено')
  const before = receipts.filter(({ relatedId, status }) => relatedId === sold.id && status !== 'ERROR').reduce((all, { payable }) => all + payable, 0n)
  return before + business.payable > sold.payable ? unwilling('Сума повернення більша за суму продажу') : business
}

function checkGood(one: unknown, at: number, { taxes }: CashRegister): GoodRow | Wrong {
  if (!isObject(one) || !isObject(one['good'])) return unreadable('field required', 'body', 'goods', at, 'good')
  const { good } = one
  const [code, name, price, quantity] = [textOf(good['code'], 256), textOf(good['name'], 1_024), whole(good['price']), whole(one['quantity'])]
  if (code === null) return unreadable('ensure this value has at most 256 characters', 'body', 'goods', at, 'good', 'code')
  if (name === null) return unreadable('field required', 'body', 'goods', at, 'good', 'name')
  if (price === null || price < 0n) return unreadable('value is not a valid integer', 'body', 'goods', at, 'good', 'price')
  if (quantity === null || quantity <= 0n) return unreadable('value is not a valid integer', 'body', 'goods', at, 'quantity')
  const codes: readonly unknown[] = Array.isArray(good['tax']) ? good['tax'] : []
  const known = codes.filter((tax): tax is number => typeof tax === 'number' && taxes.has(tax))
  if (codes.length > 2) return unreadable('ensure this value has at most 2 items', 'body', 'goods', at, 'good', 'tax')
  if (known.length !== codes.length) return unwilling('Податкову ставку не знайдено')
  const discount = discountIn(one['discounts'], at)
  if (typeof discount !== 'bigint') return discount
  const sum = lineSum(price, quantity) - discount
  return sum < 0n ? unwilling('Знижка більша за вартість') : { code, name, price, quantity, sum, taxes: known }
}

function discountIn(list: unknown, at: number): bigint | Wrong {
  if (list === undefined) return 0n
  if (!Array.isArray(list)) return unreadable('value is not a valid list', 'body', 'goods', at, 'discounts')
  const values = list.map((one: unknown) => (isObject(one) && one['type'] === 'DISCOUNT' && one['mode'] === 'VALUE' ? whole(one['value']) : null))
  if (values.some((value) => value === null || value <= 0n)) return unreadable('ensure this value is greater than 0', 'body', 'goods', at, 'discounts')
  return values.reduce((all: bigint, value) => all + (value ?? 0n), 0n)
}

function checkPayment(one: unknown, at: number): PaymentRow | Wrong {
  if (!isObject(one)) return unreadable('value is not a valid dict', 'body', 'payments', at)
  const { type } = one
  if (type !== 'CASH' && type !== 'CASHLESS') return unreadable('value is not a valid enumeration member', 'body', 'payments', at, 'type')
  const [value, label] = [whole(one['value']), textOf(one['label'], 128)]
  if (value === null || value <= 0n || value > 100_000_000_000n) return unreadable('value is not a valid integer', 'body', 'payments', at, 'value')
  if (label === null || /[<>]/.test(label)) return unreadable('ensure this value has at most 128 characters', 'body', 'payments', at, 'label')
  const mask = one['card_mask']
  if (mask !== undefined && (typeof mask !== 'string' || mask.length > 19)) return unreadable('ensure this value has at most 19 characters', 'body', 'payments', at, 'card_mask')
  return { type, value, label, says: one }
}

/** More than is owed comes only in cash, as change. */
function paymentFault(payable: bigint, payments: readonly PaymentRow[]): string | null {
  const paid = payments.reduce((all, { value }) => all + value, 0n)
  const cash = payments.reduce((all, { type, value }) => all + (type === 'CASH' ? value : 0n), 0n)
  if (paid < payable) return 'Сума оплат менша за суму чека'
  return paid - payable > cash ? 'Решта можлива лише готівкою' : null
}

/** The step has been ten kopecks and is said to be fifty: what is paid to the kopeck shows which. */
function rounded(total: bigint, payments: readonly PaymentRow[]): bigint {
  const paid = payments.reduce((all, { value }) => all + value, 0n)
  const nearest = (step: bigint): bigint => (total + step / 2n) / step * step
  return paid === nearest(10n) ? paid : nearest(50n)
}

/** Money put into the drawer, or taken out where the value is negative. */
export function checkService(body: Json): Business | Wrong {
  const { payment } = body
  if (!isObject(payment)) return unreadable('field required', 'body', 'payment')
  const value = whole(payment['value'])
  if (payment['type'] !== 'CASH') return unreadable('value is not a valid enumeration member', 'body', 'payment', 'type')
  if (value === null || value === 0n) return unreadable('value is not a valid integer', 'body', 'payment', 'value')
  const amount = value < 0n ? -value : value
  const row: PaymentRow = { type: 'CASH', value: amount, label: textOf(payment['label'], 128) ?? 'Готівка', says: payment }
  return { type: value < 0n ? 'SERVICE_OUT' : 'SERVICE_IN', goods: [], payments: [row], total: amount, payable: amount, relatedId: null }
}
