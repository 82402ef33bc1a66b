import type { Http, Outcome } from '../../connectors/contract.ts'
import { Secret } from '../../kernel/secret.ts'
import type { FiscalSetup, Undrawable } from '../contract.ts'
import { command, post, signerOf } from './client.ts'
import type { Said, Signer } from './client.ts'
import type { Config } from './config.ts'
import { refusalOf } from './errors.ts'
import { afterOffline, drawOffline } from './offline-session.ts'
import type { OfflineDrawn, OfflineGrant, OfflineItem, OfflineSession } from './offline-session.ts'
import { framed, MOST_BYTES, split } from './package.ts'
import { registrarState, toldBy } from './state.ts'
import { numberIn, readTold, textIn } from './told.ts'
import type { Told } from './told.ts'

type Setup = FiscalSetup<Config>

/** A document made without the server, as it is kept until the server has it. */
export type OfflineDocument = OfflineDrawn & { readonly signed: Buffer }

/** What the server gives for the next time without it, asked for while it can be reached. */
export async function offlineGrant(setup: Setup, http: Http): Promise<Outcome<OfflineGrant>> {
  const told = await registrarState(setup, http)
  if (told.kind !== 'done') return told
  const [sessionId, seed, nextLocalNumber] = [textIn(told.value, 'OfflineSessionId'), textIn(told.value, 'OfflineSeed'), numberIn(told.value, 'NextLocalNum')]
  if (told.value.get('OfflineSupported') === false) return { kind: 'refused', reason: 'not_enabled', providerCode: 'OfflineSupported' }
  if (sessionId === null || seed === null || nextLocalNumber === null) return { kind: 'unknown', cause: 'a state without an offline session' }
  return { kind: 'done', value: { sessionId, seed: new Secret(seed), nextLocalNumber, shift: shiftIn(told.value) } }
}

const shiftIn = (told: Told): OfflineGrant['shift'] => {
  if (textIn(told, 'ShiftState') !== '1') return 'closed'
  return told.get('ZRepPresent') === true ? 'reported' : 'open'
}

export type OfflineMade = {
  readonly documents: readonly OfflineDocument[]
  /** Where the session stands after them. */
  readonly session: OfflineSession
}

/** Draws and signs documents one after the other, each with the hash of the one before. What stops it stops all that would follow. */
export async function makeOffline(
  items: readonly OfflineItem[], from: OfflineSession, setup: Setup, signer: Signer,
): Promise<OfflineMade & { readonly stopped: null | Undrawable | Exclude<Outcome<Buffer>, { kind: 'done' }> }> {
  const documents: OfflineDocument[] = []
  let session = from
  for (const item of items) {
    const drawn = drawOffline(item, session, setup)
    if (!drawn.ok) return { documents, session, stopped: drawn.error }
    const signed = await signer.sign(drawn.value.content)
    if (signed.kind !== 'done') return { documents, session, stopped: signed }
    documents.push({ ...drawn.value, signed: signed.value })
    session = afterOffline(session, drawn.value, signed.value, setup.config.chainOver)
  }
  return { documents, session, stopped: null }
}

/** How far the server has the documents. `delivered`: how many of them, from the first. */
export type Replay =
  /** `grant`: for the next time without the server; null where OfflineEnd is not among the documents. */
  | { readonly kind: 'done'; readonly delivered: number; readonly grant: OfflineGrant | null }
  /** The server said no. Nothing after it was sent: a person decides. */
  | { readonly kind: 'stopped'; readonly delivered: number; readonly refusal: Exclude<Outcome<never>, { kind: 'done' | 'unknown' }>; readonly explanation: string }
  /** Asked again later with the same documents, it goes on where the server stands. */
  | { readonly kind: 'unknown'; readonly delivered: number; readonly cause: string }

/**
 * Brings documents to the server in their order, package after package, and stops at the first that it does not take. It
 * begins with what the server does not have yet, so that a lost answer repeats nothing.
 */
export async function replayOffline(documents: readonly OfflineDocument[], setup: Setup, http: Http): Promise<Replay> {
  const had = await deliveredBefore(documents, setup, http)
  if (had.kind !== 'done') return notDone(had, 0)
  const rest = documents.slice(had.value)
  let delivered = had.value
  for (const group of split(rest.map(({ signed }) => signed), 0)) {
    const sent = await sendGroup(group, setup, http)
    delivered += sent.taken
    if (sent.problem !== null) return { ...sent.problem, delivered }
  }
  if (documents.at(-1)?.kind !== 'offline_end') return { kind: 'done', delivered, grant: null }
  const grant = await offlineGrant(setup, http)
  return grant.kind === 'done' ? { kind: 'done', delivered, grant: grant.value } : notDone(grant, delivered)
}

type Trouble = Exclude<Outcome<never>, { kind: 'done' }>

const notDone = (trouble: Trouble, delivered: number): Replay =>
  (trouble.kind === 'unknown' ? { ...trouble, delivered } : { kind: 'stopped', delivered, refusal: trouble, explanation: '' })

/** How many of the documents the server has: what stands below its next number, if the last of those is really ours. */
async function deliveredBefore(documents: readonly OfflineDocument[], setup: Setup, http: Http): Promise<Outcome<number>> {
  const told = await registrarState(setup, http)
  if (told.kind !== 'done') return told
  const next = numberIn(told.value, 'NextLocalNum')
  if (next === null) return { kind: 'unknown', cause: 'a state without the next number' }
  const had = documents.filter(({ localNumber }) => localNumber < next)
  const last = had.at(-1)
  if (last === undefined) return { kind: 'done', value: 0 }
  const asked = { Command: 'DocumentInfoByLocalNum', NumFiscal: Number(setup.config.registerNumber), NumLocal: last.localNumber }
  const found = toldBy(await command(asked, setup, http))
  if (found.kind !== 'done') return found
  const isOurs = found.value !== null && textIn(found.value, 'NumFiscal') === last.fiscalNumber
  return isOurs ? { kind: 'done', value: had.length } : { kind: 'refused', reason: 'other', providerCode: `number ${last.localNumber} is another document's` }
}

type SentGroup = { readonly taken: number; readonly problem: null | Omit<Extract<Replay, { kind: 'stopped' }>, 'delivered'> | Omit<Extract<Replay, { kind: 'unknown' }>, 'delivered'> }

/** One package, or two halves of it where its own signature makes it too long. */
async function sendGroup(group: readonly Buffer[], setup: Setup, http: Http): Promise<SentGroup> {
  const signed = await signerOf(setup, http).sign(framed(group, setup.config.packageLengths))
  if (signed.kind === 'unknown') return { taken: 0, problem: signed }
  if (signed.kind === 'refused') return { taken: 0, problem: { kind: 'stopped', refusal: signed, explanation: '' } }
  if (signed.value.length > MOST_BYTES && group.length > 1) {
    const middle = Math.ceil(group.length / 2)
    const first = await sendGroup(group.slice(0, middle), setup, http)
    if (first.problem !== null) return first
    const second = await sendGroup(group.slice(middle), setup, http)
    return { taken: first.taken + second.taken, problem: second.problem }
  }
  return { taken: group.length, problem: null, ...problemIn(await post('pck', signed.value, setup, http)) }
}

/** Nothing where the package was taken: `OK`, or a new session where OfflineEnd was in it. Source: protocol sheet A11. */
function problemIn(answer: Said): Partial<SentGroup> {
  switch (answer.kind) {
    case 'bytes': {
      const isTaken = answer.bytes.toString('utf8').trim() === 'OK' || textIn(readTold(answer.bytes) ?? new Map(), 'OfflineSessionId') !== null
      return isTaken ? {} : { taken: 0, problem: { kind: 'unknown', cause: 'an answer to a package that cannot be read' } }
    }
    case 'error': return { taken: 0, problem: { kind: 'stopped', refusal: refusalOf(answer.error), explanation: answer.error.explanation } }
    case 'refused': return { taken: 0, problem: { kind: 'stopped', refusal: answer, explanation: '' } }
    case 'nothing': return { taken: 0, problem: { kind: 'unknown', cause: 'no answer to a package' } }
    case 'unknown': return { taken: 0, problem: answer }
  }
}
