import type { Attempt, Delivery, Invoice, InvoiceBrief, Refund } from '../api/nouns.ts'
import type { IconName } from '../controls/icon.tsx'
import { Mark } from '../controls/mark.tsx'
import type { Tone } from '../controls/mark.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { useToday } from '../shell/store.tsx'

type Look = { readonly icon: IconName; readonly tone: Tone; readonly text: TextKey }

const PAYMENT: Record<InvoiceBrief['payment'], Look> = {
  unpaid: { icon: 'circle', tone: 'ink', text: 'payment_unpaid' },
  partly_paid: { icon: 'half', tone: 'ink', text: 'payment_partly_paid' },
  paid: { icon: 'done', tone: 'green', text: 'payment_paid' },
  overpaid: { icon: 'coins', tone: 'red', text: 'payment_overpaid' },
  refunded: { icon: 'undo', tone: 'quiet', text: 'payment_refunded' },
}

type Waits = InvoiceBrief['attention']

const ATTENTION: Record<NonNullable<Waits>, Look> = {
  charged_back: { icon: 'alert', tone: 'red', text: 'attention_charged_back' },
  conflicted: { icon: 'alert', tone: 'red', text: 'attention_conflicted' },
  unknown: { icon: 'question', tone: 'red', text: 'attention_unknown' },
  reserved: { icon: 'clock', tone: 'amber', text: 'attempt_authorised' },
  overpaid: PAYMENT.overpaid,
  refund: { icon: 'undo', tone: 'red', text: 'attention_refund' },
  refund_unknown: { icon: 'question', tone: 'red', text: 'attention_refund_unknown' },
}

type Looked = Pick<InvoiceBrief, 'document' | 'payment' | 'flags' | 'dueDate' | 'remaining'> & { readonly attention: Waits }

/** What of a whole invoice waits for a person, as lists have it ready. */
export function attentionOf({ attempts, refunds, payment }: Pick<Invoice, 'attempts' | 'refunds' | 'payment'>): Waits {
  const isAttempt = (state: Attempt['state']) => attempts.some((attempt) => attempt.state === state)
  if (attempts.some(isChargedBack) || refunds.some(awaitsAnswer)) return 'charged_back'
  if (isAttempt('conflicted')) return 'conflicted'
  if (isAttempt('unknown')) return 'unknown'
  if (refunds.some(({ state }) => state === 'unknown')) return 'refund_unknown'
  if (isAttempt('authorised')) return 'reserved'
  if (payment === 'overpaid') return 'overpaid'
  return refunds.some(({ state }) => state === 'requested' || state === 'approved') ? 'refund' : null
}

/** The one thing to know of an invoice at a glance: what needs a person goes before what is merely so. */
export function lookOf(invoice: Looked, today: string): Look {
  if (invoice.attention !== null) return ATTENTION[invoice.attention]
  if (invoice.document === 'draft') return { icon: 'draft', tone: 'quiet', text: 'document_draft' }
  if (invoice.document === 'cancelled') return { icon: 'banned', tone: 'quiet', text: 'document_cancelled' }
  if (invoice.flags.inFlight) return { icon: 'clock', tone: 'amber', text: 'flagInFlight' }
  if (invoice.payment === 'unpaid' && !/[1-9]/.test(invoice.remaining.amount)) return { icon: 'undo', tone: 'quiet', text: 'credited' }
  const owed = invoice.payment === 'unpaid' || invoice.payment === 'partly_paid'
  if (owed && invoice.dueDate !== null && invoice.dueDate < today) return { icon: 'clock', tone: 'red', text: 'payment_overdue' }
  return PAYMENT[invoice.payment]
}

export function InvoiceMark({ invoice }: { invoice: Looked }) {
  const { t } = useReader()
  const { icon, tone, text } = lookOf(invoice, useToday())
  return <Mark icon={icon} tone={tone}>{t(text)}</Mark>
}

const ATTEMPT: Record<Attempt['state'], Look> = {
  created: { icon: 'circle', tone: 'ink', text: 'attempt_created' },
  pending: { icon: 'clock', tone: 'amber', text: 'attempt_pending' },
  authorised: { icon: 'clock', tone: 'amber', text: 'attempt_authorised' },
  succeeded: { icon: 'done', tone: 'green', text: 'attempt_succeeded' },
  failed: { icon: 'cross', tone: 'quiet', text: 'attempt_failed' },
  revoked: { icon: 'banned', tone: 'quiet', text: 'attempt_revoked' },
  expired: { icon: 'banned', tone: 'quiet', text: 'attempt_expired' },
  unknown: { icon: 'question', tone: 'red', text: 'attempt_unknown' },
  conflicted: { icon: 'alert', tone: 'red', text: 'attempt_conflicted' },
}

const REFUND: Record<Refund['state'], Look> = {
  requested: { icon: 'undo', tone: 'red', text: 'refund_requested' },
  approved: { icon: 'undo', tone: 'ink', text: 'refund_approved' },
  pending: { icon: 'clock', tone: 'amber', text: 'refund_pending' },
  succeeded: { icon: 'check', tone: 'quiet', text: 'refund_succeeded' },
  failed: { icon: 'alert', tone: 'red', text: 'refund_failed' },
  reversed: { icon: 'banned', tone: 'quiet', text: 'refund_reversed' },
  unknown: { icon: 'question', tone: 'red', text: 'refund_unknown' },
}

/** What the payer's bank did is no refund of the merchant's. */
const TAKEN_BACK: Partial<Record<Refund['state'], Look>> = {
  succeeded: { icon: 'alert', tone: 'red', text: 'refundChargedBack' },
  failed: { icon: 'done', tone: 'green', text: 'refundWon' },
}

const DELIVERY: Record<Delivery['state'], Look> = {
  queued: { icon: 'clock', tone: 'ink', text: 'delivery_queued' },
  sent: { icon: 'check', tone: 'ink', text: 'delivery_sent' },
  delivered: { icon: 'check', tone: 'ink', text: 'delivery_delivered' },
  failed: { icon: 'alert', tone: 'red', text: 'delivery_failed' },
  unknown: { icon: 'question', tone: 'red', text: 'delivery_unknown' },
  withdrawn: { icon: 'banned', tone: 'quiet', text: 'delivery_withdrawn' },
}

function LookMark({ look }: { look: Look }) {
  const { t } = useReader()
  return <Mark icon={look.icon} tone={look.tone}>{t(look.text)}</Mark>
}

/** Whether it waits for a person because the payer's bank took the money back. */
export const isChargedBack = ({ conflict }: Attempt): boolean => conflict?.some(({ what }) => what === 'charged_back') === true

/** What the payer's bank took back, and about which nobody has said yet what was done. */
export const awaitsAnswer = ({ because, state, note }: Refund): boolean => because === 'charged_back' && state === 'succeeded' && note === null

export const AttemptMark = ({ attempt }: { attempt: Attempt }) => <LookMark look={isChargedBack(attempt) ? ATTENTION.charged_back : ATTEMPT[attempt.state]} />
export const RefundMark = ({ refund: { state, because } }: { refund: Refund }) =>
  <LookMark look={because === 'charged_back' ? TAKEN_BACK[state] ?? REFUND[state] : REFUND[state]} />
/** What failed after it had left was sent, but did not arrive. */
export const DeliveryMark = ({ delivery: { state, sentAt } }: { delivery: Delivery }) =>
  <LookMark look={state === 'failed' && sentAt !== null ? { ...DELIVERY.failed, text: 'delivery_returned' } : DELIVERY[state]} />
