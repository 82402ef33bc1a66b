import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import type { Secret } from '../kernel/secret.ts'
import { changeBetween, recordAudit } from '../merchants/audit.ts'
import { hashPassword } from '../merchants/people/password.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { actorOf, seesStore } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { isGuessablePin } from './cashier.ts'
import type { Cashier, CashierLimits } from './cashier.ts'
import { cashierById, endSessions, insertCashier, updateCashier } from './cashier-store.ts'

type CashierDeps = { readonly db: Db; readonly clock: Clock }

export type CashierError = { readonly code: 'not_found' } | { readonly code: 'pin_guessable'; readonly field: 'pin' }

type NewCashier = CashierLimits & { readonly storeId: Id<'store'>; readonly name: string; readonly pin: Secret }

/** The store is one that the caller sees. */
export async function addCashier({ db, clock }: CashierDeps, caller: Caller, { storeId, name, pin, ...limits }: NewCashier): Promise<Result<Id<'cashier'>, CashierError>> {
  if (isGuessablePin(pin)) return err({ code: 'pin_guessable', field: 'pin' })
  const pinHash = await hashPassword(pin)
  const at = clock.now()
  const { merchantId } = caller
  const cashierId = newId('cashier', at.getTime())
  await inTransaction(db, async (tx) => {
    await insertCashier(tx, {
      merchant_id: merchantId, cashier_id: cashierId, store_id: storeId, name, pin_hash: pinHash, may_return: limits.mayReturn,
      most_discount_percent: limits.mostDiscountPercent, most_cash_out_minor: limits.mostCashOutMinor, locked_until: null, archived_at: null, created_at: at,
    })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'cashier.added', objectId: cashierId,
      change: changeBetween({}, told({ name, ...limits, archivedAt: null })),
    })
  })
  return ok(cashierId)
}

type CashierChange = Partial<CashierLimits> & { readonly name?: string; readonly pin?: Secret; readonly isArchived?: boolean }

/** A new PIN, or the end of working here, signs them out everywhere; a new PIN also unlocks. */
export async function changeCashier(
  { db, clock }: CashierDeps, caller: Caller, { cashierId, pin, isArchived, ...change }: CashierChange & { readonly cashierId: Id<'cashier'> },
): Promise<Result<null, CashierError>> {
  if (pin !== undefined && isGuessablePin(pin)) return err({ code: 'pin_guessable', field: 'pin' })
  const pinHash = pin === undefined ? undefined : await hashPassword(pin)
  const at = clock.now()
  const { merchantId } = caller
  return inTransaction(db, async (tx) => {
    const before = await cashierById(tx, { merchantId, cashierId })
    if (before === null || !seesStore(caller, before.storeId)) return err({ code: 'not_found' })
    const archivedAt = isArchived === undefined ? before.archivedAt : isArchived ? before.archivedAt ?? at : null
    const after: Cashier = { ...before, ...change, archivedAt }
    await updateCashier(tx, {
      merchantId, cashierId, name: after.name, may_return: after.mayReturn, most_discount_percent: after.mostDiscountPercent,
      most_cash_out_minor: after.mostCashOutMinor, archived_at: archivedAt,
      ...(pinHash === undefined ? {} : { pin_hash: pinHash, failed_tries: 0, locked_until: null }),
    })
    if (pinHash !== undefined || archivedAt !== null) await endSessions(tx, { merchantId, cashierId, hash: null })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'cashier.changed', objectId: cashierId,
      change: { ...changeBetween(told(before), told(after)), ...(pinHash === undefined ? {} : { pin: 'changed' as const }) },
    })
    return ok(null)
  })
}

const told = ({ name, mayReturn, mostDiscountPercent, mostCashOutMinor, archivedAt }: Omit<Cashier, 'id' | 'storeId' | 'lockedUntil' | 'createdAt'>) => ({
  name, mayReturn, mostDiscountPercent, mostCashOut: mostCashOutMinor?.toString() ?? null, archived: archivedAt !== null,
})
