import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Mode } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { equals } from '../money/money.ts'
import { isSealed } from './contract.ts'
import type { Http, Order, RegisteredConnector, Report } from './contract.ts'
import { describeFaces } from './conformance-faces.ts'
import { alterations } from './conformance-alterations.ts'
import { done, http, money, openStage, rawOf } from './conformance-stage.ts'
import type { Channel, Play, Stage } from './conformance-stage.ts'
import type { Deed, SimulatorKind } from './simulator.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 168 * HOUR_MS

/**
 * What every connector must do, played against its simulator over real HTTP, with a small server in Kvit's place.
 * No database is needed. A failing sentence says what is missing; `docs/connectors.md` explains each.
 */
export function describeConnector(connector: RegisteredConnector, kind: SimulatorKind): void {
  describe(`${connector.name} (${connector.id})`, { timeout: 30_000 }, () => {
    const opened: Stage[] = []
    const stage = (): Stage => {
      const [only] = opened
      if (only === undefined) throw new Error('the stage is not open yet')
      return only
    }
    beforeAll(async () => void opened.push(await openStage(connector, kind)), 30_000)
    afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))

    test('the simulator plays this connector and stands in for every endpoint', () => {
      expect(kind.connector).toBe(connector.id)
      expect(Object.keys(stage().simulator.endpoints).toSorted()).toEqual(Object.keys(connector.endpoints).toSorted())
    })
    describeFaces(connector, stage)
    describeDeeds(kind, stage)
    describeMoney(connector, stage)
    describeForgery(kind, connector, stage)
    describeDelivery(connector, stage)
    describeFaults(connector, stage)
    describeSecrets(connector, stage)
  })
}

type Expectation = { readonly says: string; check(play: Play, order: Order): void }

const statuses = (reports: readonly Report[]): readonly string[] => reports.map(({ status }) => status)
const confirmed = (reports: readonly Report[]): readonly Report[] => reports.filter(({ status }) => status === 'confirmed')

/** The amount asked, and no other amount of the same currency transferred; in another currency it is a conversion. */
const isMoneyOf = ({ amount }: Order) => ({ asked, transferred }: Report): boolean =>
  asked !== null && equals(asked, amount) &&
  (transferred === null || transferred.currency !== amount.currency || equals(transferred, amount))

function isSettling(report: Report | undefined, order: Order): void {
  const { reference, amount, mode } = order
  expect(report).toMatchObject({ status: 'confirmed', reference, asked: amount, mode, doubt: null })
  expect(report?.providerRef).not.toBeNull()
}

/** What Kvit must be able to tell from the callbacks of each deed. `pay_later` and the forgeries have tests of their own. */
const EXPECTED: Partial<Record<Deed, Expectation>> = {
  pay: {
    says: 'a payment is confirmed, with its order, amount, currency and mode',
    check: ({ reports, played }, order) => {
      isSettling(confirmed(reports)[0], order)
      expect(played.browserAt?.startsWith(order.urls.accept)).toBe(true)
    },
  },
  refuse: { says: 'a refusal is no payment', check: ({ reports }) => {
    expect(statuses(reports)).toContain('refused')
    expect(confirmed(reports)).toEqual([])
  } },
  cancel: { says: 'a payer who goes back has not paid', check: ({ reports, played }, order) => {
    expect(confirmed(reports)).toEqual([])
    expect([order.urls.cancel, order.urls.accept].some((url) => played.browserAt?.startsWith(url))).toBe(true)
  } },
  leave: { says: 'a closed browser brings no callback', check: ({ understood, played }) => {
    expect(understood).toEqual([])
    expect(played.browserAt).toBeNull()
  } },
  pay_unheard: { says: 'money without a callback is not heard of', check: ({ understood }) => expect(understood).toEqual([]) },
  pay_twice: { says: 'two payments of one order are two', check: ({ reports }, order) => {
    const refs = new Set(confirmed(reports).map(({ providerRef }) => providerRef))
    expect(refs.size).toBe(2)
    for (const report of confirmed(reports)) isSettling(report, order)
  } },
  pay_less: { says: 'C03: less money than asked is told as it is', check: ({ reports }, order) => {
    expect(reports.length).toBeGreaterThan(0)
    expect(confirmed(reports).filter(isMoneyOf(order))).toEqual([])
  } },
  pay_other_currency: { says: 'C04: the same digits in another currency are not the amount asked', check: ({ reports }, order) => {
    expect(reports.length).toBeGreaterThan(0)
    expect(confirmed(reports).filter(isMoneyOf(order))).toEqual([])
  } },
  pay_converted: { says: 'a conversion keeps what was asked and tells what came', check: ({ reports }, order) => {
    const [report] = confirmed(reports)
    isSettling(report, order)
    expect(report?.transferred?.currency).not.toBe(order.amount.currency)
  } },
  pay_wrong_mode: {
    says: 'C08: test evidence for a live order says it is a test, and the other way round',
    check: ({ reports }, order) => {
      expect(reports.length).toBeGreaterThan(0)
      expect(reports.filter(({ mode }) => mode === order.mode)).toEqual([])
    },
  },
  pay_unconfirmed: { says: 'executed without confirmation is not confirmed', check: ({ reports }) => {
    expect(statuses(reports)).toContain('unconfirmed')
    expect(confirmed(reports)).toEqual([])
  } },
  refund: { says: 'a refund follows its payment, with its amount', check: ({ reports }, order) => {
    isSettling(confirmed(reports)[0], order)
    const refund = reports.find(({ status }) => status === 'refunded')
    expect(refund).toMatchObject({ reference: order.reference, refund: { amount: order.amount } })
    expect(refund?.providerRef).toBe(confirmed(reports)[0]?.providerRef)
  } },
  unlisted_status: {
    says: 'a word the protocol does not list is neither success nor failure, and a person looks',
    check: ({ reports }) => {
      expect(statuses(reports)).toContain('unrecognised')
      expect(confirmed(reports)).toEqual([])
      expect(reports.filter(({ status, doubt }) => status === 'unrecognised' && doubt === null)).toEqual([])
    },
  },
}

const offers = (kind: SimulatorKind, deed: Deed, mode: Mode = 'live'): boolean =>
  (kind.deeds === undefined || kind.deeds.includes(deed)) && (mode === 'live' || kind.liveDeeds?.includes(deed) !== true)

function describeDeeds(kind: SimulatorKind, stage: () => Stage): void {
  describe.each(['live', 'test'] as const)('in %s mode', (mode) => {
    for (const [deed, expectation] of Object.entries(EXPECTED)) {
      if (!isDeed(deed) || !offers(kind, deed, mode)) continue
      test(`${deed}: ${expectation.says}`, async () => {
        const channel = await stage().enrol(mode)
        const order = channel.order({ mode })
        const play = await channel.play(order, deed)
        expect(play.played.refusedWith).toBeNull()
        expect(play.understood.filter((one) => one === null)).toEqual([])
        expectation.check(play, order)
      })
    }
  })
  test.runIf(offers(kind, 'pay_later'))('pay_later: the bank takes its time, and says so meanwhile', async () => {
    const channel = await stage().enrol()
    const order = channel.order()
    const first = await channel.play(order, 'pay_later')
    expect(confirmed(first.reports)).toEqual([])
    expect(statuses(first.reports)).toContain('waiting')
    await stage().simulator.advance(HOUR_MS)
    const last = channel.heard.at(-1)?.understood?.report
    isSettling(last, order)
    expect(last?.providerRef).toBe(first.reports[0]?.providerRef)
  })
}

const isDeed = (name: string): name is Deed => Object.hasOwn(EXPECTED, name)

function describeMoney(connector: RegisteredConnector, stage: () => Stage): void {
  describe('currencies, methods and languages', () => {
    test.each(connector.currencies)('%s is paid to the last minor unit', async (currency) => {
      const channel = await stage().enrol()
      const order = channel.order({ amount: money(currency) })
      isSettling(confirmed((await channel.play(order, 'pay')).reports)[0], order)
    })
    test('the largest amount a bank would carry arrives unrounded', async () => {
      const channel = await stage().enrol()
      const order = channel.order({ amount: { ...channel.order().amount, minor: 99_999_999n } })
      isSettling(confirmed((await channel.play(order, 'pay')).reports)[0], order)
    })
    test('a method that is offered can be asked for', async () => {
      const channel = await stage().enrol()
      const order = channel.order()
      const [first] = channel.open().methods({ amount: order.amount, country: 'lt', language: 'lt' })
      expect((await channel.play({ ...order, method: first?.key ?? null }, 'pay')).played.refusedWith).toBeNull()
    })
    test.each(LANGUAGES)('a payer who reads %s can pay, whatever the letters of the names', async (language) => {
      const channel = await stage().enrol()
      const storeName = 'აგური & Žuvėdra — «Чайка» 100% +~*\'"<b>'.repeat(9)
      const order = channel.order({ language, storeName, payer: { email: null, name: null, country: null } })
      isSettling(confirmed((await channel.play(order, 'pay')).reports)[0], order)
    })
    test('opening an order again leads to the same order', async () => {
      const channel = await stage().enrol()
      const order = channel.order()
      const started = await channel.start(order)
      await stage().simulator.play(started, 'leave')
      const resumed = await channel.open().resume?.(order, started.providerRef, http)
      const again = resumed === undefined ? started : done(resumed)
      expect((await stage().simulator.play(again, 'pay')).refusedWith).toBeNull()
      isSettling(channel.heard.at(-1)?.understood?.report, order)
    })
  })
}

function describeForgery(kind: SimulatorKind, connector: RegisteredConnector, stage: () => Stage): void {
  const isRefused = async (deed: Deed): Promise<void> => {
    const channel = await stage().enrol()
    const { played, understood } = await channel.play(channel.order(), deed)
    expect(played.sent.length).toBeGreaterThan(0)
    expect(understood.filter((one) => one !== null)).toEqual([])
    // Where nothing is signed there is nothing to refuse: the provider is asked, and knows nothing.
    if (connector.proofs.length > 0) expect(played.sent.filter(({ answer }) => answer?.status === 200)).toEqual([])
  }
  describe('forged callbacks', () => {
    for (const deed of ['forge_signature', 'strip_signature', 'foreign_merchant'] as const) {
      test.runIf(offers(kind, deed))(`C01: ${deed}: refused, and not acknowledged`, () => isRefused(deed))
    }
    test.runIf(offers(kind, 'weak_signature'))('C15: the weakest proof is refused once a stronger one was seen', async () => {
      const channel = await stage().enrol()
      await channel.play(channel.order(), 'pay')
      expect(channel.heard.at(-1)?.understood?.proof).not.toBe(connector.proofs[0])
      const { played, understood } = await channel.play(channel.order(), 'weak_signature')
      expect(played.sent.length).toBeGreaterThan(0)
      expect(understood.filter((one) => one !== null)).toEqual([])
    })
    test('C05: evidence of one order never names another', async () => {
      const channel = await stage().enrol()
      const [a, b] = [channel.order(), channel.order()]
      await channel.start(b)
      const { played } = await channel.play(a, 'pay')
      const readings = await Promise.all(played.sent.map((sent) => channel.understand(rawOf(sent))))
      expect(readings.map((one) => one?.report.reference)).toEqual(played.sent.map(() => a.reference))
    })
    test('C01: evidence for one merchant says nothing to another', async () => {
      const [mine, theirs] = [await stage().enrol(), await stage().enrol()]
      const { played } = await mine.play(mine.order(), 'pay')
      expect(played.sent.length).toBeGreaterThan(0)
      for (const sent of played.sent) expect(await theirs.understand(rawOf(sent))).toBeNull()
    })
    test('C01, C16: a genuine callback with anything changed is refused, or says exactly the same', async () => {
      const channel = await stage().enrol()
      const { played, understood } = await channel.play(channel.order(), 'pay')
      const tried = played.sent.flatMap((sent, at) => alterations(rawOf(sent)).map((raw) => ({ raw, original: understood[at] })))
      expect(tried.length).toBeGreaterThan(20)
      for (const { raw, original } of tried) {
        const reading = channel.open().readCallback(raw)
        if (reading.kind === 'report') expect(reading.report).toEqual(original?.report)
      }
    })
  })
}

function describeDelivery(connector: RegisteredConnector, stage: () => Stage): void {
  describe('delivery', () => {
    test('a repeated callback says the same and is acknowledged again', async () => {
      const channel = await stage().enrol()
      const { played, understood } = await channel.play(channel.order(), 'pay')
      for (const [at, sent] of played.sent.entries()) {
        const again = await stage().simulator.repeat(sent)
        expect(again.answer?.status).toBe(200)
        expect(channel.heard.at(-1)?.understood).toEqual(understood[at])
      }
    })
    test('an acknowledged callback is not sent again', async () => {
      const channel = await stage().enrol()
      await channel.play(channel.order(), 'pay')
      const before = channel.heard.length
      await stage().simulator.advance(WEEK_MS)
      expect(channel.heard.length).toBe(before)
    })
    test('a callback nobody answered is repeated, and all tries end before an attempt counts as silent', async () => {
      const channel = await stage().enrol()
      const order = channel.order()
      channel.isDeaf = true
      const countTries = (): number =>
        stage().simulator.sent().filter(({ url }) => url.startsWith(order.urls.callback)).length
      await channel.play(order, 'pay')
      await stage().simulator.advance(connector.silentAfterMs)
      const tries = countTries()
      expect(tries).toBeGreaterThan(1)
      await stage().simulator.advance(WEEK_MS)
      expect(countTries()).toBe(tries)
    })
    test('what the browser brings back says no more than the callback did', async () => {
      const channel = await stage().enrol()
      const { played, reports } = await channel.play(channel.order(), 'pay')
      const url = played.browserAt ?? ''
      const reading = channel.open().readCallback(rawOf({ method: 'GET', url, contentType: null, body: '' }))
      if (reading.kind === 'report') expect(reports).toContainEqual(reading.report)
    })
  })
}

function describeFaults(connector: RegisteredConnector, stage: () => Stage): void {
  const answering = (status: number, body: string): Http => () => Promise.resolve({ kind: 'answer', status, headers: {}, body })
  const faults: readonly (readonly [string, Http])[] = [
    ['no answer', () => Promise.resolve({ kind: 'unknown', cause: 'timed out' })],
    ['a server error', answering(503, '')],
    ['a page instead of data', answering(200, '<html>come back later</html>')],
    ['an empty answer', answering(200, '')],
  ]
  describe('faults of the network', () => {
    test.each(faults)('%s is "unknown", never a success and never a refusal', async (_, fault) => {
      const channel = await stage().enrol()
      const calls: string[] = []
      const counting: Http = (request) => {
        calls.push(request.url)
        return fault(request)
      }
      const bound = channel.open()
      const order = channel.order()
      const asks = [
        () => bound.start(order, counting),
        () => bound.refresh?.(connector.currencies, counting),
        () => bound.resume?.(order, null, counting),
        () => bound.lookup?.('1', counting),
        () => bound.revoke?.('1', counting),
        () => bound.refunds?.refund({ ref: '1', amount: order.amount, total: order.amount, idempotencyKey: 'k', http: counting }),
      ]
      for (const ask of asks) {
        const before = calls.length
        const outcome = await ask()
        if (calls.length > before) expect(outcome?.kind).toBe('unknown')
      }
    })
    test('the provider is asked at its configured addresses only', async () => {
      const channel = await stage().enrol()
      const asked: string[] = []
      await channel.open().refresh?.(connector.currencies, (request) => {
        asked.push(request.url)
        return http(request)
      })
      const allowed = Object.values(stage().simulator.endpoints)
      expect(asked.filter((url) => !allowed.some((base) => url.startsWith(base)))).toEqual([])
      const { redirect } = await channel.start(channel.order())
      expect(allowed.map((base) => new URL(base).origin)).toContain(new URL(redirect).origin)
    })
  })
}

/** An object in every way it could reach a log. */
function print(one: unknown): string {
  const big = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
  return `${JSON.stringify(one, big)} ${inspect(one, { depth: 20, showHidden: true })} ${String(one)}`
}

function describeSecrets(connector: RegisteredConnector, stage: () => Stage): void {
  const secretsOf = ({ credentials }: Channel): readonly string[] => connector.fields
    .flatMap(({ kind, name }) => (isSealed(connector.fields, name) || kind === 'pem' ? [credentials[name] ?? ''] : []))
    .filter((one) => one !== '')

  test('I05: no secret appears in a log, in JSON, in a redirect, in facts or in a dump of any object', async () => {
    const channel = await stage().enrol()
    expect(secretsOf(channel).length).toBeGreaterThan(0)
    const written: string[] = []
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...texts) => void written.push(inspect(texts, { depth: 9 }))))
    const order = channel.order()
    const play = await channel.play(order, 'pay')
    const bound = channel.open()
    const failed = await bound.refresh?.(connector.currencies, () => Promise.resolve({ kind: 'unknown', cause: 'down' }))
    const wrong = connector.fields.find(({ kind }) => kind === 'text' || kind === 'choice')?.name ?? ''
    const problems = connector.open({ ...channel.credentials, [wrong]: '\0' }, { endpoints: {}, clock: systemClock, facts: null, pinnedProof: null })
    const started = done(await bound.start(channel.order(), http))
    for (const spy of spies) spy.mockRestore()
    const seen = [bound, play, channel.heard, channel.facts(), started, await bound.resume?.(order, started.providerRef, http), failed, problems]
    const printed = [...written, ...seen.map(print)].join('\n')
    for (const secret of secretsOf(channel)) expect(printed.includes(secret)).toBe(false)
  })
}
