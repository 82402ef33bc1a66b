import type { Http } from '../../connectors/contract.ts'
import { parseMoney, zero } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { FiscalSetup, ServiceTotals } from '../contract.ts'
import { command, QUESTION_TIMEOUT_MS, send } from './client.ts'
import type { Config } from './config.ts'
import { CURRENCY } from './drawable.ts'
import { flagAt, objectOf, textAt } from './json.ts'
import type { Told } from './json.ts'
import { recallShift, rememberShift } from './memory.ts'
import { timeIn } from './times.ts'

/** Sums of the last shift, asked after it was closed. Null where the service does not tell them: the shift is closed all the same. */
export async function shiftTotals(uid: string, setup: FiscalSetup<Config>, http: Http): Promise<ServiceTotals | null> {
  const answer = await send(command('LastShiftTotals', uid, setup), setup, http, QUESTION_TIMEOUT_MS)
  const totals = answer.kind === 'done' ? objectOf(answer.value.told.get('Totals')) : null
  return totals === null ? null : readTotals(totals)
}

/**
 * Clients have seen the names of a Z-report; the tax service's own command has others. A direction without receipts is left
 * out, so it is zero once one of the names is there. Source: protocol sheet C, A4, A6.
 */
export function readTotals(totals: Told): ServiceTotals | null {
  const body = objectOf(totals.get('ZREPBODY')) ?? totals
  if (!NAMES.some((name) => totals.has(name))) return null
  const sales = sumIn(totals, ['ZREPREALIZ', 'Real'])
  const returns = sumIn(totals, ['ZREPRETURN', 'Ret'])
  if (sales === null || returns === null) return null
  return { sales, returns, serviceIn: amountAt(body, ['SERVICEINPUT', 'ServiceInput']), serviceOut: amountAt(body, ['SERVICEOUTPUT', 'ServiceOutput']) }
}

const NAMES = ['ZREPREALIZ', 'ZREPRETURN', 'ZREPBODY', 'Real', 'Ret', 'ServiceInput', 'ServiceOutput'] as const

/** Null: it is there and cannot be read. */
function sumIn(totals: Told, names: readonly string[]): Money | null {
  const part = names.map((name) => objectOf(totals.get(name))).find((one) => one !== null)
  return part === undefined ? zero(CURRENCY) : amountAt(part, ['SUM', 'Sum'])
}

function amountAt(told: Told, names: readonly string[]): Money | null {
  const text = names.map((name) => textAt(told, name)).find((one) => one !== null)
  return text === undefined || text === null ? null : parseMoney(text.replace(/(\.\d\d)0+$/, '$1'), CURRENCY)
}

/** When the open shift was opened; null where the service does not tell. `shift`: the fiscal number of its opening. */
export async function openedAt(uid: string, shift: string, setup: FiscalSetup<Config>, http: Http): Promise<Date | null> {
  const known = recallShift(shift, setup)
  if (known !== null) return known
  const answer = await send(command('LastShiftTotals', uid, setup), setup, http, QUESTION_TIMEOUT_MS)
  if (answer.kind !== 'done' || flagAt(answer.value.told, 'ShiftState') !== true) return null
  const at = timeIn(textAt(answer.value.told, 'ShiftOpened') ?? '', setup.timeZone)
  if (at !== null) rememberShift(shift, at, setup)
  return at
}
