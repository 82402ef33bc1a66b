import { figure, median, range } from './statistics.ts'
import type { Series } from './statistics.ts'

/** How long a run takes. `quick` shows that everything works; its figures are no result. */
export type Plan = { readonly isQuick: boolean; readonly turns: number; readonly seconds: number; readonly warmupSeconds: number }

export const PLANS = {
  full: { isQuick: false, turns: 5, seconds: 20, warmupSeconds: 4 },
  quick: { isQuick: true, turns: 3, seconds: 3, warmupSeconds: 2 },
} as const satisfies Record<string, Plan>

/** One line of the table of bars. */
export type Bar = {
  readonly id: string
  readonly what: string
  readonly must: string
  readonly stretch: string
  readonly measured: string
  readonly spread: string
  readonly verdict: 'stretch' | 'must' | 'missed'
  /** Both sides in their own units, one line. */
  readonly sides: string
}

type Limits = { readonly must: number; readonly stretch: number; readonly better: 'higher' | 'lower'; readonly unit?: string }

/** Judges the median. */
export function bar(
  { id, what, sides }: Pick<Bar, 'id' | 'what' | 'sides'>, values: Series, { must, stretch, better, unit = '' }: Limits,
): Bar {
  const value = median(values)
  const reaches = (limit: number): boolean => (better === 'higher' ? value >= limit : value <= limit)
  const sign = better === 'higher' ? '≥' : '≤'
  return {
    id, what, sides, must: `${sign} ${must}${unit}`, stretch: `${sign} ${stretch}${unit}`,
    measured: `${figure(value)}${unit}`, spread: range(values),
    verdict: reaches(stretch) ? 'stretch' : reaches(must) ? 'must' : 'missed',
  }
}

export const say = (text: string): void => { process.stderr.write(`${text}\n`) }
