import { sql } from 'kysely'
import type { RegisterState } from '../fiscalisers/contract.ts'
import type { Tx } from '../platform/db/database.ts'
import type { RegisterRef } from './register.ts'

/** The service does not answer, or does not take what the register says: since when is kept, and what was said last. */
export const noteTrouble = (tx: Tx, { merchantId, registerId }: RegisterRef, { trouble, at }: { trouble: string; at: Date }) =>
  sql`update cash_register set trouble_since = coalesce(trouble_since, ${at}), trouble = ${trouble.slice(0, 500)}
    where merchant_id = ${merchantId} and register_id = ${registerId}`.execute(tx)

/** The service took something: what the register was in trouble for is over. */
export const clearTrouble = (tx: Tx, { merchantId, registerId }: RegisterRef) =>
  sql`update cash_register set trouble_since = null, trouble = null
    where merchant_id = ${merchantId} and register_id = ${registerId} and trouble_since is not null`.execute(tx)

/** Keeps the tax service's number of the register, where that is news. */
export const noteState = (tx: Tx, { merchantId, registerId }: RegisterRef, { registerNumber }: RegisterState) =>
  sql`update cash_register set fiscal_number = ${registerNumber}
    where merchant_id = ${merchantId} and register_id = ${registerId} and fiscal_number is distinct from ${registerNumber}`.execute(tx)
