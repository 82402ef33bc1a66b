import type { Http } from '../../connectors/contract.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { Drawn, FiscalSetup, OfflineDocument, OfflineKept, OfflineMade, Undrawable } from '../contract.ts'
import { signerOf } from './client.ts'
import type { Config } from './config.ts'
import { chainHash, controlNumber, offlineNumber } from './control-number.ts'
import { checkDocument, totalOf, zReportDocument } from './document.ts'
import type { CheckBody } from './document.ts'
import { checkBody, drawnAs, problemOf, readRef, registrarOf } from './draw.ts'
import { momentOf } from '../tables/moment.ts'
import { ALLOWED, isMarker, keptStanding, shiftAfter, standingIn } from './offline-standing.ts'
import type { OfflineStanding } from './offline-standing.ts'
import { VERIFICATION_PAGE, verificationUrl } from '../tables/verification.ts'

/** A document made without the server, before it is signed. */
type OfflineDrawn = {
  readonly drawn: Drawn
  readonly localNumber: number
  readonly fiscalNumber: string
  /** For the receipt's QR code; null for documents without a sum. */
  readonly url: string | null
}

/** Pure: the next document of the session. */
export function drawOffline(document: OfflineDocument, standing: OfflineStanding, setup: FiscalSetup<Config>): Result<OfflineDrawn, Undrawable> {
  const problem = contentProblem(document) ?? stepProblem(document, standing)
  if (problem !== null) return err(problem)
  const { content, key, at } = document
  const { config, timeZone } = setup
  const { nextLocalNumber: localNumber, previousHash } = standing
  const moment = momentOf(at, timeZone)
  const who = registrarOf(setup)
  const sum = content.kind === 'z_report' ? null : totalOf(bodyOf(content))
  const control = controlNumber(new Secret(standing.seed), { ...moment, localNumber, registerNumber: config.registerNumber, deskNumber: config.deskNumber, sum, previousHash })
  const fiscalNumber = offlineNumber(standing.sessionId, standing.nextNumber, control)
  const heading = {
    uid: key, at, localNumber, cashier: document.cashier, testing: config.mode === 'test' && !isMarker(content.kind), offline: { fiscalNumber, previousHash },
  }
  const bytes = content.kind === 'z_report' ? zReportDocument(who, heading, content.totals) : checkDocument(who, heading, bodyOf(content))
  const drawn = drawnAs(bytes, { localNumber, uid: key })
  if (!drawn.ok) return drawn
  return ok({
    localNumber, fiscalNumber, drawn: drawn.value,
    url: sum === null ? null : verificationUrl(VERIFICATION_PAGE, { ...moment, registerNumber: config.registerNumber, fiscalNumber, sum, mac: previousHash }),
  })
}

type Marker = { readonly kind: 'offline_begin' | 'offline_end' }

const isMarked = (content: OfflineDocument['content']): content is Marker => isMarker(content.kind)

const bodyOf = (content: Exclude<OfflineDocument['content'], { kind: 'z_report' }>): CheckBody => (isMarked(content) ? content : checkBody(content))

const contentProblem = ({ content, ...rest }: OfflineDocument): Undrawable | null => (isMarked(content) ? null : problemOf({ ...rest, content }))

function stepProblem({ at, content: { kind } }: OfflineDocument, { nextNumber, shift, lastMs }: OfflineStanding): Undrawable | null {
  if ((kind === 'offline_begin') !== (nextNumber === 1)) return { problem: 'shift', detail: 'OfflineBegin comes first, and only then' }
  if (!isMarker(kind) && !ALLOWED[shift].includes(kind)) return { problem: 'shift', detail: `${kind} while the shift is ${shift}` }
  return lastMs !== null && at.getTime() < lastMs ? { problem: 'number', detail: 'documents are made in the order of their time' } : null
}

/**
 * Draws, and signs where the signer answers. The chain is taken of what will be sent; where signing is impossible, or the
 * register says so, of the bare XML. Source: protocol sheet A10.
 */
export async function make(document: OfflineDocument, from: Secret, setup: FiscalSetup<Config>, http: Http): Promise<Result<OfflineMade, Undrawable>> {
  const standing = standingIn(from)
  const made = drawOffline(document, standing, setup)
  if (!made.ok) return made
  const { drawn, localNumber, fiscalNumber, url } = made.value
  const asked = await signerOf(setup, http).sign(drawn.content)
  const signed = asked.kind === 'done' ? asked.value : null
  const { kind } = document.content
  const next = keptStanding({
    ...standing, nextLocalNumber: localNumber + 1, nextNumber: standing.nextNumber + 1, lastMs: document.at.getTime(), shift: shiftAfter(standing.shift, kind),
    previousHash: isMarker(kind) ? standing.previousHash : linkOf({ drawn, signed }, setup),
  })
  const answer = signed === null ? 'made without the tax service, not signed yet' : 'made without the tax service'
  return ok({ drawn, signed, next, filed: { fiscalNumber, localNumber, at: document.at, url, offline: true, ref: fiscalNumber, answer, zReport: null } })
}

const linkOf = ({ drawn, signed }: Pick<OfflineMade, 'drawn' | 'signed'>, { config }: FiscalSetup<Config>): string =>
  chainHash(config.chainOver === 'signed' ? signed ?? drawn.content : drawn.content)

/** The second part of an offline number counts the session's documents, of which OfflineBegin is the first and no link. Source: protocol sheet A9, A10. */
export function behind(from: Secret, last: OfflineKept, setup: FiscalSetup<Config>): Secret {
  const [ref, number] = [readRef(last.drawn.ref), Number(last.fiscalNumber.split('.')[1])]
  if (ref === null || !Number.isInteger(number)) throw new Error(`${last.fiscalNumber} was not made here`)
  const previousHash = number === 1 ? null : linkOf(last, setup)
  return keptStanding({ ...standingIn(from), nextLocalNumber: ref.localNumber + 1, nextNumber: number + 1, previousHash })
}
