import { beforeAll, expect, test } from 'vitest'
import { PASSWORD, joined, registeredOwner, startMerchantApp, tokenMailedTo } from '../../../test/support/merchant-app.ts'
import type { Browser, MerchantApp } from '../../../test/support/merchant-app.ts'
import { testDatabase } from '../../../test/support/database.ts'

const db = testDatabase()
let system: MerchantApp
let owner: Browser
beforeAll(async () => {
  system = await startMerchantApp(db)
  owner = await registeredOwner(system, 'owner@shop.example')
})

type Member = { user: { id: string; email: string }; role: string; stores: string[] | null }
const members = async (browser: Browser) => (await browser.send('GET', '/v1/members')).json<{ items: Member[] }>().items
const memberId = async (email: string) => (await members(owner)).find((one) => one.user.email === email)?.user.id ?? ''

test('an invited person joins with the role they were invited to, and the link works once', async () => {
  const invited = await owner.send('POST', '/v1/invitations', { email: 'Ana@Shop.example', role: 'accountant', stores: null })
  expect([invited.status, invited.json()]).toEqual([
    201, expect.objectContaining({ email: 'ana@shop.example', role: 'accountant', stores: null }),
  ])
  expect(invited.body).not.toContain(tokenMailedTo(system, 'ana@shop.example'))
  const ana = system.browser()
  const token = tokenMailedTo(system, 'ana@shop.example')
  expect((await ana.send('POST', '/v1/invitations/acceptances', { token })).json()).toMatchObject({ errors: [
    { field: 'name' }, { field: 'password' },
  ] })
  expect((await ana.send('POST', '/v1/invitations/acceptances', {
    token, name: 'Ana', password: PASSWORD,
  })).json()).toMatchObject({ role: 'accountant' })
  expect((await system.browser().send('POST', '/v1/invitations/acceptances', {
    token, name: 'Eve', password: PASSWORD,
  })).status).toBe(422)
  expect((await owner.send('GET', '/v1/invitations')).json()).toEqual({ items: [] })
})

test('a known person accepts with their present password, for a mailed link alone is no sign-in', async () => {
  await registeredOwner(system, 'known@other.example')
  system.clock.pass(1000)
  await owner.send('POST', '/v1/invitations', { email: 'known@other.example', role: 'viewer', stores: null })
  const token = tokenMailedTo(system, 'known@other.example')
  const browser = system.browser()
  expect((await browser.send('POST', '/v1/invitations/acceptances', {
    token, name: 'X', password: 'not the password',
  })).json()).toMatchObject({ code: 'wrong_password' })
  const session = (await browser.send('POST', '/v1/invitations/acceptances', { token, password: PASSWORD })).json<{ merchants: { id: string; role: string }[] }>()
  expect(session.merchants.map((one) => one.role)).toEqual(['owner', 'viewer'])
  const own = session.merchants[0]?.id
  expect((await browser.send('PATCH', '/v1/session', { merchant: own })).json()).toMatchObject({
    role: 'owner', merchant: { id: own },
  })
})

test('an invitation that was taken back, or is too old, opens nothing', async () => {
  const invited = (await owner.send('POST', '/v1/invitations', {
    email: 'back@shop.example', role: 'viewer', stores: null,
  })).json<{ id: string }>()
  expect((await owner.send('DELETE', `/v1/invitations/${invited.id}`)).status).toBe(204)
  const ask = { token: tokenMailedTo(system, 'back@shop.example'), name: 'B', password: PASSWORD }
  expect((await system.browser().send(
    'POST', '/v1/invitations/acceptances', ask,
  )).json()).toMatchObject({ code: 'link_spent' })
})

test('T04 a role taken away is gone with the next request, and so is the whole membership', async () => {
  const admin = await joined(system, owner, { email: 'admin@shop.example', role: 'admin' })
  expect((await admin.send('GET', '/v1/members')).status).toBe(200)
  const id = await memberId('admin@shop.example')
  expect((await owner.send('PATCH', `/v1/members/${id}`, { role: 'viewer' })).json()).toMatchObject({ role: 'viewer' })
  expect((await admin.send('GET', '/v1/members')).status).toBe(403)
  expect((await admin.send('GET', '/v1/stores')).status).toBe(200)
  expect((await owner.send('DELETE', `/v1/members/${id}`)).status).toBe(204)
  expect((await admin.send('GET', '/v1/stores')).status).toBe(403)
  expect((await admin.send('GET', '/v1/session')).json()).toMatchObject({ merchant: null, role: null, permissions: [] })
})

test('T04 stores taken away are gone with the next request', async () => {
  const seller = await joined(system, owner, { email: 'seller@shop.example', role: 'cashier' })
  const [first] = (await owner.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items
  const second = (await owner.send('POST', '/v1/stores', {
    name: 'Second', language: 'lv', currency: 'EUR', country: 'LV',
  })).json<{ id: string }>()
  expect((await seller.send('GET', `/v1/stores/${first?.id}`)).status).toBe(200)
  await owner.send('PATCH', `/v1/members/${await memberId('seller@shop.example')}`, { stores: [second.id] })
  expect((await seller.send('GET', `/v1/stores/${first?.id}`)).status).toBe(404)
  expect((await seller.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items.map((one) => one.id)).toEqual([second.id])
})

test('T03 nobody gives more than they hold, and an admin cannot touch owners', async () => {
  const admin = await joined(system, owner, { email: 'admin2@shop.example', role: 'admin' })
  expect((await admin.send('POST', '/v1/invitations', {
    email: 'x@shop.example', role: 'owner', stores: null,
  })).json()).toMatchObject({ status: 403, code: 'not_givable' })
  expect((await admin.send('PATCH', `/v1/members/${await memberId('owner@shop.example')}`, { role: 'viewer' })).status).toBe(403)
  expect((await admin.send('DELETE', `/v1/members/${await memberId('owner@shop.example')}`)).status).toBe(403)
})

test('a merchant never loses its last owner, even when two go at the same moment', async () => {
  const own = await memberId('owner@shop.example')
  for (const change of [
    { role: 'admin' },
    { stores: [(await owner.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items[0]?.id] },
  ]) {
    expect((await owner.send('PATCH', `/v1/members/${own}`, change)).json()).toMatchObject({ status: 409, code: 'last_owner' })
  }
  expect((await owner.send('DELETE', `/v1/members/${own}`)).status).toBe(409)
  await joined(system, owner, { email: 'owner2@shop.example', role: 'owner' })
  const second = await memberId('owner2@shop.example')
  const left = await Promise.all([owner.send('PATCH', `/v1/members/${own}`, { role: 'admin' }), owner.send('PATCH', `/v1/members/${second}`, { role: 'admin' })])
  expect(left.map((one) => one.status).toSorted()).not.toEqual([200, 200])
  expect((await system.app.inject('/v1/session')).statusCode).toBe(204)
})

test('T02 neither role nor merchant can be slipped into a request that does not offer them', async () => {
  const ask = { email: 'mass@shop.example', password: PASSWORD, name: 'M', merchantName: 'M', language: 'en' }
  const answer = await system.browser().send('POST', '/v1/registrations', {
    ...ask, role: 'owner', merchant_id: 'x', activated_at: 'now',
  })
  expect(answer.json<{ errors: { field: string }[] }>().errors.map((one) => one.field)).toEqual([
    'role', 'merchant_id', 'activated_at',
  ])
  expect((await owner.send('PATCH', '/v1/session', { role: 'owner' })).status).toBe(422)
})
