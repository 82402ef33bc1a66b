import { isBusinessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { currencyOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { balances, compact, present, splitRemittance, statementMoney, UNNAMED, warning } from './statement.ts'
import type { LineNature, ReadFile, ReadLine, ReadStatement, StatementFormat, Warning } from './statement.ts'
import { allAt, at, parseXml, textAt } from './xml.ts'
import type { Element } from './xml.ts'

/** Second and third level of the three messages. Source: ISO 20022, camt.052, camt.053, camt.054. */
const MESSAGES: ReadonlyMap<string, { format: StatementFormat; statement: string }> = new Map([
  ['BkToCstmrStmt', { format: 'camt.053', statement: 'Stmt' }],
  ['BkToCstmrAcctRpt', { format: 'camt.052', statement: 'Rpt' }],
  ['BkToCstmrDbtCdtNtfctn', { format: 'camt.054', statement: 'Ntfctn' }],
])

/**
 * Reads camt.052, camt.053 and camt.054 of any version from 02: what changed since (status as a code, parties one level
 * deeper, BICFI) is looked for in both places. Only booked entries become lines.
 */
export function readCamt(text: string): Result<ReadFile, 'malformed' | 'forbidden'> {
  const root = parseXml(text)
  if (!root.ok) return root
  const body = root.value.name === 'Document' ? root.value.children.find((child) => MESSAGES.has(child.name)) : undefined
  const message = MESSAGES.get(body?.name ?? '')
  if (body === undefined || message === undefined) return err('malformed')
  const warnings: Warning[] = []
  const counter = { entry: 0 }
  const statements = allAt(body, message.statement).map((one) => statementIn(one, counter, warnings))
  return ok({ format: message.format, statements, warnings })
}

function statementIn(statement: Element, counter: { entry: number }, warnings: Warning[]): ReadStatement {
  const lines = allAt(statement, 'Ntry').flatMap((entry) => linesOf(entry, ++counter.entry, warnings))
  const balance = (code: string): Money | null => balanceIn(statement, code)
  const account = compact(textAt(statement, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id'))
  const opening = balance('OPBD') ?? balance('PRCD')
  const read = {
    account, currency: currencyOf(textAt(statement, 'Acct/Ccy') ?? '') ?? opening?.currency ?? lines[0]?.amount.currency ?? null, opening,
    closing: balance('CLBD'), lines,
  }
  // Not an error: a bank's own test statements do not add up, and pages of one day only do together.
  if (!balances(read)) warnings.push(warning('balance_differs', null, textAt(statement, 'Id') ?? ''))
  return read
}

function balanceIn(statement: Element, code: string): Money | null {
  const found = allAt(statement, 'Bal').find((one) => textAt(one, 'Tp/CdOrPrtry/Cd') === code)
  const money = found === undefined ? null : moneyIn(at(found, 'Amt'))
  return found === undefined || money === null ? null : signed(money, textAt(found, 'CdtDbtInd'))
}

function moneyIn(amount: Element | null): Money | null {
  const currency = currencyOf(amount?.attributes.get('Ccy') ?? '')
  return amount === null || currency === null ? null : statementMoney(amount.text, currency)
}

/** The indicator shows the real direction, also of a reversal: `RvslInd` never turns it round. */
const signed = ({ minor, currency }: Money, indicator: string | null): Money | null =>
  indicator === 'CRDT' ? { minor, currency } : indicator === 'DBIT' ? { minor: -minor, currency } : null

function linesOf(entry: Element, place: number, warnings: Warning[]): ReadLine[] {
  const status = textAt(entry, 'Sts/Cd', 'Sts') ?? 'BOOK'
  if (status !== 'BOOK') {
    warnings.push(warning('line_not_booked', place, `${status} ${textAt(entry, 'Amt') ?? ''}`))
    return []
  }
  const money = moneyIn(at(entry, 'Amt'))
  const amount = money === null || money.minor <= 0n ? null : signed(money, textAt(entry, 'CdtDbtInd'))
  const bookedOn = dateIn(entry, 'BookgDt') ?? dateIn(entry, 'ValDt')
  if (amount === null || bookedOn === null) {
    warnings.push(warning('line_unreadable', place, allTextOf(entry)))
    return []
  }
  const parts = allAt(entry, 'NtryDtls/TxDtls')
  const [only] = parts
  const whole = { entry, place, bookedOn, amount, batch: null }
  if (parts.length <= 1) return [lineOf(whole, only ?? entry, '')]
  const split = parts.map((part) => partAmount(part, entry, amount.currency))
  const known = split.flatMap((one) => (one === null ? [] : [one]))
  if (known.length < parts.length || known.reduce((sum, one) => sum + one.minor, 0n) !== amount.minor || known.some(({ minor }) => minor === 0n)) {
    warnings.push(warning('batch_unsplit', place, textAt(entry, 'AddtlNtryInf', 'AcctSvcrRef') ?? ''))
    return [lineOf(whole, entry, '')]
  }
  const batch = refOf(entry) ?? `${UNNAMED}${amount.minor}:${parts.length}`
  return parts.flatMap((part, index) => {
    const partly = known[index]
    return partly === undefined ? [] : [lineOf({ ...whole, amount: partly, batch }, part, `#${index + 1}`)]
  })
}

function partAmount(part: Element, entry: Element, currency: Currency): Money | null {
  const money = [at(part, 'Amt'), at(part, 'AmtDtls/TxAmt/Amt'), at(part, 'AmtDtls/InstdAmt/Amt')].map(moneyIn).find((one) => one?.currency === currency) ?? null
  return money === null ? null : signed(money, textAt(part, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd'))
}

type Whole = { readonly entry: Element; readonly place: number; readonly bookedOn: BusinessDate; readonly amount: Money; readonly batch: string | null }

const refOf = (entry: Element): string | null => present(textAt(entry, 'AcctSvcrRef')) ?? present(textAt(entry, 'NtryRef'))

function lineOf({ entry, place, bookedOn, amount, batch }: Whole, details: Element, part: string): ReadLine {
  const side = amount.minor > 0n ? 'Dbtr' : 'Cdtr'
  const texts = allAt(details, 'RmtInf/Ustrd').map((one) => one.text)
  const said = splitRemittance(texts.length > 0 ? texts.join(' ') : textAt(details, 'AddtlTxInf') ?? textAt(entry, 'AddtlNtryInf') ?? '')
  const bankRef = present(textAt(details, 'Refs/AcctSvcrRef')) ?? refOf(entry)
  return {
    place, bookedOn, valueOn: dateIn(entry, 'ValDt'), amount,
    partyName: present(textAt(details, `RltdPties/${side}/Nm`, `RltdPties/${side}/Pty/Nm`, `RltdPties/Ultmt${side}/Nm`, `RltdPties/Ultmt${side}/Pty/Nm`)),
    partyAccount: compact(textAt(details, `RltdPties/${side}Acct/Id/IBAN`, `RltdPties/${side}Acct/Id/Othr/Id`)),
    reference: compact(textAt(details, 'RmtInf/Strd/CdtrRefInf/Ref')) ?? said.reference, remittance: said.remittance,
    bankRef: bankRef === null ? null : `${bankRef}${part}`, endToEnd: present(textAt(details, 'Refs/EndToEndId')), nature: natureOf(entry, details), batch,
  }
}

const FEES = new Set(['CHRG', 'COMM', 'COMI', 'FEES', 'COME', 'COMT'])

/** By the bank transaction code; `M` is Swedbank's own for its fees. */
function natureOf(entry: Element, details: Element): LineNature {
  const isReversal = textAt(entry, 'RvslInd') === 'true' || textAt(entry, 'RvslInd') === '1' || at(details, 'RtrInf') !== null
  if (isReversal) return 'reversal'
  const [family, sub] = [textAt(entry, 'BkTxCd/Domn/Fmly/Cd') ?? '', textAt(entry, 'BkTxCd/Domn/Fmly/SubFmlyCd') ?? '']
  if (FEES.has(sub) || FEES.has(family) || (textAt(entry, 'BkTxCd/Prtry/Cd') === 'M' && /swedbank/i.test(textAt(entry, 'BkTxCd/Prtry/Issr') ?? ''))) return 'fee'
  return sub === 'INTR' || family === 'INTR' ? 'interest' : 'transfer'
}

/** Banks write a day or a moment; the day is the bank's own, so an offset is not reckoned in. */
function dateIn(entry: Element, name: string): BusinessDate | null {
  const text = textAt(entry, `${name}/Dt`, `${name}/DtTm`)?.slice(0, 'YYYY-MM-DD'.length) ?? ''
  return isBusinessDate(text) ? text : null
}

const allTextOf = (element: Element): string => [element.text, ...element.children.map(allTextOf)].filter((text) => text !== '').join(' ')
