import type { Id } from '../kernel/ids.ts'
import { err } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import { doEach } from '../platform/jobs/every.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { findRegister } from '../registers/find-register.ts'
import { endReceipt } from './end-receipt.ts'
import type { EndDeps } from './end-receipt.ts'
import { registerSale } from './register-sale.ts'
import { sendMoneyBack } from './send-money-back.ts'
import { lockReceipt, putOff, receiptById, tryToExpireAt } from './store.ts'
import type { ReceiptKey } from './store.ts'

/** Receipts of one question. */
const BATCH = 100

type Found = { merchant_id: Id<'merchant'>; receipt_id: Id<'receipt'> }
const keyOf = ({ merchant_id: merchantId, receipt_id: id }: Found): ReceiptKey => ({ merchantId, id })

/**
 * Registers the receipts whose money has come, however it came. Nothing is remembered between the two: what a crash left
 * out, the next round finds, and of two rounds at once the receipt's state lets one through. One that cannot be registered now
 * waits its own growing turn, behind those that were not tried yet, and is not tried at all while a person has still to open the
 * shift. A round for `every`: true if there may be more.
 */
export async function registerPaid(deps: Pick<EndDeps, 'pool' | 'db' | 'clock'>, onError: (error: unknown) => void): Promise<boolean> {
  const { rows } = await deps.pool.query<Found>({
    name: 'receipts-paid',
    text: `select r.merchant_id, r.receipt_id from invoice i
      join receipt r on r.merchant_id = i.merchant_id and r.invoice_id = i.invoice_id and r.kind = 'sale' and r.state = 'deferred'
      join cash_register c on c.merchant_id = r.merchant_id and c.register_id = r.register_id
      where i.till_waits and i.payment in ('paid', 'overpaid') and i.document = 'issued' and (r.try_at is null or r.try_at <= $1)
        and (c.opens <> 'by_hand' or exists (
          select from shift s where s.merchant_id = r.merchant_id and s.register_id = r.register_id and s.state in ('opening', 'open')))
      order by r.tries, i.paid_at limit $2`,
    values: [deps.clock.now(), BATCH],
  })
  const failed = await doEach(rows, (row) => inItsTurn(deps, keyOf(row), () => registerIfPaid(deps, keyOf(row))), onError)
  return rows.length === BATCH && failed < BATCH
}

/** What is not done, or fails, is put off; whoever fails is told of all the same. */
async function inItsTurn({ pool, clock }: Pick<EndDeps, 'pool' | 'clock'>, key: ReceiptKey, act: () => Promise<boolean>): Promise<void> {
  const later = () => putOff(pool, key, clock.now())
  const isDone = await act().catch(async (error: unknown) => {
    await later()
    throw error
  })
  if (!isDone) await later()
}

/** Registers a receipt that waits, if its money is there. False: it does not wait any more, its money is not whole, or no shift may be opened. */
export async function registerIfPaid({ db, clock }: Pick<EndDeps, 'db' | 'clock'>, key: ReceiptKey): Promise<boolean> {
  const done = await inTransaction(db, async (tx) => {
    const receipt = await lockReceipt(tx, key)
    if (receipt?.state !== 'deferred') return err({ code: 'receipt_wrong_state' } as const)
    const { merchantId, registerId, storeId } = receipt
    const [register, store] = [await findRegister(tx, { merchantId, registerId }), await storeOfWork(tx, { merchantId, storeId })]
    if (register === null || store === null) throw new Error('a receipt without its cash register')
    return registerSale(tx, receipt, { register, country: store.country }, 'paid', { at: clock.now(), cashier: null, actor: 'kvit' })
  })
  return done.ok
}

/** Between tries to end a receipt whose provider is silent or whose payer is paying. */
const AGAIN_MS = 60_000

/** Ends receipts that waited long enough, after one last question to their providers. A round for `every`. */
export async function expireReceipts(deps: EndDeps, onError: (error: unknown) => void): Promise<boolean> {
  const at = deps.clock.now()
  // Each is put off before it is tried, so that two processes do not both ask and a fault does not stop the others.
  const { rows } = await deps.pool.query<Found>({
    name: 'receipts-to-expire',
    text: `update receipt r set expire_at = $2 from (
        select merchant_id, receipt_id from receipt where state = 'deferred' and expire_at <= $1 order by expire_at limit $3 for update skip locked
      ) due where r.merchant_id = due.merchant_id and r.receipt_id = due.receipt_id returning r.merchant_id, r.receipt_id`,
    values: [at, new Date(at.getTime() + AGAIN_MS), BATCH],
  })
  for (const row of rows) await expire(deps, keyOf(row)).catch(onError)
  return rows.length === BATCH
}

async function expire(deps: EndDeps, key: ReceiptKey): Promise<void> {
  const receipt = await receiptById(deps.db, key)
  const at = deps.clock.now()
  // Sent anew since it was found.
  if (receipt?.state !== 'deferred' || (receipt.expiresAt !== null && receipt.expiresAt > at)) return
  const ended = await endReceipt(deps, receipt, { how: 'lapsed', reason: 'expired' }, { at, actor: 'kvit' })
  if (!ended.ok && ended.error.code === 'receipt_wrong_state') await inTransaction(deps.db, (tx) => tryToExpireAt(tx, key, new Date(at.getTime() + 10 * AGAIN_MS)))
}

/** Of as many merchants at once, because providers may take their time; of one merchant, one after another. */
const AT_ONCE = 8

/** Sends the money of registered returns back, each in its turn, as `registerPaid` does. A round for `every`. */
export async function payReturns(deps: EndDeps, onError: (error: unknown) => void): Promise<boolean> {
  const { rows } = await deps.pool.query<Found>({
    name: 'returns-to-pay',
    text: `select merchant_id, receipt_id from receipt where money_due and state_changed_at <= $1 and (try_at is null or try_at <= $1)
      order by tries, state_changed_at limit $2`,
    values: [deps.clock.now(), BATCH],
  })
  const byMerchant = [...Map.groupBy(rows, (row) => row.merchant_id).values()]
  const pay = (own: readonly Found[]) => doEach(own, (row) => inItsTurn(deps, keyOf(row), () => sendMoneyBack(deps, keyOf(row))), onError)
  await doEach(byMerchant, pay, onError, AT_ONCE)
  return false
}
