import type { Clock } from '../kernel/clock.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { sizeOf } from '../platform/sms/alphabet.ts'
import type { SmsOutcome, SmsSender } from '../platform/sms/sms-sender.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { DeliveryEnd, LetterJob } from './delivery.ts'
import { claimSms, findQueuedSms, recordSms } from './sms-delivery.ts'
import type { QueuedSms, SmsResult } from './sms-delivery.ts'

/** A message ready to go, or the reason why it must not go any more. */
export type WrittenSms =
  | {
    readonly kind: 'written'
    readonly text: string
    /** The text as it may be kept: its link, by which anybody could see the invoice, stands in it as `{link}`. */
    readonly shown: string
    readonly onSent: ((tx: Tx, at: Date) => Promise<void>) | null
  }
  | { readonly kind: 'withdrawn'; readonly because: DeliveryEnd }

/** Null: the installation sends none in that mode. */
export type SmsSenders = { readonly live: SmsSender | null; readonly test: SmsSender | null }

export type SendSmsDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly sms: SmsSenders
  readonly writeSms: (delivery: QueuedSms) => Promise<WrittenSms>
}

const CUT_OFF = 'The server was cut off while it asked the SMS centre.'

/**
 * Writes and sends one queued message. That the centre will be asked is committed before it is: a crash in between, or
 * an answer that never comes, ends in `unknown` and not in a second message. Throws to be run again later.
 */
export async function sendQueuedSms(deps: SendSmsDeps, job: LetterJob, isLastTry: boolean): Promise<void> {
  const delivery = await findQueuedSms(deps.db, job)
  if (delivery === null) return
  if (delivery.submittedAt !== null) return record(deps, delivery, { ...NOTHING, state: 'unknown', problem: CUT_OFF }, null)
  const sender = deps.sms[delivery.mode]
  if (sender === null) {
    const name = delivery.mode === 'test' ? 'TEST_SMS_URL' : 'SMS_URL'
    return record(deps, delivery, { ...NOTHING, state: 'failed', problem: `Text messages of this mode are not sent here: ${name} is not set.` }, null)
  }
  const written = await deps.writeSms(delivery)
  if (written.kind === 'withdrawn') return record(deps, delivery, { ...NOTHING, state: 'withdrawn', because: written.because }, null)
  const { text, shown } = written
  const claimed = await inTransaction(deps.db, (tx) => claimSms(tx, delivery, { shown, parts: sizeOf(text).parts, at: deps.clock.now() }))
  if (!claimed) return
  const outcome = await sender.send({ to: delivery.recipient, text })
  await record(deps, delivery, resultOf(outcome, isLastTry), written.onSent)
  if (outcome.kind === 'not_sent' && !isLastTry) throw new Error(`the text message was not sent: ${outcome.cause}`)
}

/** Nobody tries this message again, whatever the last try ended in. */
export async function giveUpSms(deps: Pick<SendSmsDeps, 'db' | 'clock'>, job: LetterJob): Promise<void> {
  const delivery = await findQueuedSms(deps.db, job)
  if (delivery === null) return
  const isAsked = delivery.submittedAt !== null
  await record(deps, delivery, isAsked ? { ...NOTHING, state: 'unknown', problem: CUT_OFF } : { ...NOTHING, state: 'failed', because: 'given_up' }, null)
}

const NOTHING = { problem: null, because: null, messageIds: [] } as const

function resultOf(outcome: SmsOutcome, isLastTry: boolean): SmsResult {
  switch (outcome.kind) {
    case 'taken': return { ...NOTHING, state: 'sent', messageIds: outcome.messageIds }
    case 'refused': return { ...NOTHING, state: 'failed', problem: outcome.reason }
    case 'not_sent': return { ...NOTHING, state: isLastTry ? 'failed' : 'queued', problem: outcome.cause, because: isLastTry ? 'given_up' : null }
    case 'unknown': return { ...NOTHING, state: 'unknown', problem: outcome.cause, messageIds: outcome.messageIds }
  }
}

const EVENT = { sent: 'delivery.sent', failed: 'delivery.failed', withdrawn: 'delivery.withdrawn', unknown: 'delivery.unknown', delivered: 'delivery.delivered' } as const

async function record(
  { db, clock }: Pick<SendSmsDeps, 'db' | 'clock'>, { merchantId, id, mode, invoiceId }: QueuedSms, result: SmsResult,
  onSent: ((tx: Tx, at: Date) => Promise<void>) | null,
): Promise<void> {
  const at = clock.now()
  const { state, problem, because } = result
  await inTransaction(db, async (tx) => {
    if (!await recordSms(tx, { merchantId, id }, result, at) || state === 'queued') return
    const told = { type: EVENT[state], objectId: id, sequence: 1, data: { invoice: invoiceId, problem, because } } as const
    await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [told])
    if (state === 'sent') await onSent?.(tx, at)
  })
}
