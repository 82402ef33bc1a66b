import { beforeAll, expect, test } from 'vitest'
import { PASSWORD, PUBLIC_URL, joined, registeredOwner, startMerchantApp, tokenMailedTo } from '../../../test/support/merchant-app.ts'
import type { MerchantApp } from '../../../test/support/merchant-app.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { SESSION_IDLES_MS, SESSION_LIVES_MS } from './session.ts'

const db = testDatabase()
let system: MerchantApp
beforeAll(async () => {
  system = await startMerchantApp(db, { trustedProxies: ['10.1.0.0/16'] })
})

const DAY_MS = 86_400_000

test('a person registers, follows the mailed link, and finds a merchant with a first store', async () => {
  const browser = await registeredOwner(system, 'ona@shop.example')
  const session = (await browser.send('GET', '/v1/session')).json<{ merchant: { name: string }; role: string; stores: object[] }>()
  expect(session).toMatchObject({ caught: { letters: 'http://127.0.0.1:4001/', texts: null } })
  expect(session).toMatchObject({
    user: { email: 'ona@shop.example', language: 'lt' }, merchant: { name: 'Shop of ona@shop.example' },
    role: 'owner',
  })
  expect(session.stores).toMatchObject([{ mode: 'test', currency: 'EUR', timeZone: 'Europe/Vilnius' }])
})

test('before the mailed link is used nobody can sign in, and the link works once', async () => {
  const browser = system.browser()
  const email = 'late@shop.example'
  await browser.send('POST', '/v1/registrations', { email, password: PASSWORD, name: 'L', merchantName: 'L', language: 'en' })
  expect((await browser.send('POST', '/v1/sessions', { email, password: PASSWORD })).status).toBe(401)
  const token = tokenMailedTo(system, email)
  expect((await browser.send('GET', `/activate?token=${token}`)).status).toBe(404)
  const redeemed = await Promise.all(Array.from(
    { length: 5 }, () => system.browser().send('POST', '/v1/activations', { token, password: PASSWORD }),
  ))
  expect(redeemed.map((one) => one.status).toSorted()).toEqual([200, 422, 422, 422, 422])
  expect((await browser.send('POST', '/v1/sessions', { email: ` ${email.toUpperCase()}`, password: PASSWORD })).status).toBe(200)
})

test('a mailed link is too old after its time', async () => {
  const email = 'slow@shop.example'
  await system.browser().send('POST', '/v1/registrations', {
    email, password: PASSWORD, name: 'S', merchantName: 'S', language: 'en',
  })
  const token = tokenMailedTo(system, email)
  system.clock.pass(DAY_MS + 1)
  expect((await system.browser().send('POST', '/v1/activations', { token, password: PASSWORD })).json()).toMatchObject({ code: 'link_spent' })
})

test('A01 what changes something needs our own page and its token, on every route and with every type of body', async () => {
  const browser = await registeredOwner(system, 'csrf@shop.example')
  const unsafe = system.app.routeTable.filter(({ method, access }) => !['GET', 'HEAD'].includes(method) && !('public' in access))
  expect(unsafe.length).toBeGreaterThan(15)
  const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
  for (const { method, url } of unsafe) {
    for (const type of types) {
      const ask = (headers: Record<string, string>) => system.app.inject({
        method: isUnsafe(method) ? method : 'POST', url: url.replaceAll(/:\w+/g, 'x'), payload: '{}',
        headers: { cookie: browser.cookie ?? '', 'content-type': type, ...headers },
      })
      const token = { 'x-csrf-token': browser.csrfToken ?? '' }
      const foreign = await Promise.all([
        ask({ ...token, origin: 'https://evil.example' }),
        ask({ ...token, 'sec-fetch-site': 'cross-site', origin: PUBLIC_URL.origin }),
        ask({ ...token, 'sec-fetch-site': 'same-site' }), ask(token), ask({ ...token, origin: 'null' }),
        ask({ origin: PUBLIC_URL.origin }), ask({ origin: PUBLIC_URL.origin, 'x-csrf-token': 'AAAAAAAAAAAAAAAAAAAAAA' }),
      ])
      expect(foreign.map((one) => one.statusCode), `${method} ${url} ${type}`).toEqual(foreign.map(() => 403))
    }
  }
  expect((await browser.send('GET', '/v1/session')).status).toBe(200)
})

const isUnsafe = (text: string): text is 'POST' | 'PUT' | 'PATCH' | 'DELETE' => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(text)

test('A01 another site cannot sign a visitor in under its own account', async () => {
  await registeredOwner(system, 'login-csrf@shop.example')
  const body = { email: 'login-csrf@shop.example', password: PASSWORD }
  expect((await system.browser().send('POST', '/v1/sessions', body, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
  expect((await system.browser().send('POST', '/v1/sessions', body, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
})

test('A02 signing in gives a new session, and the one before it is gone', async () => {
  const browser = await registeredOwner(system, 'fix@shop.example')
  const before = browser.cookie
  await browser.send('POST', '/v1/sessions', { email: 'fix@shop.example', password: PASSWORD })
  expect(browser.cookie).not.toBe(before)
  expect(browser.cookie).toMatch(/^__Host-kvit=[A-Za-z0-9_-]{22}$/)
  const planted = system.browser()
  planted.cookie = before
  expect((await planted.send('GET', '/v1/session')).status).toBe(204)
  planted.cookie = '__Host-kvit=AAAAAAAAAAAAAAAAAAAAAA'
  await planted.send('POST', '/v1/sessions', { email: 'fix@shop.example', password: PASSWORD })
  expect(planted.cookie).not.toBe('__Host-kvit=AAAAAAAAAAAAAAAAAAAAAA')
})

test('A02 the cookie is unreadable for scripts, bound to this host, and sent over HTTPS only', async () => {
  await registeredOwner(system, 'cookie@shop.example')
  const { headers } = await system.browser().send('POST', '/v1/sessions', {
    email: 'cookie@shop.example', password: PASSWORD,
  })
  expect(String(headers['set-cookie'])).toMatch(/^__Host-kvit=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/)
})

test('A03 a cookie is worth nothing after signing out, after its time, and after a change of password', async () => {
  const email = 'replay@shop.example'
  const browser = await registeredOwner(system, email)
  const again = async (cookie: string | null) => {
    const replay = system.browser()
    replay.cookie = cookie
    return (await replay.send('GET', '/v1/session')).status
  }
  const signedOut = browser.cookie
  expect((await browser.send('DELETE', '/v1/session')).status).toBe(204)
  expect(await again(signedOut)).toBe(204)

  const other = system.browser()
  await other.send('POST', '/v1/sessions', { email, password: PASSWORD })
  await browser.send('POST', '/v1/sessions', { email, password: PASSWORD })
  const [old, others] = [browser.cookie, other.cookie]
  expect((await browser.send('POST', '/v1/password-changes', {
    current: PASSWORD, next: 'another horse battery',
  })).status).toBe(204)
  expect([await again(old), await again(others), await again(browser.cookie)]).toEqual([204, 204, 200])
  expect((await browser.send('PATCH', '/v1/session', { language: 'ka' })).status).toBe(200)

  system.clock.pass(SESSION_IDLES_MS)
  expect(await again(browser.cookie)).toBe(204)
  await browser.send('POST', '/v1/sessions', { email, password: 'another horse battery' })
  for (let used = 0; used < SESSION_LIVES_MS; used += 6 * DAY_MS) {
    expect(await again(browser.cookie)).toBe(200)
    system.clock.pass(6 * DAY_MS)
  }
  expect(await again(browser.cookie)).toBe(204)
})

test('A03 a reset password ends every session, and its link works once', async () => {
  const email = 'reset@shop.example'
  const browser = await registeredOwner(system, email)
  await browser.send('POST', '/v1/password-resets', { email })
  const token = tokenMailedTo(system, email)
  expect((await browser.send('POST', '/v1/password-resets/confirmations', {
    token, password: 'passwordpassword',
  })).json()).toMatchObject({ code: 'password_guessable', errors: [{ field: 'password' }] })
  expect((await browser.send('POST', '/v1/password-resets/confirmations', {
    token, password: 'a wholly new one',
  })).status).toBe(204)
  expect((await browser.send('GET', '/v1/session')).status).toBe(204)
  expect((await browser.send('POST', '/v1/password-resets/confirmations', {
    token, password: 'and yet another',
  })).status).toBe(422)
  expect((await browser.send('POST', '/v1/sessions', { email, password: 'a wholly new one' })).status).toBe(200)
})

test('sessions are listed with their whereabouts, and each can be ended', async () => {
  const email = 'sessions@shop.example'
  const browser = await registeredOwner(system, email)
  const phone = system.browser()
  await phone.send('POST', '/v1/sessions', { email, password: PASSWORD }, {
    headers: { 'user-agent': 'Phone' }, remoteAddress: '203.0.113.77',
  })
  const { items } = (await browser.send('GET', '/v1/sessions')).json<{ items: { id: string; current: boolean; userAgent: string; address: string }[] }>()
  expect(items.map(({ current, userAgent }) => [current, userAgent === 'Phone'])).toContainEqual([false, true])
  const lost = items.find((one) => one.address === '203.0.113.77')
  const stranger = await registeredOwner(system, 'stranger@shop.example')
  expect((await stranger.send('DELETE', `/v1/sessions/${lost?.id}`)).status).toBe(404)
  expect((await browser.send('DELETE', `/v1/sessions/${lost?.id}`)).status).toBe(204)
  expect((await phone.send('GET', '/v1/session')).status).toBe(204)
})

test('A09 nothing tells whether an address is known: not the answer, and not the time it takes', async () => {
  await registeredOwner(system, 'known@shop.example')
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  const answers = { known: new Set<string>(), unknown: new Set<string>() }
  for (let n = 0; n < 9; n++) {
    for (const kind of ['known', 'unknown'] as const) {
      const started = performance.now()
      const answer = await system.browser().send('POST', '/v1/sessions', { email: `${kind}@shop.example`, password: `wrong ${n}` }, { remoteAddress: `198.51.100.${n}` })
      times[kind].push(performance.now() - started)
      answers[kind].add(`${answer.status} ${answer.body}`)
    }
  }
  expect(answers.known).toEqual(answers.unknown)
  // The fastest of each: whatever else the machine does only ever adds.
  const [known, unknown] = [Math.min(...times.known), Math.min(...times.unknown)]
  expect(unknown).toBeGreaterThan(0.6 * known)
  expect(known).toBeGreaterThan(0.6 * unknown)
})

test('A09 registering and resetting answer alike for known and unknown addresses, and not sooner', async () => {
  await registeredOwner(system, 'taken@shop.example')
  for (const url of ['/v1/registrations', '/v1/password-resets']) {
    const seen = []
    for (const email of ['taken@shop.example', 'free@shop.example']) {
      const started = performance.now()
      const ask = url.endsWith('resets') ? { email } : {
        email, password: PASSWORD, name: 'N', merchantName: 'N', language: 'en',
      }
      const answer = await system.browser().send('POST', url, ask)
      seen.push(`${answer.status} ${answer.body}`)
      expect(performance.now() - started).toBeGreaterThan(290)
    }
    expect(seen[0]).toBe(seen[1])
  }
  expect(system.mails.filter((mail) => mail.to === 'taken@shop.example').map((mail) => mail.kind)).toEqual([
    'activate', 'already_registered', 'reset',
  ])
})

test('A09 guessing stops: for one account from one network, from all networks, and for all accounts from one', async () => {
  const email = 'guessed@shop.example'
  await registeredOwner(system, email)
  const guess = (address: string, to = email) => system.browser().send(
    'POST', '/v1/sessions', { email: to, password: 'guess' }, { remoteAddress: address },
  )
  for (let n = 0; n < 10; n++) expect((await guess('192.0.2.1')).status).toBe(401)
  const refused = await guess('192.0.2.1')
  expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([429, expect.any(Number)])
  const rightToo = await system.browser().send('POST', '/v1/sessions', { email, password: PASSWORD }, { remoteAddress: '192.0.2.1' })
  expect(rightToo.status).toBe(429)
  expect((await guess('192.0.2.2')).status).toBe(401)

  const fromOne = []
  for (let n = 0; n < 70; n++) fromOne.push((await guess(`2001:db8:5:5::${n}`, `someone${n}@shop.example`)).status)
  expect(fromOne.indexOf(429)).toBe(60)
  system.clock.pass(15 * 60_000)
  expect((await guess('192.0.2.1')).status).toBe(401)
})

test('A10 links in letters start with our own address, whatever the request calls us', async () => {
  const email = 'host@shop.example'
  await registeredOwner(system, email)
  const hostile = ['evil.example', 'kvit.example.evil.example', 'kvit.example:1@evil.example']
  for (const host of hostile) {
    for (const headers of [{ host }, { 'x-forwarded-host': host }, { forwarded: `host=${host}` }, { 'x-original-host': host, 'x-host': host }]) {
      await system.browser().send('POST', '/v1/password-resets', { email }, { headers, remoteAddress: `10.1.${hostile.indexOf(host)}.4` })
    }
  }
  const links = system.mails.filter((mail) => mail.to === email).map((mail) => mail.link)
  expect(links.length).toBeGreaterThan(3)
  for (const link of links) expect(link).toMatch(/^https:\/\/kvit\.example\/(activate|reset-password)#[A-Za-z0-9_-]{22}$/)
})

test('who is not signed in is told so without an error, and a key that is none is refused', async () => {
  expect((await system.browser().send('GET', '/v1/session')).status).toBe(204)
  const authorization = 'Bearer kvit_test_0123456789012345678901'
  expect((await system.browser().send('GET', '/v1/session', undefined, { headers: { authorization } })).status).toBe(401)
})

test('A12 headers that name a user or an address change nothing, unless a trusted proxy sends them', async () => {
  const stranger = {
    'x-kvit-user': 'usr_1', 'x-forwarded-user': 'ona@shop.example', 'x-real-ip': '1.2.3.4', 'x-remote-user': 'admin',
  }
  expect((await system.browser().send('GET', '/v1/session', undefined, { headers: stranger })).status).toBe(204)
  const browser = await registeredOwner(system, 'proxy@shop.example')
  await browser.send('POST', '/v1/sessions', {
    email: 'proxy@shop.example', password: PASSWORD,
  }, { headers: { 'x-forwarded-for': '1.2.3.4' }, remoteAddress: '203.0.113.5' })
  const direct = (await browser.send('GET', '/v1/sessions')).json<{ items: { current: boolean; address: string }[] }>().items
  expect(direct.find((one) => one.current)?.address).toBe('203.0.113.5')
  await browser.send('POST', '/v1/sessions', {
    email: 'proxy@shop.example', password: PASSWORD,
  }, { headers: { 'x-forwarded-for': '9.9.9.9, 1.2.3.4' }, remoteAddress: '10.1.0.1' })
  const proxied = (await browser.send('GET', '/v1/sessions')).json<{ items: { current: boolean; address: string }[] }>().items
  expect(proxied.find((one) => one.current)?.address).toBe('1.2.3.4')
})

test('I05 neither passwords nor tokens are in any log line', async () => {
  const email = 'canary@shop.example'
  const browser = await registeredOwner(system, email)
  await browser.send('POST', '/v1/sessions', { email, password: 'CANARY-wrong-password' })
  const key = (await browser.send('POST', '/v1/api-keys', {
    name: 'K', mode: 'test', permissions: ['invoices.read'], stores: null,
  })).json<{ secret: string }>().secret
  await system.app.inject({ url: '/v1/members', headers: { authorization: `Bearer ${key}` } })
  await joined(system, browser, { email: 'canary2@shop.example', role: 'viewer' })
  const secrets = [
    PASSWORD, 'CANARY', key, browser.cookie?.split('=')[1] ?? '?', browser.csrfToken ?? '?',
    ...system.mails.map((mail) => new URL(mail.link).hash.slice(1)).filter((hash) => hash !== ''),
  ]
  const log = system.logged.join('')
  expect(log).toContain('/v1/sessions')
  for (const secret of secrets) expect(log).not.toContain(secret)
})
