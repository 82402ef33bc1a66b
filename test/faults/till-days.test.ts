import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkboxSimulator } from '../../src/fiscalisers/checkbox/simulator.ts'
import type { FiscalSimulator } from '../../src/fiscalisers/simulator.ts'
import { openTestDatabase } from '../support/database.ts'
import { seeded } from '../support/statement-corpus.ts'
import { faultsOf } from '../support/till-day-oracles.ts'
import { liveDay, nightHours } from '../support/till-days.ts'
import { receiptsIn, withdraws } from '../support/till-deeds.ts'
import { openTillWorld, pass, retire } from '../support/till-world.ts'
import type { TillHabits } from '../support/till-world.ts'

/**
 * The saga from money to the registered receipt, lived through by cash registers whose surroundings fail in every way that
 * is known. `KVIT_TILL_DAYS` lives longer, `KVIT_SEED` other days.
 */
const DAYS = Number(process.env['KVIT_TILL_DAYS'] ?? 16)
const SEED = Number(process.env['KVIT_SEED'] ?? 20_261_122)
const DAYS_OF_A_TILL = 8
const MOST_DAYS_MORE = 80

const outside = openTestDatabase()
const opened: FiscalSimulator[] = []
beforeAll(async () => void opened.push(await checkboxSimulator.start({ port: 0 })))
afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))

/** Without one of these the days prove less than they say. */
const MUST_OCCUR = [
  'killed before a word', 'killed after a word', 'asked again after no answer', 'service: answer_lost', 'service: cut_off', 'service: down', 'service: refuse',
  'service: late', 'service: offline', 'service down', 'clock jumped', 'two rounds at once', 'refused and filed anew', 'paid twice', 'paid late',
  'late money taken for the goods', 'late money given back', 'expired', 'withdrawn', 'returned for cash', 'returned for way_it_came', 'service_in', 'service_out',
  'closed by hand', 'closed at its time', 'closed by the limit', 'registered offline', 'sold by link', 'sold by cash and link',
]

test(`${DAYS} till-days from seed ${SEED}: no payment without a receipt, no receipt without a payment, none twice, in order, and no shift over 24 hours`, async () => {
  const [simulator] = opened
  if (simulator === undefined) throw new Error('the simulator is not started yet')
  const random = seeded(SEED)
  const counters = new Map<string, number>()
  const missing = (): string[] => MUST_OCCUR.filter((what) => !counters.has(what))
  let lived = 0
  // How many words a step takes is not the same each time, so a fault that is rare may need another till to occur.
  for (; lived < DAYS || (missing().length > 0 && lived < DAYS + MOST_DAYS_MORE); lived += DAYS_OF_A_TILL) {
    const seed = random(2 ** 31)
    const faults = await liveTill(simulator, { seed, counters })
    expect(faults, `KVIT_SEED=${SEED}, the till of seed ${seed}`).toEqual([])
    if (DAYS > 100 && lived % 80 === 0) tell(lived + DAYS_OF_A_TILL, counters)
  }
  tell(lived, counters)
  expect(missing(), 'faults that did not occur').toEqual([])
}, 2 ** 31 - 1)

const tell = (lived: number, counters: ReadonlyMap<string, number>): void =>
  console.log(`${lived} till-days, seed ${SEED}\n${[...counters].toSorted().map(([what, times]) => `${String(times).padStart(8)}  ${what}`).join('\n')}`)

/** A till with habits of its own, for some days; after each the books are held against the service's register. */
async function liveTill(simulator: FiscalSimulator, { seed, counters }: { seed: number; counters: Map<string, number> }): Promise<string[]> {
  const random = seeded(seed)
  const habits: TillHabits = {
    roundingMinor: random(2) * 10, closesAt: random(2) === 0 ? null : 60 * (20 + random(4)), opensAt: random(4) === 0 ? 60 * 8 : null,
  }
  const world = await openTillWorld(outside, simulator, { counters, habits })
  try {
    for (let day = 1; day <= DAYS_OF_A_TILL; day++) {
      await liveDay(world, random, { isClosedByHand: random(3) === 0 })
      const faults = await faultsOf(world)
      if (faults.length > 0) return faults.map((fault) => `day ${day}: ${fault}`)
      await pass(world, nightHours(random))
    }
    for (const state of ['expired', 'offline'] as const) {
      const found = await receiptsIn(world, [state])
      const name = state === 'offline' ? 'registered offline' : state
      if (found.length > 0) counters.set(name, (counters.get(name) ?? 0) + found.length)
    }
    const registered = simulator.registered(world.values).length
    counters.set('documents registered', (counters.get('documents registered') ?? 0) + registered)
    for (const one of await receiptsIn(world, ['deferred'])) await withdraws(world, one)
    await retire(world)
    return []
  } finally {
    await world.stop()
  }
}
