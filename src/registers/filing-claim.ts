import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import type { RegisterRef } from './register.ts'

/** One process's turn at a cash register. It ends by itself, so that a process that died holds nobody up. */
export type Claim = RegisterRef & { readonly claim: string; readonly until: Date }

/** Longer than any step of filing: questions that time out, documents that are signed, and the writing of the answer. */
const LEASE_MS = 300_000

// `file_at` is moved to the end of the turn: that is when others look again if this process dies. Whoever enqueues in the
// meantime brings it forward, by which the end of the turn sees that there is more.
const CLAIM = `
update cash_register r set filing_until = $2, filing_claim = $3, file_at = $2
from (
  select merchant_id, register_id from cash_register where file_at <= $1 and (filing_until is null or filing_until <= $1)
  order by file_at limit $4 for update skip locked
) due
where r.merchant_id = due.merchant_id and r.register_id = due.register_id
returning r.merchant_id, r.register_id`

/** Takes the registers whose documents are due, of all merchants; two processes never take the same. */
export async function claimRegisters(pool: pg.Pool, at: Date, limit: number): Promise<Claim[]> {
  const claim = randomUUID()
  const until = new Date(at.getTime() + LEASE_MS)
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; register_id: Id<'cashRegister'> }>({
    name: 'claim-registers', text: CLAIM, values: [at, until, claim, limit],
  })
  return rows.map((row) => ({ merchantId: row.merchant_id, registerId: row.register_id, claim, until }))
}

const RENEW = `
update cash_register set filing_until = $5, file_at = case when file_at = $4 then $5 else file_at end
where merchant_id = $1 and register_id = $2 and filing_claim = $3 and filing_until = $4`

/** A new turn at once after this one. Null: the turn was over, and another process may be at it. */
export async function renewClaim(pool: pg.Pool, held: Claim, at: Date): Promise<Claim | null> {
  const until = new Date(Math.max(at.getTime() + LEASE_MS, held.until.getTime() + 1))
  const { rowCount } = await pool.query({ name: 'renew-claim', text: RENEW, values: [held.merchantId, held.registerId, held.claim, held.until, until] })
  return rowCount === 1 ? { ...held, until } : null
}

const RELEASE = `
update cash_register set filing_until = null, filing_claim = null, file_at = case when file_at = $4 then $5 else file_at end
where merchant_id = $1 and register_id = $2 and filing_claim = $3 and filing_until = $4`

/** Ends the turn. `nextAt`: when the register is looked at again, if nothing was enqueued meanwhile; null: nothing waits there. */
export async function releaseClaim(pool: pg.Pool, held: Claim, nextAt: Date | null): Promise<void> {
  await pool.query({ name: 'release-claim', text: RELEASE, values: [held.merchantId, held.registerId, held.claim, held.until, nextAt] })
}
