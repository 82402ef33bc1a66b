import type pg from 'pg'
import type { Clock } from '../kernel/clock.ts'
import { inTransaction } from '../platform/db/database.ts'
import { nextDocument } from './document-store.ts'
import { claimRegisters, releaseClaim, renewClaim } from './filing-claim.ts'
import type { Claim } from './filing-claim.ts'
import { fileOffline } from './file-offline.ts'
import { fileOne } from './file-one.ts'
import type { FilingDeps, Turn } from './filing.ts'
import { hearOffline } from './hear-offline.ts'
import { openSession } from './offline-store.ts'
import { openFiscaliser } from './open-fiscaliser.ts'
import type { OpenedRegister } from './open-fiscaliser.ts'
import type { RegisterRef } from './register.ts'
import { noteTrouble } from './trouble.ts'

export type FilingRoundDeps = FilingDeps & { readonly pool: pg.Pool; readonly clock: Clock }

/** Registers of one round, each of which is filed for at the same time as the others. */
const AT_ONCE = 8

/** Of one register in one turn, so that a long queue does not keep a round from ending. */
const MOST_IN_A_TURN = 100

const SECOND_MS = 1000

/** The same where each step is slow. */
const LONGEST_TURN_MS = 30 * SECOND_MS

/** How long a document waits after each try without an end, in seconds; the last one for all that follow. */
const PAUSES_S = [1, 2, 5, 10, 20, 40, 60, 120, 300] as const

const pauseAfter = (tries: number): number => (PAUSES_S[Math.min(tries, PAUSES_S.length - 1)] ?? 1) * SECOND_MS

/**
 * Files what waits: of each cash register strictly in order, one at a time, by one process at a time. What is sent is kept
 * before it is sent, and looked for before it is sent again. A round for `every`: true if more were due than it took.
 */
export async function fileDocuments(deps: FilingRoundDeps, onError: (error: unknown) => void): Promise<boolean> {
  const claims = await claimRegisters(deps.pool, deps.clock.now(), AT_ONCE)
  await Promise.all(claims.map((claim) => fileRegister(deps, claim).catch(onError)))
  return claims.length === AT_ONCE
}

async function fileRegister(deps: FilingRoundDeps, first: Claim): Promise<void> {
  const opened = await openFiscaliser(deps, first)
  if (!opened.ok) {
    await inTransaction(deps.db, (tx) => noteTrouble(tx, first, { trouble: opened.error.code, at: deps.clock.now() }))
    return releaseClaim(deps.pool, first, later(deps, PAUSES_S.length))
  }
  let held: Claim | null = first
  const beganMs = deps.clock.now().getTime()
  for (let filed = 0; held !== null; filed++) {
    const now = deps.clock.now()
    const isLong = filed === MOST_IN_A_TURN || now.getTime() - beganMs > LONGEST_TURN_MS
    const turn = isLong ? { nextAt: now } : await takeTurn(deps, opened.value, held)
    if (turn !== 'on') return releaseClaim(deps.pool, held, turn.nextAt)
    held = await renewClaim(deps.pool, held, deps.clock.now())
  }
}

async function takeTurn(deps: FilingRoundDeps, opened: OpenedRegister, ref: RegisterRef): Promise<Turn> {
  const { offline } = opened.fiscaliser
  const session = await openSession(deps.db, ref)
  if (session !== undefined && offline?.by === 'register') return fileOffline(deps, opened, offline, session)
  const row = await nextDocument(deps.db, ref)
  if (row === undefined) return session !== undefined && offline?.by === 'service' ? hearOffline(deps, offline, session) : { nextAt: null }
  return await fileOne(deps, opened, row) === 'on' ? 'on' : { nextAt: later(deps, row.tries) }
}

const later = ({ clock }: FilingRoundDeps, tries: number): Date => new Date(clock.now().getTime() + pauseAfter(tries))
