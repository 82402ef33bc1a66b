import { randomBytes } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { registered } from '../../src/connectors/registered.ts'
import type { Connector, Http } from '../../src/connectors/contract.ts'

import type { Language } from '../../src/kernel/language.ts'
import { err, ok } from '../../src/kernel/result.ts'
import { merchantRoutes } from '../../src/merchants/api.ts'
import { identifyWith } from '../../src/merchants/caller.ts'
import { newChannelCache } from '../../src/merchants/channels/open-channel.ts'
import type { Endpoints } from '../../src/merchants/channels/open-channel.ts'
import type { AccountMail } from '../../src/merchants/people/user.ts'
import { openVault } from '../../src/platform/crypto/vault.ts'
import type { Vault } from '../../src/platform/crypto/vault.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { buildHttp } from '../../src/platform/http/app.ts'
import { buildLogger } from '../../src/platform/http/log.ts'
import type { App } from '../../src/platform/http/route.ts'

export const PUBLIC_URL = new URL('https://kvit.example')

export type MerchantApp = {
  readonly app: App
  readonly clock: { at: Date; now(): Date; pass(ms: number): void }
  readonly mails: AccountMail[]
  /** Every line logged so far. */
  readonly logged: string[]
  browser(): Browser
}

type Options = { readonly vault?: Vault; readonly http?: Http; readonly endpoints?: Endpoints; readonly trustedProxies?: readonly string[] }

/**
 * The merchants' routes on the real edge and a real database, with the clock in the test's hand and the letters in a
 * list.
 */
export async function startMerchantApp(
  db: Db, { vault = openVault(randomBytes(32)), http, endpoints = {}, trustedProxies = [] }: Options = {},
): Promise<MerchantApp> {
  const mails: AccountMail[] = []
  const logged: string[] = []
  const clock = {
    at: new Date('2026-03-02T09:00:00Z'),
    now: () => clock.at,
    pass: (ms: number) => { clock.at = new Date(clock.at.getTime() + ms) },
  }
  const app = buildHttp({
    logger: buildLogger({ level: 'trace', stream: { write: (line) => { logged.push(line) } } }),
    trustedProxies, publicUrl: PUBLIC_URL, identify: identifyWith({ db, clock }), db, clock, vault,
  })
  await merchantRoutes(app, {
    db, clock, publicUrl: PUBLIC_URL, vault, connectors: [registered(testBank)], endpoints, channelCache: newChannelCache(),
    http: http ?? (async () => ({ kind: 'unknown', cause: 'no network in this test' })),
    caughtPages: { letters: new URL('http://127.0.0.1:4001/'), texts: null },
    sendAccountMail: async (mail) => { mails.push(mail) },
    readProgress: async () => new Map(), readTests: async () => new Map(),
  })
  await app.ready()
  return { app, clock, mails, logged, browser: () => newBrowser(app) }
}

export type Reply = { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, unknown>>; json<T>(): T }

/** A person's browser: keeps the cookie, and sends what the cabinet sends. */
export type Browser = {
  cookie: string | null
  csrfToken: string | null
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object,
    more?: Pick<InjectOptions, 'headers' | 'remoteAddress'>,
  ): Promise<Reply>
}

export function newBrowser(app: App): Browser {
  const browser: Browser = {
    cookie: null, csrfToken: null,
    async send(method, url, body, { headers = {}, remoteAddress = '203.0.113.10' } = {}) {
      const answer = await app.inject({
        method, url, remoteAddress, ...(body === undefined ? {} : { payload: body }),
        headers: {
          'sec-fetch-site': 'same-origin', ...(method === 'GET' ? {} : { origin: PUBLIC_URL.origin }),
          ...(method === 'POST' ? { 'idempotency-key': randomBytes(8).toString('hex') } : {}),
          ...(browser.cookie === null ? {} : { cookie: browser.cookie }),
          ...(browser.csrfToken === null ? {} : { 'x-csrf-token': browser.csrfToken }), ...headers,
        },
      })
      browser.cookie = cookiesAfter(browser.cookie, answer.headers['set-cookie'])
      if (answer.statusCode === 200 && /"csrfToken":"([^"]+)"/.test(answer.body)) browser.csrfToken = /"csrfToken":"([^"]+)"/.exec(answer.body)?.[1] ?? null
      return { status: answer.statusCode, body: answer.body, headers: answer.headers, json: () => answer.json() }
    },
  }
  return browser
}

/** What a browser that sent `before` sends after this answer. Null: nothing. */
function cookiesAfter(before: string | null, set: string | string[] | undefined): string | null {
  const jar = new Map((before ?? '').split('; ').filter((pair) => pair !== '').map((pair) => [pair.split('=', 1)[0] ?? '', pair]))
  for (const one of [set ?? []].flat()) {
    const [pair = ''] = one.split(';', 1)
    const name = pair.split('=', 1)[0] ?? ''
    if (one.includes('Max-Age=0')) jar.delete(name)
    else jar.set(name, pair)
  }
  return jar.size === 0 ? null : [...jar.values()].join('; ')
}

export const PASSWORD = 'correct horse battery'

/** The token at the end of the last letter to this address. */
export function tokenMailedTo({ mails }: MerchantApp, to: string): string {
  const link = mails.findLast((mail) => mail.to === to)?.link ?? ''
  return new URL(link).hash.slice(1)
}

/** A merchant with its owner, registered and activated by the routes themselves. */
export async function registeredOwner(system: MerchantApp, email: string): Promise<Browser> {
  const browser = system.browser()
  await browser.send('POST', '/v1/registrations', { email, password: PASSWORD, name: 'Ona', merchantName: `Shop of ${email}`, language: 'lt' })
  await browser.send('POST', '/v1/activations', { token: tokenMailedTo(system, email), password: PASSWORD })
  return browser
}

/** Invites a person into the owner's merchant and accepts for them. */
export async function joined(
  system: MerchantApp, owner: Browser, { email, role }: { email: string; role: string },
): Promise<Browser> {
  await owner.send('POST', '/v1/invitations', { email, role, stores: null })
  const browser = system.browser()
  await browser.send('POST', '/v1/invitations/acceptances', {
    token: tokenMailedTo(system, email), name: 'Jonas', password: PASSWORD,
  })
  return browser
}

type BankConfig = { readonly account: string; readonly password: string }

const inAll = <T>(text: T): Record<Language, T> => ({ lt: text, lv: text, et: text, uk: text, ka: text, ru: text, en: text })
const field = {
  required: true, fallback: null, choices: [], maxLength: 20, advanced: false,
  text: inAll({ label: 'Field', hint: '' }),
} as const
const step = { awaits: false, text: inAll({ title: 'Step', reason: '', todo: [], done: '' }) } as const

/**
 * A bank that exists only to be connected: it is asked for its methods at `hub`, which answers their keys, and takes
 * no payments. Accounts that begin with 9 are for trying out.
 */
export const testBank: Connector<BankConfig> = {
  id: 'bank', name: 'Test bank', endpoints: { hub: 'http://127.0.0.1:9' }, currencies: ['EUR'], proofs: ['signed'],
  silentAfterMs: 1, leaseMs: 1, modeOf: ({ account }) => (account.startsWith('9') ? 'test' : 'live'), refusedFields: () => ['password'], ownMethodList: true,
  config: {
    fields: [{ ...field, name: 'account', kind: 'text' }, { ...field, name: 'password', kind: 'secret' }],
    parse: ({ account = '', password = '' }) => {
      if (!/^[0-9]{1,11}$/.test(account)) return err([{ field: 'account', problem: account === '' ? 'missing' : 'malformed' }])
      return password === '' ? err([{ field: 'password', problem: 'missing' }]) : ok({ account, password })
    },
  },
  guide: [
    { ...step, id: 'contract', kind: 'provider', awaits: true }, { ...step, id: 'address', kind: 'callback' },
    { ...step, id: 'keys', kind: 'credentials' },
    { ...step, id: 'try', kind: 'test_payment' }, { ...step, id: 'real', kind: 'live_credentials' }, { ...step, id: 'live', kind: 'go_live' },
  ],
  start: async () => ({ kind: 'unknown', cause: 'not made for paying' }), resume: null,
  readCallback: (_raw, { config }) => ({ kind: 'forged', reason: `not for ${config.account}` }),
  methods: (_ask, { facts }) => (facts ?? '').split(' ').filter((key) => key !== '').map((key) => ({
    key, title: key, country: null, kind: 'bank',
  })),
  refresh: async ({ config, endpoints }, _currencies, http) => {
    const answer = await http({ method: 'GET', url: `${endpoints['hub']}/methods?account=${config.account}`, headers: { authorization: config.password } })
    if (answer.kind === 'unknown') return answer
    return answer.status === 200 ? { kind: 'done', value: answer.body } : {
      kind: 'refused', reason: 'credentials', providerCode: String(answer.status),
    }
  },
  lookup: null, revoke: null, refunds: null, reservations: null, delivers: null, statement: null,
}

