import { checkpoint, ledger, POOL_SIZE } from './arena.ts'
import type { Arena } from './arena.ts'
import { bar, say } from './bar.ts'
import type { Bar, Plan } from './bar.ts'
import { freshCallbacks } from './callbacks.ts'
import type { Job, Outcome } from './job.ts'
import { runJob, startServer } from './processes.ts'
import type { Which } from './processes.ts'
import type { Shops } from './seed.ts'
import { figure, median, range, ratios } from './statistics.ts'
import type { Series } from './statistics.ts'

export type Ground = { readonly arena: Arena; readonly shops: Shops; readonly plan: Plan; readonly profileTo: string | undefined }

/** Requests under way at once: more than the pool has connections, so that no side waits for the load. */
const AT_ONCE = 32
/** Messages that may wait to be applied while a flat run goes on. */
const WINDOW = 256

type Load = { readonly requests: string; readonly perSecond?: number }

const timing = ({ seconds, warmupSeconds }: Plan, { perSecond }: Load) =>
  ({ seconds, warmupSeconds, atOnce: AT_ONCE, perSecond: perSecond ?? null })

/** A turn of the raw INSERT. */
export async function rawTurn({ arena, plan }: Ground, load: Load): Promise<Outcome> {
  await checkpoint(arena.pool)
  return runJob({ kind: 'insert', databaseUrl: arena.databaseUrl, poolSize: POOL_SIZE, requests: load.requests, ...timing(plan, load) })
}

type Turn = Load & { readonly again: boolean; readonly isFlat?: boolean }

/** A turn of a server, started for it and stopped after it. */
export async function serverTurn({ arena, plan }: Ground, which: Which, turn: Turn): Promise<Outcome> {
  const server = await startServer(arena, which)
  try {
    await checkpoint(arena.pool)
    const job: Job = {
      kind: 'http', port: server.port, requests: turn.requests, again: turn.again, expectedStatus: 200,
      flat: turn.isFlat === true ? { databaseUrl: arena.databaseUrl, window: WINDOW } : null, ...timing(plan, turn),
    }
    return await runJob(job)
  } finally {
    await server.stop()
  }
}

/** Enough callbacks for a turn at this rate, with some to spare. */
export const enoughFor = ({ seconds, warmupSeconds }: Plan, perSecond: number): number => Math.ceil((seconds + warmupSeconds) * perSecond * 1.15)

/** What a turn prepares for: the best rate of the turns before, and before the first one a guess. Callbacks a second. */
const expected = (before: readonly number[], guess: number): number => (before.length === 0 ? guess : Math.max(...before))

/** What was acknowledged and not applied when the turn ended would be applied during the next side's turn. */
const setAside = (arena: Arena) =>
  arena.pool.query("update inbound_message set outcome = 'noted', reason = 'set aside between two turns' where outcome = 'received'")

export async function acknowledgedBars(ground: Ground): Promise<{ bars: Bar[]; rates: Series; raw: Series }> {
  const { arena, shops, plan } = ground
  const sides: { kvit: number[]; raw: number[]; bare: number[] } = { kvit: [], raw: [], bare: [] }
  for (let turn = 0; turn < plan.turns; turn++) {
    const requests = await freshCallbacks(arena, shops, enoughFor(plan, expected(sides.kvit, 3000)))
    const kvit = await serverTurn(ground, { program: 'kvit', ready: '/readyz', ...profiled(ground, turn) }, { requests, again: false })
    await setAside(arena)
    const raw = await rawTurn(ground, { requests })
    const bare = await serverTurn(ground, { program: 'bare', ready: '/' }, { requests, again: true })
    sides.kvit.push(kvit.perSecond)
    sides.raw.push(raw.perSecond)
    sides.bare.push(bare.perSecond)
    say(`  R1 turn ${turn + 1}: Kvit ${figure(kvit.perSecond)}/s, INSERT ${figure(raw.perSecond)}/s, bare server ${figure(bare.perSecond)}/s`)
  }
  const { kvit, raw, bare } = sides
  const told = (name: string, other: Series): string => `Kvit ${figure(median(kvit))}/s (${range(kvit)}), ${name} ${figure(median(other))}/s (${range(other)})`
  return {
    rates: kvit, raw,
    bars: [
      bar({ id: 'R1a', what: 'Callback acknowledged and durable, against a single INSERT', sides: told('INSERT', raw) },
        ratios(kvit, raw), { must: 0.5, stretch: 0.65, better: 'higher' }),
      bar({ id: 'R1b', what: 'The same against a bare `node:http` server with that INSERT', sides: told('bare server', bare) },
        ratios(kvit, bare), { must: 0.85, stretch: 0.95, better: 'higher' }),
    ],
  }
}

/** Of a profiled bench only the first turn is written down. */
const profiled = ({ profileTo }: Ground, turn: number): Partial<Which> => (profileTo === undefined || turn > 0 ? {} : { profileTo })

type Applied = { readonly rate: number; readonly walBytes: number; readonly pageImages: number; readonly transactions: number; readonly mostWaiting: number }

async function appliedTurn(ground: Ground, requests: string, turn: number): Promise<Applied> {
  const { pool } = ground.arena
  const before = await counted(ground.arena)
  const outcome = await serverTurn(ground, { program: 'kvit', ready: '/readyz', ...profiled(ground, turn) }, { requests, again: false, isFlat: true })
  await drained(ground.arena)
  const after = await counted(ground.arena)
  const payments = after.payments - before.payments
  await pool.query('analyze')
  return {
    rate: outcome.appliedPerSecond ?? Number.NaN, mostWaiting: outcome.mostWaiting ?? 0,
    walBytes: (after.walBytes - before.walBytes) / payments, pageImages: (after.pageImages - before.pageImages) / payments,
    transactions: (after.transactions - before.transactions) / payments,
  }
}

async function counted({ pool }: Arena) {
  const { rows: [row] } = await pool.query<{ payments: bigint }>('select count(*) as payments from payment')
  return { ...await ledger(pool), payments: Number(row?.payments ?? 0n) }
}

/** The server applies what it acknowledged before it ends; a message left now would be a fault. */
async function drained({ pool }: Arena): Promise<void> {
  const { rows: [row] } = await pool.query<{ waiting: bigint }>("select count(*) as waiting from inbound_message where outcome = 'received'")
  if (row?.waiting !== 0n) throw new Error(`${row?.waiting} messages were acknowledged and not applied when the server had stopped`)
}

export async function appliedBars(ground: Ground): Promise<{ bars: Bar[]; rates: Series; notes: string[] }> {
  const { arena, shops, plan } = ground
  const turns: Applied[] = []
  const raws: number[] = []
  const rawWal: number[] = []
  for (let turn = 0; turn < plan.turns; turn++) {
    const requests = await freshCallbacks(arena, shops, enoughFor(plan, expected(turns.map((one) => one.rate), 1200)))
    const applied = await appliedTurn(ground, requests, turn)
    const before = await rawCounted(arena)
    const raw = await rawTurn(ground, { requests })
    const after = await rawCounted(arena)
    turns.push(applied)
    raws.push(raw.perSecond)
    rawWal.push((after.walBytes - before.walBytes) / (after.rows - before.rows))
    say(`  R2 turn ${turn + 1}: applied ${figure(applied.rate)}/s, ${figure(applied.walBytes)} B of WAL and ${applied.transactions.toFixed(3)} statements each; INSERT ${figure(raw.perSecond)}/s, ${figure(rawWal.at(-1) ?? 0)} B`)
  }
  const rates = turns.map((one) => one.rate)
  const wal = turns.map((one) => one.walBytes)
  const statements = turns.map((one) => one.transactions)
  return {
    rates,
    notes: [`At most ${Math.max(...turns.map((one) => one.mostWaiting))} messages waited to be applied; the backlog was flat.`,
      `Full-page images per payment: ${range(turns.map((one) => one.pageImages))}.`],
    bars: [
      bar({
        id: 'R2', what: 'Callback fully applied, backlog flat',
        sides: `applied ${figure(median(rates))}/s (${range(rates)}), INSERT ${figure(median(raws))}/s (${range(raws)})`,
      },
        ratios(rates, raws), { must: 0.3, stretch: 0.4, better: 'higher' }),
      bar({ id: 'R2', what: 'WAL per payment, against a single INSERT', sides: `${figure(median(wal))} B (${range(wal)}) against ${figure(median(rawWal))} B (${range(rawWal)})` },
        ratios(wal, rawWal), { must: 6, stretch: 4, better: 'lower', unit: '×' }),
      bar({ id: 'R2', what: 'Statements per payment, each its own transaction', sides: 'counted by the database, with the looks at the backlog and all background work' },
        statements.map((one) => Math.round(one * 10) / 10), { must: 2, stretch: 2, better: 'lower' }),
    ],
  }
}

async function rawCounted({ pool }: Arena) {
  const { rows: [row] } = await pool.query<{ rows: bigint }>('select count(*) as rows from bench_raw')
  return { ...await ledger(pool), rows: Number(row?.rows ?? 0n) }
}


