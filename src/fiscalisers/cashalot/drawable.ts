import type { Money } from '../../money/money.ts'
import type { FiscalDocument, RegisterState, Sale, Undrawable } from '../contract.ts'
import { amountFault, payable, saleFault, serviceFault, shiftFault } from '../contract-values.ts'
import { taxFault } from '../sale-taxes.ts'
import { isFit } from '../tables/alphabet.ts'
import { areGoodsCodes } from '../tables/goods-codes.ts'

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
  const badMeans = payments.find(({ means }) => !isFit(means, 128))
  if (badMeans !== undefined) return fault(`the means of payment is empty, too long or not in the register's alphabet: ${badMeans.means}`)
  const badLine = lines.find(({ name, code }) => name.trim() === '' || !isFit(code, 64))
  if (badLine !== undefined) return fault(`a line has no name, or a code the register cannot write: ${badLine.code} ${badLine.name}`)
  const badClass = lines.find((line) => !areGoodsCodes(line) || !(line.barcode === null || isFit(line.barcode, 64)))
  return badClass === undefined ? null : fault(`a barcode, УКТ ЗЕД or ДКПП is not in its form: ${badClass.name}`)
}

/** What `find` needs to know of the amounts: the sum on the receipt's link. */
export function amountOf(content: Drawable): Money | null {
  if ('amount' in content) return content.amount
  return 'sale' in content ? payable(content.sale) : null
}
