import type { Http, Outcome } from '../../connectors/contract.ts'
import type { Drawn, FiscalSetup, RegisterState } from '../contract.ts'
import { command, isCode, QUESTION_TIMEOUT_MS, send } from './client.ts'
import type { Answered } from './client.ts'
import type { Config } from './config.ts'
import { countAt, flagAt, objectOf, textAt } from './json.ts'
import type { Told } from './json.ts'
import { openedAt } from './totals.ts'

/** Where the register stands. */
export type Standpoint = {
  readonly register: RegisterState
  /** The local number of the next document. */
  readonly next: number
  /** The service holds documents that the tax service has not heard of. */
  readonly isBehind: boolean
  readonly hasZReport: boolean
  /** How many documents bringing the service into line has made, if that was needed: they are not ours. */
  readonly madeMeanwhile: number
  /** What the service said, for the record. */
  readonly record: string
}

/**
 * Where the register stands now. Nothing is brought into line for a question, which nobody may be looking at: that may close
 * the shift. `madeMeanwhile` as in `Standpoint`.
 */
export async function ask(uid: string, setup: FiscalSetup<Config>, http: Http, madeMeanwhile = 0): Promise<Outcome<Standpoint>> {
  return standpointOf(await send(command('TransactionsRegistrarState', uid, setup), setup, http, QUESTION_TIMEOUT_MS), madeMeanwhile, setup)
}

/** What `Cleanup` did besides bringing the service into line. */
type Cleaned = {
  /** How many documents it made. */
  readonly made: number
  /** Of the shift it closed by itself; null if it closed none. */
  readonly closing: Told | null
  readonly record: string
}

/** Local data are kept (`Remove` false). It may close an open shift, and tells so. Source: C, traps. */
export async function cleanUp(uid: string, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<Cleaned>> {
  const answer = await send(command('Cleanup', uid, setup, { Remove: false }), setup, http, QUESTION_TIMEOUT_MS)
  if (answer.kind !== 'done') return answer
  const { told, record } = answer.value
  const [zReport, closing] = [madeAt(told, 'ZRepAutoInfo'), madeAt(told, 'CloseShiftAutoInfo')]
  return { kind: 'done', value: { made: (zReport === null ? 0 : 1) + (closing === null ? 0 : 1), closing, record } }
}

/** Null where it was not made. */
function madeAt(told: Told, name: string): Told | null {
  const made = objectOf(told.get(name))
  return made === null || textAt(made, 'NumFiscal') === null ? null : made
}

function standpointOf(answer: Outcome<Answered>, madeMeanwhile: number, { config }: FiscalSetup<Config>): Outcome<Standpoint> {
  if (answer.kind !== 'done') return answer
  const { told, record } = answer.value
  if (flagAt(told, 'Closed') === true) return { kind: 'refused', reason: 'not_enabled', providerCode: 'Closed' }
  const [next, shift, isBehind] = [countAt(told, 'NextLocalNum'), flagAt(told, 'ShiftState'), flagAt(told, 'OfflineDocumentsPresent') === true]
  if (next === null || next === 0) return { kind: 'unknown', cause: 'the answer has no NextLocalNum' }
  return {
    kind: 'done',
    value: {
      next, isBehind, hasZReport: flagAt(told, 'ZRepPresent') === true, madeMeanwhile, record,
      register: {
        registerNumber: config.numFiscal, shiftOpen: shift, shiftRef: shift === true ? textAt(told, 'OpenShiftFiscalNum') : null, shiftOpenedAt: null,
        nextLocalNumber: next, lastFiscalNumber: textAt(told, 'LastFiscalNum'), online: !isBehind, mode: flagAt(told, 'Testing') === true ? 'test' : 'live',
        offline: null,
      },
    },
  }
}

/** The part of it that the contract knows, and since when the shift is open, which is asked once for each shift. */
export async function state(setup: FiscalSetup<Config>, http: Http): Promise<Outcome<RegisterState>> {
  const uid = crypto.randomUUID()
  const asked = await ask(uid, setup, http)
  if (asked.kind !== 'done') return asked
  const { register } = asked.value
  return { kind: 'done', value: register.shiftRef === null ? register : { ...register, shiftOpenedAt: await openedAt(uid, register.shiftRef, setup, http) } }
}

/** Cashalot says only whether the tax service has heard of everything. A question that is refused says nothing of the document. */
export async function heard(_drawn: Drawn, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<boolean>> {
  const asked = await ask(crypto.randomUUID(), setup, http)
  if (asked.kind === 'refused') return { kind: 'unknown', cause: asked.providerCode }
  return asked.kind === 'done' ? { kind: 'done', value: !asked.value.isBehind } : asked
}

/** Source: protocol sheet C, 103. */
export async function realign(setup: FiscalSetup<Config>, http: Http): Promise<Outcome<null>> {
  const uid = crypto.randomUUID()
  const asked = await ask(uid, setup, http)
  const done = isCode(asked, 'InconsistentRegistrarState') ? await cleanUp(uid, setup, http) : asked
  return done.kind === 'done' ? { kind: 'done', value: null } : done
}
