import { fiscaliserById } from '../fiscalisers/registry.ts'
import type { Db } from '../platform/db/database.ts'
import { leftAt } from './offline-limit.ts'
import { countToTell, openSession, sessionKey } from './offline-store.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'

export const OFFLINE_STATES = ['ready', 'no_numbers', 'running', 'over', 'stopped'] as const

export const OFFLINE_STOPS = ['offline_none', 'offline_unknown', 'offline_ending', 'offline_over', 'offline_stopped'] as const

/** Why nothing may be sold: each is a thing of its own to a cashier. `offline_ending`: the end of it is not with the tax service yet. */
export type OfflineStop = (typeof OFFLINE_STOPS)[number]

/** How a register stands without the tax service. */
export type OfflineNow = {
  /**
   * `ready`: it could go on by itself. `no_numbers`: the service has given nothing to number documents by, or which
   * number is next is not known. `running`: it works
   * without the tax service. `over`: the law allows no more. `stopped`: the tax service did not take what was made.
   */
  readonly state: (typeof OFFLINE_STATES)[number]
  /** Null unless it works, or worked last, without the tax service and that has not heard of all of it. */
  readonly since: Date | null
  /** By the law it is over then. */
  readonly until: Date | null
  /** Documents that the tax service has still to hear of. */
  readonly toTell: number
  /** Of the present month, in milliseconds. */
  readonly monthSpentMs: number
  /** What the tax service said to what it did not take. */
  readonly problem: string | null
  /** Why nothing may be sold now. */
  readonly stop: null | OfflineStop
}

/** Null for a register that files nothing, or whose service cannot be worked without. */
export async function findOffline(db: Db, register: CashRegister, now: Date): Promise<OfflineNow | null> {
  const registered = register.fiscaliser === null ? null : fiscaliserById(register.fiscaliser)
  if (registered === null || registered.offline === null) return null
  const ref = refOf(register)
  const isOurs = registered.offline.by === 'register'
  const session = await openSession(db, ref)
  const since = session?.began_at ?? null
  // A service that numbers by itself may be with the tax service again, and only that is not heard yet: no hours pass by that.
  const passed = session !== undefined && !isOurs ? session.last_at : now
  const left = await leftAt(db, ref, { registered, timeZone: register.timeZone, began: since ?? now, now: passed })
  if (left === null) return null
  const { isOver } = left
  const problem = session?.problem ?? null
  const facts = {
    since, problem, monthSpentMs: left.monthSpentMs, until: since === null ? null : left.until,
    toTell: session === undefined ? 0 : await countToTell(db, sessionKey(session)),
  }
  if (session !== undefined && problem !== null) return { ...facts, state: 'stopped', stop: 'offline_stopped' }
  if (session !== undefined) {
    // Behind the end that was made, or is to be, nothing more can be, until the service has it.
    const isCutOff = session.state !== 'running' && session.asks > 0
    return { ...facts, state: isOver ? 'over' : 'running', stop: !isOurs ? null : isOver ? 'offline_over' : isCutOff ? 'offline_ending' : null }
  }
  const notBegun = isOurs && register.troubleSince !== null ? register.trouble : null
  if (notBegun === 'offline_unknown') return { ...facts, state: 'no_numbers', stop: notBegun }
  if (notBegun === 'offline_none' || notBegun === 'offline_refused') return { ...facts, state: 'no_numbers', stop: 'offline_none' }
  if (isOver) return { ...facts, state: 'over', stop: notBegun === 'offline_over' ? 'offline_over' : null }
  return { ...facts, state: isOurs && !register.hasOfflineNumbers ? 'no_numbers' : 'ready', stop: null }
}
