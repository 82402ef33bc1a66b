import { describe, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { effects } from '../../test/support/fault-oracle.ts'
import { filedReceipt, refusedReceipt } from '../../test/support/filed-receipt.ts'
import { drawerOf, receiptNow } from '../../test/support/till.ts'
import { BREAD, HOUR_MS, mutedLiqPay, openTillShop, PHONE, uah } from '../../test/support/till-shop.ts'
import type { ReceiptAnswer, TillShop } from '../../test/support/till-shop.ts'
import { newId, publicId } from '../kernel/ids.ts'
import { actorOf } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { expireReceipts, payReturns, registerPaid } from './jobs.ts'

const database = openTestDatabase()
const { db, pool } = database
const stage = mutedLiqPay()

const fail = (error: unknown): never => { throw error }
const of = ({ id }: Pick<ReceiptAnswer, 'id'>, act: string): string => `/v1/receipts/${id}/${act}`
const codeOf = async (answer: ReturnType<TillShop['act']>): Promise<unknown[]> => {
  const said = await answer
  return [said.status, said.json<{ code?: string }>().code]
}

async function soldForCash(shop: TillShop): Promise<ReceiptAnswer> {
  return (await shop.act('POST', '/v1/receipts', {
    register: shop.register, lines: [{ ...BREAD, quantity: '2' }], payments: [{ form: 'cash', amount: uah('80.00') }],
  })).json<ReceiptAnswer>()
}

/** The tax service says no. */
async function rejected(shop: TillShop): Promise<ReceiptAnswer> {
  const sold = await soldForCash(shop)
  await refusedReceipt(db, await receiptNow(db, { merchantId: shop.till.register.merchantId, id: idWithMode('receipt', sold.id).id }), 'no such tax letter', shop.clock.now())
  return sold
}

/** The payer's bank refused, and nobody paid until the end. */
async function expired(shop: TillShop): Promise<ReceiptAnswer> {
  const sold = await shop.sellByLink()
  await stage.provider.play(shop.payHere(), 'pay_after_refusal')
  shop.clock.aheadMs = 3 * HOUR_MS
  await expireReceipts(shop.deps(), fail)
  return sold
}

/** The bank gives the money after all. */
async function comesLate(shop: TillShop): Promise<void> {
  await stage.provider.advance(HOUR_MS)
  await shop.hear()
}

async function paidLate(shop: TillShop): Promise<ReceiptAnswer> {
  const sold = await expired(shop)
  await comesLate(shop)
  return sold
}

const documents = async ({ till: { register } }: TillShop): Promise<string[]> => (await pool.query<{ said: string }>(
  "select kind || ' ' || state as said from fiscal_document where merchant_id = $1 and kind = 'sale' order by position", [register.merchantId])).rows.map(({ said }) => said)

describe('check: asked now, as the schedule would later', () => {
  test('what was paid at LiqPay, and no message told of it, is registered with the answer', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink()
    expect((await shop.act('POST', of(sold, 'check'), {})).json<ReceiptAnswer>().state).toBe('deferred')
    await stage.provider.play(shop.payHere(), 'pay')
    expect((await shop.act('POST', of(sold, 'check'), {})).json<ReceiptAnswer>()).toMatchObject({ id: sold.id, state: 'registered' })
    expect((await shop.act('POST', of(sold, 'check'), {})).json<ReceiptAnswer>().state).toBe('registered')
  })

  test('a silent LiqPay is said to be silent, and the receipt waits on', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink()
    shop.wire = async () => ({ kind: 'unknown', cause: 'timeout' })
    expect(await codeOf(shop.act('POST', of(sold, 'check'), {}))).toEqual([503, 'provider_unreachable'])
    expect((await shop.act('GET', `/v1/receipts/${sold.id}`)).json<ReceiptAnswer>().state).toBe('deferred')
  })
})

describe('a cash register where a receipt waits for money', () => {
  test('closes only once the receipt has its end', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink()
    const close = () => codeOf(shop.owner.ask('PATCH', `/v1/cash-registers/${shop.register}`, { state: 'closed' }))
    expect(await close()).toEqual([409, 'register_receipts_wait'])
    expect((await shop.act('POST', of(sold, 'cancel'), {})).json<ReceiptAnswer>().state).toBe('cancelled')
    expect(await close()).toEqual([200, undefined])
  })
})

describe('send', () => {
  test('again by another way, of which each is noted; what is in the payer’s bank app already is not brought twice', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ send: null })
    const outbox = stage.provider.outbox().length
    expect((await shop.act('POST', of(sold, 'send'), { by: 'screen' })).json<ReceiptAnswer>().send).toMatchObject({ by: 'screen', state: 'shown' })
    expect((await shop.act('POST', of(sold, 'send'), { by: 'bank_app', to: PHONE })).json<ReceiptAnswer>().send).toMatchObject({ by: 'bank_app', state: 'sent' })
    expect(stage.provider.outbox().slice(outbox)).toMatchObject([{ by: 'privat24', to: PHONE }])
    expect(await codeOf(shop.act('POST', of(sold, 'send'), { by: 'bank_app', to: PHONE }))).toEqual([409, 'payment_in_flight'])
    expect(stage.provider.outbox()).toHaveLength(outbox + 1)
  })

  test('LiqPay takes the money of a brought link no longer than the receipt waits', async () => {
    const shop = await openTillShop(database, stage.provider)
    const before = stage.provider.now().getTime()
    await shop.sellByLink({ hours: 2 })
    const expiresAt = stage.provider.payments().at(-1)?.expiresAt?.getTime() ?? 0
    expect(expiresAt).toBeGreaterThan(before)
    expect(expiresAt).toBeLessThanOrEqual(stage.provider.now().getTime() + 2 * HOUR_MS)
  })

  test('a way that does not work is noted with its reason, and the receipt waits all the same', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ send: null })
    expect(await codeOf(shop.act('POST', of(sold, 'send'), { by: 'sms', to: PHONE }))).toEqual([409, 'sms_not_set_up'])
    expect(await codeOf(shop.act('POST', of(sold, 'send'), { by: 'email', to: 'nobody' }))).toEqual([422, 'no_recipient'])
    expect((await shop.act('GET', `/v1/receipts/${sold.id}`)).json<ReceiptAnswer>()).toMatchObject({
      state: 'deferred', send: { by: 'email', state: 'failed', problem: 'no_recipient' },
    })
  })

  test('what does not wait is sent nowhere', async () => {
    const shop = await openTillShop(database, stage.provider)
    expect(await codeOf(shop.act('POST', of(await soldForCash(shop), 'send'), { by: 'screen' }))).toEqual([409, 'receipt_wrong_state'])
  })
})

describe('changed_after: what the till asks every second', () => {
  type Changes = { readonly items: readonly ReceiptAnswer[]; readonly cursor: string }
  const since = async (shop: TillShop, cursor: string): Promise<Changes> =>
    (await shop.act('GET', `/v1/receipts?register=${shop.register}&changed_after=${encodeURIComponent(cursor)}`)).json<Changes>()
  /** Longer than what is told twice. */
  const A_MINUTE_MS = 60_000

  test('nothing new is nothing; what is sold, paid and ended is told, and only that', async () => {
    const shop = await openTillShop(database, stage.provider)
    const [first, second] = [await shop.sellByLink(), await shop.sellByLink({ send: null })]
    const all = await since(shop, new Date(0).toISOString())
    expect(all.items.map(({ id }) => id)).toEqual([first.id, second.id])
    shop.clock.aheadMs += A_MINUTE_MS
    const { cursor } = await since(shop, all.cursor)
    expect(new Date(cursor).getTime()).toBeGreaterThan(new Date(all.cursor).getTime())
    shop.clock.aheadMs += A_MINUTE_MS
    expect((await since(shop, cursor)).items).toEqual([])
    await shop.act('POST', of(second, 'cancel'), {})
    expect((await since(shop, cursor)).items.map(({ id, state }) => [id, state])).toEqual([[second.id, 'cancelled']])
    await stage.provider.play(shop.payHere(), 'pay')
    await shop.act('POST', of(first, 'check'), {})
    expect((await since(shop, cursor)).items.map(({ id, state }) => [id, state])).toEqual([[second.id, 'cancelled'], [first.id, 'registered']])
  })

  test('money that came after the end is told too', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await expired(shop)
    shop.clock.aheadMs += A_MINUTE_MS
    const { cursor } = await since(shop, shop.clock.now().toISOString())
    shop.clock.aheadMs += A_MINUTE_MS
    expect((await since(shop, cursor)).items).toEqual([])
    await comesLate(shop)
    expect((await since(shop, cursor)).items).toMatchObject([{ id: sold.id, state: 'expired', late: uah('40.00') }])
  })

  test('of one cash register, and from a cursor of ours', async () => {
    const [shop, other] = [await openTillShop(database, stage.provider), await openTillShop(database, stage.provider)]
    await shop.sellByLink({ send: null })
    const now = encodeURIComponent(shop.clock.now().toISOString())
    expect((await since(other, new Date(0).toISOString())).items).toEqual([])
    expect((await other.act('GET', `/v1/receipts?register=${shop.register}&changed_after=${now}`)).status).toBe(422)
    expect((await shop.act('GET', `/v1/receipts?changed_after=${now}`)).status).toBe(422)
    expect((await shop.act('GET', `/v1/receipts?register=${shop.register}&changed_after=yesterday`)).status).toBe(422)
  })
})

describe('file-again', () => {
  test('a rejected receipt is told to the tax service as a new document, by a cashier who is signed in', async () => {
    const shop = await openTillShop(database, stage.provider, { fiscaliser: 'checkbox' })
    const sold = await rejected(shop)
    expect((await shop.act('GET', `/v1/receipts/${sold.id}`)).json<ReceiptAnswer>()).toMatchObject({ state: 'rejected', problem: 'no such tax letter' })
    expect(await codeOf(shop.owner.ask('POST', of(sold, 'file-again'), {}, { 'kvit-cashier': 'a'.repeat(22) }))).toEqual([403, 'cashier_not_signed_in'])
    expect((await shop.act('POST', of(sold, 'file-again'), {})).json<ReceiptAnswer>()).toMatchObject({ state: 'registering', problem: null })
    expect(await documents(shop)).toEqual(['sale refused', 'sale queued'])
    expect(await codeOf(shop.act('POST', of(sold, 'file-again'), {}))).toEqual([409, 'receipt_wrong_state'])
    expect(await documents(shop)).toEqual(['sale refused', 'sale queued'])
  })

  test('the office does it without a cashier, whoever only sells does not, and it is written down who did', async () => {
    const shop = await openTillShop(database, stage.provider, { fiscaliser: 'checkbox' })
    const sold = await rejected(shop)
    const { merchantId } = shop.till.register
    const seller = await shop.person('cashier')
    expect(await codeOf(seller.ask('POST', of(sold, 'file-again'), {}))).toEqual([403, 'cashier_not_signed_in'])
    const admin = await shop.person('admin')
    expect((await admin.ask('POST', of(sold, 'file-again'), {})).json<ReceiptAnswer>()).toMatchObject({ state: 'registering', problem: null })
    expect(await documents(shop)).toEqual(['sale refused', 'sale queued'])
    const { rows } = await database.pool.query<{ actor: string }>("select actor from audit_record where merchant_id = $1 and action = 'receipt.filed_again'", [merchantId])
    expect(rows).toEqual([{ actor: actorOf(admin.caller) }])
  })
})

describe('a return that the tax service refused', () => {
  test('is given up by the office without a cashier: its goods may come back another time; whoever only sells does not', async () => {
    const shop = await openTillShop(database, stage.provider, { fiscaliser: 'checkbox' })
    const sold = await soldForCash(shop)
    const { merchantId } = shop.till.register
    const keptNow = ({ id }: ReceiptAnswer) => receiptNow(db, { merchantId, id: idWithMode('receipt', id).id })
    await filedReceipt(db, await keptNow(sold), '1')
    const takeBack = () => shop.act('POST', of(sold, 'returns'), { lines: [{ index: 0, quantity: '2' }], refund: 'cash' })
    const back = (await takeBack()).json<ReceiptAnswer>()
    await refusedReceipt(db, await keptNow(back))
    expect(await codeOf(takeBack())).toEqual([422, 'exceeds_sold'])
    expect(await codeOf((await shop.person('cashier')).ask('POST', of(back, 'cancel'), {}))).toEqual([403, 'cashier_not_signed_in'])
    expect((await (await shop.person('admin')).ask('POST', of(back, 'cancel'), {})).json<ReceiptAnswer>().state).toBe('cancelled')
    expect((await takeBack()).status).toBe(201)
  })
})

type Begun = { readonly path: string; readonly body: object; readonly to: string }

const ACTS: readonly { readonly act: string; readonly fiscaliser?: string; begin(shop: TillShop): Promise<Begun> }[] = [
  { act: 'a sale', begin: async ({ register }) => ({
    path: '/v1/receipts', body: { register, lines: [BREAD], payments: [{ form: 'cash', amount: uah('40.00') }] }, to: 'registered',
  }) },
  {
    act: 'check', begin: async (shop) => {
      const sold = await shop.sellByLink()
      await stage.provider.play(shop.payHere(), 'pay')
      return { path: of(sold, 'check'), body: {}, to: 'registered' }
    },
  },
  { act: 'send', begin: async (shop) => ({ path: of(await shop.sellByLink({ send: null }), 'send'), body: { by: 'bank_app', to: PHONE }, to: 'deferred' }) },
  { act: 'cancel', begin: async (shop) => ({ path: of(await shop.sellByLink(), 'cancel'), body: {}, to: 'cancelled' }) },
  { act: 'file-again', fiscaliser: 'checkbox', begin: async (shop) => ({ path: of(await rejected(shop), 'file-again'), body: {}, to: 'registering' }) },
  { act: 'register-late', begin: async (shop) => ({ path: of(await paidLate(shop), 'register-late'), body: {}, to: 'registered' }) },
  { act: 'give-back', begin: async (shop) => ({ path: of(await paidLate(shop), 'give-back'), body: {}, to: 'expired' }) },
  { act: 'returns', begin: async (shop) => ({ path: of(await soldForCash(shop), 'returns'), body: { lines: [{ index: 0, quantity: '1' }], refund: 'cash' }, to: 'registered' }) },
]

describe('the same Idempotency-Key again is the same answer and nothing more', () => {
  test('a sale that a till kept is the same however old it is by now', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sell = (more: object) => shop.act('POST', '/v1/receipts', {
      register: shop.register, lines: [BREAD], payments: [{ form: 'cash', amount: uah('40.00'), given: uah('40.00') }], ...more,
    }, { 'idempotency-key': 'kept' })
    const [first, second, third] = [await sell({}), await sell({ madeSecondsAgo: 3 }), await sell({ madeSecondsAgo: 6 })].map((answer) => answer.json<ReceiptAnswer>().id)
    expect(first).toMatch(/^rcp_/)
    expect([second, third]).toEqual([first, first])
  })

  test.each(ACTS)('$act', async ({ begin, fiscaliser = null }) => {
    const shop = await openTillShop(database, stage.provider, { fiscaliser })
    const { path, body, to } = await begin(shop)
    const key = { 'idempotency-key': 'the-till-lost-the-answer' }
    const first = await shop.act('POST', path, body, key)
    expect([first.status < 300, first.json<ReceiptAnswer>().state]).toEqual([true, to])
    const [before, calls] = [await effects(database), stage.provider.requests().length]
    const again = await shop.act('POST', path, body, key)
    expect([again.status, again.raw.toString(), again.headers['idempotency-replayed']]).toEqual([first.status, first.raw.toString(), 'true'])
    expect([await effects(database), stage.provider.requests().length]).toEqual([before, calls])
  })

  test('where the answer was lost before it was kept, the till’s own name of the sale answers the first', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ key: 'sale-1' })
    await pool.query('delete from idempotency_key')
    const before = await effects(database)
    expect((await shop.sellByLink({ key: 'sale-1' })).id).toBe(sold.id)
    expect(await effects(database)).toEqual(before)
  })

  test('a sale whose answer was lost is answered whatever has changed since: its cashier’s time, the register, its customer', async () => {
    const shop = await openTillShop(database, stage.provider)
    const key = { 'idempotency-key': 'sale-2' }
    const body = { register: shop.register, lines: [BREAD], payments: [{ form: 'cash', amount: uah('40.00') }] }
    const sold = (await shop.act('POST', '/v1/receipts', body, key)).json<ReceiptAnswer>()
    const again = async (more: object = {}): Promise<unknown[]> => {
      await pool.query('delete from idempotency_key')
      const answer = await shop.act('POST', '/v1/receipts', { ...body, ...more }, key)
      return [answer.status, answer.json<ReceiptAnswer>().id]
    }
    expect(await again({ customer: publicId('customer', newId('customer'), shop.till.register.mode) })).toEqual([201, sold.id])
    shop.clock.aheadMs = 48 * HOUR_MS
    expect(await codeOf(shop.act('POST', '/v1/receipts', body))).toEqual([403, 'cashier_not_signed_in'])
    expect(await again()).toEqual([201, sold.id])
    await pool.query("update cash_register set state = 'closed' where merchant_id = $1", [shop.till.register.merchantId])
    expect(await again()).toEqual([201, sold.id])
  })

  test('a sale that was refused is not made by its key, and is made under it when what was in its way is gone', async () => {
    const shop = await openTillShop(database, stage.provider)
    const key = { 'idempotency-key': 'sale-3' }
    const body = { register: shop.register, lines: [BREAD], payments: [{ form: 'cash', amount: uah('40.00') }] }
    expect(await codeOf(shop.owner.ask('POST', '/v1/receipts', body, key))).toEqual([403, 'cashier_not_signed_in'])
    expect((await shop.act('POST', '/v1/receipts', body, key)).status).toBe(201)
  })
})

const toDecide = async (shop: TillShop): Promise<string[]> =>
  (await shop.act('GET', `/v1/receipts?register=${shop.register}&late=true`)).json<{ items: ReceiptAnswer[] }>().items.map(({ id }) => id)

describe('money that came after the end', () => {
  test('goes back through LiqPay where a person says so, once, and there is nothing left to decide', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await expired(shop)
    expect(await toDecide(shop)).toEqual([])
    await comesLate(shop)
    expect((await shop.act('GET', `/v1/receipts/${sold.id}`)).json<ReceiptAnswer>()).toMatchObject({ state: 'expired', late: uah('40.00') })
    expect(await toDecide(shop)).toEqual([sold.id])
    const gone = () => stage.provider.journal().filter(({ kind }) => kind === 'refunded').length
    const before = gone()
    expect((await shop.act('POST', of(sold, 'give-back'), {})).json<ReceiptAnswer>()).toMatchObject({ state: 'expired', late: null })
    expect(gone()).toBe(before + 1)
    expect(await toDecide(shop)).toEqual([])
    expect(await codeOf(shop.act('POST', of(sold, 'give-back'), {}))).toEqual([409, 'receipt_wrong_state'])
    expect(await codeOf(shop.act('POST', of(sold, 'register-late'), {}))).toEqual([409, 'money_went_back'])
    expect(gone()).toBe(before + 1)
  })

  test('is registered where a person says so, and can come back only by a return', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await paidLate(shop)
    expect((await shop.act('POST', of(sold, 'register-late'), {})).json<ReceiptAnswer>()).toMatchObject({ state: 'registered', late: null })
    expect(await codeOf(shop.act('POST', of(sold, 'give-back'), {}))).toEqual([409, 'receipt_wrong_state'])
    const back = (await shop.act('POST', of(sold, 'returns'), { lines: [{ index: 0, quantity: '1' }], refund: 'way_it_came' })).json<ReceiptAnswer>()
    expect(back).toMatchObject({ kind: 'return', state: 'registered' })
    expect(await toDecide(shop)).toEqual([])
    await payReturns(shop.deps(), fail)
    expect(stage.provider.payments().at(-1)).toMatchObject({ refunded: 4000n })
    expect(await drawerOf(pool, shop.till)).toBe(0n)
  })
})

describe('F02: the right kind in the right order', () => {
  const changed = async (shop: TillShop, sold: ReceiptAnswer) => (await shop.act('GET', `/v1/receipts/${sold.id}`)).json<ReceiptAnswer>()

  test('money that the bank took back before the receipt was registered registers nothing, and the receipt comes to its end', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 48 })
    await stage.provider.play(shop.payHere(), 'taken_back')
    await shop.hear()
    await stage.provider.advance(24 * HOUR_MS)
    await shop.hear()
    await registerPaid(shop.deps(), fail)
    expect((await changed(shop, sold)).state).toBe('deferred')
    shop.clock.aheadMs = 72 * HOUR_MS
    await expireReceipts(shop.deps(), fail)
    expect(await changed(shop, sold)).toMatchObject({ state: 'expired', late: null })
  })

  test('money that the bank took back afterwards invents no return: the goods are with the buyer', async () => {
    const shop = await openTillShop(database, stage.provider)
    const sold = await shop.sellByLink({ hours: 48 })
    await stage.provider.play(shop.payHere(), 'taken_back')
    expect((await shop.act('POST', of(sold, 'check'), {})).json<ReceiptAnswer>().state).toBe('registered')
    await stage.provider.advance(24 * HOUR_MS)
    await shop.hear()
    await registerPaid(shop.deps(), fail)
    await payReturns(shop.deps(), fail)
    expect(await changed(shop, sold)).toMatchObject({ state: 'registered', returnedBy: [] })
  })
})
