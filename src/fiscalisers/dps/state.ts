import type { Http, Outcome } from '../../connectors/contract.ts'
import type { FiscalSetup, RegisterState, ServiceTotals } from '../contract.ts'
import { command } from './client.ts'
import type { Said } from './client.ts'
import type { Config } from './config.ts'
import { refusalOf } from './errors.ts'
import { givenStanding, keptStanding } from './offline-standing.ts'
import { amountIn, listIn, numberIn, readTold, textIn, timeIn, toldOf } from './told.ts'
import type { Told } from './told.ts'

const DAY_MS = 86_400_000

type Setup = FiscalSetup<Config>

/** A readable JSON object, nothing (204), or why there is none. */
export function toldBy(answer: Said): Outcome<Told | null> {
  if (answer.kind === 'nothing') return { kind: 'done', value: null }
  if (answer.kind === 'error') return refusalOf(answer.error)
  if (answer.kind !== 'bytes') return answer
  const told = readTold(answer.bytes)
  return told === null ? { kind: 'unknown', cause: 'an answer that cannot be read' } : { kind: 'done', value: told }
}

/** Of a question about a document: where it is not taken, by the server or by something between, nothing is said of the document. */
export const ofQuestion = <T>(outcome: Outcome<T>): Outcome<T> =>
  (outcome.kind === 'refused' && outcome.reason === 'other' ? { kind: 'unknown', cause: outcome.providerCode } : outcome)

export async function registrarState(setup: Setup, http: Http): Promise<Outcome<Told>> {
  const asked = { Command: 'TransactionsRegistrarState', NumFiscal: Number(setup.config.registerNumber) }
  const told = toldBy(await command(asked, setup, http))
  if (told.kind !== 'done') return told
  return told.value === null ? { kind: 'refused', reason: 'not_enabled', providerCode: 'HTTP 204' } : { kind: 'done', value: told.value }
}

/** Source: protocol sheet A6, `TransactionsRegistrarState`. */
export async function state(setup: Setup, http: Http): Promise<Outcome<RegisterState>> {
  const told = await registrarState(setup, http)
  if (told.kind !== 'done') return told
  const { config } = setup
  const [shift, next] = [textIn(told.value, 'ShiftState'), numberIn(told.value, 'NextLocalNum')]
  if ((shift !== '0' && shift !== '1') || next === null) return { kind: 'unknown', cause: 'a state without shift or next number' }
  if (told.value.get('Closed') === true) return { kind: 'refused', reason: 'not_enabled', providerCode: 'Closed' }
  const given = givenStanding(told.value)
  const shiftRef = shift === '1' ? textIn(told.value, 'ShiftId') : null
  return {
    kind: 'done',
    value: {
      registerNumber: config.registerNumber, shiftOpen: shift === '1', shiftRef, shiftOpenedAt: shiftRef === null ? null : await openedAt(shiftRef, setup, http),
      nextLocalNumber: next, lastFiscalNumber: textIn(told.value, 'LastFiscalNum'), online: true,
      mode: shift === '1' ? (told.value.get('Testing') === true ? 'test' : 'live') : config.mode, offline: given === null ? null : keptStanding(given),
    },
  }
}

async function openedAt(shiftRef: string, setup: Setup, http: Http): Promise<Date | null> {
  const nowMs = setup.clock.now().getTime()
  const [From, To] = [new Date(nowMs - 7 * DAY_MS).toISOString(), new Date(nowMs + DAY_MS).toISOString()]
  const told = toldBy(await command({ Command: 'Shifts', NumFiscal: Number(setup.config.registerNumber), From, To }, setup, http))
  if (told.kind !== 'done' || told.value === null) return null
  const shift = listIn(told.value, 'Shifts').find((one) => textIn(one, 'ShiftId') === shiftRef)
  return shift === undefined ? null : timeIn(shift, 'Opened', setup.timeZone)
}

/** The sums of the last shift by the server's own books; null where it does not tell them readably. */
export async function lastShiftTotals(setup: Setup, http: Http): Promise<ServiceTotals | null> {
  const told = toldBy(await command({ Command: 'LastShiftTotals', NumFiscal: Number(setup.config.registerNumber) }, setup, http))
  const totals = told.kind === 'done' && told.value !== null ? toldOf(told.value.get('Totals')) : null
  if (totals === null) return null
  const [sales, returns] = ['Real', 'Ret'].map((name) => amountIn(toldOf(totals.get(name)) ?? new Map(), 'Sum'))
  const [serviceIn, serviceOut] = [amountIn(totals, 'ServiceInput'), amountIn(totals, 'ServiceOutput')]
  return sales && returns ? { sales, returns, serviceIn, serviceOut } : null
}
