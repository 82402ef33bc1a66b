import type { Clock } from '../kernel/clock.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import type { Attachment, Mailer, MailOutcome } from '../platform/mail/mailer.ts'
import { recordEvents } from '../webhooks/event.ts'
import { findQueued, LETTER_JOB, recordDelivery } from './delivery.ts'
import type { DeliveryEnd, DeliveryKind, DeliveryResult, LetterJob, QueuedDelivery } from './delivery.ts'
import type { Letter } from './letter.ts'

/** A letter ready to go, or why it must not go any more or not yet. */
export type Written =
  | {
    readonly kind: 'written'
    readonly letter: Letter
    readonly fromName: string
    /** Null: answers reach nobody who could read them. */
    readonly replyTo: string | null
    readonly attachments: readonly Attachment[]
    /** What the letter's own noun keeps of its having gone out; null: nothing. */
    readonly onSent: ((tx: Tx, at: Date) => Promise<void>) | null
  }
  | { readonly kind: 'withdrawn'; readonly because: DeliveryEnd }
  /** It may not leave at this hour: it is tried from `at` on, as often as a new one. */
  | { readonly kind: 'later'; readonly at: Date }

export type SendDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly jobs: Pick<Jobs, 'enqueue'>
  /** Test letters go to a catcher of their own; null where the installation has none, and then they are not sent at all. */
  readonly mailer: { readonly live: Mailer; readonly test: Mailer | null }
  /** Where a mail server returns a letter that it cannot deliver; null: to the address that letters come from. */
  readonly returnAddress: ((id: Id<'delivery'>) => string) | null
  /** Each kind of letter is written by the noun it tells of, from what is true at that moment. */
  readonly write: Readonly<Record<Exclude<DeliveryKind, 'e_invoice' | 'sms' | 'bank_app'>, (delivery: QueuedDelivery) => Promise<Written>>>
}

/** Writes and sends one queued letter. Throws to be run again later; what the mail server said is on the delivery by then. */
export async function sendQueuedLetter(deps: SendDeps, job: LetterJob, isLastTry: boolean): Promise<void> {
  const delivery = await findQueued(deps.db, job)
  if (delivery === null || delivery.kind === 'e_invoice') return
  const written = await deps.write[delivery.kind](delivery)
  if (written.kind === 'later') return inTransaction(deps.db, (tx) => deps.jobs.enqueue(tx, LETTER_JOB, job, written.at))
  if (written.kind === 'withdrawn') {
    await settleDelivery(deps, delivery, { state: 'withdrawn', subject: null, problem: null, because: written.because, transportId: null }, null)
    return
  }
  const outcome = await post(deps, delivery, written)
  await settleDelivery(deps, delivery, resultOf(outcome, written.letter.subject, isLastTry), written.onSent)
  if (outcome.kind === 'unknown' && !isLastTry) throw new Error(`the letter was not sent: ${outcome.cause}`)
}

/** Nobody tries this letter or e-invoice again, whatever the last try ended in: its delivery says so instead of waiting for ever. */
export async function giveUpDelivery(deps: Pick<SendDeps, 'db' | 'clock'>, job: LetterJob): Promise<void> {
  const delivery = await findQueued(deps.db, job)
  if (delivery === null) return
  await settleDelivery(deps, delivery, { state: 'failed', subject: null, problem: null, because: 'given_up', transportId: null }, null)
}

async function post({ mailer, returnAddress }: SendDeps, delivery: QueuedDelivery, written: Written & { kind: 'written' }): Promise<MailOutcome> {
  const by = delivery.mode === 'test' ? mailer.test : mailer.live
  if (by === null) return { kind: 'refused', reason: 'Test letters are not sent here: TEST_SMTP_URL is not set.' }
  const { letter, fromName, replyTo, attachments } = written
  const [id, returnTo] = [publicId('delivery', delivery.id, delivery.mode), returnAddress?.(delivery.id) ?? null]
  return by.send({ id, to: delivery.recipient, fromName, replyTo, returnTo, ...letter, attachments })
}

function resultOf(outcome: MailOutcome, subject: string, isLastTry: boolean): DeliveryResult {
  switch (outcome.kind) {
    case 'sent': return { state: 'sent', subject, problem: null, because: null, transportId: outcome.messageId }
    case 'refused': return { state: 'failed', subject, problem: outcome.reason, because: null, transportId: null }
    case 'unknown': return { state: isLastTry ? 'failed' : 'queued', subject, problem: outcome.cause, because: null, transportId: null }
  }
}

const EVENT = { sent: 'delivery.sent', failed: 'delivery.failed', withdrawn: 'delivery.withdrawn' } as const

/** Writes down what came of a try, and tells of it once it is the last. `onSent` runs with it, and only if this process ended the delivery. */
export async function settleDelivery(
  deps: Pick<SendDeps, 'db' | 'clock'>, { merchantId, id, mode, invoiceId }: QueuedDelivery, result: DeliveryResult,
  onSent: ((tx: Tx, at: Date) => Promise<void>) | null,
): Promise<void> {
  const at = deps.clock.now()
  const { state, problem, because } = result
  await inTransaction(deps.db, async (tx) => {
    if (!await recordDelivery(tx, { merchantId, id }, result, at) || state === 'queued') return
    const told = { type: EVENT[state], objectId: id, sequence: 1, data: { invoice: invoiceId, problem, because } } as const
    await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [told])
    if (state === 'sent') await onSent?.(tx, at)
  })
}
