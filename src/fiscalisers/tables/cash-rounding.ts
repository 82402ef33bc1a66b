import type { Edition } from './dated.ts'

/** Kopecks to which what is paid in cash is rounded: what a new cash register of Ukraine begins with. Source: protocol sheet A15. */
export const CASH_STEP: readonly [Edition<bigint>, ...Edition<bigint>[]] = [
  { from: null, source: 'official sample documents of the tax service (12.57 is paid as 12.60); protocol sheet fiscal-dps A15, read 2026-11-22', isConfirmed: true, value: 10n },
  { from: '2025-10-01', source: 'practice of tills since autumn 2025; protocol sheet fiscal-dps A15 and its open points, read 2026-11-22', isConfirmed: false, value: 50n },
]
