import { sql } from 'kysely'
import type { Tx } from '../platform/db/database.ts'
import { slotOf } from './entry.ts'
import type { JournalEntry } from './entry.ts'

/** Books the entry and moves the balances. False: this subject was already booked as this kind, and nothing changed. */
export async function post(tx: Tx, entry: JournalEntry): Promise<boolean> {
  const accounts = entry.postings.map((posting) => posting.account)
  const amounts = entry.postings.map((posting) => posting.amountMinor)
  const { rows } = await sql<{ booked: boolean }>`
    with booked as (
      insert into journal_entry (merchant_id, entry_id, mode, kind, subject_id, currency, accounts, amounts, booked_at)
      values (${entry.merchantId}, ${entry.entryId}, ${entry.mode}, ${entry.kind}, ${entry.subjectId}, ${entry.currency},
        ${accounts}::text[], ${amounts}::bigint[], ${entry.bookedAt})
      on conflict (merchant_id, subject_id, kind) do nothing returning 1
    ), moved as (
      insert into account_balance as b (merchant_id, mode, currency, account, slot, balance_minor)
      select ${entry.merchantId}, ${entry.mode}, ${entry.currency}, p.account, ${slotOf(entry.entryId)}, p.amount
      from unnest(${accounts}::text[], ${amounts}::bigint[]) as p (account, amount), booked
      on conflict (merchant_id, mode, currency, account, slot)
      do update set balance_minor = b.balance_minor + excluded.balance_minor
    )
    select exists (select from booked) as booked`.execute(tx)
  return rows[0]?.booked === true
}
