import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import type { Money } from '../../money/money.ts'
import type { Drawn, FiscalDocument, FiscalSetup, RegisterState, Sale, SaleLine, Undrawable } from '../contract.ts'
import type { Config } from './config.ts'
import { checkDocument, zReportDocument } from './document.ts'
import type { CheckBody, Heading, Registrar } from './document.ts'
import { fit } from './windows-1251.ts'

const CONTENT_TYPE = 'text/xml; charset=windows-1251'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const registrarOf = ({ config, timeZone }: Pick<FiscalSetup<Config>, 'config' | 'timeZone'>): Registrar => ({ ...config, timeZone })

/** The number of the document in the register's one sequence, and our own name of it. */
export type Ref = { readonly localNumber: number; readonly uid: string }

export const writeRef = ({ localNumber, uid }: Ref): string => `${localNumber}/${uid}`

/** Null if the text is no reference of ours. */
export function readRef(text: string): Ref | null {
  const [, number, uid] = /^([1-9]\d{0,11})\/([0-9a-f-]{36})$/.exec(text) ?? []
  return number === undefined || uid === undefined ? null : { localNumber: Number(number), uid }
}

export function draw(document: FiscalDocument, register: RegisterState, setup: FiscalSetup<Config>): Result<Drawn, Undrawable> {
  const { content: { kind }, key } = document
  const localNumber = register.nextLocalNumber
  const problem = problemOf(document) ??
    (register.shiftOpen === (kind === 'open_shift') ? fault('shift', `${kind} while the shift is ${register.shiftOpen ? 'open' : 'closed'}`) : null)
  if (problem !== null) return err(problem)
  if (localNumber === null) return err({ problem: 'number', detail: 'the next local number is not known' })
  const heading: Heading = { uid: key, at: document.at, localNumber, cashier: document.cashier, testing: setup.config.mode === 'test', offline: null }
  return ok({ ref: writeRef({ localNumber, uid: key }), content: contentBytes(document, heading, registrarOf(setup)), contentType: CONTENT_TYPE })
}

export function contentBytes({ content }: FiscalDocument, heading: Heading, who: Registrar): Buffer {
  return content.kind === 'z_report' ? zReportDocument(who, heading, content.totals) : checkDocument(who, heading, checkBody(content))
}

export const checkBody = (content: Exclude<FiscalDocument['content'], { kind: 'z_report' }>): CheckBody =>
  (content.kind === 'return' ? { ...content, of: content.of.fiscalNumber } : content)

const fault = (problem: Undrawable['problem'], detail: string): Undrawable => ({ problem, detail })

/** What is wrong with the document wherever it is sent; null if nothing is. */
export function problemOf({ key, content }: FiscalDocument): Undrawable | null {
  if (!UUID.test(key)) return fault('text', 'the key is no UUID')
  if ('amount' in content) return isHryvnias(content.amount) && content.amount.minor > 0n ? null : fault('amounts', 'an amount of hryvnias above zero')
  if (content.kind === 'return' && content.of.fiscalNumber.trim() === '') return fault('text', 'a return names its sale')
  return 'sale' in content ? saleProblem(content.sale) : null
}

const isHryvnias = ({ currency }: Money): boolean => currency === 'UAH'

const total = (amounts: readonly Money[]): bigint => amounts.reduce((all, { minor }) => all + minor, 0n)

function saleProblem(sale: Sale): Undrawable | null {
  const { lines, payments, taxes } = sale
  const amounts = [
    sale.total, sale.rounding, ...lines.flatMap(({ price, cost, discount }) => [price, cost, discount]), ...payments.map(({ amount }) => amount),
    ...taxes.flatMap(({ turnover, base, tax }) => [turnover, base, tax]),
  ]
  if (!amounts.every(isHryvnias)) return fault('amounts', 'every amount is of hryvnias')
  if (lines.length === 0 || payments.length === 0) return fault('amounts', 'a sale has lines and payments')
  if (total(lines.map(({ cost }) => cost)) - total(lines.map(({ discount }) => discount)) !== sale.total.minor) return fault('amounts', 'the lines do not make up the total')
  if (total(payments.map(({ amount }) => amount)) !== sale.total.minor + sale.rounding.minor) return fault('amounts', 'the payments do not make up the total')
  if (payments.some(({ amount, given }) => amount.minor <= 0n || (given !== null && given.minor < amount.minor))) return fault('amounts', 'a payment of nothing, or less given than paid')
  if (sale.rounding.minor !== 0n && !payments.some(({ form }) => form === 'cash')) return fault('amounts', 'only cash is rounded')
  return lines.map(lineProblem).find((problem) => problem !== null) ?? taxProblem(sale)
}

/** A kopeck of either way of rounding is left to who reckoned it. */
function lineProblem(line: SaleLine): Undrawable | null {
  const { quantity, price, cost, discount } = line
  if (quantity.digits <= 0n || quantity.scale > 3) return fault('amounts', 'a quantity above zero with at most three decimals')
  const off = cost.minor * 10n ** BigInt(quantity.scale) - price.minor * quantity.digits
  if (off >= 10n ** BigInt(quantity.scale) || -off >= 10n ** BigInt(quantity.scale)) return fault('amounts', 'quantity by price is not the cost')
  if (discount.minor < 0n || discount.minor > cost.minor || price.minor < 0n) return fault('amounts', 'a discount between nothing and the cost')
  if (fit(line.name).text === '' || line.code.length > 64 || (line.barcode?.length ?? 0) > 64) return fault('text', 'a line with a name and a code of at most 64 characters')
  if (line.uktzed !== null && (line.dkpp !== null || !/^(\d{4}|00\d{3}|\d{6}|\d{8}|\d{10})$/.test(line.uktzed))) return fault('text', 'a code of goods, or of a service, but not both')
  if (line.dkpp !== null && !/^\d\d\.\d\d\.\d\d-\d\d[\d.]*$/.test(line.dkpp)) return fault('text', 'a code of a service')
  return line.unitCode >= 1 && line.unitCode <= 99_999 ? null : fault('text', 'a unit of the classifier')
}

const CYRILLIC = /^[А-ЯҐЄІЇ]{0,15}$/

/** The Latin letters look the same, and are others. */
function taxProblem({ lines, taxes }: Sale): Undrawable | null {
  if (lines.some(({ taxLetters }) => !CYRILLIC.test(taxLetters)) || taxes.some(({ letter }) => !/^[А-ЯҐЄІЇ]$/.test(letter))) return fault('tax', 'a tax letter that is not Cyrillic')
  return taxes.every(({ percent, turnover, tax }) => percent.scale <= 2 && turnover.minor >= 0n && tax.minor >= 0n && tax.minor <= turnover.minor)
    ? null : fault('tax', 'a tax with at most two decimals of a percent, and no more than its turnover')
}
