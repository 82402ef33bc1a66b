import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { tokenHash } from '../platform/crypto/token.ts'
import type { Db } from '../platform/db/database.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'

/** Headers of every request by which a cashier sells. */
export const CashierAndKey = Type.Object({
  ...IdempotencyKey.properties, 'kvit-cashier': Type.Optional(Type.String({ maxLength: 100, description: 'The token that signing in at this cash register gave.' })),
})

/** Who stands at the till, and what they may do. */
export type SignedCashier = {
  readonly cashierId: Id<'cashier'>
  readonly registerId: Id<'cashRegister'>
  /** As receipts print it. */
  readonly name: string
  readonly mayReturn: boolean
  /** Null: no limit. */
  readonly mostDiscountPercent: number | null
  /** Of one cash move, in the register's currency. Null: no limit. */
  readonly mostCashOutMinor: bigint | null
  readonly expiresAt: Date
}

export type NotSignedIn = { readonly code: 'cashier_not_signed_in' }

type Row = {
  cashier_id: Id<'cashier'>; name: string; may_return: boolean; most_discount_percent: number | null; most_cash_out_minor: bigint | null; expires_at: Date
}

/** The cashier whose token the request carries, if it was given at this cash register and still counts. */
export async function requireCashier(
  { db, clock }: { readonly db: Db; readonly clock: Clock }, request: FastifyRequest, registerId: Id<'cashRegister'>,
): Promise<Result<SignedCashier, NotSignedIn>> {
  const token = request.headers['kvit-cashier']
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{22}$/.test(token)) return err({ code: 'cashier_not_signed_in' })
  const { merchantId } = request.caller
  const { rows: [row] } = await sql<Row>`
    select c.cashier_id, c.name, c.may_return, c.most_discount_percent, c.most_cash_out_minor, s.expires_at
    from token t
    join cashier_session s on s.merchant_id = t.merchant_id and s.cashier_session_id = t.object_id
    join cashier c on c.merchant_id = s.merchant_id and c.cashier_id = s.cashier_id
    where t.token_hash = ${tokenHash(token)} and t.purpose = 'cashier' and t.merchant_id = ${merchantId}
      and s.register_id = ${registerId} and s.expires_at > ${clock.now()} and c.archived_at is null`.execute(db)
  if (row === undefined) return err({ code: 'cashier_not_signed_in' })
  return ok({
    cashierId: row.cashier_id, registerId, name: row.name, mayReturn: row.may_return, mostDiscountPercent: row.most_discount_percent,
    mostCashOutMinor: row.most_cash_out_minor, expiresAt: row.expires_at,
  })
}
