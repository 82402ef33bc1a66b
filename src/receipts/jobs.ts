import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { err } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { findRegister } from '../registers/find-register.ts'
import { endReceipt } from './end-receipt.ts'
import type { EndDeps } from './end-receipt.ts'
import { registerSale } from './register-sale.ts'
import { sendMoneyBack } from './send-money-back.ts'
import { lockReceipt, receiptById, tryToExpireAt } from './store.ts'
import type { ReceiptKey } from './store.ts'

/** Receipts of one question. */
const BATCH = 100

type Found = { merchant_id: Id<'merchant'>; receipt_id: Id<'receipt'> }
const keyOf = ({ merchant_id: merchantId, receipt_id: id }: Found): ReceiptKey => ({ merchantId, id })

type Paid = Found & { paid_at: Date }

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Registers the receipts whose money has come, however it came. Nothing is remembered between the two: what a crash left
 * out, the next round finds, and of two rounds at once the receipt's state lets one through. A round for `every` that looks at
 * all of them, so that those which cannot be registered now keep nobody else waiting.
 */
export async function registerPaid(deps: Pick<EndDeps, 'pool' | 'db' | 'clock'>, onError: (error: unknown) => void): Promise<boolean> {
  let page = await paidAfter(deps.pool)
  while (page.length > 0) {
    for (const row of page) await registerIfPaid(deps, keyOf(row)).catch(onError)
    page = page.length < BATCH ? [] : await paidAfter(deps.pool, page.at(-1))
  }
  return false
}

/** A page of them, those that were paid first before the others. `last`: of the page before. */
const paidAfter = async (pool: pg.Pool, last?: Paid): Promise<readonly Paid[]> => (await pool.query<Paid>({
  name: 'receipts-paid',
  text: `select r.merchant_id, r.receipt_id, i.paid_at from invoice i
    join receipt r on r.merchant_id = i.merchant_id and r.invoice_id = i.invoice_id and r.kind = 'sale' and r.state = 'deferred'
    where i.till_waits and i.payment in ('paid', 'overpaid') and i.document = 'issued'
      and i.paid_at >= $1 and (i.paid_at, r.receipt_id) > ($1, $2)
    order by i.paid_at, r.receipt_id limit $3`,
  values: [last?.paid_at ?? new Date(0), last?.receipt_id ?? BEFORE_ALL, BATCH],
})).rows

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

/** Sends the money of registered returns back. A round for `every`. */
export async function payReturns(deps: EndDeps, onError: (error: unknown) => void): Promise<boolean> {
  const { rows } = await deps.pool.query<Found>({
    name: 'returns-to-pay',
    text: `select merchant_id, receipt_id from receipt where money_due and state_changed_at <= $1 order by state_changed_at limit $2`,
    values: [deps.clock.now(), BATCH],
  })
  for (const row of rows) await sendMoneyBack(deps, keyOf(row)).catch(onError)
  return false
}

