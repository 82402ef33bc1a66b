import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { registeredOwner, startMerchantApp } from '../../test/support/merchant-app.ts'
import type { Browser, MerchantApp } from '../../test/support/merchant-app.ts'
import { newId, publicId } from '../kernel/ids.ts'
import type { RouteFact } from '../platform/http/route.ts'
import { forgetEnded } from './people/forget-ended.ts'

const db = testDatabase()
let system: MerchantApp
let owner: Browser
beforeAll(async () => {
  system = await startMerchantApp(db)
  owner = await registeredOwner(system, 'owner@shop.example')
})

/** The route's address with ids of the right kind that name nothing. */
const filled = ({ url, ids }: RouteFact): string =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => {
    const kind = ids[name]
    return kind === undefined ? 'x' : publicId(kind, newId(kind), null)
  })

const isMethod = (text: string): text is 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' => [
  'GET', 'POST', 'PUT', 'PATCH', 'DELETE',
].includes(text)

test('T02 every route that takes a body refuses a field it does not know, by name', async () => {
  const withBody = system.app.routeTable.filter(({ method, url }) => ['POST', 'PUT', 'PATCH'].includes(method) && !url.endsWith('/logo'))
  expect(withBody.length).toBeGreaterThan(20)
  for (const route of withBody) {
    if (!isMethod(route.method) || route.method === 'DELETE') continue
    const answer = await owner.send(route.method, filled(route), { merchant_id: 'x', status: 'paid' })
    const { errors } = answer.json<{ errors: { field: string; code: string }[] }>()
    expect([answer.status, errors.filter((one) => one.code === 'unknown_field').map((one) => one.field)], `${route.method} ${route.url}`)
      .toEqual([422, ['merchant_id', 'status']])
  }
})

test('T01 every route about an object answers the same for one that does not exist', async () => {
  const bodies = new Set<string>()
  for (const route of system.app.routeTable.filter(({ ids, method, access }) => Object.keys(ids).length > 0 && method === 'GET' && 'permission' in access)) {
    const answer = await owner.send('GET', filled(route))
    bodies.add(`${answer.status} ${answer.body}`)
  }
  expect(bodies.size).toBe(1)
})

test('A04 no other spelling of a protected address gets past its guard', async () => {
  for (const route of system.app.routeTable.filter(({ access }) => !('public' in access) && !('signedIn' in access && access.signedIn === 'or_nobody'))) {
    const plain = filled(route)
    const spellings = [plain, plain.replaceAll('/', '//'), `${plain};x`, `${plain}/`, plain.replace('v1', '%76%31'), plain.replace('v1', 'V1'), `/x/%2e%2e${plain}`, `${plain}%00`]
    for (const url of spellings) {
      const answer = await system.app.inject({
        method: isMethod(route.method) ? route.method : 'GET', url, payload: '{}',
        headers: { 'content-type': 'application/json' },
      })
      expect([401, 404], `${route.method} ${url}`).toContain(answer.statusCode)
    }
  }
})

test('refusals speak the language of the person who is signed in, or else of the browser', async () => {
  const answer = await owner.send('POST', '/v1/stores', {}, { headers: { 'accept-language': 'en' } })
  expect(answer.json<{ errors: { message: string }[] }>().errors[0]?.message).toBe('Užpildykite.')
  const stranger = await system.app.inject({ url: '/v1/stores', headers: { 'accept-language': 'ka-GE,ka;q=0.9,en;q=0.8' } })
  expect(stranger.json()).toMatchObject({ title: 'საჭიროა შესვლა', code: 'unauthenticated' })
})

test('what ended two days ago is forgotten, and nothing else', async () => {
  const kept = async () => (await sql<{ n: number }>`select (select count(*) from session)::int as n`.execute(db)).rows[0]?.n
  const before = await kept()
  await forgetEnded({ db, clock: system.clock })
  expect(await kept()).toBe(before)
  await forgetEnded({ db, clock: { now: () => new Date(system.clock.at.getTime() + 40 * 86_400_000) } })
  expect(await kept()).toBe(0)
})
