import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import { amountFault, saleFault, serviceFault, shiftFault } from '../contract-values.ts'
import type { Drawn, FiscalDocument, FiscalSetup, RegisterState, Sale, SaleLine, Undrawable } from '../contract.ts'
import type { Config } from './config.ts'
import { checkDocument, zReportDocument } from './document.ts'
import type { CheckBody, Heading, Registrar } from './document.ts'
import { MOST_BYTES } from './package.ts'
import { taxFault } from '../sale-taxes.ts'
import { fit } from '../tables/alphabet.ts'
import { areGoodsCodes } from '../tables/goods-codes.ts'

const CONTENT_TYPE = 'text/xml; charset=windows-1251'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const registrarOf = ({ config, timeZone }: Pick<FiscalSetup<Config>, 'config' | 'timeZone'>): Registrar => ({ ...config, timeZone })

/** The number of the document in the register's one sequence, and our own name of it. */
export type Ref = { readonly localNumber: number; readonly uid: string }

const writeRef = ({ localNumber, uid }: Ref): string => `${localNumber}/${uid}`

/** Null if the text is no reference of ours. */
export function readRef(text: string): Ref | null {
  const [, number, uid] = /^([1-9]\d{0,11})\/([0-9a-f-]{36})$/.exec(text) ?? []
  return number === undefined || uid === undefined ? null : { localNumber: Number(number), uid }
}

export function draw(document: FiscalDocument, register: RegisterState, setup: FiscalSetup<Config>): Result<Drawn, Undrawable> {
  const { key } = document
  const localNumber = register.nextLocalNumber
  const problem = problemOf(document) ?? shiftFault(document.content, register)
  if (problem !== null) return err(problem)
  if (localNumber === null) return err({ problem: 'number', detail: 'the next local number is not known' })
  const heading: Heading = { uid: key, at: document.at, localNumber, cashier: document.cashier, testing: setup.config.mode === 'test', offline: null }
  return drawnAs(contentBytes(document, heading, registrarOf(setup)), { localNumber, uid: key })
}

/** What a signature adds is less: a certificate and a time stamp. */
const MOST_CONTENT_BYTES = MOST_BYTES - 20 * 1024

/** What the server would not take for its length is not sent: it answers so with a bare status, which says nothing of a document. */
export const drawnAs = (content: Buffer, ref: Ref): Result<Drawn, Undrawable> =>
  (content.length > MOST_CONTENT_BYTES ? err(fault('text', 'more text than one document holds')) : ok({ ref: writeRef(ref), content, contentType: CONTENT_TYPE }))

function contentBytes({ content }: FiscalDocument, heading: Heading, who: Registrar): Buffer {
  return content.kind === 'z_report' ? zReportDocument(who, heading, content.totals) : checkDocument(who, heading, checkBody(content))
}

export const checkBody = (content: Exclude<FiscalDocument['content'], { kind: 'z_report' }>): CheckBody =>
  (content.kind === 'return' ? { ...content, of: content.of.fiscalNumber } : content)

const fault = (problem: Undrawable['problem'], detail: string): Undrawable => ({ problem, detail })

/** What is wrong with the document wherever it is sent; null if nothing is. */
export function problemOf({ key, content }: FiscalDocument): Undrawable | null {
  if (!UUID.test(key)) return fault('text', 'the key is no UUID')
  if ('amount' in content) return serviceFault(content.amount, 'UAH')
  if (content.kind === 'return' && content.of.fiscalNumber.trim() === '') return fault('text', 'a return names its sale')
  return 'sale' in content ? saleProblem(content.sale) : null
}

function saleProblem(sale: Sale): Undrawable | null {
  const problem = saleFault(sale, 'UAH') ?? sale.lines.map(wordsProblem).find((one) => one !== null) ?? taxFault(sale)
  if (problem !== null) return problem
  return sale.rounding.minor === 0n || sale.payments.some(({ form }) => form === 'cash') ? null : amountFault('only cash is rounded')
}

/** Source: protocol sheet A3, CHECKBODY. */
function wordsProblem(line: SaleLine): Undrawable | null {
  if (fit(line.name) === '' || line.code.length > 64 || (line.barcode?.length ?? 0) > 64) return fault('text', 'a line with a name and a code of at most 64 characters')
  if (!areGoodsCodes(line)) return fault('text', 'a code of goods, or of a service, but not both')
  return line.unitCode >= 1 && line.unitCode <= 99_999 ? null : fault('text', 'a unit of the classifier')
}
