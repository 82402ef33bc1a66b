import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { money, someAttempt } from '../../test/support/builders.ts'
import { linkPayTown } from '../../test/support/linkpay-shop.ts'
import type { LinkPayShop } from '../../test/support/linkpay-shop.ts'
import type { Http } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { sendOrder, startAgain } from './start-attempt.ts'
import type { StartRequest } from './start-attempt.ts'

// Two tabs that send the same order again at once; the provider is LinkPay's simulator over real HTTP.

const database = openTestDatabase()
const { pool } = database
const town = linkPayTown(database)

/** Lets no answer through before all `count` have come. */
function together(count: number): (pass: Http) => Http {
  const all = Promise.withResolvers<void>()
  const come = { count: 0 }
  return (pass) => async (request) => {
    const answer = await pass(request)
    come.count += 1
    if (come.count === count) all.resolve()
    await all.promise
    return answer
  }
}

async function begun(shop: LinkPayShop, state: 'created' | 'unknown'): Promise<{ id: Id<'attempt'>; ask: StartRequest }> {
  const { merchantId, attemptId, invoiceId, asked } = await someAttempt(pool, { place: shop.shop, asked: money('10.00'), state })
  const invoice = await findInvoiceInPayment(pool, merchantId, invoiceId)
  if (invoice === null) throw new Error('no invoice')
  return {
    id: attemptId,
    ask: {
      invoice, channel: { id: shop.shop.channelId, open: shop.shop.open, leaseMs: 60_000 }, method: null, amount: asked, language: 'lt', invoiceNumber: 'T-1',
      storeName: 'Pavyzdys', payer: { email: null, name: null, country: 'LT' }, lines: [], deliverBy: null, at: shop.clock.at,
      urls: { accept: 'https://kvit.example/a', cancel: 'https://kvit.example/c', callback: 'https://kvit.example/cb' },
    },
  }
}

const refOf = async (id: Id<'attempt'>) =>
  (await pool.query<{ provider_ref: string | null; state: string }>('select provider_ref, state from attempt where attempt_id = $1', [id])).rows[0]

test('of two tabs that send an unanswered order again at once, only the payment that names the attempt is shown', async () => {
  const shop = await town().open()
  const { id, ask } = await begun(shop, 'unknown')
  const http = together(2)(shop.deps.http)
  const shown = (await Promise.all([startAgain({ pool, http }, ask, id), startAgain({ pool, http }, ask, id)])).filter((one) => one !== null)
  expect(shown).toHaveLength(1)
  expect(await refOf(id)).toEqual({ provider_ref: shown[0]?.providerRef, state: 'pending' })
})

test('of two tabs that send an order again which a crash had cut off, the same', async () => {
  const shop = await town().open()
  const { id, ask } = await begun(shop, 'created')
  const http = together(2)(shop.deps.http)
  const answers = await Promise.all([sendOrder({ pool, http }, ask, id), sendOrder({ pool, http }, ask, id)])
  const shown = answers.flatMap((answer) => (answer.ok ? [answer.value.providerRef] : []))
  expect(shown).toEqual([(await refOf(id))?.provider_ref])
  expect(answers).toContainEqual({ ok: false, error: { code: 'another_attempt_is_live' } })
})

test('an order that is refused the second time stays unknown: the first one may be there', async () => {
  const shop = await town().open()
  const { id, ask } = await begun(shop, 'unknown')
  const refusing: Http = async () => ({ kind: 'answer', status: 422, headers: {}, body: '{"error":{"code":4022,"message":"order_reference was paid already"}}' })
  expect(await startAgain({ pool, http: refusing }, ask, id)).toBe(null)
  expect(await refOf(id)).toEqual({ provider_ref: null, state: 'unknown' })
})
