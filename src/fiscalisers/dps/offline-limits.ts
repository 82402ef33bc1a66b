import { addDays, businessDate, startOfDay } from '../../kernel/business-date.ts'
import type { OfflineLimits } from '../contract.ts'

const HOUR_MS = 3_600_000

/** Of one time without the server, and of all of them in one calendar month. Source: protocol sheet A11. */
export const OFFLINE_LIMITS: OfflineLimits = { longestMs: 36 * HOUR_MS, monthMs: 168 * HOUR_MS }

/** One time without the server: from its OfflineBegin to its last document that is about money. */
export type OfflineSpan = { readonly began: Date; readonly last: Date }

/** Hours before the end at which a person is told: first that it is coming, then that it is close. */
const WARN_MS = 8 * HOUR_MS
const URGENT_MS = 2 * HOUR_MS

export type OfflineLeft = {
  /** How long the running time without the server has lasted, and all of this month's together. Milliseconds. */
  readonly spentMs: number
  readonly monthSpentMs: number
  /** Until when documents may be made; in the past where the limit is reached. */
  readonly until: Date
  readonly alarm: 'none' | 'warn' | 'urgent' | 'over'
}

/**
 * What the law leaves at `now` of a time without the server that began at `began`. `past`: the earlier ones, in any order. A
 * span over the turn of a month counts in each month with what lies in it, and a new month begins with its whole allowance.
 */
export function offlineLeft(past: readonly OfflineSpan[], began: Date, now: Date, timeZone: string): OfflineLeft {
  const month = monthOf(now, timeZone)
  const monthSpentMs = [...past, { began, last: now }].reduce((all, span) => all + overlapMs(span, month), 0)
  const longestMs = began.getTime() + OFFLINE_LIMITS.longestMs
  const exhaustedMs = now.getTime() + OFFLINE_LIMITS.monthMs - monthSpentMs
  const isThisMonth = exhaustedMs < month.to.getTime()
  const untilMs = isThisMonth ? Math.min(longestMs, exhaustedMs) : longestMs
  return { spentMs: now.getTime() - began.getTime(), monthSpentMs, until: new Date(untilMs), alarm: alarmAt(untilMs - now.getTime()) }
}

function alarmAt(leftMs: number): OfflineLeft['alarm'] {
  if (leftMs < 0) return 'over'
  if (leftMs <= URGENT_MS) return 'urgent'
  return leftMs <= WARN_MS ? 'warn' : 'none'
}

type Month = { readonly from: Date; readonly to: Date }

function monthOf(at: Date, timeZone: string): Month {
  const first = `${businessDate(at, timeZone).slice(0, 7)}-01`
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return { from: startOfDay(first, timeZone), to: startOfDay(next, timeZone) }
}

const overlapMs = ({ began, last }: OfflineSpan, { from, to }: Month): number =>
  Math.max(0, Math.min(last.getTime(), to.getTime()) - Math.max(began.getTime(), from.getTime()))
