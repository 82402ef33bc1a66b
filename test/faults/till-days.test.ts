import { expect, test } from 'vitest'
import { cashalotSimulator } from '../../src/fiscalisers/cashalot/simulator.ts'
import { checkboxSimulator } from '../../src/fiscalisers/checkbox/simulator.ts'
import { dpsSimulator } from '../../src/fiscalisers/dps/simulator.ts'
import { freshDatabase } from '../support/database.ts'
import { seeded } from '../support/statement-corpus.ts'
import { faultsOf } from '../support/till-day-oracles.ts'
import { liveDay, untilRested } from '../support/till-days.ts'
import { beginLife, retireAll } from '../support/till-life.ts'
import type { Random, TillLife } from '../support/till-life.ts'
import { HOUR_MS, pickOf, weather } from '../support/till-weather.ts'
import { count, openTillWorld } from '../support/till-world.ts'
import type { Outside, TillWorld } from '../support/till-world.ts'

/**
 * The saga from money to the registered receipt, lived through by cash registers whose surroundings fail in every way that
 * is known. `KVIT_TILL_DAYS` lives longer, `KVIT_SEED` other days.
 */
const DAYS = Number(process.env['KVIT_TILL_DAYS'] ?? 128)
const SEED = Number(process.env['KVIT_SEED'] ?? 20_261_122)
/** Registers of a world, all alive at the same time, each of another merchant. */
const TILLS = Math.min(500, Math.ceil(DAYS / 2))
const DAYS_OF_A_WORLD = 8

const SERVICES = [checkboxSimulator, cashalotSimulator, dpsSimulator]

/** Without one of these the days prove less than they say. */
const MUST_OCCUR = [
  'killed before a word', 'killed after a word', 'deed cut off by a kill', 'work of a round cut off by a kill', 'asked again after no answer',
  'service: answer_lost', 'service: cut_off', 'service: down', 'service: refuse', 'service: late', 'service: offline', 'service down',
  'clock jumped', 'clock set back or forward by seconds', 'two rounds at once', 'refused and filed anew', 'paid twice', 'paid late',
  'late money taken for the goods', 'late money given back', 'expired', 'withdrawn', 'returned for cash', 'returned for way_it_came', 'service_in', 'service_out',
  'closed by hand', 'closed at its time', 'closed by the limit', 'registered offline', 'sold by link', 'sold by cash and link',
  ...SERVICES.map(({ title }) => `documents registered at ${title}`),
]

test(`${DAYS} till-days from seed ${SEED}: no payment without a receipt, no receipt without a payment, none twice, in order, and no shift over 24 hours`, async () => {
  const random = seeded(SEED)
  const counters = new Map<string, number>()
  const lived = () => counters.get('till-days') ?? 0
  const missing = () => MUST_OCCUR.filter((what) => !counters.has(what))
  // How many words are said at the same time is not the same each time, so a fault that is rare may need more days to occur.
  while (lived() < DAYS || (missing().length > 0 && lived() < 4 * DAYS)) {
    const seed = random(2 ** 31)
    const outside = await freshDatabase()
    try {
      const faults = await liveWorld(outside, counters, { seed, days: Math.max(1, Math.min(DAYS_OF_A_WORLD, Math.ceil((DAYS - lived()) / TILLS))) })
      expect(faults, `KVIT_SEED=${SEED}, the world of seed ${seed}`).toEqual([])
    } finally {
      await outside.drop()
    }
    tell(lived(), counters)
  }
  expect(missing(), 'faults that did not occur').toEqual([])
}, 2 ** 31 - 1)

const tell = (lived: number, counters: ReadonlyMap<string, number>): void =>
  console.log(`${lived} till-days, seed ${SEED}\n${[...counters].toSorted().map(([what, times]) => `${String(times).padStart(8)}  ${what}`).join('\n')}`)

/** Tills with habits of their own, for some days; after each the books are held against the services' registers. */
async function liveWorld(outside: Outside, counters: Map<string, number>, { seed, days }: { seed: number; days: number }): Promise<string[]> {
  const random = seeded(seed)
  const world = await openTillWorld(outside, SERVICES, counters)
  try {
    const lives = await Promise.all(Array.from({ length: TILLS }, () => beginLife(world, pickOf(random, world.services), seeded(random(2 ** 31)))))
    for (let day = 1; day <= days; day++) {
      if (day === days) await retireAll(world)
      await liveDayOf(world, lives, random)
      const faults = await faultsOf(world, lives)
      if (faults.length > 0) return faults.map((fault) => `day ${day}: ${fault}`)
      if (day < days) tell(counters.get('till-days') ?? 0, counters)
      await world.live([() => world.pass(HOUR_MS * (1 + random(8)))])
    }
    await countEnds(world, lives)
    return []
  } finally {
    await world.stop()
  }
}

async function liveDayOf(world: TillWorld, lives: readonly TillLife[], random: Random): Promise<void> {
  const left = new Set(lives)
  await world.live([
    ...lives.map((life) => async () => {
      await liveDay(life)
      left.delete(life)
    }),
    () => weather(world, random, () => left.size === 0),
  ])
  await world.live(lives.map((life) => () => untilRested(life)))
}

async function countEnds({ outside: { pool }, counters }: TillWorld, lives: readonly TillLife[]): Promise<void> {
  const { rows } = await pool.query<{ state: string; times: bigint }>(
    "select 'expired' as state, count(*) as times from receipt where state = 'expired' union all select 'registered offline', count(*) from fiscal_document where offline_session_id is not null and kind in ('sale', 'return')",
  )
  for (const { state, times } of rows) if (times > 0n) count(counters, state, Number(times))
  for (const { service, values } of lives) count(counters, `documents registered at ${service.kind.title}`, service.simulator.registered(values).length)
}
