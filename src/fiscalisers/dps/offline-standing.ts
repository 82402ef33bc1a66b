import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { Secret } from '../../kernel/secret.ts'
import type { OfflineDocument } from '../contract.ts'
import { numberIn, textIn } from './told.ts'
import type { Told } from './told.ts'

const StandingJson = Type.Object({
  sessionId: Type.String(),
  /** The secret number: whoever knows it can forge control numbers. */
  seed: Type.String(),
  nextLocalNumber: Type.Integer(),
  /** `reported`: the Z-report is made, and only the closing may follow. */
  shift: Type.Enum(['closed', 'open', 'reported']),
  /** Of the next document within the session; OfflineBegin is 1. */
  nextNumber: Type.Integer(),
  /** What the next document carries; null for OfflineBegin and for the one after it. */
  previousHash: Type.Union([Type.String(), Type.Null()]),
  /** When the last document was made, in milliseconds; null before OfflineBegin. */
  lastMs: Type.Union([Type.Number(), Type.Null()]),
})

/** Where a time without the server stands between two documents, and before the first: what the server gave for it. */
export type OfflineStanding = Static<typeof StandingJson>

export const keptStanding = (standing: OfflineStanding): Secret => new Secret(JSON.stringify(standing))

/** Throws if it was not kept by `keptStanding`. */
export const standingIn = (kept: Secret): OfflineStanding => Value.Parse(StandingJson, JSON.parse(kept.reveal()))

/** What a state gives for the next time without the server; null where it gives nothing. Source: protocol sheet A6, A11. */
export function givenStanding(told: Told): OfflineStanding | null {
  const [sessionId, seed, nextLocalNumber] = [textIn(told, 'OfflineSessionId'), textIn(told, 'OfflineSeed'), numberIn(told, 'NextLocalNum')]
  if (told.get('OfflineSupported') === false || sessionId === null || seed === null || nextLocalNumber === null) return null
  const shift = textIn(told, 'ShiftState') !== '1' ? 'closed' : told.get('ZRepPresent') === true ? 'reported' : 'open'
  return { sessionId, seed, nextLocalNumber, shift, nextNumber: 1, previousHash: null, lastMs: null }
}

type OfflineKind = OfflineDocument['content']['kind']

export const isMarker = (kind: OfflineKind): kind is 'offline_begin' | 'offline_end' => kind === 'offline_begin' || kind === 'offline_end'

/** Which documents may come where the shift stands. */
export const ALLOWED: Readonly<Record<OfflineStanding['shift'], readonly OfflineKind[]>> = {
  closed: ['open_shift'],
  open: ['sale', 'return', 'service_in', 'service_out', 'z_report'],
  reported: ['close_shift'],
}

export function shiftAfter(shift: OfflineStanding['shift'], kind: OfflineKind): OfflineStanding['shift'] {
  if (kind === 'open_shift') return 'open'
  if (kind === 'z_report') return 'reported'
  return kind === 'close_shift' ? 'closed' : shift
}

/** Opening a shift brings another session and seed, which are not known before its answer. Source: A11. */
export function after(kept: Secret, kind: OfflineKind): Secret | null {
  if (kind === 'open_shift') return null
  const standing = standingIn(kept)
  return keptStanding({ ...standing, nextLocalNumber: standing.nextLocalNumber + 1, shift: shiftAfter(standing.shift, kind) })
}
