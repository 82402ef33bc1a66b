import { setTimeout as wait } from 'node:timers/promises'
import smpp from 'smpp'
import type { Pdu, PduFields, Session } from 'smpp'
import type { Secret } from '../../kernel/secret.ts'
import { readReceipt } from './receipt.ts'
import type { SmsReceipt } from './receipt.ts'

/** All in milliseconds. */
export type SmppTiming = {
  /** How long an answer may take; an operator's guide says 60 seconds. */
  readonly answerMs: number
  /** Between two proofs that the connection lives. */
  readonly enquireMs: number
  /** Before the first new try to connect; it doubles up to `slowestMs`. */
  readonly reconnectMs: number
  readonly slowestMs: number
  /** Before a part is offered again to a centre that asked to go slower; it doubles. */
  readonly slowerMs: number
}

type Submitted =
  | { readonly kind: 'answered'; readonly pdu: Pdu }
  /** Not offered: there is no connection. */
  | { readonly kind: 'no_link'; readonly cause: string }
  /** Offered, and nobody knows what became of it. */
  | { readonly kind: 'silent'; readonly cause: string }

/** One connection to the SMS centre, both ways, that comes back by itself. */
export interface SmppLink {
  open(): void
  submit(fields: PduFields): Promise<Submitted>
  close(): Promise<void>
}

type LinkOptions = {
  readonly url: Secret
  readonly timing: SmppTiming
  readonly onReceipt: (receipt: SmsReceipt) => Promise<void>
  readonly onError: (error: unknown) => void
}

const LOOK_MS = 20

/** Unanswered requests at once; operators close connections that go beyond it. */
const WINDOW = 10
/** A receipt that could not be stored: the centre is to send it again (ESME_RX_T_APPN). */
const LATER = 0x64

type State = {
  session: Session | null
  isClosed: boolean
  /** Why there is no connection. */
  cause: string
  open: number
  readonly waiting: (() => void)[]
  readonly stop: AbortController
  /** Null until it was opened. */
  ended: Promise<void> | null
}

/** Throws a TypeError if the URL is none. */
export function openSmppLink(options: LinkOptions): SmppLink {
  const where = addressOf(options.url)
  const state: State = { session: null, isClosed: false, cause: 'not connected yet', open: 0, waiting: [], stop: new AbortController(), ended: null }
  return {
    open() {
      state.ended ??= keepConnected(options, where, state)
    },
    async submit(fields) {
      // The first letter after a start waits for the connection as long as for an answer of it.
      for (let waited = 0; state.session === null && !state.isClosed && waited < Math.min(options.timing.answerMs, 5_000); waited += LOOK_MS) await wait(LOOK_MS)
      while (state.open >= WINDOW) await new Promise<void>((resolve) => state.waiting.push(resolve))
      const { session } = state
      if (session === null) return { kind: 'no_link', cause: state.cause }
      state.open += 1
      try {
        return await asked(session, options.timing, (answered) => session.submit_sm(fields, answered))
      } finally {
        state.open -= 1
        state.waiting.shift()?.()
      }
    },
    async close() {
      state.isClosed = true
      state.stop.abort()
      const { session } = state
      if (session !== null) {
        await asked(session, { answerMs: 1_000 }, (answered) => session.unbind({}, answered))
        session.destroy()
      }
      await state.ended
    },
  }
}

async function keepConnected(options: LinkOptions, where: Where, state: State): Promise<void> {
  let pauseMs = options.timing.reconnectMs
  while (!state.isClosed) {
    const bound = await oneConnection(options, where, state)
    pauseMs = bound ? options.timing.reconnectMs : Math.min(pauseMs * 2, options.timing.slowestMs)
    if (!state.isClosed) await wait(pauseMs, null, { signal: state.stop.signal }).catch(() => null)
  }
}

/** Connects, binds, and ends when the connection does. True: it was bound for a time. */
async function oneConnection({ timing, onReceipt, onError }: LinkOptions, where: Where, state: State): Promise<boolean> {
  const session = smpp.connect(where.to)
  const closed = new Promise<void>((resolve) => session.once('close', () => resolve()))
  session.on('error', (error: unknown) => {
    state.cause = error instanceof Error ? error.message : 'the connection broke'
    session.destroy()
  })
  session.on('deliver_sm', (pdu: Pdu) => void answerDelivery(session, pdu, onReceipt).catch(onError))
  session.on('enquire_link', (pdu: Pdu) => void session.send(pdu.response()))
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response())
    session.close()
  })
  const bound = await bind(session, where, timing, closed)
  if (bound !== null) {
    state.cause = bound
    onError(new Error(`the SMS centre at ${where.to.host} was not reached: ${bound}`))
    session.destroy()
    await closed
    return false
  }
  state.session = session
  const enquiring = setInterval(() => {
    void asked(session, timing, (answered) => session.enquire_link({}, answered)).then(({ kind }) => kind !== 'answered' && session.destroy())
  }, timing.enquireMs)
  await closed
  clearInterval(enquiring)
  state.session = null
  state.cause = 'the connection to the SMS centre was lost'
  return true
}

/** Null: bound. Else why not, without the password. */
async function bind(session: Session, { to, user, password }: Where, timing: SmppTiming, closed: Promise<void>): Promise<string | null> {
  const connected = new Promise<true>((resolve) => session.once(to.tls ? 'secureConnect' : 'connect', () => resolve(true)))
  const timeout = new AbortController()
  const late = wait(Math.min(timing.answerMs, 10_000), null, { signal: timeout.signal }).catch(() => null)
  const isConnected = await Promise.race([connected, closed.then(() => null), late])
  timeout.abort()
  if (isConnected === null) return 'no connection'
  const answer = await asked(session, timing, (answered) => session.bind_transceiver({ system_id: user, password, system_type: '' }, answered))
  if (answer.kind !== 'answered') return answer.cause
  const { command_status: status } = answer.pdu
  return status === 0 ? null : `it refused name or password (0x${status.toString(16).padStart(2, '0')})`
}

async function answerDelivery(session: Session, pdu: Pdu, onReceipt: LinkOptions['onReceipt']): Promise<void> {
  const receipt = readReceipt(pdu)
  try {
    if (receipt !== null) await onReceipt(receipt)
  } catch (error) {
    session.send(pdu.response({ command_status: LATER }))
    throw error
  }
  session.send(pdu.response())
}

/** Sends a request and waits for its answer, for the end of the connection, or for too long. */
function asked(session: Session, { answerMs }: { answerMs: number }, send: (answered: (pdu: Pdu) => void) => boolean): Promise<Submitted> {
  return new Promise((resolve) => {
    const onClose = (): void => end({ kind: 'silent', cause: 'the connection was lost before the answer' })
    const timer = setTimeout(() => end({ kind: 'silent', cause: `no answer in ${answerMs / 1000} seconds` }), answerMs)
    const end = (result: Submitted): void => {
      clearTimeout(timer)
      session.removeListener('close', onClose)
      resolve(result)
    }
    session.on('close', onClose)
    if (!send((pdu) => end({ kind: 'answered', pdu }))) end({ kind: 'no_link', cause: 'the connection to the SMS centre was lost' })
  })
}

type Where = { readonly to: { host: string; port: number; tls: boolean; servername?: string }; readonly user: string; readonly password: string }

function addressOf(secret: Secret): Where {
  const url = URL.parse(secret.reveal())
  if (url === null || (url.protocol !== 'smpp:' && url.protocol !== 'smpps:') || url.hostname === '') throw new TypeError('the SMS centre\'s address is no smpp:// URL')
  const tls = url.protocol === 'smpps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    to: { host, port: url.port === '' ? (tls ? 3550 : 2775) : Number(url.port), tls, ...(tls && !/^[\d.:]+$/.test(host) ? { servername: host } : {}) },
    user: decodeURIComponent(url.username), password: decodeURIComponent(url.password),
  }
}
