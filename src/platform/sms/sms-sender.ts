import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Pdu } from 'smpp'
import type { Secret } from '../../kernel/secret.ts'
import { encodedParts } from './alphabet.ts'
import type { SmsReceipt } from './receipt.ts'
import { openSmppLink } from './smpp-link.ts'
import type { SmppLink, SmppTiming } from './smpp-link.ts'

/** Sends text messages through the one SMS centre of the installation, by SMPP 3.4. */
export interface SmsSender {
  /** Connects and keeps the connection, which brings receipts too. Before this nothing is sent. */
  open(): void
  /** Never throws: what the centre said is the answer. */
  send(sms: Sms): Promise<SmsOutcome>
  /** Lets the centre know that we leave, and closes the connection. */
  close(): Promise<void>
}

type Sms = {
  /** E.164 with its plus. */
  readonly to: string
  readonly text: string
}

export type SmsOutcome =
  /** The centre took every part on, and receipts will name these ids, one for each part in their order. */
  | { readonly kind: 'taken'; readonly messageIds: readonly string[] }
  /** It never will: the number, the sender's name or the text is wrong. Nothing went out. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing went out: there is no connection, or the centre has been too busy for as long as we asked. Try again later. */
  | { readonly kind: 'not_sent'; readonly cause: string }
  /** A part may have gone out, and sending again may send it twice. `messageIds`: of the parts that were surely taken. */
  | { readonly kind: 'unknown'; readonly cause: string; readonly messageIds: readonly string[] }

type SmsOptions = {
  /** `smpp://system_id:password@host:2775`, or `smpps://…:3550` with TLS. */
  readonly smsUrl: Secret
  /** Who the messages come from: a name of at most 11 letters that the operator has registered, or a number. */
  readonly from: string
  /** Stores what a receipt says. A throw, and the centre is asked to send it again. */
  readonly onReceipt: (receipt: SmsReceipt) => Promise<void>
  readonly onError: (error: unknown) => void
  /** Null: as an operator expects it. */
  readonly timing: SmppTiming | null
}

/** The centre asks to go slower, or its queue is full (SMPP 3.4, 5.1.3). Nothing was taken. */
const SLOWER: ReadonlySet<number> = new Set([0x58, 0x14])
/** A centre's own trouble, or the connection's: not about this message. */
const OF_THE_CENTRE: ReadonlySet<number> = new Set([0x04, 0x08])

const WORDS: Readonly<Record<number, string>> = {
  0x01: 'the message is too long', 0x04: 'not bound', 0x08: 'the SMS centre has a trouble of its own', 0x0a: 'the sender’s name is not allowed',
  0x0b: 'no such number', 0x14: 'the queue of the SMS centre is full', 0x45: 'the SMS centre could not take it', 0x58: 'too many messages at once',
}

const USUAL: SmppTiming = { answerMs: 60_000, enquireMs: 30_000, reconnectMs: 1_000, slowestMs: 60_000, slowerMs: 1_000 }

/** How often a part is offered to a centre that asks to go slower; the pause doubles. */
const OFFERS = 6

/** Header of one part of several (3GPP TS 23.040, 9.2.3.24.1): the reference is the same in all parts of a message. */
const header = (reference: number, total: number, at: number): Buffer => Buffer.from([5, 0, 3, reference, total, at + 1])

/** Throws a TypeError if the address is none: the configuration checks it before. */
export function openSmsSender({ smsUrl, from, onReceipt, onError, timing }: SmsOptions): SmsSender {
  const pace = timing ?? USUAL
  const link = openSmppLink({ url: smsUrl, timing: pace, onReceipt, onError })
  return {
    open: () => link.open(),
    async send({ to, text }) {
      const { alphabet, parts } = encodedParts(text)
      const reference = randomInt(256)
      const messageIds: string[] = []
      for (const [at, part] of parts.entries()) {
        const joined = parts.length === 1 ? part : Buffer.concat([header(reference, parts.length, at), part])
        const answer = await offer(link, pace, {
          ...addresses(from, to), esm_class: parts.length === 1 ? 0 : 0x40, registered_delivery: 1, data_coding: alphabet === 'gsm' ? 0 : 8,
          short_message: joined,
        })
        if (answer.kind !== 'taken') return messageIds.length === 0 ? answer : halfSent(answer, messageIds, parts.length)
        messageIds.push(...answer.messageIds)
      }
      return { kind: 'taken', messageIds }
    },
    close: () => link.close(),
  }
}

/** Some parts are out and the next one is not: only a person can say whether the payer could read it. */
const halfSent = (outcome: Exclude<SmsOutcome, { kind: 'taken' }>, messageIds: readonly string[], parts: number): SmsOutcome => ({
  kind: 'unknown', messageIds, cause: `${messageIds.length} of ${parts} parts were taken: ${outcome.kind === 'refused' ? outcome.reason : outcome.cause}`,
})

async function offer(link: SmppLink, { slowerMs }: SmppTiming, fields: Parameters<SmppLink['submit']>[0]): Promise<SmsOutcome> {
  for (let offers = 1; ; offers++) {
    const answer = await link.submit(fields)
    if (answer.kind === 'no_link') return { kind: 'not_sent', cause: answer.cause }
    if (answer.kind === 'silent') return { kind: 'unknown', cause: answer.cause, messageIds: [] }
    const said = outcomeOf(answer.pdu)
    if (!SLOWER.has(answer.pdu.command_status) || offers === OFFERS) return said
    await wait(slowerMs * 2 ** (offers - 1))
  }
}

function outcomeOf({ command_status: status, message_id: messageId }: Pdu): SmsOutcome {
  if (status === 0) return { kind: 'taken', messageIds: messageId === undefined || messageId === '' ? [] : [messageId] }
  const words = `${WORDS[status] ?? 'refused'} (0x${status.toString(16).padStart(2, '0')})`
  return SLOWER.has(status) || OF_THE_CENTRE.has(status) ? { kind: 'not_sent', cause: words } : { kind: 'refused', reason: words }
}

/** A name is TON 5, NPI 0; a number TON 1, NPI 1 without its plus; a short code TON 3, NPI 0. */
function addresses(from: string, to: string) {
  const isNumber = /^\+?\d+$/.test(from)
  const digits = from.replace('+', '')
  const kind = !isNumber ? [5, 0] as const : digits.length <= 6 ? [3, 0] as const : [1, 1] as const
  return {
    source_addr_ton: kind[0], source_addr_npi: kind[1], source_addr: isNumber ? digits : from,
    dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to.replace('+', ''),
  }
}
