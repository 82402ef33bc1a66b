import type { OpenConnector, Outcome, Report } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { applyReport } from './apply-report.ts'
import { findPayment, findRefund } from './find-payments.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import type { PaymentFacts } from './json.ts'
import { refundEvent, unchanged } from './money-change.ts'
import { moveRefund } from './move-refund.ts'
import type { RefundMove } from './move-refund.ts'
import type { PollDeps } from './poll-attempts.ts'
import { isAtProvider, stepRefund } from './refund.ts'
import { beingSent, requestRefund } from './refund-payment.ts'
import type { RefundError, RefundRequest } from './refund-payment.ts'
import { goneMinor, receiptComesFirst, standingPayments } from './refund-store.ts'
import { refundWay } from './refund-way.ts'
import { watched } from './start-attempt.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type SendError =
  | Exclude<RefundError, { readonly code: 'exceeds_remaining' }>
  | { readonly code: 'refund_not_open' }
  /** The provider has no call for it, or would only mark the payment: a person sends the money. */
  | { readonly code: 'not_sent_by_provider' }

/** A provider that sends the money of this payment when it is asked, or null. */
type Sender = { readonly open: OpenConnector; readonly channelId: Id<'channel'>; readonly ref: string }

/**
 * Gives money of a payment back. Where the provider sends it, the provider is asked, after the refund is written; where
 * it does not, a person gets a task. Repeating a cut-off request sends nothing twice: what it wrote stays and is asked about.
 */
export async function giveBack(deps: PollDeps, ask: RefundRequest, actor: Actor): Promise<Result<{ refundId: Id<'refund'> }, RefundError>> {
  const paid = await findPayment(deps.pool, ask.merchantId, ask.paymentId)
  if (paid === null) return err({ code: 'not_found' })
  const sender = await senderOf(deps, ask.merchantId, paid, ask.amount.minor)
  const by = sender === null ? 'person' : 'provider'
  const opened = await requestRefund(deps.pool, { ...ask, by }, { at: deps.clock.now(), actor })
  if (opened.ok && sender !== null) await send(deps, sender, { ...ask, ...opened.value })
  return opened
}

/** Has the provider carry out a task that waits, such as one for money that came in excess. */
export async function sendTask(
  deps: PollDeps, { merchantId, refundId }: { merchantId: Id<'merchant'>; refundId: Id<'refund'> }, actor: Actor,
): Promise<Result<null, SendError>> {
  const { pool, clock } = deps
  const found = await findRefund(pool, merchantId, refundId)
  const paid = found && await findPayment(pool, merchantId, found.paymentId)
  if (found === null || paid === null) return err({ code: 'not_found' })
  const sender = await senderOf(deps, merchantId, paid, found.amount.minor)
  // The version is read before the refunds are: whoever changes one from here on changes it, and nothing is then sent.
  const invoice = await findInvoiceInPayment(pool, merchantId, found.invoiceId)
  const payment = invoice === null ? undefined : (await standingPayments(pool, invoice)).find(({ id }) => id === paid.id)
  const all = payment?.refunds ?? []
  const task = all.find((one) => one.id === refundId)
  if (invoice === null || payment === undefined || task === undefined) return err({ code: 'not_found' })
  if (receiptComesFirst(payment, task)) return err({ code: 'receipt_comes_first' })
  if (stepRefund(task.state, 'sent') === null) return err({ code: 'refund_not_open' })
  if (sender === null) return err({ code: 'not_sent_by_provider' })
  if (all.some(({ state }) => isAtProvider(state))) return err({ code: 'refund_under_way' })
  if (task.amountMinor > paid.amount.minor - goneMinor(all)) return err({ code: 'not_refundable' })
  const at = clock.now()
  const refund = beingSent({
    id: task.id, paymentId: paid.id, state: 'requested', because: task.because, amount: found.amount, providerKey: task.providerKey, note: null,
    sequence: task.sequence, sentAt: null,
  }, at)
  const decision = { action: 'refund.sent', objectId: task.id, reason: null }
  if (!await writeMoneyChange(pool, { ...unchanged(invoice, at, actor), refunds: [refund], decision, events: [refundEvent(refund)] })) {
    return err({ code: 'changed_meanwhile' })
  }
  await send(deps, sender, { merchantId, refundId, amount: found.amount, gone: goneMinor(all) })
  return ok(null)
}

async function senderOf({ openChannel }: PollDeps, merchantId: Id<'merchant'>, paid: PaymentFacts, minor: bigint): Promise<Sender | null> {
  const { channel, providerRef: ref } = paid
  const open = channel === null ? null : (await openChannel(merchantId, channel.id))?.open ?? null
  if (open === null || channel === null || ref === null || refundWay(open, paid) !== 'provider') return null
  return open.refunds?.partial === true || minor === paid.amount.minor ? { open, channelId: channel.id, ref } : null
}

/** Asks the provider for a refund that is written, once, and writes what came of it. What a callback had told before stays. */
async function send(
  deps: PollDeps, { open, channelId, ref }: Sender,
  { merchantId, refundId, amount, gone }: { merchantId: Id<'merchant'>; refundId: Id<'refund'>; amount: Money; gone: bigint },
): Promise<void> {
  const { pool, clock } = deps
  const total = { minor: gone + amount.minor, currency: amount.currency }
  const { http, sending } = watched(deps.http)
  const outcome = await open.refunds?.refund({ ref, amount, total, idempotencyKey: refundId, http })
  const at = clock.now()
  if (outcome === undefined) return
  if (outcome.kind === 'done') {
    await applyReport(pool, { merchantId, channelId, report: outcome.value, inboundId: null, at })
    return
  }
  await moveRefund(pool, { merchantId, refundId, decision: null, ...afterNo(outcome, sending) }, { at, actor: 'kvit' })
}

/** No answer: the money may have gone back, unless nothing of the request has left us. Then it is a task as before. */
function afterNo(outcome: Exclude<Outcome<Report>, { kind: 'done' }>, { mayHaveLeft }: { readonly mayHaveLeft: boolean }): Pick<RefundMove, 'event' | 'note'> {
  if (outcome.kind === 'refused') return { event: 'refused', note: outcome.providerCode === '' ? outcome.reason : outcome.providerCode }
  return { event: mayHaveLeft ? 'silent' : 'unsent', note: null }
}
