import type pg from 'pg'
import type { Report } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { applyReport } from './apply-report.ts'
import { returnedBy } from './apply-refund.ts'
import { withTasksAnew } from './excess-tasks.ts'
import { findPayment } from './find-payments.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { refundReturned } from './money-change.ts'
import { moveRefund } from './move-refund.ts'
import type { PollDeps } from './poll-attempts.ts'
import { ASK_PAUSES_S } from './refund.ts'
import { goneMinor, standingPayments } from './refund-store.ts'
import { writeMoneyChange } from './write-money-change.ts'

const BATCH = 50

type Due = { readonly merchant_id: Id<'merchant'>; readonly refund_id: Id<'refund'>; readonly payment_id: Id<'payment'>; readonly state: 'pending' | 'unknown' | 'succeeded' }

/** Takes the refunds that are due, of all merchants, and sets when each is due again; two processes never take the same. */
const CLAIM = `
update refund r set asks = r.asks + 1,
  ask_at = case when r.state <> 'succeeded' then $1::timestamptz + ($3::int[])[r.asks + 2] * interval '1 second' end
from (
  select merchant_id, refund_id from refund where ask_at <= $1 order by ask_at limit $2 for update skip locked
) due
where r.merchant_id = due.merchant_id and r.refund_id = due.refund_id
returning r.merchant_id, r.refund_id, r.payment_id, r.state`

/**
 * Asks providers what became of refunds that were sent. Nothing is ever sent a second time: only what the provider says
 * has gone back settles a refund, and until then it is `unknown`. A round for `every`: true if more were due.
 */
export async function askRefunds(deps: PollDeps, onError: (error: unknown) => void): Promise<boolean> {
  const { rows } = await deps.pool.query<Due>({ name: 'claim-refunds', text: CLAIM, values: [deps.clock.now(), BATCH, ASK_PAUSES_S] })
  for (const due of rows) await ask(deps, due).catch(onError)
  return rows.length === BATCH
}

async function ask(deps: PollDeps, due: Due): Promise<void> {
  const { pool, clock, http, openChannel } = deps
  const { merchant_id: merchantId, refund_id: refundId, payment_id: paymentId } = due
  const payment = await findPayment(pool, merchantId, paymentId)
  if (payment === null || payment.channel === null || payment.providerRef === null) return
  const channelId = payment.channel.id
  const channel = await openChannel(merchantId, channelId)
  const answer = await channel?.open.lookup?.(payment.providerRef, http)
  const at = clock.now()
  if (answer?.kind === 'done') {
    const report = answer.value
    // The question began after the refund was in the books, so that this answer is newer than they are.
    if (due.state === 'succeeded') return undo(pool, { merchantId, channelId, paymentId, invoiceId: payment.invoice.id, report, at })
    await applyReport(pool, { merchantId, channelId, report, inboundId: null, at })
  }
  if (due.state === 'pending') await moveRefund(pool, { merchantId, refundId, event: 'silent', note: null, decision: null }, { at, actor: 'kvit' })
}

type Returned = {
  readonly merchantId: Id<'merchant'>; readonly channelId: Id<'channel'>; readonly paymentId: Id<'payment'>; readonly invoiceId: Id<'invoice'>
  readonly report: Report; readonly at: Date
}

/** The provider said that a refund was made and now says that it was not, as when the payer's bank sent it back. */
async function undo(pool: pg.Pool, { merchantId, channelId, paymentId, invoiceId, report, at }: Returned): Promise<void> {
  const told = report.refund
  const isClear = (report.status === 'confirmed' || report.status === 'refunded') && told?.counts === 'all' && report.doubt === null
  const invoice = await findInvoiceInPayment(pool, merchantId, invoiceId)
  if (!isClear || invoice === null || told.amount.currency !== invoice.currency) return
  const payments = await standingPayments(pool, invoice)
  const refunds = payments.find(({ id }) => id === paymentId)?.refunds ?? []
  const refund = returnedBy(refunds, goneMinor(refunds) - told.amount.minor)
  if (refund === null) return
  const change = refundReturned(invoice, {
    id: refund.id, paymentId, state: 'failed', because: refund.because, amount: { minor: refund.amountMinor, currency: invoice.currency },
    providerKey: null, note: null, sequence: refund.sequence + 1, sentAt: null,
  }, `clearing:${channelId}`, { at, actor: `provider:${channelId}` })
  // Not written: something happened to the invoice meanwhile, and the next word of the provider leads here again.
  await writeMoneyChange(pool, withTasksAnew(change, payments))
}
