import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicId } from '../src/kernel/ids.ts'
import { bar, say } from './bar.ts'
import type { Bar } from './bar.ts'
import { enoughFor, rawTurn, serverTurn } from './callback-bars.ts'
import type { Ground } from './callback-bars.ts'
import { freshCallbacks } from './callbacks.ts'
import { firstMethod } from './pay-form.ts'
import type { Outcome } from './job.ts'
import { seedPayable } from './seed.ts'
import { figure, median, range, ratios } from './statistics.ts'

/** The p99 of Hyperswitch's own published figure for its overhead. Milliseconds. */
const HYPERSWITCH_MS = 25

type Turns = { readonly ours: readonly Outcome[]; readonly raw: readonly Outcome[]; readonly rate: number }

const p99 = (turns: readonly Outcome[]): number[] => turns.map((one) => one.p99Ms)

const told = ({ ours, raw, rate }: Turns): string =>
  `at ${figure(rate)}/s: Kvit p99 ${figure(median(p99(ours)))} ms (${range(p99(ours))}), p50 ${figure(median(ours.map((one) => one.p50Ms)))} ms; ` +
  `INSERT p99 ${figure(median(p99(raw)))} ms (${range(p99(raw))})`

/** `maximum`: applied callbacks a second that the machine can go on with, from R2. */
export async function callbackTailBars(ground: Ground, maximum: number): Promise<Bar[]> {
  const { arena, shops, plan } = ground
  const rate = maximum / 2
  const turns: { ours: Outcome[]; raw: Outcome[]; rate: number } = { ours: [], raw: [], rate }
  for (let turn = 0; turn < plan.turns; turn++) {
    const requests = await freshCallbacks(arena, shops, enoughFor(plan, rate))
    turns.ours.push(await serverTurn(ground, { program: 'kvit', ready: '/readyz' }, { requests, again: false, perSecond: rate }))
    turns.raw.push(await rawTurn(ground, { requests, perSecond: rate }))
    sayTurn('callback', turn, turns)
  }
  return [bar({ id: 'R3', what: 'p99 of the acknowledgement at half of what R2 shows to be the maximum', sides: told(turns) },
    ratios(p99(turns.ours), p99(turns.raw)), { must: 2.5, stretch: 2, better: 'lower', unit: '×' })]
}

function sayTurn(what: string, turn: number, { ours, raw, rate }: Turns): void {
  say(`  R3 ${what} turn ${turn + 1} at ${figure(rate)}/s: Kvit p99 ${figure(ours.at(-1)?.p99Ms ?? 0)} ms, INSERT ${figure(raw.at(-1)?.p99Ms ?? 0)} ms`)
}

/** Presses "Pay" on invoices nobody has begun to pay. Answers the file of requests. */
async function presses({ arena, shops }: Ground, count: number): Promise<string> {
  const payable = await seedPayable(arena, shops, count)
  const method = await firstMethod(arena, payable)
  const file = join(arena.folder, 'presses.txt')
  writeFileSync(file, payable.map(({ shop, token, amount }) =>
    `/pay/${token}/attempts ${new URLSearchParams({ method: `${publicId('channel', shop.channelId, null)}.${method}`, amount })}`).join('\n'))
  return file
}

/** A rate at which the largest number of presses a turn may need is prepared. Presses a second. */
const PRESSES_GUESS = 1200

export async function pressTailBars(ground: Ground): Promise<Bar[]> {
  const { plan } = ground
  const most = await serverTurn(ground, { program: 'kvit', ready: '/readyz' }, {
    requests: await presses(ground, enoughFor(plan, plan.isQuick ? PRESSES_GUESS / 4 : PRESSES_GUESS)), again: false,
  })
  const rate = most.perSecond / 2
  const turns: { ours: Outcome[]; raw: Outcome[]; rate: number } = { ours: [], raw: [], rate }
  for (let turn = 0; turn < plan.turns; turn++) {
    const requests = await presses(ground, enoughFor(plan, rate))
    turns.ours.push(await serverTurn(ground, { program: 'kvit', ready: '/readyz' }, { requests, again: false, perSecond: rate }))
    turns.raw.push(await rawTurn(ground, { requests, perSecond: rate }))
    sayTurn('press', turn, turns)
  }
  return [
    bar({ id: 'R3', what: 'p99 from "Pay" to the way on to the provider', sides: told(turns) },
      ratios(p99(turns.ours), p99(turns.raw)), { must: 4, stretch: 3, better: 'lower', unit: '×' }),
    bar({ id: 'R3', what: 'The same in milliseconds', sides: `at ${figure(rate)}/s, half of ${figure(most.perSecond)}/s` },
      p99(turns.ours), { must: HYPERSWITCH_MS, stretch: HYPERSWITCH_MS, better: 'lower', unit: ' ms' }),
  ]
}
