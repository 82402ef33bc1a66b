import { isBusinessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { currencyOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { readDetails } from './mt940-details.ts'
import { balances, compact, present, statementMoney, warning } from './statement.ts'
import type { LineNature, ReadFile, ReadLine, ReadStatement, Warning } from './statement.ts'

type Field = { readonly tag: string; readonly place: number; readonly lines: readonly string[] }

/**
 * Reads the statements of a file, with or without SWIFT blocks around them. A field goes on over lines that begin with
 * no tag. Source: SWIFT, MT940 Customer Statement Message.
 */
export function readMt940(text: string): Result<ReadFile, 'malformed'> {
  const fields = fieldsOf(text)
  if (!fields.some(({ tag }) => tag === '60F' || tag === '60M' || tag === '61')) return err('malformed')
  const warnings: Warning[] = []
  const statements: ReadStatement[] = []
  for (const [index, { tag }] of fields.entries()) {
    if (tag !== '20') continue
    const after = fields.findIndex((one, at) => at > index && one.tag === '20')
    statements.push(statementIn(fields.slice(index, after < 0 ? undefined : after), warnings))
  }
  return statements.length === 0 ? err('malformed') : ok({ format: 'MT940', statements, warnings })
}

function fieldsOf(text: string): Field[] {
  const fields: { tag: string; place: number; lines: string[] }[] = []
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.replace(/^\{1:.*\{4:/, '')
    const [, tag, rest = ''] = /^:([0-9]{2}[A-Z]?):(.*)$/.exec(line) ?? []
    if (tag !== undefined) fields.push({ tag, place: index + 1, lines: [rest] })
    else if (!/^-\}?/.test(line) && line !== '') fields.at(-1)?.lines.push(line)
  }
  return fields
}

function statementIn(fields: readonly Field[], warnings: Warning[]): ReadStatement {
  const textOf = (...tags: readonly string[]) => fields.find(({ tag }) => tags.includes(tag))?.lines.join('') ?? ''
  const [opening, closing] = [balanceOf(textOf('60F', '60M')), balanceOf(textOf('62F', '62M'))]
  const currency = opening?.currency ?? closing?.currency ?? null
  const lines = fields.flatMap((field, index) => {
    if (field.tag !== '61') return []
    const next = fields[index + 1]
    const line = currency === null ? null : lineOf(field, next?.tag === '86' ? next.lines : [], currency)
    if (line === null) warnings.push(warning('line_unreadable', field.place, `:61:${field.lines.join(' ')}`))
    return line === null ? [] : [line]
  })
  const account = compact(textOf('25').replace(/^\//, '').replace(/[A-Z]{3}$/, (code) => (currencyOf(code) === null ? code : '')))
  const read = { account, currency, opening, closing, lines }
  if (!balances(read)) warnings.push(warning('balance_differs', null, textOf('28C', '20')))
  return read
}

/** `C260102EUR1234,56` */
function balanceOf(text: string): Money | null {
  const [, mark, code = '', amount = ''] = /^([CD])[0-9]{6}([A-Z]{3})([0-9]+[,.]?[0-9]*)/.exec(text) ?? []
  const currency = currencyOf(code)
  const money = currency === null ? null : statementMoney(amount.replace(',', '.'), currency)
  return money === null ? null : { minor: mark === 'D' ? -money.minor : money.minor, currency: money.currency }
}

/** Value date, entry date, mark, third letter of the currency, amount, type, references. */
const LINE = /^([0-9]{6})([0-9]{4})?(RC|RD|C|D)([A-Z])?([0-9]+(?:[,.][0-9]*)?)([A-Z][A-Z0-9]{3})(.*)$/

/** What the mark says of the direction: a reversed credit went out, a reversed debit came in. */
const CAME_IN: ReadonlyMap<string, boolean> = new Map([['C', true], ['RD', true], ['D', false], ['RC', false]])

function lineOf({ place, lines: [first = '', ...supplement] }: Field, details: readonly string[], currency: Currency): ReadLine | null {
  const [, value = '', entry, mark = '', , digits = '', type = '', references = ''] = LINE.exec(first.trim()) ?? []
  const valueOn = dateOf(value)
  const amount = statementMoney(digits.replace(',', '.'), currency)
  if (valueOn === null || amount === null || amount.minor === 0n) return null
  const [customer = '', bank = ''] = references.split('//')
  const said = readDetails(details)
  const minor = CAME_IN.get(mark) === true ? amount.minor : -amount.minor
  const bookedOn = entry === undefined ? valueOn : entryDate(entry, valueOn)
  return {
    place, bookedOn: bookedOn ?? valueOn, valueOn, amount: { minor, currency },
    partyName: said.name, partyAccount: said.account, reference: said.reference,
    remittance: said.remittance === '' ? supplement.join(' ').trim() : said.remittance,
    bankRef: present(bank), endToEnd: said.endToEnd ?? present(customer), nature: natureOf(mark, type), batch: null,
  }
}

function natureOf(mark: string, type: string): LineNature {
  if (mark === 'RC' || mark === 'RD') return 'reversal'
  const kind = type.slice(1)
  return kind === 'CHG' || kind === 'COM' ? 'fee' : kind === 'INT' ? 'interest' : 'transfer'
}

/** `YYMMDD`; statements are of this century. */
function dateOf(text: string): BusinessDate | null {
  const date = `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`
  return isBusinessDate(date) ? date : null
}

/** `MMDD` has no year: that of the value date, or the one beside it where a year has turned between the two. */
function entryDate(text: string, valueOn: BusinessDate): BusinessDate | null {
  const year = Number(valueOn.slice(0, 4))
  const [own, month] = [Number(text.slice(0, 2)), Number(valueOn.slice(5, 7))]
  const turned = own - month > 6 ? year - 1 : month - own > 6 ? year + 1 : year
  const date = `${turned}-${text.slice(0, 2)}-${text.slice(2, 4)}`
  return isBusinessDate(date) ? date : null
}
