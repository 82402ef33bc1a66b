import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { bar, say } from './bar.ts'
import type { Bar } from './bar.ts'
import { enoughFor } from './callback-bars.ts'
import type { Ground } from './callback-bars.ts'
import { freshCallbacks } from './callbacks.ts'
import { runJob, startServer } from './processes.ts'
import { seedPayable } from './seed.ts'
import { figure, median, range, ratios } from './statistics.ts'

const MEGABYTE = 1024 * 1024
/** After this time of rest the memory of a fresh process is read. Milliseconds. */
const IDLE_MS = 4000

type Rest = { readonly startMs: number; readonly idle: number }

async function rested(ground: Ground, program: 'kvit' | 'hello', ready: string): Promise<Rest> {
  const server = await startServer(ground.arena, { program, ready })
  await wait(IDLE_MS)
  const idle = server.memory() / MEGABYTE
  await server.stop()
  return { startMs: server.startMs, idle }
}

/** Callbacks and pay pages in turn, for `seconds`; how much larger the process is afterwards, at rest again. */
async function afterLoad(ground: Ground, token: string, seconds: number) {
  const { arena, shops } = ground
  const callbacks = await freshCallbacks(arena, shops, enoughFor({ ...ground.plan, seconds, warmupSeconds: 0 }, 700))
  const requests = join(arena.folder, 'mixed.txt')
  writeFileSync(requests, readFileSync(callbacks, 'latin1').split('\n').flatMap((path) => [path, `/pay/${token}`]).join('\n'))
  const server = await startServer(arena, { program: 'kvit', ready: `/pay/${token}` })
  await wait(IDLE_MS)
  const idle = server.memory() / MEGABYTE
  const { done } = await runJob({
    kind: 'http', port: server.port, requests, again: false, expectedStatus: 200, flat: null, atOnce: 32, perSecond: null, seconds, warmupSeconds: 0,
  })
  const busiest = server.memory() / MEGABYTE
  await wait(IDLE_MS * 4)
  const loaded = server.memory() / MEGABYTE
  await server.stop()
  return { idle, busiest, loaded, done }
}

export async function footprintBars(ground: Ground): Promise<{ bars: Bar[]; notes: string[] }> {
  const [payable] = await seedPayable(ground.arena, ground.shops, 1)
  if (payable === undefined) throw new Error('there is nothing to pay')
  const kvit: Rest[] = []
  const hello: Rest[] = []
  for (let turn = 0; turn < ground.plan.turns; turn++) {
    kvit.push(await rested(ground, 'kvit', `/pay/${payable.token}`))
    hello.push(await rested(ground, 'hello', '/'))
    say(`  R10 turn ${turn + 1}: Kvit ${figure(kvit.at(-1)?.startMs ?? 0)} ms, ${figure(kvit.at(-1)?.idle ?? 0)} MB; hello ${figure(hello.at(-1)?.startMs ?? 0)} ms, ${figure(hello.at(-1)?.idle ?? 0)} MB`)
  }
  const load = await afterLoad(ground, payable.token, ground.plan.isQuick ? 5 : ground.plan.seconds * 6)
  const starts = (rests: readonly Rest[]): number[] => rests.map((one) => one.startMs)
  const idles = (rests: readonly Rest[]): number[] => rests.map((one) => one.idle)
  const startSides = `Kvit ${figure(median(starts(kvit)))} ms (${range(starts(kvit))}), hello ${figure(median(starts(hello)))} ms (${range(starts(hello))})`
  const idleSides = `Kvit ${figure(median(idles(kvit)))} MB (${range(idles(kvit))}), hello ${figure(median(idles(hello)))} MB (${range(idles(hello))})`
  return {
    bars: [
      bar({ id: 'R10', what: 'Start of the process to the first pay page, against a Fastify and pg "hello"', sides: startSides },
        ratios(starts(kvit), starts(hello)), { must: 4, stretch: 2.5, better: 'lower', unit: '×' }),
      bar({ id: 'R10', what: 'The same in seconds', sides: startSides },
        starts(kvit).map((ms) => ms / 1000), { must: 1.5, stretch: 1.5, better: 'lower', unit: ' s' }),
      bar({ id: 'R10', what: 'Idle memory, against the same', sides: idleSides },
        ratios(idles(kvit), idles(hello)), { must: 2.5, stretch: 2.5, better: 'lower', unit: '×' }),
      bar({ id: 'R10', what: 'The same in megabytes', sides: idleSides }, idles(kvit), { must: 160, stretch: 110, better: 'lower', unit: ' MB' }),
      bar({
        id: 'R10', what: 'Memory after load, against idle',
        sides: `${figure(load.idle)} MB before, ${figure(load.busiest)} MB in the last moment of it, ${figure(load.loaded)} MB at rest after ${figure(load.done)} requests`,
      },
        [load.loaded / load.idle], { must: 1.3, stretch: 1.3, better: 'lower', unit: '×' }),
    ],
    notes: [`R10 asks for the memory after 1,000,000 requests. This run made ${figure(load.done)} of them, half callbacks and half pay pages, in its time.`],
  }
}
