import type { Decimal } from '../../money/decimal.ts'
import { compare, equals, isPositive, subtract, sum } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { FiscalDocument, RegisterState, Sale, SaleLine, SalePayment, Undrawable } from '../contract.ts'
import { isShort, payable } from './check.ts'
import { isWording } from './wording.ts'

export const CURRENCY = 'UAH'

/** What is a document of its own at this service. */
export type Drawable = Exclude<FiscalDocument['content'], { readonly kind: 'z_report' }>

/** What keeps the document from being registered whatever is tried; null if nothing does. */
export function faultOf(content: Drawable, register: RegisterState): Undrawable | null {
  const shift = shiftFault(content, register)
  if (shift !== null || content.kind === 'open_shift' || content.kind === 'close_shift') return shift
  if ('amount' in content) return isAmount(content.amount) ? null : { problem: 'amounts', detail: 'not a sum above zero in hryvnias' }
  if (content.kind === 'return' && !/^[^\s<>]{1,128}$/.test(content.of.fiscalNumber)) return { problem: 'number', detail: 'the sale that is undone has no fiscal number' }
  return amountFault(content.sale) ?? textFault(content.sale) ?? taxFault(content.sale)
}

function shiftFault({ kind }: Drawable, { shiftOpen }: RegisterState): Undrawable | null {
  if (shiftOpen === null) return { problem: 'shift', detail: 'the service does not tell whether a shift is open' }
  if (shiftOpen === (kind !== 'open_shift')) return null
  return { problem: 'shift', detail: shiftOpen ? 'a shift is open already' : 'no shift is open' }
}

const isAmount = (money: Money): boolean => money.currency === CURRENCY && isPositive(money)

/** The sums of a receipt as the service checks them: payments, total, and lines without their discounts. Source: protocol sheet C, stub. */
function amountFault(sale: Sale): Undrawable | null {
  const fault = (detail: string): Undrawable => ({ problem: 'amounts', detail })
  const amounts = [
    sale.total, sale.rounding, ...sale.payments.map((one) => one.amount), ...sale.payments.flatMap((one) => (one.given === null ? [] : [one.given])),
    ...sale.lines.flatMap((one) => [one.price, one.cost, one.discount]), ...sale.taxes.flatMap((one) => [one.turnover, one.base, one.tax]),
  ]
  if (amounts.some((one) => one.currency !== CURRENCY)) return fault('not in hryvnias')
  if (sale.lines.length === 0 || sale.payments.length === 0) return fault('nothing is sold or nothing is paid')
  const net = sum(sale.lines.map((one) => subtract(one.cost, one.discount)), CURRENCY)
  if (!equals(net, sale.total)) return fault('the lines do not make up the total')
  if (!isPositive(payable(sale))) return fault('nothing is to be paid')
  if (!equals(sum(sale.payments.map((one) => one.amount), CURRENCY), payable(sale))) return fault('the payments do not make up the total')
  return sale.lines.map(lineFault).find((one) => one !== null) ?? sale.payments.map(paymentFault).find((one) => one !== null) ?? null
}

function lineFault({ quantity, price, cost, discount, name }: SaleLine): Undrawable | null {
  const fault = (detail: string): Undrawable => ({ problem: 'amounts', detail: `${detail}: ${name}` })
  if (quantity.digits <= 0n || quantity.scale > 3) return fault('a quantity is not above zero or has more than three decimals')
  if (price.minor < 0n || discount.minor < 0n || compare(discount, cost) > 0) return fault('a price or a discount cannot be')
  return isProduct(quantity, price, cost) ? null : fault('quantity and price do not make up the cost')
}

/** Exact, or rounded to either of the two kopecks beside. */
function isProduct({ digits, scale }: Decimal, price: Money, cost: Money): boolean {
  const unit = 10n ** BigInt(scale)
  const off = digits * price.minor - cost.minor * unit
  return off < unit && off > -unit
}

function paymentFault(one: SalePayment): Undrawable | null {
  if (!isPositive(one.amount)) return { problem: 'amounts', detail: `a payment is not above zero: ${one.means}` }
  if (isShort(one)) return { problem: 'amounts', detail: `less was handed over than is paid: ${one.means}` }
  return null
}

/** Words of the law must stand as they are; the rest of a receipt's text is fitted to its alphabet. Source: A16. */
function textFault({ lines, payments }: Sale): Undrawable | null {
  const fault = (detail: string): Undrawable => ({ problem: 'text', detail })
  const badMeans = payments.find(({ means }) => !isWording(means, 128))
  if (badMeans !== undefined) return fault(`the means of payment is empty, too long or not in the register's alphabet: ${badMeans.means}`)
  const badLine = lines.find(({ name, code }) => name.trim() === '' || !isWording(code, 64))
  if (badLine !== undefined) return fault(`a line has no name, or a code the register cannot write: ${badLine.code} ${badLine.name}`)
  const badClass = lines.find(({ uktzed, dkpp, barcode }) =>
    (uktzed !== null && dkpp !== null) || !(uktzed === null || UKTZED.test(uktzed)) || !(dkpp === null || DKPP.test(dkpp)) || !(barcode === null || isWording(barcode, 64)))
  return badClass === undefined ? null : fault(`a barcode, УКТ ЗЕД or ДКПП is not in its form: ${badClass.name}`)
}

/** Source: A3, CHECKBODY. */
const UKTZED = /^(?:[0-9]{4}|00[0-9]{3}|[0-9]{6}|[0-9]{8}|[0-9]{10})$/
const DKPP = /^[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9.-]{2,}$/

/** A Latin letter looks the same and is another one; official samples slip. Source: A15, traps. */
const LETTERS = /^[\u0410-\u042fҐЄІЇ]{0,15}$/

function taxFault({ lines, taxes }: Sale): Undrawable | null {
  const fault = (detail: string): Undrawable => ({ problem: 'tax', detail })
  const badLine = lines.find(({ taxLetters }) => !LETTERS.test(taxLetters))
  if (badLine !== undefined) return fault(`a tax letter is not a Cyrillic capital: ${badLine.name}`)
  const badTax = taxes.find(({ letter, percent, name }) => !LETTERS.test(letter) || letter.length !== 1 || percent.digits < 0n || percent.scale > 2 || name.trim() === '')
  if (badTax !== undefined) return fault(`a tax is not in its form: ${badTax.name}`)
  const used = new Set(lines.flatMap(({ taxLetters }) => [...taxLetters]))
  const unused = taxes.find(({ letter }) => !used.has(letter))
  if (unused !== undefined) return fault(`no line has the tax letter ${unused.letter}`)
  const isBeyond = taxes.some(({ turnover, base, tax }) => compare(base, turnover) > 0 || compare(tax, base) > 0 || tax.minor < 0n)
  return isBeyond ? fault('a tax is above its base, or a base above its turnover') : null
}

/** What `find` needs to know of the amounts: the sum on the receipt's link. */
export function amountOf(content: Drawable): Money | null {
  if ('amount' in content) return content.amount
  return 'sale' in content ? payable(content.sale) : null
}
