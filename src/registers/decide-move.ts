import { movedPostings, tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { post } from '../journal/post-entry.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { recordAudit } from '../merchants/audit.ts'
import { storedCurrency } from '../money/currency.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { insertWithdrawal, moveById } from './cash-move-store.ts'
import type { MoveRef, MoveRow } from './cash-move-store.ts'
import { enqueueDocument } from './enqueue-document.ts'
import { lockRegister } from './register-store.ts'
import { sellingShift } from './shift-store.ts'

type RefileMoveError =
  /** The tax service has it or may have it, there is none, or it was taken back. */
  | { readonly code: 'move_not_refused' }
  /** Its Z-report is made: what the drawer held then is counted, and the next shift began with that. */
  | { readonly code: 'shift_over' }

export type DecideMoveError = RefileMoveError | { readonly code: 'more_than_in_drawer'; readonly amount: Money }

type Deps = { readonly db: Db; readonly clock: Clock }
type Refused = { readonly move: MoveRow; readonly amount: Money }

/** A cash move that the tax service refused, in its shift that still sells. Holds the register until the transaction ends. */
async function lockRefused(tx: Tx, ref: MoveRef): Promise<Result<Refused, RefileMoveError>> {
  const found = await moveById(tx, ref)
  if (found === undefined) throw new Error('a cash move vanished')
  const register = { merchantId: ref.merchantId, registerId: found.register_id }
  await lockRegister(tx, register)
  const move = await moveById(tx, ref) ?? found
  if (move.document_state !== 'refused' || move.withdrawn_at !== null) return err({ code: 'move_not_refused' })
  if ((await sellingShift(tx, register))?.id !== move.shift_id) return err({ code: 'shift_over' })
  return ok({ move, amount: { minor: move.amount_minor, currency: storedCurrency(move.currency) } })
}

/** What the tax service complained of is put right: it is told of the cash move once more, by a document of its own. */
export const refileMove = ({ db, clock }: Deps, { actor, ...ref }: MoveRef & { readonly actor: Actor }): Promise<Result<null, RefileMoveError>> =>
  inTransaction(db, async (tx) => {
    const refused = await lockRefused(tx, ref)
    if (!refused.ok) return refused
    const { move: { register_id: registerId, shift_id: shiftId, kind, cashier_name: cashier }, amount } = refused.value
    const { merchantId, moveId } = ref
    const at = clock.now()
    await enqueueDocument(tx, { merchantId, registerId, shiftId, subjectId: moveId, content: { kind, amount }, cashier, at })
    await recordAudit(tx, { merchantId, at, actor, action: 'cash_move.filed_again', objectId: moveId })
    return ok(null)
  })

/**
 * The cash is where it was before it was moved: booked back, and in no sum of the shift any more, as the tax service has
 * nothing of it. No more is taken out of the drawer than is there.
 */
export const withdrawMove = (
  { db, clock }: Deps, { actor, reason, ...ref }: MoveRef & { readonly actor: Actor; readonly reason: string },
): Promise<Result<null, DecideMoveError>> =>
  inTransaction(db, async (tx) => {
    const refused = await lockRefused(tx, ref)
    if (!refused.ok) return refused
    const { move: { register_id: registerId, kind, mode }, amount } = refused.value
    const { merchantId, moveId } = ref
    const { currency } = amount
    const at = clock.now()
    const drawer = tillAccount(registerId)
    const inDrawer = await findBalance(tx, { merchantId, mode, currency, account: drawer })
    if (kind === 'service_in' && amount.minor > inDrawer) return err({ code: 'more_than_in_drawer', amount: { minor: inDrawer, currency } })
    await insertWithdrawal(tx, { merchant_id: merchantId, move_id: moveId, reason, withdrawn_by: actor, withdrawn_at: at })
    const postings = kind === 'service_in' ? movedPostings(drawer, 'cash', amount) : movedPostings('cash', drawer, amount)
    await post(tx, { entryId: newId('journalEntry'), merchantId, mode, kind: 'reversal', subjectId: moveId, currency, postings, bookedAt: at })
    await recordAudit(tx, { merchantId, at, actor, action: 'cash_move.withdrawn', objectId: moveId, reason })
    await recordEvents(tx, { merchantId, mode, actor, at }, [{
      type: 'cash_move.withdrawn', objectId: moveId, sequence: 2, data: { register: registerId, kind, amount: decimal(amount), currency, reason },
    }])
    return ok(null)
  })
