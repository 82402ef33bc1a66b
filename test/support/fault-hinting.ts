import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Connector, GuideStep, Report } from '../../src/connectors/contract.ts'
import { listen, json, plain } from '../../src/connectors/simulator-server.ts'
import type { Language } from '../../src/kernel/language.ts'
import { err, ok } from '../../src/kernel/result.ts'
import { Secret } from '../../src/kernel/secret.ts'
import { parseMoney } from '../../src/money/money.ts'

type Config = { readonly key: Secret }

const inAll = <T>(text: T): Record<Language, T> => ({ lt: text, lv: text, et: text, uk: text, ka: text, ru: text, en: text })
const step = (id: string, kind: GuideStep['kind']): GuideStep => ({ id, kind, awaits: false, text: inAll({ title: id, reason: '', todo: [], done: '' }) })

const Told = Type.Object({ status: Type.Enum(['waiting', 'confirmed']), reference: Type.String(), amount: Type.String() })

/**
 * A provider whose callbacks are unsigned, written from docs/connectors.md alone: `POST {"changed":"<its number>"}`
 * says that there is news, and `GET /payments/<number>` with the merchant's key what they are. With `"for"`, the order it
 * claims to be for or nothing, the number may be new to us.
 */
export const hinting: Connector<Config> = {
  id: 'hinting', name: 'Hinting', endpoints: { api: 'https://hinting.example' }, currencies: ['EUR'], proofs: [],
  silentAfterMs: 3_600_000, leaseMs: 60_000, modeOf: null, refusedFields: () => [], ownMethodList: false,
  config: {
    fields: [{
      name: 'key', kind: 'secret', required: true, fallback: null, choices: [], maxLength: 100, advanced: false, text: inAll({ label: 'Key', hint: '' }),
    }],
    parse: ({ key = '' }) => (key === '' ? err([{ field: 'key', problem: 'missing' }]) : ok({ key: new Secret(key) })),
  },
  guide: [step('address', 'callback'), step('key', 'credentials'), step('try', 'test_payment'), step('live', 'go_live')],
  start: async (order, { endpoints }) => ({ kind: 'done', value: { redirect: `${endpoints['api']}/pay/${order.reference}`, providerRef: order.reference } }),
  resume: null,
  readCallback: ({ body }) => {
    const form = /^\{"changed":"([A-Za-z0-9-]{1,64})"(?:,"n":[0-9]{1,9})?(?:,"for":"([a-z0-9]{0,26})")?\}$/
    const [, ref, claims] = form.exec(body.toString('latin1')) ?? []
    if (ref === undefined) return { kind: 'forged', reason: 'not in the form of the protocol' }
    return { kind: 'hint', ref, mayBeNew: claims === undefined ? null : { claims: claims || null }, reply: 'noted' }
  },
  methods: () => [],
  refresh: null,
  async lookup(ref, { config, endpoints }, http) {
    const answer = await http({ method: 'GET', url: `${endpoints['api']}/payments/${ref}`, headers: { authorization: config.key.reveal() } })
    if (answer.kind === 'unknown' || answer.status !== 200) return { kind: 'unknown', cause: answer.kind === 'unknown' ? answer.cause : String(answer.status) }
    const { status, reference, amount } = Value.Parse(Told, JSON.parse(answer.body))
    const asked = parseMoney(amount, 'EUR')
    const report: Report = {
      status, reference, providerRef: ref, asked, transferred: asked, mode: 'live', method: null,
      payer: { name: null, account: null, country: null }, refund: null, doubt: asked === null ? 'no amount' : null,
    }
    return { kind: 'done', value: report }
  },
  revoke: null, refunds: null, reservations: null, delivers: null, statement: null,
}

export type HintingProvider = {
  readonly endpoints: Readonly<Record<string, string>>
  /** When each payment was asked about, by its number: milliseconds on `performance.now()`. */
  readonly askedAt: ReadonlyMap<string, readonly number[]>
  /** What is told of this payment from now on; a list is told one after the other, the last one again and again. */
  tell(ref: string, told: readonly { status: 'waiting' | 'confirmed'; reference: string; amount: string }[]): void
  stop(): Promise<void>
}

export async function startHintingProvider(): Promise<HintingProvider> {
  const askedAt = new Map<string, number[]>()
  const told = new Map<string, object[]>()
  const server = await listen(0, async ({ path }) => {
    const ref = path.split('/').at(-1) ?? ''
    askedAt.set(ref, [...askedAt.get(ref) ?? [], performance.now()])
    const [now, ...later] = told.get(ref) ?? []
    if (now === undefined) return plain(404, 'no such payment')
    if (later.length > 0) told.set(ref, later)
    return json(200, now)
  })
  return {
    endpoints: { api: server.url }, askedAt, tell: (ref, facts) => { told.set(ref, [...facts]) }, stop: () => server.stop(),
  }
}
