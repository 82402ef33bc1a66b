import type { BusinessDate } from '../kernel/business-date.ts'
import { newId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { movedPostings } from '../journal/entry.ts'
import { post } from '../journal/post-entry.ts'
import { canHold, ownJournalName } from '../merchants/accounts/account.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { recordAudit } from '../merchants/audit.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'

type NewPayout = {
  readonly id?: Id<'payout'>
  readonly mode: Mode
  readonly from: MoneyAccount
  readonly to: MoneyAccount
  readonly amount: Money
  readonly paidOn: BusinessDate
  readonly note: string
}

export type PayoutError = { readonly code: 'accounts_differ'; readonly field: 'to' }

/**
 * Money went from one account of the merchant to another, as when a provider pays out: in one currency, which
 * a merchant account may hold beside its own. It is never removed: a wrong one
 * is set right by one the other way round or, where a line of a statement was taken for it, by `reversePayout`.
 */
export async function recordPayout(
  tx: Tx, { id = newId('payout'), mode, from, to, amount, paidOn, note }: NewPayout, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<Id<'payout'>, PayoutError>> {
  const fits = from.id !== to.id && from.storeId === to.storeId && [from, to].every((one) => canHold(one, amount.currency) && one.closedAt === null)
  if (!fits) return err({ code: 'accounts_differ', field: 'to' })
  const { merchantId } = from
  await tx.insertInto('payout').values({
    merchant_id: merchantId, payout_id: id, store_id: from.storeId, mode, from_account_id: from.id, to_account_id: to.id,
    amount_minor: amount.minor, currency: amount.currency, paid_on: paidOn, note, made_by: actor, created_at: at,
  }).execute()
  await post(tx, {
    entryId: newId('journalEntry'), merchantId, mode, kind: 'payout', subjectId: id, currency: amount.currency, bookedAt: at,
    postings: movedPostings(ownJournalName(from.id), ownJournalName(to.id), amount),
  })
  await recordEvents(tx, { merchantId, mode, actor, at }, [{
    type: 'payout.recorded', objectId: id, sequence: 1, data: { from: from.id, to: to.id, amount: decimal(amount), currency: amount.currency },
  }])
  await recordAudit(tx, { merchantId, at, actor, action: 'payout.recorded', objectId: id, ...(note === '' ? {} : { reason: note }) })
  return ok(id)
}

/**
 * What a line was taken for never was a payout: the money lies where it lay. The payout stays as it was written, the
 * reversal stands beside it in the journal. For the caller to make sure of: once, and for the payout's own amount.
 */
export async function reversePayout(
  tx: Tx, { merchantId, payoutId, amount }: { merchantId: Id<'merchant'>; payoutId: Id<'payout'>; amount: Money },
  { at, actor, reason }: { at: Date; actor: Actor; reason: string },
): Promise<void> {
  const payout = await tx.selectFrom('payout').select(['mode', 'from_account_id', 'to_account_id'])
    .where('merchant_id', '=', merchantId).where('payout_id', '=', payoutId).executeTakeFirstOrThrow()
  await post(tx, {
    entryId: newId('journalEntry'), merchantId, mode: payout.mode, kind: 'reversal', subjectId: payoutId, currency: amount.currency, bookedAt: at,
    postings: movedPostings(ownJournalName(payout.to_account_id), ownJournalName(payout.from_account_id), amount),
  })
  await recordEvents(tx, { merchantId, mode: payout.mode, actor, at }, [{
    type: 'payout.reversed', objectId: payoutId, sequence: 2, data: { amount: decimal(amount), currency: amount.currency, reason },
  }])
  await recordAudit(tx, { merchantId, at, actor, action: 'payout.reversed', objectId: payoutId, reason })
}
