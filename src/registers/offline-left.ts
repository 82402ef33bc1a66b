import type { OfflineLimits } from '../fiscalisers/contract.ts'
import { addDays, businessDate, startOfDay } from '../kernel/business-date.ts'

const HOUR_MS = 3_600_000

/** One time without the tax service: from its beginning to its last document that is about money. */
export type OfflineSpan = { readonly began: Date; readonly last: Date }

/** How long before the end a person is told that it is coming. */
export const OFFLINE_WARN_MS = 8 * HOUR_MS

export type OfflineLeft = {
  /** Of this month, all times without the tax service together. Milliseconds. */
  readonly monthSpentMs: number
  /** Until when documents may be made; in the past where a limit is reached. */
  readonly until: Date
  readonly isOver: boolean
}

type OfflineRules = { readonly limits: OfflineLimits; readonly timeZone: string }

/**
 * What the law leaves at `now` of a time without the tax service that began at `began`. `past`: the earlier ones, in any
 * order. A span over the turn of a month counts in each month with what lies in it, and a new month begins with its whole
 * allowance.
 */
export function offlineLeft(past: readonly OfflineSpan[], { began, now }: { began: Date; now: Date }, { limits, timeZone }: OfflineRules): OfflineLeft {
  const month = monthOf(now, timeZone)
  const monthSpentMs = [...past, { began, last: now }].reduce((all, span) => all + overlapMs(span, month), 0)
  const longestMs = began.getTime() + limits.longestMs
  const exhaustedMs = now.getTime() + limits.monthMs - monthSpentMs
  const untilMs = exhaustedMs < month.to.getTime() ? Math.min(longestMs, exhaustedMs) : longestMs
  return { monthSpentMs, until: new Date(untilMs), isOver: untilMs < now.getTime() }
}

type Month = { readonly from: Date; readonly to: Date }

export function monthOf(at: Date, timeZone: string): Month {
  const first = `${businessDate(at, timeZone).slice(0, 7)}-01`
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return { from: startOfDay(first, timeZone), to: startOfDay(next, timeZone) }
}

const overlapMs = ({ began, last }: OfflineSpan, { from, to }: Month): number =>
  Math.max(0, Math.min(last.getTime(), to.getTime()) - Math.max(began.getTime(), from.getTime()))
