import type { OfflineLimits } from '../contract.ts'

const HOUR_MS = 3_600_000

/** Of one time without the server, and of all of them in one calendar month. Source: protocol sheet A11. */
export const OFFLINE_LIMITS: OfflineLimits = { longestMs: 36 * HOUR_MS, monthMs: 168 * HOUR_MS }
