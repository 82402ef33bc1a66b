import { compare } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { FiscalDocument, RegisterState, Sale, Undrawable } from '../contract.ts'
import { amountFault, payable, saleFault, serviceFault, shiftFault } from '../contract-values.ts'
import { isWording } from './wording.ts'

export const CURRENCY = 'UAH'

/** What is a document of its own at this service. */
export type Drawable = Exclude<FiscalDocument['content'], { readonly kind: 'z_report' }>

/** What keeps the document from being registered whatever is tried; null if nothing does. */
export function faultOf(content: Drawable, register: RegisterState): Undrawable | null {
  const shift = shiftFault(content, register)
  if (shift !== null || content.kind === 'open_shift' || content.kind === 'close_shift') return shift
  if ('amount' in content) return serviceFault(content.amount, CURRENCY)
  if (content.kind === 'return' && !/^[^\s<>]{1,128}$/.test(content.of.fiscalNumber)) return { problem: 'number', detail: 'the sale that is undone has no fiscal number' }
  return saleFault(content.sale, CURRENCY) ?? emptyFault(content.sale) ?? textFault(content.sale) ?? taxFault(content.sale)
}

/** A receipt of nothing has no sum that the service takes. */
const emptyFault = (sale: Sale): Undrawable | null => (payable(sale).minor > 0n ? null : amountFault('nothing is to be paid'))

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
