import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Bar, Plan } from './bar.ts'
import { MEASURED_APART, reasonFor } from './reasons.ts'

export type Told = {
  readonly plan: Plan
  readonly bars: readonly Bar[]
  readonly notes: readonly string[]
  readonly settings: readonly (readonly [string, string])[]
}

const VERDICT = { stretch: 'stretch', must: 'must', missed: '**missed**' } as const

const row = ({ id, what, must, stretch, measured, spread, verdict }: Bar): string =>
  `| ${id} | ${what} | ${must} | ${stretch} | ${measured} | ${spread} | ${VERDICT[verdict]} |`

const machine = (): string => {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 1024 ** 3)} GB of memory, ${process.platform} ${process.arch}`
}

const ASKED_SECONDS = 20

const optionsOf = ({ isQuick, seconds }: Plan): string => (isQuick ? ' -- --quick' : seconds === ASKED_SECONDS ? '' : ` -- --seconds=${seconds}`)

const revision = (): string => execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()

/** What keeps the figures from being a result, above them; empty where nothing does. */
function warning({ isQuick, seconds }: Plan): string {
  if (isQuick) return '> **Quick run: it shows that the bench works. Its figures are no result.**\n\n'
  if (seconds >= ASKED_SECONDS) return ''
  return `> **A short run.** The bars ask for turns of ${ASKED_SECONDS} s; these were ${seconds} s long, so page images after each checkpoint weigh more than they would.\n\n`
}

function text({ plan, bars, notes, settings }: Told): string {
  const missed = bars.filter((bar) => bar.verdict === 'missed')
  return `# Performance

${warning(plan)}Measured by \`npm run bench${optionsOf(plan)}\` on ${new Date().toISOString().slice(0, 10)}, revision ${revision()}.

- Machine: ${machine()}
- Node ${process.versions.node}; PostgreSQL from the embedded package, on the disk, with ${settings.map(([name, value]) => `${name} = ${value}`).join(', ')}
- ${plan.turns} turns of ${plan.seconds} s a side after ${plan.warmupSeconds} s of warming up, the sides in turn, a checkpoint before each; the median of the turns' ratios decides
- 100 merchants; a pool of 10 connections on each side; the same bytes; the load comes from another process over loopback

Everything runs on the same machine: load, server and database share its processors. An absolute figure holds for this
machine only; the ratios are what is judged. What each bar means is in \`bench/\`.

| Bar | What | Must | Stretch | Measured | Spread | Reached |
|---|---|---|---|---|---|---|
${bars.map(row).join('\n')}

## Both sides

${bars.map(({ id, what, sides }) => `- **${id}**, ${what}: ${sides}`).join('\n')}

## Notes

${notes.map((note) => `- ${note}`).join('\n')}
${missed.length === 0
  ? ''
  : `\n## Missed\n\n${missed.map(({ id, what, measured, must }) => `- **${id}**, ${what}: ${measured}, where ${must} is asked. ${reasonFor(id, what)}`).join('\n')}\n`}
${MEASURED_APART}`
}

export function writeReport(told: Told): void {
  writeFileSync(fileURLToPath(new URL('../docs/performance.md', import.meta.url)), text(told))
}
