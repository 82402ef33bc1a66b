import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { testBank, joined, registeredOwner, startMerchantApp } from '../../../test/support/merchant-app.ts'
import type { Browser, MerchantApp } from '../../../test/support/merchant-app.ts'
import { openTestDatabase } from '../../../test/support/database.ts'
import { registered } from '../../connectors/registered.ts'
import { newId, parsePublicId, publicId } from '../../kernel/ids.ts'
import { openVault, lockedVault } from '../../platform/crypto/vault.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { openOutgoing } from '../../platform/http/outgoing.ts'
import { channelByCallbackToken, newChannelCache, openChannel } from './open-channel.ts'
import type { OpenDeps } from './open-channel.ts'
import { noteTestPayment } from './move-channel.ts'

const database = openTestDatabase()
const { db } = database
const vault = openVault(randomBytes(32))
const CANARY = 'CANARY-sign-pass'

/** The bank: what it does before it answers, whether it answers, and which passwords it has no more. */
const bank = { before: async () => {}, isDown: false, refused: new Set(['wrong']) }
const hub = createServer((request, response) => void bank.before().then(() => {
  if (bank.isDown) return request.socket.destroy()
  const isKnown = !bank.refused.has(request.headers.authorization ?? '')
  return response.writeHead(isKnown ? 200 : 401).end(isKnown ? 'first second' : '')
}))
const isBound = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object' && address !== null

let system: MerchantApp
let owner: Browser
let store = ''
let endpoints: Record<string, Record<string, string>> = {}
beforeAll(async () => {
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve))
  const address = hub.address()
  const host = `127.0.0.1:${isBound(address) ? address.port : 0}`
  endpoints = { bank: { hub: `http://${host}` } }
  system = await startMerchantApp(db, { vault, http: openOutgoing({ allowed: [host] }).send, endpoints })
  owner = await registeredOwner(system, 'owner@shop.example')
  store = (await owner.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items[0]?.id ?? ''
})
afterAll(() => hub.close())

type Channel = {
  id: string; state: string; mode: string; callbackUrl: string; settings: Record<string, string>; secretsSet: Record<string, string>
  guide: Record<string, string | null>; nextStep: string | null; verifiedAt: string | null; verifyProblem: string | null; methodsCount: number
}
const add = async (by: Browser = owner) => (await by.send('POST', '/v1/channels', { store, connector: 'bank' })).json<Channel>()
const give = (id: string, values: Record<string, string>, more: { evenUnchecked?: boolean } = {}) => owner.send('PUT', `/v1/channels/${id}/credentials`, { values, ...more })
const read = async (id: string) => (await owner.send('GET', `/v1/channels/${id}`)).json<Channel>()
const verify = async (id: string) => (await owner.send('POST', `/v1/channels/${id}/verification`, {})).json<Channel>()
const tick = (id: string, step: string, done = true) => owner.send('POST', `/v1/channels/${id}/steps/${step}`, { done })
const ref = async (id: string) => {
  const channelId = parsePublicId('channel', id)?.id
  const channels = await db.selectFrom('channel').select(['merchant_id as merchantId', 'channel_id as channelId']).execute()
  const found = channels.find((one) => one.channelId === channelId)
  if (found === undefined) throw new Error('no such channel')
  return found
}
const opening = (): OpenDeps => ({
  db, vault, clock: systemClock, connectors: [registered(testBank)], endpoints, channelCache: newChannelCache(),
})

test('ON4, ON5 the guide leads from draft through the provider\'s review and the credentials to a live channel', async () => {
  const { id, state, nextStep, guide } = await add()
  expect({ state, nextStep, guide }).toEqual({
    state: 'draft', nextStep: 'contract', guide: { contract: null, address: null, keys: null, try: null, real: null, live: null },
  })
  expect((await tick(id, 'contract')).json()).toMatchObject({ state: 'awaiting_provider', nextStep: 'address' })
  expect((await tick(id, 'contract', false)).json()).toMatchObject({ state: 'draft', nextStep: 'contract' })
  await tick(id, 'contract')
  expect((await tick(id, 'address')).json()).toMatchObject({ nextStep: 'keys' })
  expect((await give(id, {
    account: ' 12345 ', password: CANARY,
  })).json()).toMatchObject({ state: 'testing', nextStep: 'try', settings: { account: '12345' } })
  expect((await owner.send('POST', `/v1/channels/${id}/live`, { openStore: true })).json()).toMatchObject({ status: 409, code: 'channel_not_ready' })
  const at = system.clock.at
  const here = await ref(id)
  await inTransaction(db, (tx) => noteTestPayment(tx, { connectors: [registered(testBank)] }, { ...here, at }))
  expect((await owner.send('POST', `/v1/channels/${id}/live`, {})).json()).toMatchObject({ status: 409, code: 'store_in_test' })
  expect((await owner.send('POST', `/v1/channels/${id}/live`, { openStore: true })).json()).toMatchObject({ state: 'live', mode: 'live', nextStep: null })
  expect((await owner.send('GET', `/v1/stores/${store}`)).json()).toMatchObject({ mode: 'live', checklist: { channel: true } })
  const { rows } = await sql<{ action: string }>`select action from audit_record where action in ('store.went_live', 'channel.went_live') order by audit_id`.execute(db)
  expect(rows.map((row) => row.action)).toEqual(['store.went_live', 'channel.went_live'])

  expect((await owner.send('POST', `/v1/channels/${id}/suspension`, { reason: 'holidays' })).json()).toMatchObject({ state: 'suspended', mode: 'live' })
  expect((await owner.send('POST', `/v1/channels/${id}/suspension`, { reason: 'again' })).json()).toMatchObject({ code: 'channel_wrong_state' })
  expect((await owner.send('DELETE', `/v1/channels/${id}/suspension`)).json()).toMatchObject({ state: 'live' })
})

test('C15 the strongest proof seen is pinned until the credentials become others', async () => {
  const { id } = await add()
  await give(id, { account: '12345', password: CANARY })
  const { channelId } = await ref(id)
  const pinned = async () => (await database.pool.query('select pinned_proof from channel where channel_id = $1', [channelId])).rows
  await database.pool.query(`update channel set pinned_proof = 'strong' where channel_id = $1`, [channelId])
  await give(id, { account: '12345', password: '' })
  expect(await pinned()).toEqual([{ pinned_proof: 'strong' }])
  await give(id, { account: '12345', password: 'another' })
  expect(await pinned()).toEqual([{ pinned_proof: null }])
})

test('C08 a channel with credentials for tests does not go live, and one that is live does not take them', async () => {
  const { id } = await add()
  await give(id, { account: '90210', password: CANARY })
  const here = await ref(id)
  await inTransaction(db, (tx) => noteTestPayment(tx, { connectors: [registered(testBank)] }, { ...here, at: system.clock.at }))
  const goLive = () => owner.send('POST', `/v1/channels/${id}/live`, { openStore: true })
  expect((await goLive()).json()).toMatchObject({ status: 409, code: 'credentials_for_tests', detail: expect.stringContaining('tikri pinigai neateina') })
  expect((await owner.send('GET', `/v1/channels/${id}`)).json()).toMatchObject({ state: 'testing', mode: 'test' })
  await give(id, { account: '12345', password: '' })
  expect((await goLive()).json()).toMatchObject({ state: 'live', mode: 'live' })
  expect((await give(id, { account: '90210', password: '' })).json()).toMatchObject({ status: 409, code: 'credentials_for_tests' })
  expect((await owner.send('GET', `/v1/channels/${id}`)).json()).toMatchObject({ state: 'live', settings: { account: '12345' } })
})

test('a test payment counts for the credentials that it was made with: others for tests need another, those for real money none', async () => {
  const { id } = await add()
  const guide = async () => (await owner.send('GET', `/v1/channels/${id}`)).json<Channel>().guide['try'] ?? null
  const paid = async () => inTransaction(db, async (tx) => noteTestPayment(tx, { connectors: [registered(testBank)] }, { ...await ref(id), at: system.clock.at }))
  await give(id, { account: '90210', password: CANARY })
  await paid()
  await give(id, { account: '90210', password: '' })
  expect(await guide()).not.toBeNull()
  // The same entered anew is no other.
  await give(id, { account: '90210', password: CANARY })
  expect(await guide()).not.toBeNull()
  await give(id, { account: '90210', password: `${CANARY}-2` })
  expect(await guide()).toBeNull()
  await paid()
  await give(id, { account: '90211', password: '' })
  expect(await guide()).toBeNull()
  await paid()
  await give(id, { account: '12345', password: CANARY })
  expect(await guide()).not.toBeNull()
})

test('the step to the real keys is done by itself with credentials for real money, and only by them', async () => {
  const { id } = await add()
  await tick(id, 'contract')
  await tick(id, 'address')
  const step = async (account: string, password: string) => {
    await give(id, { account, password })
    await inTransaction(db, async (tx) => noteTestPayment(tx, { connectors: [registered(testBank)] }, { ...await ref(id), at: system.clock.at }))
    const { guide, nextStep } = await read(id)
    return [guide['real'] !== null, nextStep]
  }
  expect(await step('90210', CANARY)).toEqual([false, 'real'])
  expect(await step('12345', '')).toEqual([true, 'live'])
  expect(await step('90210', '')).toEqual([false, 'real'])
  await step('12345', 'soon ended')
  bank.refused.add('soon ended')
  expect((await verify(id)).guide).toMatchObject({ keys: null, real: null })
})

test('a second channel of one provider is called after its account, the next by a number, and any as it is told', async () => {
  const shop = await registeredOwner(system, 'two-banks@shop.example')
  const its = (await shop.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items[0]?.id ?? ''
  const accountId = newId('moneyAccount')
  await sql`insert into money_account (merchant_id, account_id, store_id, kind, name, currency, bank_name, iban, opened_at)
    select merchant_id, ${accountId}, store_id, 'merchant_account', 'SEB', 'EUR', '', null, ${system.clock.at} from store where store_id = ${parsePublicId('store', its)?.id}`.execute(db)
  const named = async (more: Record<string, string>) =>
    (await shop.send('POST', '/v1/channels', { store: its, connector: 'bank', ...more })).json<{ name: string }>().name
  const account = publicId('moneyAccount', accountId, null)
  const names = [await named({}), await named({ account }), await named({ account }), await named({}), await named({ name: 'Shop in Riga' })]
  expect(names).toEqual(['Test bank', 'Test bank · SEB', 'Test bank 2', 'Test bank 3', 'Shop in Riga'])
})

test('a provider connected from a merchant account belongs to it at once, and to no other kind of account', async () => {
  const accounts = { merchant: newId('moneyAccount'), bank: newId('moneyAccount') }
  const stored = parsePublicId('store', store)?.id
  for (const [kind, accountId, iban] of [['merchant_account', accounts.merchant, null], ['bank_account', accounts.bank, 'LT121000011101001000']] as const) {
    await sql`insert into money_account (merchant_id, account_id, store_id, kind, name, currency, bank_name, iban, opened_at)
      select merchant_id, ${accountId}, store_id, ${kind}, ${kind}, 'EUR', '', ${iban}, ${system.clock.at} from store where store_id = ${stored}`.execute(db)
  }
  const connect = (account: string) => owner.send('POST', '/v1/channels', { store, connector: 'bank', account })
  const account = publicId('moneyAccount', accounts.merchant, null)
  const added = await connect(account)
  expect(added.json()).toMatchObject({ state: 'draft', account })
  expect((await owner.send('GET', `/v1/channels/${added.json<Channel>().id}`)).json()).toMatchObject({ account })
  const before = (await owner.send('GET', '/v1/channels')).json<{ items: unknown[] }>().items.length
  for (const wrong of [publicId('moneyAccount', accounts.bank, null), publicId('moneyAccount', newId('moneyAccount'), null)]) {
    expect((await connect(wrong)).json()).toMatchObject({ status: 422, code: 'invalid', errors: [{ field: 'account', code: 'not_a_choice' }] })
  }
  expect((await owner.send('GET', '/v1/channels')).json<{ items: unknown[] }>().items).toHaveLength(before)
})

test('only what happens outside of Kvit can be ticked', async () => {
  const { id } = await add()
  for (const step of ['keys', 'try', 'real', 'live']) {
    expect((await tick(id, step)).json()).toMatchObject({ status: 409, code: 'step_not_yours' })
  }
  expect((await tick(id, 'nonsense')).status).toBe(404)
})

test('each wrong credential is named, and nothing is kept then', async () => {
  const { id } = await add()
  expect((await give(id, { account: 'abc', password: CANARY })).json()).toMatchObject({
    status: 422, errors: [{ field: 'values/account', code: 'malformed' }],
  })
  expect((await give(id, { account: '1', password: '' })).json()).toMatchObject({ errors: [{
    field: 'values/password', code: 'missing',
  }] })
  expect((await give(id, {
    account: '1', password: 'x', hub: 'http://evil',
  })).json()).toMatchObject({ errors: [{ field: 'values/hub', code: 'unknown_field' }] })
  expect((await owner.send('GET', `/v1/channels/${id}`)).json()).toMatchObject({ state: 'draft', settings: {}, secretsSet: {} })
})

test('a secret is never shown again, and an empty one keeps what is stored', async () => {
  const { id } = await add()
  const first = await give(id, { account: '1', password: CANARY })
  expect(first.body).not.toContain(CANARY)
  expect(first.json<Channel>().secretsSet).toEqual({ password: system.clock.at.toISOString() })
  expect((await give(id, { account: '2', password: '' })).json()).toMatchObject({ settings: { account: '2' } })
  expect((await owner.send('POST', `/v1/channels/${id}/verification`, {})).json()).toMatchObject({ verifyProblem: null })
})

test('CH3 verification asks the provider for real and keeps what it said', async () => {
  const { id } = await add()
  expect((await owner.send('POST', `/v1/channels/${id}/verification`, {})).json()).toMatchObject({ code: 'channel_not_ready' })
  const accepted = { verifiedAt: system.clock.at.toISOString(), verifyProblem: null, methodsCount: 2 }
  expect((await give(id, { account: '1', password: 'withdrawn' })).json()).toMatchObject(accepted)
  bank.refused.add('withdrawn')
  expect(await verify(id)).toMatchObject({ verifiedAt: null, verifyProblem: 'credentials' })
  bank.refused.delete('withdrawn')
  expect(await verify(id)).toMatchObject(accepted)
})

test('a mistyped secret replaces no good one: the refused field is named, and the channel works on', async () => {
  const { id } = await add()
  await give(id, { account: '1', password: CANARY })
  const before = await read(id)
  expect((await give(id, { account: '2', password: 'wrong' })).json()).toMatchObject({
    status: 422, code: 'credentials_refused', errors: [{ field: 'values/password', code: 'not_accepted' }],
  })
  expect((await give(id, { account: '2', password: 'wrong' }, { evenUnchecked: true })).json()).toMatchObject({ code: 'credentials_refused' })
  expect(await read(id)).toEqual(before)
  expect(await verify(id)).toMatchObject({ verifyProblem: null, settings: { account: '1' } })
})

test('what nobody could check is kept only where a person says so, and the channel shows it', async () => {
  const { id } = await add()
  await give(id, { account: '1', password: CANARY })
  const before = await read(id)
  bank.isDown = true
  expect((await give(id, { account: '2', password: 'new' })).json()).toMatchObject({ status: 409, code: 'credentials_unchecked' })
  expect(await read(id)).toEqual(before)
  const kept = await give(id, { account: '2', password: 'new' }, { evenUnchecked: true })
  bank.isDown = false
  const { rows: audited } = await database.pool.query('select action from audit_record where object_id = $1 order by audit_id', [(await ref(id)).channelId])
  expect(audited.slice(-2).map(({ action }) => action)).toEqual(['channel.credentials_given', 'channel.credentials_given_unchecked'])
  expect(kept.json()).toMatchObject({ settings: { account: '2' }, verifiedAt: null, verifyProblem: expect.any(String) })
  bank.refused.add(CANARY)
  expect(await verify(id)).toMatchObject({ verifyProblem: null })
  bank.refused.delete(CANARY)
})

test('a secret that another person stores while the provider is asked is asked about too', async () => {
  const { id } = await add()
  await give(id, { account: '1', password: CANARY })
  const asked = { times: 0 }
  bank.before = async () => {
    asked.times += 1
    if (asked.times === 1) await give(id, { account: '1', password: 'theirs' })
    else if (asked.times === 3) bank.refused.add('theirs')
  }
  const given = await give(id, { account: '3', password: '' })
  bank.before = async () => {}
  expect(given.json()).toMatchObject({ code: 'credentials_refused' })
  expect((await read(id)).settings).toEqual({ account: '1' })
})

test('values that the provider accepts no more are kept, and entering them is the next step', async () => {
  const { id } = await add()
  await tick(id, 'contract')
  await tick(id, 'address')
  expect((await give(id, { account: '1', password: 'ended' })).json()).toMatchObject({ nextStep: 'try' })
  bank.refused.add('ended')
  expect(await verify(id)).toMatchObject({ nextStep: 'keys', guide: { keys: null }, settings: { account: '1' }, secretsSet: { password: system.clock.at.toISOString() } })
  expect((await give(id, { account: '1', password: CANARY })).json()).toMatchObject({ nextStep: 'try', guide: { keys: system.clock.at.toISOString() } })
})

test('K01 no secret and no callback token is in the database in clear, and none opens in another place', async () => {
  const { id, callbackUrl } = await add()
  const other = await add()
  await give(id, { account: '1', password: CANARY })
  await give(other.id, { account: '1', password: 'something else' })
  const token = callbackUrl.split('/').at(-1) ?? '?'
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db)
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select row_to_json(t)::text as text from ${sql.table(name)} t`.execute(db)
    const dump = rows.map((row) => row.text).join('')
    for (const secret of [
      CANARY, Buffer.from(CANARY).toString('hex'), Buffer.from(CANARY).toString('base64'), token,
      Buffer.from(token).toString('hex'),
    ]) {
      expect(dump.includes(secret), `${name} holds ${secret}`).toBe(false)
    }
  }
  const [a, b] = [await ref(id), await ref(other.id)]
  await sql`update channel_secret set sealed = (select sealed from channel_secret where channel_id = ${a.channelId}) where channel_id = ${b.channelId}`.execute(db)
  await expect(openChannel(opening(), b)).rejects.toThrow('the seal does not hold')
  expect((await openChannel(opening(), a)).ok).toBe(true)
})

test('K04 without the master key nothing that needs a secret is answered, and it may be asked again', async () => {
  const { id } = await add()
  const locked = await startMerchantApp(db, { vault: lockedVault })
  locked.clock.at = system.clock.at
  const cookie = owner.cookie ?? ''
  const answer = await locked.app.inject({ url: `/v1/channels/${id}`, headers: { cookie } })
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '30'])
  expect((await locked.app.inject({ url: '/v1/session', headers: { cookie } })).statusCode).toBe(200)
})

test('an opened channel and a callback token cost no statement until something changes', async () => {
  const { id, callbackUrl } = await add()
  await give(id, { account: '1', password: CANARY })
  const here = await ref(id)
  let statements = 0
  const deps = opening()
  const counting: OpenDeps = { ...deps, db: new Proxy(db, { get: (target, key) => {
    if (key === 'selectFrom' || key === 'getExecutor') statements += 1
    const value: unknown = Reflect.get(target, key)
    return typeof value === 'function' ? value.bind(target) : value
  } }) }
  const token = callbackUrl.split('/').at(-1) ?? ''
  const seen = await db.selectFrom('channel').select([
    'settings_version as settingsVersion', 'facts_at as factsAt', 'pinned_proof as pinnedProof',
  ])
    .where('merchant_id', '=', here.merchantId).where('channel_id', '=', here.channelId).executeTakeFirstOrThrow()
  expect(await channelByCallbackToken(counting, token)).toEqual(here)
  await openChannel(counting, here, seen)
  statements = 0
  expect(await channelByCallbackToken(counting, token)).toEqual(here)
  expect((await openChannel(counting, here, seen)).ok).toBe(true)
  expect(statements).toBe(0)
  expect((await openChannel(counting, here, { ...seen, settingsVersion: seen.settingsVersion + 1 })).ok).toBe(true)
  expect(statements).toBeGreaterThan(0)
  expect(await channelByCallbackToken(counting, 'AAAAAAAAAAAAAAAAAAAAAA')).toBeNull()
  expect(await channelByCallbackToken(counting, "' or 1=1")).toBeNull()
})

test('the connectors are described in the reader\'s language', async () => {
  const { items } = (await owner.send('GET', '/v1/connectors')).json<{ items: { id: string; fields: { name: string; kind: string }[]; guide: { id: string }[] }[] }>()
  expect(items[0]).toMatchObject({
    id: 'bank', capabilities: registered(testBank).capabilities, fields: [{ name: 'account', kind: 'text' }, { name: 'password', kind: 'secret' }],
  })
  expect(items[0]?.guide).toHaveLength(6)
})

test('T01 another merchant\'s channel does not exist, for any verb', async () => {
  const { id } = await add()
  const other = await registeredOwner(system, 'other@shop.example')
  const tries = await Promise.all([
    other.send('GET', `/v1/channels/${id}`), other.send('PATCH', `/v1/channels/${id}`, { name: 'x' }), other.send('PUT', `/v1/channels/${id}/credentials`, { values: {} }),
    other.send('POST', `/v1/channels/${id}/steps/contract`, { done: true }), other.send('POST', `/v1/channels/${id}/verification`, {}),
    other.send('POST', `/v1/channels/${id}/live`, {}), other.send('POST', `/v1/channels/${id}/suspension`, { reason: 'x' }), other.send('DELETE', `/v1/channels/${id}/suspension`),
    other.send('POST', '/v1/channels', { store, connector: 'bank' }),
  ])
  expect(new Set(tries.map((one) => `${one.status} ${one.body}`)).size).toBe(1)
  expect(tries[0]?.status).toBe(404)
})

test('T03 a developer connects, an accountant only looks, and opening the store takes its own permission', async () => {
  const developer = await joined(system, owner, { email: 'dev@shop.example', role: 'developer' })
  const { id } = await add(developer)
  expect((await developer.send('POST', `/v1/channels/${id}/live`, { openStore: true })).json()).toMatchObject({ status: 403 })
  const accountant = await joined(system, owner, { email: 'acc@shop.example', role: 'accountant' })
  expect((await accountant.send('GET', `/v1/channels/${id}`)).status).toBe(200)
  expect((await accountant.send('PUT', `/v1/channels/${id}/credentials`, { values: {} })).status).toBe(403)
})

test('an API key sees, verifies and changes only channels of its own mode', async () => {
  const live = (await owner.send('GET', `/v1/channels?store=${store}`)).json<{ items: Channel[] }>().items.find((one) => one.mode === 'live')
  const ids = { live: live?.id ?? '', test: (await add()).id }
  for (const mode of ['test', 'live'] as const) {
    const { secret } = (await owner.send('POST', '/v1/api-keys', {
      name: mode, mode, permissions: ['channels.read', 'channels.manage'], stores: null,
    })).json<{ secret: string }>()
    const ask = async (method: 'GET' | 'POST', path: string, payload?: object) => {
      const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': `one${path}` }
      return system.app.inject({ method, url: `/v1/channels${path}`, headers, ...(payload === undefined ? {} : { payload }) })
    }
    const other = ids[mode === 'test' ? 'live' : 'test']
    const missing = [
      await ask('GET', `/${other}`), await ask('POST', `/${other}/verification`, {}), await ask('POST', `/${other}/suspension`, { reason: 'x' }),
    ]
    expect(missing.map((answer) => answer.statusCode), mode).toEqual([404, 404, 404])
    expect((await ask('GET', `/${ids[mode]}`)).statusCode, mode).toBe(200)
    const listed = (await ask('GET', '')).json<{ items: Channel[] }>().items
    expect(new Set(listed.map((one) => one.mode)), mode).toEqual(new Set([mode]))
    expect((await ask('POST', '', { store, connector: 'bank' })).statusCode).toBe(mode === 'test' ? 201 : 403)
  }
})
