import type { Random } from './till-life.ts'
import { count } from './till-world.ts'
import type { Service, TillWorld } from './till-world.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

export const pickOf = <T>(random: Random, some: readonly T[]): T => {
  const one = some[random(some.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** What strikes all registers that are alive, until it `isOver`: kills, services that are away, and a clock that cannot be relied on. */
export async function weather(world: TillWorld, random: Random, isOver: () => boolean): Promise<void> {
  for (;;) {
    await world.pass(MINUTE_MS * (1 + random(60)))
    if (isOver()) return
    switch (random(30)) {
      case 0: await blackout(world, pickOf(random, world.services), MINUTE_MS * (1 + random(60)))
        break
      case 1: case 2: await jump(world, MINUTE_MS * (5 + random(20)))
        break
      case 3: case 4: case 5: world.doubleRound()
        break
      case 6: case 7: world.setBack(random(3) === 0 ? 0 : 1000 * random(20))
        count(world.counters, 'clock set back or forward by seconds')
        break
      default: kill(world, random)
    }
  }
}

/** Among the next words, of everything that is under way then. */
export const kill = (world: TillWorld, random: Random): void => world.killAt(1 + random(200), random(2) === 0 ? 'before' : 'after')

/** One service answers nobody. */
export async function blackout(world: TillWorld, { simulator }: Service, ms: number): Promise<void> {
  const until = Math.min(simulator.now().getTime() + ms, await latestEnd(world))
  if (until <= simulator.now().getTime()) return
  simulator.setDown(true)
  count(world.counters, 'service down')
  await world.until(until)
  simulator.setDown(false)
}

/** A machine that slept. */
export async function jump(world: TillWorld, ms: number): Promise<void> {
  const forward = Math.min(ms, await latestEnd(world) - world.clock.now().getTime())
  if (forward <= 0) return
  await world.advance(forward)
  count(world.counters, 'clock jumped')
}

/** What keeps the server from closing a shift must be over then: nobody could close it before its legal end afterwards. */
async function latestEnd(world: TillWorld): Promise<number> {
  const ends = (await world.shifts()).flatMap(({ closes_before: before }) => (before === null ? [] : [before.getTime()]))
  return Math.min(...ends) - 15 * MINUTE_MS
}
