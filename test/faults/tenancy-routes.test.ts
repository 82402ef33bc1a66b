import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId, publicId } from '../../src/kernel/ids.ts'
import type { IdKind } from '../../src/kernel/ids.ts'
import type { RouteFact } from '../../src/platform/http/route.ts'
import { furnished, wholeKvit } from '../support/fault-merchants.ts'
import type { Belongings, Furnished } from '../support/fault-merchants.ts'
import { PUBLIC_URL } from '../support/merchant-app.ts'
import { BODIES, naming, PARTS, saying } from './route-cases.ts'

/** Generated from the route table: a new route is tried by being there, and fails here until it has its case. */
const kvit = wholeKvit()
let ours: Furnished
let theirs: Furnished
beforeAll(async () => {
  ours = await furnished(kvit(), 'vilkas')
  theirs = await furnished(kvit(), 'lape')
})

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Verb = (typeof VERBS)[number]
const isVerb = (text: string): text is Verb => VERBS.some((one) => one === text)

const nameOf = ({ method, url }: RouteFact): string => `${method} ${url}`
const routes = (): (RouteFact & { method: Verb })[] => kvit().app.routeTable.flatMap((route) => (isVerb(route.method) ? [{ ...route, method: route.method }] : []))
const aboutObjects = () => routes().filter(({ ids, access }) => Object.keys(ids).length > 0 && !('public' in access))
const ofMerchants = () => routes().filter(({ access }) => !('public' in access))

const MODELESS: ReadonlySet<IdKind> = new Set(['merchant', 'store', 'channel', 'user', 'apiKey', 'invitation', 'session', 'moneyAccount', 'product', 'cashier'])
const absent = (kind: IdKind): string => publicId(kind, newId(kind), MODELESS.has(kind) ? null : 'test')

/** The route's address about these belongings; what names no object is `x`, or what PARTS says. */
function address({ url, ids }: RouteFact, idFor: (kind: IdKind) => string): string {
  return url.replaceAll(/:(\w+)/g, (_, name: string) => {
    const kind = ids[name]
    return kind === undefined ? PARTS[name] ?? 'x' : idFor(kind)
  })
}

function belonging({ belongings }: { belongings: Belongings }): (kind: IdKind) => string {
  return (kind) => {
    const id = belongings[kind]
    if (id === undefined) throw new Error(`a furnished merchant has no object of kind ${kind} yet: give it one in test/support/fault-merchants.ts`)
    return id
  }
}

type Answer = { readonly status: number; readonly body: string }

async function asOwner(who: Furnished, method: Verb, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await kvit().app.inject({
    method, url, remoteAddress: '203.0.113.10', ...payloadOf(body),
    headers: {
      'sec-fetch-site': 'same-origin', origin: PUBLIC_URL.origin, cookie: who.owner.cookie ?? '', 'x-csrf-token': who.owner.csrfToken ?? '',
      'idempotency-key': randomBytes(8).toString('hex'), ...typeOf(body), ...headers,
    },
  })
  return { status: answer.statusCode, body: answer.body }
}

async function asProgram({ apiKey }: Furnished, method: Verb, url: string, body?: unknown): Promise<Answer> {
  const answer = await kvit().app.inject({
    method, url, ...payloadOf(body), headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': randomBytes(8).toString('hex'), ...typeOf(body) },
  })
  return { status: answer.statusCode, body: answer.body }
}

const payloadOf = (body: unknown) => (body === undefined ? {} : { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) })
const typeOf = (body: unknown): Record<string, string> => (body === undefined ? {} : { 'content-type': Buffer.isBuffer(body) ? 'image/png' : 'application/json' })

/** The case's body, with ids of ours in it. Throws for a route that reads a body and has no case. */
function bodyOf(route: RouteFact, from: (kind: IdKind) => string = belonging(ours)): unknown {
  if (route.method === 'GET' || route.method === 'DELETE') return undefined
  const caseOf = BODIES[nameOf(route)]
  if (caseOf === undefined) throw new Error(`${nameOf(route)} has no case: give it a body in test/faults/route-cases.ts`)
  return caseOf(from)
}

test('every route that reads a body has a case, and no case is left of a route that is gone', () => {
  const reading = ofMerchants().filter(({ method }) => method !== 'GET' && method !== 'DELETE').map(nameOf)
  expect(Object.keys(BODIES).toSorted()).toEqual(reading.toSorted())
})

describe('T01 an object of another merchant does not exist', () => {
  test('for the owner, by every verb on every address: the answer is the one for an object that is nowhere', async () => {
    expect(aboutObjects().length).toBeGreaterThan(35)
    for (const route of aboutObjects()) {
      const [foreign, nowhere] = [address(route, belonging(theirs)) + saying(route), address(route, absent) + saying(route)]
      const hit = await asOwner(ours, route.method, foreign, bodyOf(route))
      expect(hit, nameOf(route)).toEqual(await asOwner(ours, route.method, nowhere, bodyOf(route)))
      expect(hit.status, nameOf(route)).toBe(404)
      for (const verb of VERBS) expect([404, 415, 422], `${verb} ${route.url}`).toContain((await asOwner(ours, verb, foreign, verb === 'GET' ? undefined : {})).status)
    }
  })

  test('for an API key with every permission', async () => {
    for (const route of aboutObjects()) {
      const hit = await asProgram(ours, route.method, address(route, belonging(theirs)) + saying(route), bodyOf(route))
      expect(hit, nameOf(route)).toEqual(await asProgram(ours, route.method, address(route, absent) + saying(route), bodyOf(route)))
      expect(hit.status, nameOf(route)).toSatisfy((status) => status === 404 || status === 403)
    }
  })

  test('named in a body or a query, it is refused like one that is nowhere', async () => {
    for (const route of ofMerchants()) {
      const [own, foreign, nowhere] = [belonging(ours), belonging(theirs), absent].map((from) => [
        address(route, belonging(ours)) + (route.method === 'GET' ? naming(route, from) : ''), bodyOf(route, from),
      ] as const)
      if (own === undefined || foreign === undefined || nowhere === undefined || JSON.stringify(own) === JSON.stringify(foreign)) continue
      const hit = await asOwner(ours, route.method, ...foreign)
      const miss = await asOwner(ours, route.method, ...nowhere)
      expect({ ...hit, body: withoutIds(hit.body) }, nameOf(route)).toEqual({ ...miss, body: withoutIds(miss.body) })
      expect(hit.body, nameOf(route)).not.toContain('lape')
      if (route.method !== 'GET') expect(hit.status, nameOf(route)).toBeGreaterThanOrEqual(400)
    }
  })

  test('no list, report or search shows a row of theirs', async () => {
    const lists = ofMerchants().filter(({ method, ids }) => method === 'GET' && Object.keys(ids).length === 0)
    expect(lists.length).toBeGreaterThan(10)
    const theirOwn = ['lape', ...Object.values(theirs.belongings)]
    for (const route of lists) {
      const asked = `${route.url}${naming(route, belonging(ours))}`
      for (const url of [route.url, asked, `${asked}${asked.includes('?') ? '&' : '?'}search=lape`]) {
        const answers = [await asOwner(ours, 'GET', url), await asProgram(ours, 'GET', url)]
        if (url === asked) expect(answers.map(({ status }) => status), url).toEqual([200, 'signedIn' in route.access ? 403 : 200])
        for (const { body } of answers) for (const strange of theirOwn) expect(body, url).not.toContain(strange)
      }
    }
  })

  test('their pictures are found only under both of their ids', async () => {
    for (const route of routes().filter(({ ids, access }) => Object.keys(ids).length > 1 && 'public' in access)) {
      const crossed = address(route, (kind) => belonging(kind === 'merchant' ? ours : theirs)(kind))
      expect(await asOwner(ours, 'GET', crossed)).toEqual(await asOwner(ours, 'GET', address(route, absent)))
    }
  })
})

const withoutIds = (text: string): string => text.replaceAll(/[a-z]{3}_(?:test_|live_)?[0-9a-hjkmnp-tv-z]{26}/g, 'id')

describe('T02 nobody writes a field that was not offered', () => {
  const UNOFFERED = ['status', 'payment', 'merchant_id', 'merchantId', 'role', 'paid_at', 'paidMinor', '__proto__x']

  test('on every route that reads JSON, at every depth: 422, with the field named', async () => {
    for (const route of ofMerchants()) {
      const body = bodyOf(route)
      if (body === undefined || Buffer.isBuffer(body)) continue
      const answer = await asOwner(ours, route.method, address(route, belonging(ours)), smuggled(body, ''))
      const named = new Set(errorsOf(answer.body).map(({ field }) => field))
      expect(answer.status, `${nameOf(route)} ${answer.body}`).toBe(422)
      // Where an object may be of one of several forms, it is named as a whole.
      for (const path of smuggledPaths(body, '')) expect(named.has(path) || named.has(path.slice(0, path.lastIndexOf('/'))), `${nameOf(route)} ${path}`).toBe(true)
    }
  })

  const fitting = (object: object): string[] => UNOFFERED.filter((name) => !(name in object))
  const isRecord = (path: string): boolean => path === 'values'

  function smuggled(value: unknown, path: string): unknown {
    if (Array.isArray(value)) return value.map((one, at) => smuggled(one, `${path}/${at}`))
    if (typeof value !== 'object' || value === null) return value
    const inner = Object.entries(value).map(([key, one]) => [key, smuggled(one, key)] as const)
    return Object.fromEntries([...inner, ...isRecord(path) ? [] : fitting(value).map((name) => [name, 'x'] as const)])
  }

  function smuggledPaths(value: unknown, path: string): string[] {
    const under = (name: string | number): string => (path === '' ? String(name) : `${path}/${name}`)
    if (Array.isArray(value)) return value.flatMap((one, at) => smuggledPaths(one, under(at)))
    if (typeof value !== 'object' || value === null) return []
    const inner = Object.entries(value).flatMap(([key, one]) => smuggledPaths(one, under(key)))
    return [...inner, ...isRecord(path) ? [] : fitting(value).map(under)]
  }
})

const errorsOf = (body: string): { field: string; code: string }[] => {
  const answer: unknown = JSON.parse(body)
  return typeof answer === 'object' && answer !== null && 'errors' in answer && Array.isArray(answer.errors) ? answer.errors : []
}

describe('A01 another site changes nothing with our cookie', () => {
  const TYPES = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
  const FROM: Readonly<Record<string, Record<string, string>>> = {
    'another origin': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    'a sister site': { origin: 'https://other.kvit.example', 'sec-fetch-site': 'same-site' },
    'a page that hides its origin': { origin: 'null', 'sec-fetch-site': 'cross-site' },
    'an address typed by hand': { 'sec-fetch-site': 'none', origin: '' },
    'our page without its token': { 'x-csrf-token': '' },
    'our page with another session\'s token': { 'x-csrf-token': 'AAAAAAAAAAAAAAAAAAAAAA' },
  }

  test('on every unsafe route, with every type of body a form can send', async () => {
    const before = await stateOf()
    for (const route of routes().filter(({ method, url }) => method !== 'GET' && url.startsWith('/v1/'))) {
      for (const [where, headers] of Object.entries(FROM)) {
        if ('public' in route.access && where.startsWith('our page')) continue
        for (const type of TYPES) {
          const { status } = await asOwner(ours, route.method, address(route, belonging(ours)), Buffer.from('{}'), { ...headers, 'content-type': type })
          expect(status, `${nameOf(route)} from ${where} as ${type}`).toBe(403)
        }
      }
    }
    expect(await stateOf()).toEqual(before)
  })

  async function stateOf(): Promise<unknown> {
    const { rows } = await kvit().pool.query(`select (select count(*) from audit_record) as audited, (select count(*) from event where actor <> 'kvit') as events,
      (select count(*) from session) as sessions, (select count(*) from app_user) as people, (select count(*) from membership) as members`)
    return rows
  }
})

test('A04 no other spelling of a protected address gets past its guard', async () => {
  for (const route of ofMerchants().filter(({ access }) => !('signedIn' in access && access.signedIn === 'or_nobody'))) {
    const plain = address(route, belonging(ours))
    const spellings = [
      plain, plain.replaceAll('/', '//'), `${plain};x`, `${plain}/`, plain.replace('/v1', '/%76%31'), plain.replace('/v1', '/V1'), plain.toUpperCase(),
      `/x/%2e%2e${plain}`, `/x/..${plain}`, `/.${plain}`, `${plain}%00`, `${plain}?`, plain.replaceAll('/', '%2f'), `\\${plain.slice(1)}`,
    ]
    for (const url of spellings) {
      const answer = await kvit().app.inject({ method: route.method, url, payload: '{}', headers: { 'content-type': 'application/json' } })
      expect([401, 404], `${route.method} ${url}`).toContain(answer.statusCode)
    }
  }
})

// Last, because it uses up what is there: without it a case could miss its object for a reason of its own.
test('every case finds the object that is ours', async () => {
  const order: Readonly<Record<Verb, number>> = { GET: 0, PATCH: 1, PUT: 2, POST: 3, DELETE: 4 }
  for (const route of aboutObjects().toSorted((a, b) => order[a.method] - order[b.method])) {
    const { status, body } = await asOwner(ours, route.method, address(route, belonging(ours)) + saying(route), bodyOf(route), route.url.endsWith('/sign-out') ? {} : ours.atTill)
    expect([404, 422, 401, 403, 500].includes(status), `${nameOf(route)} answered ${status} ${body}`).toBe(false)
  }
})
