import type { Http, Outcome } from '../../connectors/contract.ts'
import type { FiscalSetup, OfflineKept, Replay } from '../contract.ts'
import { command, post, signerOf } from './client.ts'
import type { Said } from './client.ts'
import type { Config } from './config.ts'
import { readRef } from './draw.ts'
import { refusalOf } from './errors.ts'
import { framed, MOST_BYTES, split } from './package.ts'
import { ofQuestion, registrarState, toldBy } from './state.ts'
import { numberIn, readTold, textIn } from './told.ts'

type Setup = FiscalSetup<Config>

/**
 * Brings documents to the server in their order, package after package, and stops at the first that it does not take. It
 * begins with what the server does not have yet, so that a lost answer repeats nothing.
 */
export async function replay(documents: readonly OfflineKept[], setup: Setup, http: Http): Promise<Replay> {
  const had = await deliveredBefore(documents, setup, http)
  if (had.kind !== 'done') return { ...had, delivered: 0 }
  const signed = await signedAll(documents.slice(had.value), setup, http)
  if (signed.kind !== 'done') return { ...signed, delivered: had.value }
  let delivered = had.value
  for (const group of split(signed.value, 0)) {
    const sent = await sendGroup(group, setup, http)
    delivered += sent.taken
    if (sent.problem !== null) return { ...sent.problem, delivered }
  }
  return { kind: 'done', value: null, delivered }
}

/** All at once: how many are brought at a time is for the caller to say. */
async function signedAll(documents: readonly OfflineKept[], setup: Setup, http: Http): Promise<Outcome<Buffer[]>> {
  const signer = signerOf(setup, http)
  const asked = await Promise.all(documents.map(async ({ drawn, signed }): Promise<Outcome<Buffer>> =>
    (signed === null ? signer.sign(drawn.content) : { kind: 'done', value: signed })))
  const all: Buffer[] = []
  for (const one of asked) {
    if (one.kind !== 'done') return one
    all.push(one.value)
  }
  return { kind: 'done', value: all }
}

/** How many of the documents the server has: what stands below its next number, if the last of those is really ours. */
async function deliveredBefore(documents: readonly OfflineKept[], setup: Setup, http: Http): Promise<Outcome<number>> {
  const told = ofQuestion(await registrarState(setup, http))
  if (told.kind !== 'done') return told
  const next = numberIn(told.value, 'NextLocalNum')
  if (next === null) return { kind: 'unknown', cause: 'a state without the next number' }
  const had = documents.filter((one) => localNumberOf(one) < next)
  const last = had.at(-1)
  if (last === undefined) return { kind: 'done', value: 0 }
  const asked = { Command: 'DocumentInfoByLocalNum', NumFiscal: Number(setup.config.registerNumber), NumLocal: localNumberOf(last) }
  const found = ofQuestion(toldBy(await command(asked, setup, http)))
  if (found.kind !== 'done') return found
  const isOurs = found.value !== null && textIn(found.value, 'NumFiscal') === last.fiscalNumber
  return isOurs ? { kind: 'done', value: had.length } : { kind: 'refused', reason: 'other', providerCode: `number ${localNumberOf(last)} is another document's` }
}

/** Throws: only what was made here is ever brought. */
function localNumberOf({ drawn }: OfflineKept): number {
  const ref = readRef(drawn.ref)
  if (ref === null) throw new Error(`${drawn.ref} was not made here`)
  return ref.localNumber
}

type Trouble = Exclude<Outcome<never>, { kind: 'done' }>

type SentGroup = { readonly taken: number; readonly problem: Trouble | null }

/** One package, or two halves of it where its own signature makes it too long. */
async function sendGroup(group: readonly Buffer[], setup: Setup, http: Http): Promise<SentGroup> {
  const signed = await signerOf(setup, http).sign(framed(group, setup.config.packageLengths))
  if (signed.kind !== 'done') return { taken: 0, problem: signed }
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
    case 'error': {
      const { kind, reason, providerCode } = refusalOf(answer.error)
      return { taken: 0, problem: { kind, reason, providerCode: `${providerCode}: ${answer.error.explanation}` } }
    }
    case 'nothing': return { taken: 0, problem: { kind: 'unknown', cause: 'no answer to a package' } }
    case 'refused': case 'unknown': return { taken: 0, problem: answer }
  }
}
