import { FISCALISERS } from '../../src/fiscalisers/registry.ts'
import type { FiscalFault, FiscalSimulator, FiscalSimulatorKind } from '../../src/fiscalisers/simulator.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import type { Id } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { openOutgoing } from '../../src/platform/http/outgoing.ts'
import { expireReceipts, payReturns, registerPaid } from '../../src/receipts/jobs.ts'
import { readShiftSums } from '../../src/receipts/read-shift-sums.ts'
import { settleReceipt } from '../../src/receipts/settle-receipt.ts'
import { fileDocuments } from '../../src/registers/file-documents.ts'
import type { FilingRoundDeps } from '../../src/registers/file-documents.ts'
import { keepShifts } from '../../src/registers/keep-shifts.ts'
import { settleWith } from '../../src/registers/settle-shift.ts'
import { noChannel } from './called-by.ts'
import { ProcessDied, startMortal } from './mortal-process.ts'
import type { LastMoment, MortalProcess } from './mortal-process.ts'
import { vault } from './till.ts'
import { openHours } from './till-hours.ts'
import type { Hours } from './till-hours.ts'

export type Deps = FilingRoundDeps & { readonly openChannel: typeof noChannel; readonly readSums: typeof readShiftSums }

export type Outside = Database & { readonly url: string }

/** A fiscal service that registers are enrolled at, and what can befall their documents there. */
export type Service = { readonly kind: FiscalSimulatorKind; readonly simulator: FiscalSimulator; readonly faults: readonly FiscalFault[] }

/** One database, one process that serves it, the fiscal services, and the tester's own look at the database, which never dies. */
export type TillWorld = Hours & {
  readonly outside: Outside
  readonly services: readonly Service[]
  /** The server's own, which somebody may set. */
  readonly clock: Clock
  /** How often each thing happened. */
  readonly counters: Map<string, number>
  process(): { readonly mortal: MortalProcess; readonly deps: Deps }
  killAt(words: number, when: LastMoment): void
  /** Starts a process in place of one that was killed, with whatever was under way in it. */
  revived(): Promise<void>
  /** The next round is done twice at the same moment, as by two processes. */
  doubleRound(): void
  /** The server's clock is that much behind the services' from now on; negative: ahead of them. */
  setBack(ms: number): void
  /** Time passes and nothing is done in it. */
  advance(ms: number): Promise<void>
  /** Shifts that have not ended, as they were when somebody asked first in this turn of the clock. */
  shifts(): Promise<readonly OpenShift[]>
  /** Registers with something on its way, as `shifts`. */
  restless(): Promise<ReadonlySet<Id<'merchant'>>>
  /** What the tax service said to what was made without it and it did not take, by register; as `shifts`. */
  stopped(): Promise<ReadonlyMap<Id<'merchant'>, string>>
  stop(): Promise<void>
}

export type OpenShift = {
  readonly merchant_id: Id<'merchant'>; readonly shift_id: Id<'shift'>; readonly state: 'opening' | 'open' | 'closing'; readonly close_at: Date | null; readonly closes_before: Date | null
}

export async function openTillWorld(outside: Outside, kinds: readonly FiscalSimulatorKind[], counters: Map<string, number>): Promise<TillWorld> {
  const services = await Promise.all(kinds.map(async (kind): Promise<Service> => ({
    kind, simulator: await kind.start({ port: 0 }), faults: kind.faults ?? ['answer_lost', 'cut_off', 'down', 'refuse', 'late', 'offline'],
  })))
  const outgoing = openOutgoing({ allowed: services.flatMap(({ simulator }) => Object.values(simulator.endpoints).map((endpoint) => new URL(endpoint).host)) })
  const state: { backMs: number; isDouble: boolean; when: LastMoment } = { backMs: 0, isDouble: false, when: 'before' }
  const now = (): number => Math.max(...services.map(({ simulator }) => simulator.now().getTime()))
  const clock: Clock = { now: () => new Date(now() - state.backMs) }
  const advance = async (ms: number): Promise<void> => void (await Promise.all(services.map(({ simulator }) => simulator.advance(ms))))
  const start = () => {
    const mortal = startMortal({ url: outside.url, http: (request) => outgoing.send(request) })
    return { mortal, deps: depsOf(mortal, services, { clock, advance }) }
  }
  const running = { process: start() }
  const revived = async (): Promise<void> => {
    const { process: { mortal } } = running
    if (!mortal.isDead) return
    running.process = start()
    count(counters, `killed ${state.when} a word`)
    await mortal.bury()
  }
  const hours = openHours({
    now, advance,
    async rounds() {
      const { deps } = running.process
      const isDouble = state.isDouble
      state.isDouble = false
      if (isDouble) count(counters, 'two rounds at once')
      await Promise.all([round(deps, counters), ...(isDouble ? [round({ ...deps, memories: new Map() }, counters)] : [])])
      await revived()
    },
    nextDue: async () => await nextDue(outside) + state.backMs,
  })
  return {
    ...hours, outside, services, clock, counters, revived, advance,
    process: () => running.process,
    killAt(words, when) {
      state.when = when
      running.process.mortal.dieAt(words, when)
    },
    doubleRound: () => void (state.isDouble = true),
    setBack: (ms) => void (state.backMs = ms),
    shifts: onceATurn(hours, () => openShifts(outside)),
    restless: onceATurn(hours, () => restlessIn(outside)),
    stopped: onceATurn(hours, () => stoppedIn(outside)),
    async stop() {
      await running.process.mortal.bury()
      await outgoing.close()
      await Promise.all(services.map(({ simulator }) => simulator.stop()))
    },
  }
}

export const count = (counters: Map<string, number>, what: string, times = 1): void => void counters.set(what, (counters.get(what) ?? 0) + times)

function onceATurn<T>({ turns }: Hours, read: () => Promise<T>): () => Promise<T> {
  const kept: { turn: number; answer: Promise<T> | null } = { turn: -1, answer: null }
  return () => {
    if (kept.answer !== null && kept.turn === turns()) return kept.answer
    kept.turn = turns()
    kept.answer = read()
    return kept.answer
  }
}

const depsOf = ({ db, pool, http: say }: MortalProcess, services: readonly Service[], { clock, advance }: { clock: Clock; advance: (ms: number) => Promise<void> }): Deps => ({
  db, pool, vault, clock, http: say, fiscalisers: FISCALISERS, memories: new Map(), pause: advance, openChannel: noChannel, readSums: readShiftSums,
  endpoints: Object.fromEntries(services.map(({ kind, simulator }) => [kind.fiscaliser, simulator.endpoints])),
  settle: settleWith({ readSums: readShiftSums, settleReceipt }),
})

/** Everything that the server does by itself, at the same time, until nothing more is due. */
async function round(deps: Deps, counters: Map<string, number>): Promise<void> {
  const wrong: unknown[] = []
  const onError = (error: unknown): void => {
    if (isDeath(error)) count(counters, 'work of a round cut off by a kill')
    else wrong.push(error)
  }
  await Promise.all([keepShifts, registerPaid, fileDocuments, payReturns, expireReceipts].map(async (job) => {
    while (await job(deps, onError).catch(onError) === true);
  }))
  if (wrong.length > 0) throw new AggregateError(wrong, `a round failed: ${String(wrong[0])}`)
}

/** The process died, or the driver says so of the connection that died with it. */
export const isDeath = (error: unknown): boolean =>
  error instanceof ProcessDied || (error instanceof Error && (isDeath(error.cause) || /Connection terminated|Cannot use a pool after|not queryable/.test(error.message)))

async function nextDue({ pool }: Outside): Promise<number> {
  const { rows: [row] } = await pool.query<{ at: Date | null }>({
    name: 'till-days-due',
    text: `select min(at) as at from (
      select greatest(file_at, filing_until) as at from cash_register
      union all select next_open_at from cash_register
      union all select close_at from shift where state in ('opening', 'open')
      union all select expire_at from receipt where state = 'deferred') due`,
  })
  return row?.at?.getTime() ?? Number.POSITIVE_INFINITY
}

async function openShifts({ pool }: Outside): Promise<readonly OpenShift[]> {
  const { rows } = await pool.query<OpenShift>({
    name: 'till-days-shifts', text: "select merchant_id, shift_id, state, close_at, closes_before from shift where state <> 'closed'",
  })
  return rows
}

async function restlessIn({ pool }: Outside): Promise<ReadonlySet<Id<'merchant'>>> {
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'> }>({
    name: 'till-days-restless',
    text: `select merchant_id from fiscal_document where state in ('queued', 'drawn', 'unknown')
      union select merchant_id from shift where state = 'closing'
      union select merchant_id from offline_session where problem is not null
      union select merchant_id from receipt where money_due or state in ('registering', 'unknown', 'rejected')
      union select r.merchant_id from receipt r join invoice i on i.merchant_id = r.merchant_id and i.invoice_id = r.invoice_id
        where r.state = 'deferred' and i.document = 'issued' and i.paid_minor >= i.gross_minor`,
  })
  return new Set(rows.map((row) => row.merchant_id))
}

async function stoppedIn({ pool }: Outside): Promise<ReadonlyMap<Id<'merchant'>, string>> {
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; problem: string }>({
    name: 'till-days-stopped', text: 'select merchant_id, problem from offline_session where problem is not null',
  })
  return new Map(rows.map(({ merchant_id: id, problem }) => [id, problem]))
}
