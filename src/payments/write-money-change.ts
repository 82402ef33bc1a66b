import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import { paymentState } from '../invoices/payment-state.ts'
import { slotOf } from '../journal/entry.ts'
import type { Tx } from '../platform/db/database.ts'
import { prepared } from '../platform/db/database-driver.ts'
import { breaksUniqueKey, withRetry } from '../platform/db/retry.ts'
import { eventArrays } from '../webhooks/event.ts'
import type { MoneyChange } from './money-change.ts'
import { firstAskAt } from './refund.ts'

/**
 * The one statement by which money changes. It names the tables of several nouns on purpose: as a single
 * data-modifying statement it is one round trip and one commit, where five took 2.2 times as long
 * (docs/decisions/0002-one-statement.md). The invoice's version is the lock: all parts hang on `inv`, so a
 * writer that read an older version changes nothing at all.
 */
const TEXT = `
with inv as (
  update invoice set payment = $4, paid_minor = $5, refunded_minor = $6, paid_late = $7, paid_at = $8,
    live_attempt_id = $9, lease_until = $10, sequence = $11, version = version + 1
  where merchant_id = $1 and invoice_id = $2 and version = $3
  returning merchant_id, invoice_id, store_id, mode, currency
), att as (
  update attempt a set state = $13, provider_ref = coalesce($14, a.provider_ref), waiting_since = $15, claimed_at = $16,
    conflict = case when $13 = 'conflicted' then coalesce($17::jsonb, a.conflict) end,
    note = coalesce($18, a.note), sequence = $19, state_changed_at = $20
  from inv where a.merchant_id = $1 and a.attempt_id = $12
), pay as (
  insert into payment (merchant_id, payment_id, store_id, mode, source, attempt_id, channel_id, provider_ref,
    amount_minor, currency, method, payer_name, payer_account, slip, note, received_at, created_at)
  select inv.merchant_id, $21, inv.store_id, inv.mode, $22, $23, $24, $25, $26, inv.currency, $27, $28, $29, $62::jsonb, $30, $31, $20
  from inv where $21::uuid is not null
), alc as (
  insert into allocation (merchant_id, payment_id, invoice_id, amount_minor, created_at)
  select inv.merchant_id, $21, inv.invoice_id, $26, $20 from inv where $21::uuid is not null
), jou as (
  insert into journal_entry (merchant_id, entry_id, mode, kind, subject_id, currency, accounts, amounts, booked_at)
  select inv.merchant_id, $32, inv.mode, $33, $34, inv.currency, $35, $36, $20 from inv where $32::uuid is not null
), bal as (
  insert into account_balance as b (merchant_id, mode, currency, account, slot, balance_minor)
  select inv.merchant_id, inv.mode, inv.currency, p.account, $37::smallint, p.amount
  from inv, unnest($35::text[], $36::bigint[]) as p (account, amount) where $32::uuid is not null
  on conflict (merchant_id, mode, currency, account, slot)
  do update set balance_minor = b.balance_minor + excluded.balance_minor
), ref as (
  insert into refund as r (merchant_id, invoice_id, store_id, mode, currency, created_at, state_changed_at,
    refund_id, payment_id, state, because, amount_minor, provider_key, note, sequence, sent_at, ask_at)
  select inv.merchant_id, inv.invoice_id, inv.store_id, inv.mode, inv.currency, $20, $20, b.*
  from inv, unnest($38::uuid[], $39::uuid[], $40::text[], $41::text[], $42::bigint[], $43::text[], $44::text[], $45::int[],
    $60::timestamptz[], $61::timestamptz[]) as b
  on conflict (merchant_id, refund_id) do update set state = excluded.state, provider_key = excluded.provider_key,
    note = coalesce(excluded.note, r.note), sequence = excluded.sequence, state_changed_at = excluded.state_changed_at,
    asks = case when excluded.sent_at is null then r.asks else 0 end,
    sent_at = case when excluded.state = 'requested' then null else coalesce(excluded.sent_at, r.sent_at) end,
    ask_at = case when excluded.state in ('pending', 'unknown') then coalesce(excluded.ask_at, r.ask_at) end
), evt as (
  insert into event (merchant_id, event_id, mode, type, object_id, sequence, at, actor, data)
  select inv.merchant_id, e.id, inv.mode, e.type, e.object_id, e.sequence, $20, $46, e.data::jsonb
  from inv, unnest($47::uuid[], $48::text[], $49::uuid[], $50::int[], $51::text[]) as e (id, type, object_id, sequence, data)
  returning merchant_id, event_id
), outb as (
  insert into outbox (merchant_id, event_id) select merchant_id, event_id from evt
), inb as (
  update inbound_message m set outcome = $53, reason = $54, attempt_id = $55
  from inv where m.merchant_id = $1 and m.inbound_id = $52
), aud as (
  insert into audit_record (merchant_id, audit_id, at, actor, action, object_id, change, reason)
  select inv.merchant_id, $56, $20, $46, $57, $58, '{}', $59 from inv where $56::uuid is not null
)
select exists (select from inv) as written`

/** Planning it takes longer than running it. */
const NAME = 'money-change'

/**
 * Writes the change if the invoice is still as `change.before` was read and the same money is not booked yet, by this
 * invoice or another. False: someone was first; read again, decide again. `CommitUnknown` is never thrown: a lost
 * answer to a single statement is retried, and the version tells whether it had been written.
 */
export async function writeMoneyChange(pool: pg.Pool, change: MoneyChange): Promise<boolean> {
  const values = valuesOf(change)
  try {
    const { rows } = await withRetry(() => pool.query<{ written: boolean }>({ name: NAME, text: TEXT, values }))
    return rows[0]?.written === true
  } catch (error) {
    // Parts of several tables have unique keys, so `on conflict` could skip one of them and keep the others.
    if (breaksUniqueKey(error)) return false
    throw error
  }
}

/**
 * As `writeMoneyChange`, together with what else the caller's transaction writes. False: the invoice has changed, and
 * nothing was written by this. Throws where the same money is booked already, because the transaction cannot go on.
 */
export async function writeMoneyChangeIn(tx: Tx, change: MoneyChange): Promise<boolean> {
  const { rows } = await tx.executeQuery<{ written: boolean }>(prepared(NAME, TEXT, valuesOf(change)))
  return rows[0]?.written === true
}

function valuesOf({ before, after, at, actor, attempt, payment, refunds, entry, events, inbound, decision }: MoneyChange): unknown[] {
  const told = eventArrays(events)
  const invoice = [
    before.merchantId, before.id, before.version, paymentState(after), after.paidMinor, after.refundedMinor, after.paidLate,
    after.paidAt, after.liveAttemptId, after.leaseUntil, after.sequence,
  ]
  const tried = attempt === null ? empty(8) : [
    attempt.id, attempt.state, attempt.providerRef, attempt.waitingSince, attempt.claimedAt,
    attempt.conflict === null ? null : JSON.stringify(attempt.conflict), attempt.note, attempt.sequence,
  ]
  const paid = payment === null ? empty(11) : [
    payment.id, payment.source, payment.attemptId, payment.channelId, payment.providerRef, payment.amount.minor,
    payment.method, payment.payerName, payment.payerAccount, payment.note, payment.receivedAt,
  ]
  const booked = entry === null ? empty(6) : [
    entry.entryId, entry.kind, entry.subjectId, entry.postings.map((posting) => posting.account),
    entry.postings.map((posting) => posting.amountMinor), slotOf(entry.entryId),
  ]
  const back = refunds.length === 0 ? empty(8) : [
    refunds.map(({ id }) => id), refunds.map(({ paymentId }) => paymentId), refunds.map(({ state }) => state),
    refunds.map(({ because }) => because), refunds.map(({ amount }) => amount.minor), refunds.map(({ providerKey }) => providerKey),
    refunds.map(({ note }) => note), refunds.map(({ sequence }) => sequence),
  ]
  const sent = refunds.length === 0 ? empty(2) : [
    refunds.map(({ sentAt }) => sentAt), refunds.map(({ sentAt }) => (sentAt === null ? null : firstAskAt(sentAt))),
  ]
  const heard = inbound === null ? empty(4) : [inbound.id, inbound.outcome, inbound.reason, inbound.attemptId]
  const decided = decision === null ? empty(4) : [newId('auditRecord'), decision.action, decision.objectId, decision.reason]
  return [
    ...invoice, ...tried, at, ...paid, ...booked, ...back, actor,
    told.ids, told.types, told.objectIds, told.sequences, told.data, ...heard, ...decided, ...sent,
    payment === null || payment.slip === null ? null : JSON.stringify(payment.slip),
  ]
}

const empty = (count: number): null[] => Array.from({ length: count }, () => null)
