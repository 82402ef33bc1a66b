import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import type { Secret } from '../../kernel/secret.ts'
import type { FiscalDocument, FiscalSetup, Undrawable } from '../contract.ts'
import type { Config } from './config.ts'
import { chainHash, controlNumber, offlineNumber } from './control-number.ts'
import { checkDocument, totalOf, zReportDocument } from './document.ts'
import type { CheckBody } from './document.ts'
import { checkBody, problemOf, registrarOf } from './draw.ts'
import { momentOf } from '../tables/moment.ts'
import { VERIFICATION_PAGE, verificationUrl } from '../tables/verification.ts'

/** What the server gave for a time without it, and where its books stood. */
export type OfflineGrant = {
  readonly sessionId: string
  /** The secret number: whoever knows it can forge control numbers. */
  readonly seed: Secret
  readonly nextLocalNumber: number
  readonly shift: OfflineShift
}

/** `reported`: the Z-report is made, and only the closing may follow. */
export type OfflineShift = 'closed' | 'open' | 'reported'

/** Where a time without the server stands between two documents. */
export type OfflineSession = OfflineGrant & {
  /** Of the next document within the session; OfflineBegin is 1. */
  readonly nextNumber: number
  /** What the next document carries; null for OfflineBegin and for the one after it. */
  readonly previousHash: string | null
  readonly lastAt: Date
  /** No document may be made after it: see `offlineLeft`. */
  readonly until: Date
}

export type OfflineItem = Omit<FiscalDocument, 'content'> & {
  readonly content:
    | FiscalDocument['content']
    /** `revokesLastOnline`: the last online receipt is the same sale, whose answer was lost. Source: protocol sheet A11. */
    | { readonly kind: 'offline_begin'; readonly revokesLastOnline: boolean }
    | { readonly kind: 'offline_end' }
}

/** A document made without the server, before it is signed. */
export type OfflineDrawn = {
  readonly uid: string
  readonly localNumber: number
  readonly fiscalNumber: string
  readonly at: Date
  readonly content: Buffer
  /** For the receipt's QR code; null for documents without a sum. */
  readonly url: string | null
  readonly kind: OfflineItem['content']['kind']
}

export const beginOffline = (grant: OfflineGrant, at: Date, until: Date): OfflineSession =>
  ({ ...grant, nextNumber: 1, previousHash: null, lastAt: at, until })

/** Pure: the next document of the session. */
export function drawOffline(item: OfflineItem, session: OfflineSession, setup: FiscalSetup<Config>): Result<OfflineDrawn, Undrawable> {
  const problem = contentProblem(item) ?? stepProblem(item, session)
  if (problem !== null) return err(problem)
  const { content, key, at } = item
  const { config, timeZone } = setup
  const { nextLocalNumber: localNumber, previousHash } = session
  const moment = momentOf(at, timeZone)
  const who = registrarOf(setup)
  const sum = content.kind === 'z_report' ? null : totalOf(bodyOf(content))
  const control = controlNumber(session.seed, { ...moment, localNumber, registerNumber: config.registerNumber, deskNumber: config.deskNumber, sum, previousHash })
  const fiscalNumber = offlineNumber(session.sessionId, session.nextNumber, control)
  const heading = {
    uid: key, at, localNumber, cashier: item.cashier, testing: config.mode === 'test' && !isMarker(content.kind), offline: { fiscalNumber, previousHash },
  }
  return ok({
    uid: key, localNumber, fiscalNumber, at, kind: content.kind,
    content: content.kind === 'z_report' ? zReportDocument(who, heading, content.totals) : checkDocument(who, heading, bodyOf(content)),
    url: sum === null ? null : verificationUrl(VERIFICATION_PAGE, { ...moment, registerNumber: config.registerNumber, fiscalNumber, sum, mac: previousHash }),
  })
}

const isMarker = (kind: OfflineItem['content']['kind']): boolean => kind === 'offline_begin' || kind === 'offline_end'

const isDocument = (item: OfflineItem): item is FiscalDocument => !isMarker(item.content.kind)

const bodyOf = (content: Exclude<OfflineItem['content'], { kind: 'z_report' }>): CheckBody =>
  (content.kind === 'offline_begin' || content.kind === 'offline_end' ? content : checkBody(content))

const contentProblem = (item: OfflineItem): Undrawable | null => (isDocument(item) ? problemOf(item) : null)

/** Which documents may come where the session stands. */
const ALLOWED: Readonly<Record<OfflineShift, readonly OfflineItem['content']['kind'][]>> = {
  closed: ['open_shift'],
  open: ['sale', 'return', 'service_in', 'service_out', 'z_report'],
  reported: ['close_shift'],
}

function stepProblem({ at, content: { kind } }: OfflineItem, session: OfflineSession): Undrawable | null {
  if ((kind === 'offline_begin') !== (session.nextNumber === 1)) return { problem: 'shift', detail: 'OfflineBegin comes first, and only then' }
  if (!isMarker(kind) && !ALLOWED[session.shift].includes(kind)) return { problem: 'shift', detail: `${kind} while the shift is ${session.shift}` }
  if (at.getTime() < session.lastAt.getTime()) return { problem: 'number', detail: 'documents are made in the order of their time' }
  return !isMarker(kind) && at.getTime() > session.until.getTime() ? { problem: 'shift', detail: 'the time that the law allows without the tax service is over' } : null
}

/** Where the session stands after the document; `signed`: as it will be sent. Source: protocol sheet A10. */
export function afterOffline(session: OfflineSession, drawn: OfflineDrawn, signed: Buffer, chainOver: Config['chainOver']): OfflineSession {
  return {
    ...session,
    nextLocalNumber: session.nextLocalNumber + 1, nextNumber: session.nextNumber + 1, lastAt: drawn.at, shift: shiftAfter(session.shift, drawn.kind),
    previousHash: isMarker(drawn.kind) ? session.previousHash : chainHash(chainOver === 'signed' ? signed : drawn.content),
  }
}

function shiftAfter(shift: OfflineShift, kind: OfflineDrawn['kind']): OfflineShift {
  if (kind === 'open_shift') return 'open'
  if (kind === 'z_report') return 'reported'
  return kind === 'close_shift' ? 'closed' : shift
}
