import type pg from 'pg'
import { http } from '../../src/connectors/conformance-stage.ts'
import { FISCALISERS } from '../../src/fiscalisers/registry.ts'
import type { FiscalSimulator, FiscalValues } from '../../src/fiscalisers/simulator.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { Secret } from '../../src/kernel/secret.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { expireReceipts, payReturns, registerPaid } from '../../src/receipts/jobs.ts'
import { readShiftSums } from '../../src/receipts/read-shift-sums.ts'
import { settleReceipt } from '../../src/receipts/settle-receipt.ts'
import { fileDocuments } from '../../src/registers/file-documents.ts'
import type { FilingRoundDeps } from '../../src/registers/file-documents.ts'
import { findRegister } from '../../src/registers/find-register.ts'
import { keepShifts } from '../../src/registers/keep-shifts.ts'
import { refOf } from '../../src/registers/register.ts'
import { settleWith } from '../../src/registers/settle-shift.ts'
import { noChannel } from './called-by.ts'
import { ProcessDied, startMortal } from './mortal-process.ts'
import type { LastMoment, MortalProcess } from './mortal-process.ts'
import { someTill, vault } from './till.ts'
import type { Till } from './till.ts'

export type Deps = FilingRoundDeps & { readonly openChannel: typeof noChannel; readonly readSums: typeof readShiftSums }

/** One cash register at its service, the process that serves it, and the tester's own look at the database, which never dies. */
export type TillWorld = {
  readonly outside: Database & { readonly url: string }
  readonly simulator: FiscalSimulator
  readonly clock: Clock
  readonly values: FiscalValues
  readonly till: Till
  /** How often each thing happened. */
  readonly counters: Map<string, number>
  /** What payers and buyers did, whatever the till knows of it: the oracle's own books. Minor units. */
  readonly witnessed: { sales: number; paidByLinkMinor: bigint }
  process(): { readonly mortal: MortalProcess; readonly deps: Deps }
  killAt(words: number, when: LastMoment): void
  /** Starts a process in place of one that was killed. True: it was. */
  revived(): Promise<boolean>
  stop(): Promise<void>
}

export type TillHabits = { readonly roundingMinor: number; readonly closesAt: number | null; readonly opensAt: number | null }

export async function openTillWorld(
  outside: Database & { readonly url: string }, simulator: FiscalSimulator, { counters, habits }: { counters: Map<string, number>; habits: TillHabits },
): Promise<TillWorld> {
  const clock = { now: () => simulator.now() }
  const made = await someTill(outside, { fiscaliser: 'checkbox', roundingMinor: habits.roundingMinor })
  const values = simulator.newCredentials('test')
  simulator.enrol(values)
  await keepHabits(outside.pool, made, habits, clock.now())
  await keepCredentials(outside.pool, made, values)
  const register = await findRegister(outside.db, refOf(made.register))
  if (register === null) throw new Error('the register was not made')
  const start = () => {
    const mortal = startMortal({ url: outside.url, http })
    return { mortal, deps: depsOf(mortal, simulator, clock) }
  }
  const state: { process: ReturnType<typeof start>; when: LastMoment } = { process: start(), when: 'before' }
  return {
    outside, simulator, clock, values, till: { ...made, register }, counters, witnessed: { sales: 0, paidByLinkMinor: 0n },
    process: () => state.process,
    killAt(words, when) {
      state.when = when
      state.process.mortal.dieAt(words, when)
    },
    async revived() {
      const { process: { mortal } } = state
      if (!mortal.isDead) return false
      state.process = start()
      count(counters, `killed ${state.when} a word`)
      await mortal.bury()
      return true
    },
    stop: () => state.process.mortal.bury(),
  }
}

export const count = (counters: Map<string, number>, what: string): void => void counters.set(what, (counters.get(what) ?? 0) + 1)

/** Its shifts do not open by themselves any more. */
export const retire = ({ outside, till: { register } }: TillWorld) => outside.pool.query(
  "update cash_register set opens = 'first_receipt', opens_at = null, next_open_at = null where merchant_id = $1", [register.merchantId])

const depsOf = ({ db, pool, http: say }: MortalProcess, simulator: FiscalSimulator, clock: Clock): Deps => ({
  db, pool, vault, clock, http: say, fiscalisers: FISCALISERS, endpoints: { checkbox: simulator.endpoints }, memories: new Map(),
  settle: settleWith({ readSums: readShiftSums, settleReceipt }), readSums: readShiftSums, openChannel: noChannel,
  pause: (ms) => simulator.advance(ms),
})

async function keepHabits(pool: pg.Pool, { register }: Till, { closesAt, opensAt }: TillHabits, now: Date): Promise<void> {
  await pool.query(
    'update cash_register set closes = $2, closes_at = $3, opens = $4, opens_at = $5, next_open_at = $6 where merchant_id = $1',
    [register.merchantId, closesAt === null ? 'by_hand' : 'at_time', closesAt, opensAt === null ? 'first_receipt' : 'at_time', opensAt, opensAt === null ? null : now])
}

async function keepCredentials(pool: pg.Pool, { register }: Till, values: FiscalValues): Promise<void> {
  const { merchantId, id: objectId } = register
  const secrets: [string, string][] = Object.entries(values)
  for (const [field, value] of secrets) {
    await pool.query('insert into register_secret values ($1, $2, $3, $4)', [merchantId, objectId, field, vault.seal(new Secret(value), { merchantId, objectId, field })])
  }
}

/** A round of everything that the server does by itself. */
export async function tick(world: TillWorld, deps: Deps = world.process().deps): Promise<void> {
  const wrong: unknown[] = []
  const onError = (error: unknown): void => void wrong.push(error)
  for (const job of [keepShifts, registerPaid, fileDocuments, payReturns, expireReceipts]) {
    await job(deps, onError).catch(onError)
  }
  await world.revived()
  const bugs = wrong.filter((error) => !isDeath(error))
  if (bugs.length > 0) throw new AggregateError(bugs, `a round failed: ${String(bugs[0])}`)
}

/** The process died, or the driver says so of the connection that died with it. */
export const isDeath = (error: unknown): boolean =>
  error instanceof ProcessDied || (error instanceof Error && (isDeath(error.cause) || /Connection terminated|Cannot use a pool after/.test(error.message)))

/** Lets time pass, with a round whenever something is due. */
export async function pass(world: TillWorld, ms: number): Promise<void> {
  const { simulator, clock } = world
  const until = clock.now().getTime() + ms
  for (;;) {
    await tick(world)
    const now = clock.now().getTime()
    if (now >= until) return
    const due = await nextDue(world)
    await simulator.advance(Math.min(until - now, Math.max(due - now, 1000)))
  }
}

async function nextDue({ outside: { pool }, till: { register } }: TillWorld): Promise<number> {
  const { rows: [row] } = await pool.query<{ at: Date | null }>({
    name: 'till-days-due',
    text: `select min(at) as at from (
      select greatest(file_at, filing_until) as at from cash_register where merchant_id = $1
      union all select next_open_at from cash_register where merchant_id = $1
      union all select close_at from shift where merchant_id = $1 and state in ('opening', 'open')
      union all select expire_at from receipt where merchant_id = $1 and state = 'deferred') due`,
    values: [register.merchantId],
  })
  return row?.at?.getTime() ?? Number.POSITIVE_INFINITY
}

