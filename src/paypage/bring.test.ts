import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registered } from '../connectors/registered.ts'
import type { Http, HttpRequest } from '../connectors/contract.ts'
import { http } from '../connectors/conformance-stage.ts'
import { liqpay } from '../connectors/liqpay/connector.ts'
import { liqPaySimulator } from '../connectors/liqpay/simulator.ts'
import type { LiqPaySimulator } from '../connectors/liqpay/simulator.ts'
import { newId, publicId } from '../kernel/ids.ts'
import { attemptDecisionRoutes } from '../payments/attempt-decision-api.ts'
import { cancelInvoice } from '../payments/cancel-invoice.ts'
import { giveUpWaiting } from '../payments/expire-attempts.ts'
import { startCallerApp, PUBLIC_URL } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { money } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { newMasterKey, openShop, payableInvoice } from '../../test/support/fault-shop.ts'
import { bankAppRoutes } from './bank-app-api.ts'
import type { PayPageDeps } from './offered-methods.ts'
import { pageFor, resume } from './pay.ts'
import type { PayVisit } from './pay.ts'
import { findPaySubject } from './store.ts'

const database = openTestDatabase()
const { db, pool } = database
const masterKey = newMasterKey()
const PHONE = '+380501234567'

let provider: LiqPaySimulator
beforeAll(async () => { provider = await liqPaySimulator.start({ port: 0 }) })
afterAll(() => provider.stop())

/** A store with LiqPay, an invoice of 120.00 UAH and its owner. `between` stands between Kvit and the provider; that many go on together. */
async function begun({ sending = 'privat24,email', between = http, together = 1 }: { sending?: string; between?: Http; together?: number } = {}) {
  const shop = await openShop(database, {
    masterKey, mode: 'test', connector: registered(liqpay),
    simulator: { endpoints: provider.endpoints, newCredentials: () => ({ ...provider.newCredentials('test'), sending }), enrol: (values) => provider.enrol(values) },
  })
  const invoice = await payableInvoice(database, shop, money('120.00', 'UAH'))
  const gate = { left: together, opened: Promise.withResolvers<null>() }
  const openPayChannel: PayPageDeps['openPayChannel'] = async () => {
    if (--gate.left <= 0) gate.opened.resolve(null)
    await gate.opened.promise
    return { open: shop.open, name: 'LiqPay', leaseMs: 1_800_000, callbackUrl: 'http://127.0.0.1:9/cb' }
  }
  const sent: HttpRequest[] = []
  const deps: PayPageDeps = {
    db, pool, clock: { now: provider.now }, publicUrl: PUBLIC_URL, openPayChannel, connectorName: () => 'LiqPay', sendFreshLink: () => {},
    http: (request) => {
      sent.push(request)
      return between(request)
    },
  }
  const app: CallerApp = await startCallerApp(database, async (api) => {
    await bankAppRoutes(api, { ...deps, vault: shop.vault })
    await attemptDecisionRoutes(api, { ...deps, openChannel: async () => ({ open: shop.open }) })
  })
  const owner = await app.person({ merchantId: shop.merchantId })
  const url = `/v1/invoices/${publicId('invoice', invoice.id, 'test')}/bank-app`
  const visit: PayVisit = {
    language: 'en', hasChosenLanguage: true, path: `/pay/${invoice.token}`, now: provider.now(), back: null, refresh: true, problem: null,
    typedAmount: null, typedMethod: null, asked: false, token: invoice.token, address: '203.0.113.7',
  }
  const subject = async () => {
    const found = await findPaySubject(pool, invoice.token)
    if (found === null) throw new Error('the pay link is gone')
    return found
  }
  return {
    shop, invoice, deps, sent, subject, look: () => owner.ask('GET', url), bring: (body: object = { phone: PHONE }) => owner.ask('POST', url, body),
    takeBack: async () => owner.ask('POST', `/v1/attempts/${publicId('attempt', (await subject()).attempt?.id ?? newId('attempt'), 'test')}/withdrawal`, {}),
    page: async () => pageFor(deps, await subject(), visit), goOn: () => resume(deps, visit),
    deliveries: async () => (await pool.query<{ state: string; because: string | null; problem: string | null }>(
      'select state, because, problem from delivery where merchant_id = $1 and invoice_id = $2 order by delivery_id', [shop.merchantId, invoice.id])).rows,
    events: async () => (await pool.query<{ type: string }>(
      `select type from event where merchant_id = $1 and type like 'delivery.%' order by event_id`, [shop.merchantId])).rows.map(({ type }) => type),
  }
}

const SILENT: Http = async () => ({ kind: 'unknown', cause: 'no answer' })

describe('the provider brings an invoice to the bank app', () => {
  test('once, as an attempt of which the pay page says where it is and that leads nowhere else', async () => {
    const one = await begun()
    const before = provider.outbox().length
    expect((await one.look()).json()).toMatchObject({ provider: 'LiqPay', phone: null })
    const answer = await one.bring({ phone: '+380 50 123 45 67' })
    expect([answer.status, answer.json()]).toEqual([201, expect.objectContaining({ kind: 'bank_app', by: 'provider', state: 'sent', recipient: PHONE, tries: 1 })])
    expect(provider.outbox().slice(before)).toMatchObject([{ by: 'privat24', to: PHONE }])
    expect(await one.events()).toEqual(['delivery.sent'])
    expect(await one.page()).toMatchObject({ face: 'in_flight', stage: { kind: 'brought' } })
    expect(await one.goOn()).toMatchObject({ face: 'in_flight', stage: { kind: 'brought', resumePath: null } })
    expect(one.sent).toHaveLength(1)
    expect(provider.payments().map(({ orderId }) => orderId)).toContain(answer.json<{ transportId: string }>().transportId)
  })

  test('and no second one while it can be paid: the lease is as long as its life, and silence does not end it', async () => {
    const one = await begun()
    await one.bring()
    const again = await one.bring()
    expect([again.status, again.json()]).toEqual([409, expect.objectContaining({ code: 'payment_in_flight' })])
    const { invoice, attempt } = await one.subject()
    expect((invoice.leaseUntil?.getTime() ?? 0) - provider.now().getTime()).toBeGreaterThan(23 * 3_600_000)
    if (attempt === null) throw new Error('there is no attempt')
    expect(await giveUpWaiting(pool, { merchantId: one.shop.merchantId, attemptId: attempt.id, at: provider.now() })).toBe(false)
  })

  test('of some who send at once the others are told that a payment is under way, and one notice leaves', async () => {
    const one = await begun({ together: 3 })
    const before = provider.outbox().length
    const answers = await Promise.all([one.bring(), one.bring(), one.bring()])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
    expect(provider.outbox().length).toBe(before + 1)
    const states = (await one.deliveries()).map(({ state, because }) => `${state} ${because ?? ''}`)
    expect(states.filter((state) => state !== 'withdrawn payment_begun')).toEqual(['sent '])
  })

  test('a provider that says nothing leaves "not known", keeps the others out, and is not asked a second time', async () => {
    const one = await begun({ between: SILENT })
    expect((await one.bring()).json()).toMatchObject({ state: 'unknown', problem: 'no answer' })
    expect((await one.bring()).status).toBe(409)
    expect(one.sent).toHaveLength(1)
    expect(await one.events()).toEqual(['delivery.unknown'])
    expect(await one.page()).toMatchObject({ face: 'in_flight', stage: { kind: 'unanswered' } })
  })

  test('after a provider that said nothing the payer may open the same order here, and come back to it', async () => {
    const line = { isSilent: true }
    const one = await begun({ between: (request) => (line.isSilent ? SILENT(request) : http(request)) })
    await one.bring()
    line.isSilent = false
    expect(await one.goOn()).toMatchObject({ face: 'going' })
    expect(await one.page()).toMatchObject({ face: 'in_flight', stage: { kind: 'unfinished' } })
    expect(await one.goOn()).toMatchObject({ face: 'going' })
  })

  test('a server that is cut off while it asks leaves "not known", and the pay page sends nothing anew', async () => {
    const one = await begun({ between: async () => { throw new Error('cut off') } })
    expect((await one.bring()).status).toBe(500)
    expect(await one.deliveries()).toMatchObject([{ state: 'unknown' }])
    expect(await one.goOn()).toMatchObject({ face: 'in_flight', stage: { kind: 'unanswered', resumePath: null } })
    expect(one.sent).toHaveLength(1)
  })

  test('a provider that was never reached, or refuses, leaves "failed" with the reason, and the payer may choose', async () => {
    const unreached = await begun({ between: async () => ({ kind: 'unknown', cause: 'no route', isUnsent: true }) })
    expect((await unreached.bring()).json()).toMatchObject({ state: 'failed', problem: 'no route' })
    const refused = await begun()
    expect((await refused.bring({ phone: '+37061234567' })).json()).toMatchObject({ state: 'failed', problem: 'other err_phone' })
    expect(await refused.events()).toEqual(['delivery.failed'])
    expect(await refused.page()).toMatchObject({ face: 'choose' })
    expect((await refused.bring()).json()).toMatchObject({ state: 'sent' })
  })

  test('a number that is missing or wrong is named at its field, and nobody is asked', async () => {
    const one = await begun()
    for (const body of [{}, { phone: '12' }]) {
      const answer = await one.bring(body)
      expect([answer.status, answer.json()]).toEqual([422, expect.objectContaining({ code: 'no_phone', errors: [expect.objectContaining({ field: 'phone' })] })])
    }
    expect([one.sent, await one.deliveries()]).toEqual([[], []])
  })

  test('where the channel was told not to, it is not offered and not done', async () => {
    const one = await begun({ sending: 'email' })
    expect((await one.look()).json()).toMatchObject({ provider: null, payableUntil: null })
    expect((await one.bring()).json()).toMatchObject({ code: 'nobody_brings' })
  })

  test('cancelling the invoice withdraws it at the provider first: it can be paid no more', async () => {
    const one = await begun()
    await one.bring()
    const href = provider.outbox().at(-1)?.href ?? ''
    const about = { at: provider.now(), actor: 'kvit' } as const
    const openChannel = async () => ({ open: one.shop.open })
    expect((await cancelInvoice({ ...one.deps, openChannel }, { merchantId: one.shop.merchantId, id: one.invoice.id, reason: 'by mistake' }, about)).ok).toBe(true)
    await expect(provider.play({ redirect: href, providerRef: null }, 'pay').then(({ refusedWith }) => refusedWith ?? 'paid')).rejects.toThrow()
  })

  test('to a wrong number it is taken back: the provider withdraws it first, and it is sent anew at once', async () => {
    const one = await begun()
    await one.bring()
    const href = provider.outbox().at(-1)?.href ?? ''
    const answer = await one.takeBack()
    expect([answer.status, answer.json()]).toEqual([200, expect.objectContaining({ state: 'revoked', allowed: expect.objectContaining({ withdraw: false }) })])
    await expect(provider.play({ redirect: href, providerRef: null }, 'pay').then(({ refusedWith }) => refusedWith ?? 'paid')).rejects.toThrow()
    expect(await one.page()).toMatchObject({ face: 'choose' })
    expect((await one.bring({ phone: '+380507654321' })).status).toBe(201)
    expect((await one.deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent'])
  })

  test('and not where the payer was quicker: it stays as it is, and the money is waited for', async () => {
    const one = await begun()
    await one.bring()
    await provider.play({ redirect: provider.outbox().at(-1)?.href ?? '', providerRef: null }, 'pay')
    expect((await one.takeBack()).json()).toMatchObject({ status: 409, code: 'payment_in_flight' })
    expect((await one.subject()).attempt).toMatchObject({ state: 'pending' })
  })

  test('the history names who had it brought, and the payer has not looked at anything yet', async () => {
    const one = await begun()
    await one.bring()
    const { rows } = await pool.query<{ actor: string; viewed_at: Date | null }>(
      `select e.actor, i.viewed_at from event e join invoice i on i.merchant_id = e.merchant_id where e.merchant_id = $1 and e.type = 'attempt.started'`, [one.shop.merchantId])
    expect(rows).toEqual([{ actor: expect.stringMatching(/^user:/), viewed_at: null }])
  })
})
