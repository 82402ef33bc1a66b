import { childOf, minorOf, readTree, rowsOf, textOf } from './xml.ts'
import type { Element } from './xml.ts'
import { schemaProblem } from './schema.ts'
import { windows1251 } from './wire.ts'

/** A document as this server understands it. */
export type Paper = {
  readonly root: Element
  readonly isZReport: boolean
  readonly type: number
  readonly subtype: number
  readonly uid: string
  readonly tin: string
  readonly date: string
  readonly time: string
  readonly localNumber: number
  readonly desk: string
  readonly registerNumber: string
  readonly returnOf: string
  readonly stornoOf: string
  readonly revokesLast: boolean
  readonly taxNumber: string
  readonly offline: boolean
  readonly previousHash: string
  readonly testing: boolean
  /** CHECKTOTAL/SUM as written; empty where there is none. */
  readonly sum: string
}

const isTrue = (text: string): boolean => text === 'true' || text === '1'

/** A text says why this is no document the server could take, whoever sent it. */
export function readPaper(bytes: Buffer): Paper | string {
  const decoded = windows1251(bytes)
  if (typeof decoded === 'string') return decoded
  const root = readTree(decoded.xml)
  if (typeof root === 'string') return root
  const problem = schemaProblem(root)
  if (problem !== null) return problem
  const isZReport = root.name === 'ZREP'
  const head = childOf(root, isZReport ? 'ZREPHEAD' : 'CHECKHEAD')
  const of = (name: string): string => textOf(head, name)
  const paper: Paper = {
    root, isZReport, type: isZReport ? -1 : Number(of('DOCTYPE')), subtype: of('DOCSUBTYPE') === '' ? -1 : Number(of('DOCSUBTYPE')), uid: of('UID').toLowerCase(),
    tin: of('TIN'), date: of('ORDERDATE'), time: of('ORDERTIME'), localNumber: Number(of('ORDERNUM')), desk: of('CASHDESKNUM'), registerNumber: of('CASHREGISTERNUM'),
    returnOf: of('ORDERRETNUM'), stornoOf: of('ORDERSTORNUM'), revokesLast: isTrue(of('REVOKELASTONLINEDOC')), taxNumber: of('ORDERTAXNUM'), offline: isTrue(of('OFFLINE')),
    previousHash: of('PREVDOCHASH'), testing: isTrue(of('TESTING')), sum: isZReport ? '' : textOf(childOf(root, 'CHECKTOTAL'), 'SUM'),
  }
  return isZReport ? paper : partsProblem(paper) ?? paper
}

const PARTS = ['CHECKTOTAL', 'CHECKPAY', 'CHECKTAX', 'CHECKBODY'] as const

/** Which parts each kind of CHECK has. */
function partsProblem(paper: Paper): string | null {
  const { root, type, subtype } = paper
  const has = PARTS.filter((name) => childOf(root, name) !== null)
  if (type >= 100 && type <= 103) return subtype === -1 && has.length === 0 ? null : `DOCTYPE ${type} має лише CHECKHEAD без DOCSUBTYPE`
  if (type !== 0) return `DOCTYPE ${type} тут не приймається`
  if (paper.revokesLast) return 'REVOKELASTONLINEDOC буває лише в DOCTYPE 102'
  if (subtype === 5) return paper.stornoOf !== '' && has.length === 0 ? null : 'сторно має ORDERSTORNUM і лише CHECKHEAD'
  if (paper.sum === '') return 'немає CHECKTOTAL/SUM'
  if (subtype === 2 || subtype === 4) return has.length === 1 && minorOf(childOf(root, 'CHECKTOTAL'), 'SUM') > 0n ? null : 'службова операція має лише CHECKTOTAL/SUM більше нуля'
  if (subtype !== 0 && subtype !== 1) return `DOCSUBTYPE ${subtype} тут не приймається`
  if ((subtype === 1) !== (paper.returnOf !== '')) return 'ORDERRETNUM потрібен чеку повернення, і лише йому'
  return sumsProblem(root)
}

/** Receipts must add up. */
function sumsProblem(root: Element): string | null {
  const total = childOf(root, 'CHECKTOTAL')
  const [lines, pays] = [rowsOf(root, 'CHECKBODY'), rowsOf(root, 'CHECKPAY')]
  if (lines.length === 0 || pays.length === 0) return 'чек має CHECKBODY і CHECKPAY'
  const all = (rows: readonly Element[], name: string): bigint => rows.reduce((sum, row) => sum + minorOf(row, name), 0n)
  const discount = all(lines, 'DISCOUNTSUM')
  const exact = all(lines, 'COST') - discount
  const sum = minorOf(total, 'SUM')
  const rounding = minorOf(total, 'RNDSUM')
  const isRounded = textOf(total, 'RNDSUM') !== '' || textOf(total, 'NORNDSUM') !== ''
  if (isRounded ? minorOf(total, 'NORNDSUM') !== exact || rounding !== exact - sum : sum !== exact) return 'CHECKTOTAL/SUM не дорівнює сумі рядків'
  if (isRounded && !pays.some((row) => textOf(row, 'PAYFORMCD') === '0')) return 'заокруглюється лише готівка'
  if (minorOf(total, 'DISCOUNTSUM') !== discount) return 'CHECKTOTAL/DISCOUNTSUM не дорівнює сумі знижок'
  if (all(pays, 'SUM') !== sum) return 'сума оплат не дорівнює CHECKTOTAL/SUM'
  const short = pays.find((row) => textOf(row, 'PROVIDED') !== '' && minorOf(row, 'PROVIDED') - minorOf(row, 'REMAINS') !== minorOf(row, 'SUM'))
  if (short !== undefined) return 'PROVIDED без REMAINS не дорівнює SUM'
  const uneven = lines.find((row) => !isProduct(textOf(row, 'AMOUNT'), minorOf(row, 'PRICE'), minorOf(row, 'COST')))
  if (uneven !== undefined) return `COST не дорівнює AMOUNT × PRICE: ${textOf(uneven, 'NAME')}`
  return rowsOf(root, 'CHECKTAX').map((row) => taxProblem(row, lines)).find((problem) => problem !== null) ?? null
}

const THOUSAND = 10n ** 3n

/** Within a kopeck, whichever way a half was rounded. */
function isProduct(amount: string, price: bigint, cost: bigint): boolean {
  const [whole = '', fraction = ''] = amount.split('.')
  const thousandths = BigInt(whole + fraction.padEnd(3, '0'))
  const off = thousandths * price - cost * THOUSAND
  return off < THOUSAND && off > -THOUSAND
}

function taxProblem(row: Element, lines: readonly Element[]): string | null {
  const letter = textOf(row, 'LETTER')
  const gross = lines.filter((line) => textOf(line, 'LETTERS').includes(letter)).reduce((sum, line) => sum + minorOf(line, 'COST'), 0n)
  if (minorOf(row, 'TURNOVER') !== gross) return `TURNOVER літери ${letter} не дорівнює вартості її рядків`
  const [base, percent, tax] = [minorOf(row, 'SOURCESUM'), minorOf(row, 'PRC'), minorOf(row, 'SUM')]
  const off = base * percent - tax * (10_000n + percent)
  const most = 10_000n + percent
  return off < most && off > -most ? null : `податок літери ${letter} не відповідає ставці`
}
