import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { startMortal } from '../../test/support/mortal-process.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { receiptNow } from '../../test/support/till.ts'
import { HOUR_MS, mutedLiqPay, openTillShop } from '../../test/support/till-shop.ts'
import type { ReceiptAnswer, TillShop } from '../../test/support/till-shop.ts'
import { isDeath } from '../../test/support/till-world.ts'
import { http } from '../connectors/conformance-stage.ts'
import { newId } from '../kernel/ids.ts'
import { cancelInvoice } from '../payments/cancel-invoice.ts'
import { recordStatementPayment } from '../payments/record-payment.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { endReceipt } from './end-receipt.ts'
import { expireReceipts, registerPaid } from './jobs.ts'
import type { Receipt } from './receipt.ts'

const database = openTestDatabase()
const { db, pool } = database
const stage = mutedLiqPay()

const fail = (error: unknown): never => { throw error }

const kept = ({ till: { register } }: TillShop, { id }: Pick<ReceiptAnswer, 'id'>): Promise<Receipt> =>
  receiptNow(db, { merchantId: register.merchantId, id: idWithMode('receipt', id).id })

const documentOf = async ({ merchantId, invoiceId }: Receipt): Promise<string | undefined> =>
  (await pool.query<{ document: string }>('select document from invoice where merchant_id = $1 and invoice_id = $2', [merchantId, invoiceId])).rows[0]?.document

const newest = () => stage.provider.payments().at(-1)
const cancel = (shop: TillShop, { id }: ReceiptAnswer) => shop.act('POST', `/v1/receipts/${id}/cancel`, {})

/** Every call to LiqPay from now on, with how our invoice stood when it was made. */
function overheard(shop: TillShop, receipt: Receipt): string[] {
  const calls: string[] = []
  shop.wire = async (action, call) => {
    calls.push(`${action}: ${await documentOf(receipt)}`)
    return call()
  }
  return calls
}

/** The provider has revoked it, and before its invoice is cancelled somebody else does something. */
async function endedAfter(shop: TillShop, receipt: Receipt, act: (other: pg.PoolClient) => Promise<unknown>) {
  const other = await pool.connect()
  await other.query('begin')
  await other.query('select from receipt where merchant_id = $1 and receipt_id = $2 for update', [receipt.merchantId, receipt.id])
  const ending = endReceipt(shop.deps(), receipt, { how: 'lapsed', reason: 'expired' }, { at: shop.clock.now(), actor: 'kvit' })
  await expect.poll(async () => (await pool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount).toBe(1)
  await act(other)
  await other.query('commit')
  other.release()
  return ending
}

describe('the order is revoked at LiqPay before anything is cancelled here', () => {
  test('what a cashier cancels', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink()
    const calls = overheard(shop, await kept(shop, sold))
    expect((await cancel(shop, sold)).json<ReceiptAnswer>().state).toBe('cancelled')
    expect(calls).toEqual(['status: issued', 'invoice_cancel: issued', 'status: issued'])
    expect(newest()).toMatchObject({ isCancelled: true })
    expect(await documentOf(await kept(shop, sold))).toBe('cancelled')
  })

  test('what nobody paid in time, also where LiqPay’s clock is behind and would still take the money', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    const calls = overheard(shop, await kept(shop, sold))
    await expireReceipts(shop.deps(), fail)
    expect(calls).toEqual([])
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    await expireReceipts(shop.deps(), fail)
    expect(calls).toEqual(['status: issued', 'invoice_cancel: issued', 'status: issued'])
    expect((await kept(shop, sold)).state).toBe('expired')
    expect(newest()).toMatchObject({ isCancelled: true, minor: 4000n })
  })

  test('where LiqPay does not answer nothing is cancelled, and the next round ends it', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink()
    shop.wire = async (action, call) => (action === 'invoice_cancel' ? { kind: 'unknown', cause: 'timeout' } : call())
    expect((await cancel(shop, sold)).json<{ code: string }>().code).toBe('payment_in_flight')
    const receipt = await kept(shop, sold)
    expect([receipt.state, await documentOf(receipt)]).toEqual(['deferred', 'issued'])
    shop.wire = (_, call) => call()
    shop.clock.aheadMs = 3 * HOUR_MS
    await expireReceipts(shop.deps(), fail)
    expect((await kept(shop, sold)).state).toBe('expired')
  })
})

describe('the link is sent again in the moment in which its time is over', () => {
  const sendAgain = (shop: TillShop, { id }: ReceiptAnswer) => shop.act('POST', `/v1/receipts/${id}/send`, { by: 'screen' })

  /** How receipt and invoice stand, and whether there is time left to pay. */
  async function waits(shop: TillShop, sold: ReceiptAnswer) {
    const receipt = await kept(shop, sold)
    return [receipt.state, await documentOf(receipt), receipt.expiresAt !== null && receipt.expiresAt > shop.clock.now()]
  }

  test('before the provider has answered for the last time: it waits anew, and nothing is revoked', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    const calls: string[] = []
    shop.wire = async (action, call) => {
      calls.push(action)
      expect((await sendAgain(shop, sold)).status).toBe(200)
      return call()
    }
    await expireReceipts(shop.deps(), fail)
    expect([calls, (await kept(shop, sold)).state]).toEqual([['status'], 'deferred'])
  })

  test('while it is revoked: it waits anew, and can be paid', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    shop.wire = async (action, call) => {
      if (action === 'invoice_cancel') expect((await sendAgain(shop, sold)).status).toBe(200)
      return call()
    }
    await expireReceipts(shop.deps(), fail)
    expect(await waits(shop, sold)).toEqual(['deferred', 'issued', true])
  })

  test('while its invoice is about to be cancelled: it waits anew, and can be paid', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    const receipt = await kept(shop, sold)
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    const ended = await endedAfter(shop, receipt, (other) => other.query(
      "update receipt set expires_at = expires_at + interval '3 hours' where merchant_id = $1 and receipt_id = $2", [receipt.merchantId, receipt.id],
    ))
    expect(ended).toMatchObject({ error: { code: 'changed_meanwhile' } })
    expect(newest()).toMatchObject({ isCancelled: true })
    expect(await waits(shop, sold)).toEqual(['deferred', 'issued', true])
  })

  test('after whoever was ending it died: it waits anew at once', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    shop.wire = async (action, call) => {
      if (action === 'invoice_cancel') throw new Error('the process died')
      return call()
    }
    const errors: unknown[] = []
    await expireReceipts(shop.deps(), (error) => errors.push(error))
    expect(errors).toHaveLength(1)
    expect((await sendAgain(shop, sold)).status).toBe(200)
    expect(await waits(shop, sold)).toEqual(['deferred', 'issued', true])
  })

  test('after its invoice is cancelled: nobody is sent it, and the next round ends it', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    const receipt = await kept(shop, sold)
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    await cancelInvoice(shop.deps(), { merchantId: receipt.merchantId, id: receipt.invoiceId, reason: 'expired' }, { at: shop.clock.now(), actor: 'kvit' })
    expect((await sendAgain(shop, sold)).json<{ code: string }>().code).toBe('receipt_wrong_state')
    await expireReceipts(shop.deps(), fail)
    expect((await kept(shop, sold)).state).toBe('expired')
  })

  test('where the provider does not revoke it: it can be sent again', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    shop.wire = async (action, call) => (action === 'invoice_cancel' ? { kind: 'unknown', cause: 'timeout' } : call())
    await expireReceipts(shop.deps(), fail)
    expect([(await kept(shop, sold)).state, (await sendAgain(shop, sold)).status]).toEqual(['deferred', 200])
  })
})

describe('whoever is killed on the way', () => {
  test.each([{ how: 'lapsed', to: 'expired', when: 'before' }, { how: 'withdrawn', to: 'cancelled', when: 'after' }] as const)(
    '$to, killed $when any word: never ended here and open at LiqPay, and whoever comes next ends it', { timeout: 300_000 }, async ({ how, to, when }) => {
      const shop = await openTillShop(database, stage.provider)
      let between = 0
      for (let words = 1, isAlive = false; !isAlive; words++) {
        shop.clock.aheadMs = 0
        const sold = await shop.sellByLink()
        const receipt = await kept(shop, sold)
        const mortal = startMortal({ url: database.url, http })
        mortal.dieAt(words, when)
        const end = (deps: ReturnType<TillShop['deps']>) => endReceipt(deps, receipt, { how, reason: to }, { at: shop.clock.now(), actor: 'kvit' })
        await end(shop.deps(mortal)).catch((error: unknown) => {
          if (!isDeath(error)) throw error
        })
        isAlive = !mortal.isDead
        await mortal.bury()
        const isOpenThere = newest()?.isCancelled === false
        const isOver = await documentOf(receipt) === 'cancelled' || (await kept(shop, sold)).state === to
        expect(isOver && isOpenThere, `word ${words}`).toBe(false)
        between += !isOpenThere && !isOver ? 1 : 0
        if (!isAlive) await end(shop.deps())
        expect((await kept(shop, sold)).state, `word ${words}`).toBe(to)
        expect(newest()).toMatchObject({ isCancelled: true })
      }
      expect(between).toBeGreaterThan(0)
    })
})

describe('the payer was quicker', () => {
  test('LiqPay refuses to revoke what was paid meanwhile: the receipt is not cancelled, and becomes a paid one', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink()
    shop.wire = async (action, call) => {
      if (action === 'invoice_cancel') await stage.provider.play(shop.payHere(), 'pay')
      return call()
    }
    expect((await cancel(shop, sold)).json<{ code: string }>().code).toBe('payment_in_flight')
    expect(await documentOf(await kept(shop, sold))).toBe('issued')
    expect((await shop.act('POST', `/v1/receipts/${sold.id}/check`, {})).json<ReceiptAnswer>()).toMatchObject({ state: 'registered', late: null })
    expect((await cancel(shop, sold)).json<{ code: string }>().code).toBe('receipt_wrong_state')
    expect(newest()).toMatchObject({ isCancelled: false, status: 'success' })
  })

  test('the one last question after the end finds the money that no callback told of: it is registered and nothing is revoked', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    await stage.provider.play(shop.payHere(), 'pay')
    const calls = overheard(shop, await kept(shop, sold))
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    await expireReceipts(shop.deps(), fail)
    await registerPaid(shop.deps(), fail)
    expect(calls).toEqual(['status: issued'])
    expect((await kept(shop, sold)).state).toBe('registered')
    await expireReceipts(shop.deps(), fail)
    expect((await kept(shop, sold)).state).toBe('registered')
  })

  test('a transfer that is booked when the order is revoked, and the invoice not cancelled yet, is not given back: the receipt is registered', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 2 })
    const receipt = await kept(shop, sold)
    shop.clock.aheadMs = 2 * HOUR_MS + 1000
    const at = shop.clock.now()
    const ended = await endedAfter(shop, receipt, async () => expect(await recordStatementPayment(pool, {
      merchantId: receipt.merchantId, invoiceId: receipt.invoiceId, paymentId: newId('payment', at.getTime()), source: 'statement_line',
      amount: receipt.total, into: 'bank', receivedAt: at, note: '', payerName: null, payerAccount: null,
    }, { at, actor: 'kvit' })).toEqual({ ok: true, value: null }))
    expect(ended).toMatchObject({ error: { code: 'changed_meanwhile' } })
    expect(newest()).toMatchObject({ isCancelled: true })
    await registerPaid(shop.deps(), fail)
    const now = await kept(shop, sold)
    expect([now.state, await documentOf(now)]).toEqual(['registered', 'issued'])
  })
})
