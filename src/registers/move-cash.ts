import { movedPostings, tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { post } from '../journal/post-entry.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { insertMove } from './cash-move-store.ts'
import { enqueueDocument } from './enqueue-document.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import type { SignedCashier } from './require-cashier.ts'
import { shiftForSale } from './shift-for-sale.ts'
import type { NoShift } from './shift-for-sale.ts'

export type CashMove = { readonly kind: 'service_in' | 'service_out'; readonly amount: Money; readonly note: string }

export type MoveError =
  | NoShift
  | { readonly code: 'invalid'; readonly fields: readonly [{ readonly field: 'amount/currency'; readonly code: 'not_a_choice' }] }
  | { readonly code: 'nothing_moved'; readonly field: 'amount/amount' }
  | { readonly code: 'more_than_in_drawer'; readonly field: 'amount/amount'; readonly amount: Money }
  | { readonly code: 'over_cashier_limit'; readonly field: 'amount/amount'; readonly amount: Money }

type Asked = CashMove & { readonly register: CashRegister; readonly cashier: SignedCashier; readonly actor: Actor }

/**
 * Cash of the merchant's own goes into the drawer or out of it, in no sale: booked at once, and told to the tax service.
 * No more goes out than is there, or than this cashier may take.
 */
export const moveCash = ({ db, clock }: { readonly db: Db; readonly clock: Clock }, ask: Asked): Promise<Result<Id<'cashMove'>, MoveError>> =>
  inTransaction(db, async (tx) => {
    const { register, cashier, amount, kind, actor } = ask
    const at = clock.now()
    if (amount.currency !== register.currency) return err({ code: 'invalid', fields: [{ field: 'amount/currency', code: 'not_a_choice' }] })
    if (amount.minor <= 0n) return err({ code: 'nothing_moved', field: 'amount/amount' })
    const most = cashier.mostCashOutMinor
    if (kind === 'service_out' && most !== null && amount.minor > most) {
      return err({ code: 'over_cashier_limit', field: 'amount/amount', amount: { minor: most, currency: amount.currency } })
    }
    const shift = await shiftForSale(tx, register, { at, cashier: { id: cashier.cashierId, name: cashier.name }, actor })
    if (!shift.ok) return shift
    const { merchantId, mode, currency } = register
    const inDrawer = await findBalance(tx, { merchantId, mode, currency, account: tillAccount(register.id) })
    if (kind === 'service_out' && amount.minor > inDrawer) {
      return err({ code: 'more_than_in_drawer', field: 'amount/amount', amount: { minor: inDrawer, currency } })
    }
    return ok(await write(tx, ask, { shiftId: shift.value.shiftId, at }))
  })

async function write(tx: Tx, { register, cashier, kind, amount, note, actor }: Asked, { shiftId, at }: { shiftId: Id<'shift'>; at: Date }): Promise<Id<'cashMove'>> {
  const { merchantId, mode, currency } = register
  const moveId = newId('cashMove', at.getTime())
  await insertMove(tx, {
    merchant_id: merchantId, move_id: moveId, register_id: register.id, store_id: register.storeId, mode, shift_id: shiftId, kind, amount_minor: amount.minor,
    currency, note, cashier_id: cashier.cashierId, created_at: at,
  })
  const drawer = tillAccount(register.id)
  const postings = kind === 'service_in' ? movedPostings('cash', drawer, amount) : movedPostings(drawer, 'cash', amount)
  await post(tx, { entryId: newId('journalEntry'), merchantId, mode, kind: 'cash_move', subjectId: moveId, currency, postings, bookedAt: at })
  if (register.fiscaliser !== null) {
    await enqueueDocument(tx, { ...refOf(register), shiftId, subjectId: moveId, content: { kind, amount }, cashier: cashier.name, at })
  }
  await recordEvents(tx, { merchantId, mode, actor, at }, [{
    type: 'cash_move.made', objectId: moveId, sequence: 1, data: { register: register.id, kind, amount: decimal(amount), currency },
  }])
  return moveId
}
