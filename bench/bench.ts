// npm run bench: the bars of performance.md, both sides in the same run. Named bars are measured alone: npm run bench -- R5 R8.
import { parseArgs } from 'node:util'
import { openArena } from './arena.ts'
import { PLANS, say } from './bar.ts'
import type { Bar, Plan } from './bar.ts'
import { acknowledgedBars, appliedBars } from './callback-bars.ts'
import type { Ground } from './callback-bars.ts'
import { footprintBars } from './footprint-bar.ts'
import { listBars } from './list-bars.ts'
import { pageBars } from './page-bars.ts'
import { paperBars } from './paper-bars.ts'
import { writeReport } from './report.ts'
import { seedShops } from './seed.ts'
import { median } from './statistics.ts'
import { callbackTailBars, pressTailBars } from './tail-bars.ts'

const ALL = ['R1', 'R2', 'R3', 'R4', 'R5', 'R8', 'R10']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    /** Length of a turn in a run that is not quick; the bars ask for 20. */
    seconds: { type: 'string', default: '20' },
    /** Bars to measure, separated by commas; they may be named without it too. Only a run of all of them is written down. */
    only: { type: 'string', default: ALL.join(',') },
    /** A folder on the disk that a merchant's database would be on. */
    place: { type: 'string', default: '/var/tmp' },
    /** Where to write CPU profiles of the server's first turns. */
    profile: { type: 'string' },
  },
})

type Found = { readonly bars: Bar[]; readonly notes: string[] }

/** R3 loads the server with half of what R2 finds to be its maximum. */
async function measured(ground: Ground, only: ReadonlySet<string>): Promise<Found> {
  const found: Found = { bars: [], notes: [] }
  const add = ({ bars, notes = [] }: { bars: readonly Bar[]; notes?: readonly string[] }): void => {
    found.bars.push(...bars)
    found.notes.push(...notes)
  }
  if (only.has('R4')) add(await pageBars(ground))
  if (only.has('R5')) add(await listBars(ground))
  if (only.has('R8')) add(await paperBars(ground))
  if (only.has('R10')) add(await footprintBars(ground))
  if (only.has('R1')) add(await acknowledgedBars(ground))
  if (only.has('R2') || only.has('R3')) {
    const applied = await appliedBars(ground)
    add(applied)
    if (only.has('R3')) add({ bars: [...await callbackTailBars(ground, median(applied.rates)), ...await pressTailBars(ground)] })
  }
  found.bars.sort((a, b) => ALL.indexOf(a.id.replace(/[ab]$/, '')) - ALL.indexOf(b.id.replace(/[ab]$/, '')))
  return found
}

const only = new Set(positionals.length === 0 ? values.only.split(',') : positionals)
for (const id of only) if (!ALL.includes(id)) throw new Error(`${id} is none of ${ALL.join(', ')}`)
const plan: Plan = values.quick ? PLANS.quick : { ...PLANS.full, seconds: Number(values.seconds) }
const arena = await openArena(values.place)
try {
  say(`Measuring ${[...only].join(', ')}: ${plan.turns} turns of ${plan.seconds} s a side.`)
  const { bars, notes } = await measured({ arena, shops: await seedShops(arena), plan, profileTo: values.profile }, only)
  for (const { id, what, measured: value, spread, must, stretch, verdict, sides } of bars) {
    process.stdout.write(`${verdict.padEnd(8)} ${id} ${what}: ${value} (${spread}); must ${must}, stretch ${stretch}; ${sides}\n`)
  }
  for (const note of notes) process.stdout.write(`         ${note}\n`)
  if (ALL.every((id) => only.has(id))) writeReport({ plan, bars, notes, settings: arena.settings })
} finally {
  await arena.close()
}
