import type { Http, Outcome } from '../../connectors/contract.ts'
import type { Drawn, Filed, FiscalSetup } from '../contract.ts'
import { readRef } from './document.ts'
import type { Call } from './document.ts'
import { ask, wordOf } from './client.ts'
import type { Said } from './client.ts'
import type { Config } from './config.ts'
import { objectOf, textAt } from './json.ts'
import { readReceipt } from './receipt.ts'
import { readClosing, readOpening } from './shift.ts'
import { state } from './state.ts'

type Setup = FiscalSetup<Config>

/** What an object of Checkbox's says of its document. `pending`: taken, and not registered at the tax service yet. */
export type Progress =
  | { readonly kind: 'filed'; readonly filed: Filed }
  | { readonly kind: 'failed'; readonly word: string }
  | { readonly kind: 'pending' }
  /** The closing of a shift that is open: nothing has been asked of it, or the last try has failed. */
  | { readonly kind: 'untouched'; readonly word: string | null }
  | { readonly kind: 'unreadable' }

/** Where a document is sent, where its object is read, and by whom. Source: protocol sheet B. */
const CALLS: Readonly<Record<Call, { readonly send: string; readonly look: string; read(said: Said): Progress }>> = {
  sell: { send: '/receipts/sell', look: '/receipts/', read: readReceipt },
  service: { send: '/receipts/service', look: '/receipts/', read: readReceipt },
  shift: { send: '/shifts', look: '/shifts/', read: readOpening },
  close: { send: '/shifts/close', look: '/shifts/', read: readClosing },
}

/** Checkbox registers after it has answered: it is asked this often, and then the caller comes back by `find`. Source: B, algorithm. */
const QUESTIONS = 6
const BETWEEN_MS = 1_000

/** Sends a document, and stays a few seconds to hear that it was registered. */
export async function file(drawn: Drawn, setup: Setup, http: Http): Promise<Outcome<Filed>> {
  const ref = readRef(drawn.ref)
  if (ref === null) throw new TypeError(`${drawn.ref} was not drawn for Checkbox`)
  const { send, look, read } = CALLS[ref.call]
  const sent = await ask({ method: 'POST', path: send, body: drawn.content.toString('utf8') }, setup, http)
  if (sent.kind !== 'done') return sent
  // Also a 2xx may be an error, and a refusal may speak of the same document sent before: what is there counts. Source: B, errors, stub.
  const isRefused = sent.value.status >= 400 || (nameIn(sent.value) === null && hasWord(sent.value))
  const first = isRefused ? { kind: 'pending' } as const : read(sent.value)
  if (first.kind !== 'pending') return outcomeOf(first)
  return settled({ path: look + ref.name, read, word: isRefused ? wordOf(sent.value.body, sent.value.status) : null }, setup, http)
}

const nameIn = ({ body }: Said): string | null => textAt(objectOf(body), 'id')

/** Checkbox's own refusals have a sentence; a 404 of a proxy or of another server says nothing about a document. Source: B, errors. */
const hasWord = ({ body }: Said): boolean => textAt(objectOf(body), 'message') !== null

type Look = {
  readonly path: string
  read(said: Said): Progress
  /** Why it was not taken; null where it was. */
  readonly word: string | null
}

async function settled({ path, read, word }: Look, setup: Setup, http: Http): Promise<Outcome<Filed>> {
  for (let asked = 0; asked < QUESTIONS; asked++) {
    if (word === null || asked > 0) await setup.pause(BETWEEN_MS)
    const said = await ask({ method: 'GET', path }, setup, http)
    if (said.kind !== 'done') return said
    if (said.value.status === 404 && hasWord(said.value) && word !== null) return refused(word)
    const progress = said.value.status === 200 ? read(said.value) : { kind: 'unreadable' } as const
    if (progress.kind === 'untouched' && word !== null) return refused(word)
    if (progress.kind !== 'pending') return outcomeOf(progress)
  }
  return { kind: 'unknown', cause: 'taken, and not registered yet' }
}

/** What became of it, by its own name. Null: Checkbox has never taken it. */
export async function find(drawn: Drawn, setup: Setup, http: Http): Promise<Outcome<Filed | null>> {
  const ref = readRef(drawn.ref)
  if (ref === null) throw new TypeError(`${drawn.ref} was not drawn for Checkbox`)
  const { look, read } = CALLS[ref.call]
  const said = await ask({ method: 'GET', path: look + ref.name }, setup, http)
  if (said.kind !== 'done') return said
  if (said.value.status === 404) return hasWord(said.value) ? { kind: 'done', value: null } : { kind: 'unknown', cause: 'HTTP 404 without a word' }
  if (said.value.status !== 200) return { kind: 'unknown', cause: wordOf(said.value.body, said.value.status) }
  const progress = read(said.value)
  return progress.kind === 'untouched' ? { kind: 'done', value: null } : outcomeOf(progress)
}

/** Checkbox says of each receipt whether it was brought to the tax service; of a shift it does not, so that its register is asked whether it is online. */
export async function heard(drawn: Drawn, setup: Setup, http: Http): Promise<Outcome<boolean>> {
  const found = await find(drawn, setup, http)
  if (found.kind !== 'done') return found
  if (found.value === null) return { kind: 'unknown', cause: 'it is not there any more' }
  const call = readRef(drawn.ref)?.call
  if (!found.value.offline || (call !== 'shift' && call !== 'close')) return { kind: 'done', value: !found.value.offline }
  const register = await state(setup, http)
  return register.kind === 'done' ? { kind: 'done', value: register.value.online !== false } : register
}

function outcomeOf(progress: Progress): Outcome<Filed> {
  switch (progress.kind) {
    case 'filed': return { kind: 'done', value: progress.filed }
    case 'failed': return refused(progress.word)
    case 'untouched': return progress.word === null ? { kind: 'unknown', cause: 'the shift is open still' } : refused(progress.word)
    case 'pending': return { kind: 'unknown', cause: 'taken, and not registered yet' }
    case 'unreadable': return { kind: 'unknown', cause: 'the answer could not be understood' }
  }
}

/** Known sentences by what they mean for the register. Source: B, known 400 texts. */
const NOT_ENABLED = ['Каса зайнята іншим касиром', 'Касир вже працює з даною касою']

const refused = (word: string): Outcome<never> =>
  ({ kind: 'refused', reason: NOT_ENABLED.some((one) => word.includes(one)) ? 'not_enabled' : 'other', providerCode: word })
