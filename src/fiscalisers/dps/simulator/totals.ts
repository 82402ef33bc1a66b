import type { Json } from '../../../connectors/simulator-json.ts'
import { decimalText } from '../../../connectors/simulator-json.ts'
import { countingIn } from './books.ts'
import type { Entry, Registrar, Shift } from './books.ts'
import { childOf, minorOf, rowsOf, textOf } from './xml.ts'
import type { Element } from './xml.ts'

/** The sums of one shift by this server's own books. */
type Totals = { readonly real: Direction; readonly returned: Direction; readonly serviceIn: bigint; readonly serviceOut: bigint }

type Direction = { readonly sum: bigint; readonly rounding: bigint; readonly count: number; readonly forms: ReadonlyMap<string, bigint>; readonly taxes: ReadonlyMap<string, Tax> }

type Tax = {
  readonly type: string
  readonly name: string
  readonly letter: string
  readonly percent: string
  readonly turnover: bigint
  readonly source: bigint
  readonly sum: bigint
}

const totalOf = ({ paper }: Entry): Element | null => childOf(paper.root, 'CHECKTOTAL')
const sumOf = (entry: Entry): bigint => minorOf(totalOf(entry), 'SUM')
const all = (entries: readonly Entry[], of: (entry: Entry) => bigint): bigint => entries.reduce((sum, entry) => sum + of(entry), 0n)

export function totalsOf(registrar: Registrar, shift: Shift): Totals {
  const entries = countingIn(registrar, shift)
  const of = (subtype: number): readonly Entry[] => entries.filter(({ paper }) => paper.subtype === subtype)
  return { real: direction(of(0)), returned: direction(of(1)), serviceIn: all(of(2), sumOf), serviceOut: all(of(4), sumOf) }
}

function direction(entries: readonly Entry[]): Direction {
  const forms = new Map<string, bigint>()
  const taxes = new Map<string, Tax>()
  for (const { paper: { root } } of entries) {
    for (const row of rowsOf(root, 'CHECKPAY')) addForm(forms, row)
    for (const row of rowsOf(root, 'CHECKTAX')) addTax(taxes, row)
  }
  return { sum: all(entries, sumOf), rounding: all(entries, (entry) => minorOf(totalOf(entry), 'RNDSUM')), count: entries.length, forms, taxes }
}

function addForm(forms: Map<string, bigint>, row: Element): void {
  const key = `${textOf(row, 'PAYFORMCD')} ${textOf(row, 'PAYFORMNM')}`
  forms.set(key, (forms.get(key) ?? 0n) + minorOf(row, 'SUM'))
}

function addTax(taxes: Map<string, Tax>, row: Element): void {
  const [type, name, letter, percent] = ['TYPE', 'NAME', 'LETTER', 'PRC'].map((one) => textOf(row, one))
  const key = `${type} ${letter} ${percent}`
  const before = taxes.get(key)
  taxes.set(key, {
    type: type ?? '', name: name ?? '', letter: letter ?? '', percent: percent ?? '', turnover: (before?.turnover ?? 0n) + minorOf(row, 'TURNOVER'),
    source: (before?.source ?? 0n) + minorOf(row, 'SOURCESUM'), sum: (before?.sum ?? 0n) + minorOf(row, 'SUM'),
  })
}

/** What is wrong with a Z-report of this shift; null if it says what the books say. */
export function zReportProblem(root: Element, totals: Totals): string | null {
  const body = childOf(root, 'ZREPBODY')
  if (minorOf(body, 'SERVICEINPUT') !== totals.serviceIn || minorOf(body, 'SERVICEOUTPUT') !== totals.serviceOut) return 'Z-звіт: службове внесення або видача не збігаються'
  return directionProblem(root, 'ZREPREALIZ', totals.real) ?? directionProblem(root, 'ZREPRETURN', totals.returned)
}

function directionProblem(root: Element, name: string, totals: Direction): string | null {
  const told = childOf(root, name)
  if (totals.count === 0) return told === null ? null : `${name}: таких чеків не було`
  if (told === null) return `${name}: немає підсумків`
  if (minorOf(told, 'SUM') !== totals.sum || textOf(told, 'ORDERSCNT') !== String(totals.count)) return `${name}: сума або кількість чеків не збігається`
  if (minorOf(told, 'RNDSUM') !== totals.rounding) return `${name}: заокруглення не збігається`
  const forms = new Map<string, bigint>()
  const taxes = new Map<string, Tax>()
  for (const row of rowsOf(told, 'PAYFORMS')) addForm(forms, row)
  for (const row of rowsOf(told, 'TAXES')) addTax(taxes, row)
  if (forms.size !== totals.forms.size || [...forms].some(([key, sum]) => totals.forms.get(key) !== sum)) return `${name}: форми оплати не збігаються`
  const isSame = (key: string, tax: Tax): boolean => {
    const own = totals.taxes.get(key)
    return own !== undefined && own.turnover === tax.turnover && own.source === tax.source && own.sum === tax.sum
  }
  return taxes.size !== totals.taxes.size || [...taxes].some(([key, tax]) => !isSame(key, tax)) ? `${name}: податки не збігаються` : null
}

const money = (minor: bigint): Json => ({ literal: minor < 0n ? `-${decimalText(-minor)}` : decimalText(minor) })

/** Source: protocol sheet A6, `LastShiftTotals`. */
export const totalsJson = (totals: Totals): Json => ({
  Real: directionJson(totals.real), Ret: directionJson(totals.returned), ServiceInput: money(totals.serviceIn), ServiceOutput: money(totals.serviceOut),
})

function directionJson({ sum, rounding, count, forms, taxes }: Direction): Json {
  if (count === 0) return null
  return {
    Sum: money(sum), RndSum: money(rounding), NoRndSum: money(sum + rounding), OrdersCount: count,
    PayForm: [...forms].map(([key, amount]) => {
      const [code = '', ...name] = key.split(' ')
      return { PayFormCode: Number(code), PayFormName: name.join(' '), Sum: money(amount) }
    }),
    Tax: [...taxes.values()].map(({ type, name, letter, percent, turnover, source, sum: tax }) => ({
      Type: Number(type), Name: name, Letter: letter, Prc: { literal: percent }, Sign: false, Turnover: money(turnover), SourceSum: money(source), Sum: money(tax),
    })),
  }
}
