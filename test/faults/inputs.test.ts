import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { beforeAll, describe, expect, test } from 'vitest'
import { effects, until } from '../support/fault-oracle.ts'
import { furnished, wholeKvit } from '../support/fault-merchants.ts'
import type { Furnished } from '../support/fault-merchants.ts'
import { newBrowser, PASSWORD } from '../support/merchant-app.ts'

const kvit = wholeKvit()
let ours: Furnished
beforeAll(async () => {
  ours = await furnished(kvit(), 'vilkas')
  // Kvit sends the receipts of what was paid by itself, some seconds later: no effect of what a test asks.
  await until('the receipts have left', async () => (await kvit().pool.query(`
    select from payment p
    join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
    join invoice i on i.merchant_id = a.merchant_id and i.invoice_id = a.invoice_id
    where i.origin <> 'till' and i.payer_email <> '' and not exists (
      select from delivery d where d.merchant_id = p.merchant_id and d.payment_id = p.payment_id and d.state <> 'queued')`)).rowCount === 0)
})

const Api = Type.Object({ paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Object({
  parameters: Type.Optional(Type.Array(Type.Object({ name: Type.String(), in: Type.String() }))),
}))) })

/** Every list with the names of its query, from the description that is compared with the routes. */
function lists(): { path: string; names: string[] }[] {
  const { paths } = Value.Parse(Api, JSON.parse(readFileSync('openapi.json', 'utf8')))
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const names = get?.parameters?.filter((one) => one.in === 'query').map(({ name }) => name) ?? []
    return names.length === 0 || path.includes('{') ? [] : [{ path, names }]
  })
}

const HOSTILE = [
  '\'', '"', '\'; drop table invoice; --', '\' or \'1\'=\'1', '1) or (1=1', '\\', '%', '_', '%\' union select token_hash from token --',
  'number desc; select pg_sleep(60)', '$1', '${7*7}',
  '\u0000', '\ud800', '\'||(select password_hash from app_user limit 1)||\'', '(select 1)', 'merchant_id', '{"$gt":""}', '../../etc/passwd', 'a'.repeat(5000), '-1', '1e9', 'NaN',
]

/** Of a list, of its count, and of one that is saved as a table: only the head. */
const NOTHING_FOUND = /"items":\[\]|"count":"0"|^\uFEFF[^\n]+\n$/

test('I04 whatever stands in a search, a filter or a page\'s mark is data: an answer or a refusal by name, and nothing happens', async () => {
  const before = await effects(kvit())
  const { store } = ours.belongings
  expect(lists().length).toBeGreaterThan(5)
  for (const { path, names } of lists()) {
    for (const name of names) {
      for (const hostile of HOSTILE) {
        const query = new URLSearchParams({ ...names.includes('store') ? { store: store ?? '' } : {}, [name]: hostile })
        const begun = performance.now()
        const { status, body } = await ours.owner.send('GET', `${path}?${query}`)
        expect([200, 422], `${path}?${name}=${hostile.slice(0, 40)}: ${body.slice(0, 300)}`).toContain(status)
        expect(performance.now() - begun).toBeLessThan(30_000)
        if (name === 'search' && status === 200 && /[%_']/.test(hostile)) expect(body, `${path}?search=${hostile}`).toMatch(NOTHING_FOUND)
      }
    }
  }
  expect(await effects(kvit())).toEqual(before)
})

describe('A11 mailed links', () => {
  async function registeredBy(email: string): Promise<string> {
    await newBrowser(kvit().app).send('POST', '/v1/registrations', { email, password: PASSWORD, name: 'Ona', merchantName: 'Shop', language: 'en' })
    return kvit().mailedToken(email)
  }
  const activate = (token: string, password = PASSWORD) => newBrowser(kvit().app).send('POST', '/v1/activations', { token, password })

  test('a mail scanner that opens the link uses nothing up: only the person\'s own press does', async () => {
    const token = await registeredBy('scanned@shop.example')
    for (const url of ['/activate', `/activate?token=${token}`, `/v1/activations?token=${token}`, `/activate/${token}`]) await newBrowser(kvit().app).send('GET', url)
    expect((await activate(token, 'what a stranger would try')).status).not.toBe(200)
    expect((await activate(token)).status).toBe(200)
  })

  test('of many presses at one moment one succeeds, and none after it', async () => {
    const token = await registeredBy('pressed@shop.example')
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => activate(token)))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect((await activate(token)).status).not.toBe(200)
  })

  test('the database keeps only a hash of it', async () => {
    const token = await registeredBy('hashed@shop.example')
    const { rows: [row] } = await kvit().pool.query<{ found: boolean }>(
      `select exists (select from mailed_token t where t::text like '%' || $1 || '%' or encode(t.token_hash, 'escape') like '%' || $1 || '%') as found`, [token])
    expect(row).toEqual({ found: false })
    expect(kvit().logged.join('')).not.toContain(token)
  })
})
