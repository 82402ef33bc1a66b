import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { done, http } from '../connectors/conformance-stage.ts'
import { isSealed } from '../connectors/contract.ts'
import type { Http } from '../connectors/contract.ts'
import { CASH_SALE, LIQPAY_SALE } from './conformance-documents.ts'
import { before, openTill } from './conformance-stage.ts'
import type { Content, Stage, Till } from './conformance-stage.ts'
import type { DocumentKind, RegisteredFiscaliser } from './contract.ts'
import type { FiscalFault, FiscalSimulatorKind, Registered } from './simulator.ts'

const HOUR_MS = 3_600_000

/** What goes wrong between the till and the service, and what must not follow from it. */
export function describeFaults(fiscaliser: RegisteredFiscaliser, kind: FiscalSimulatorKind, stage: () => Stage): void {
  const offers = (fault: FiscalFault): boolean => kind.faults?.includes(fault) !== false
  const kinds: readonly DocumentKind[] = ['open_shift', 'sale', 'return', 'service_in', 'service_out', ...fiscaliser.closing]
  for (const one of kinds) describeLosses(one, offers, stage)
  describeService(offers, stage)
  describeNetwork(fiscaliser, stage)
  describeCredentials(fiscaliser, stage)
}

const ofKind = (till: Till, kind: DocumentKind): readonly Registered[] => till.registered().filter((one) => one.kind === kind)

function describeLosses(kind: Content['kind'], offers: (fault: FiscalFault) => boolean, stage: () => Stage): void {
  test.runIf(offers('answer_lost'))(`${kind}, answer lost: it is unknown, then found, and registered once`, async () => {
    const { till, content } = await before(stage(), kind)
    const drawn = await till.draw(content)
    const count = ofKind(till, kind).length
    stage().simulator.befall(till.credentials, 'answer_lost')
    expect((await till.open().file(drawn, http)).kind).toBe('unknown')
    const found = done(await till.open().find(drawn, http))
    expect(ofKind(till, kind).length).toBe(count + 1)
    const { fiscalNumber, ref } = ofKind(till, kind).at(-1) ?? {}
    expect(found).toMatchObject({ fiscalNumber, ref })
    expect(done(await till.open().find(drawn, http))).toEqual(found)
  })
  const untaken = (['cut_off', 'down'] as const).filter(offers)
  test.each(untaken)(`${kind}, %s: it is unknown, then surely not there, and sending it again registers it once`, async (fault) => {
    const { till, content } = await before(stage(), kind)
    const drawn = await till.draw(content)
    const count = ofKind(till, kind).length
    stage().simulator.befall(till.credentials, fault)
    expect((await till.open().file(drawn, http)).kind).toBe('unknown')
    expect(ofKind(till, kind).length).toBe(count)
    expect(await till.open().find(drawn, http)).toEqual({ kind: 'done', value: null })
    const filed = await till.open().file(drawn, http)
    expect(filed).toMatchObject({ kind: 'done', value: { fiscalNumber: ofKind(till, kind).at(-1)?.fiscalNumber } })
    expect(ofKind(till, kind).length).toBe(count + 1)
  })
}

function describeService(offers: (fault: FiscalFault) => boolean, stage: () => Stage): void {
  test.runIf(offers('answer_lost'))('after a lost answer that was found, the next document is registered as ever', async () => {
    const till = await openTill(stage())
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    stage().simulator.befall(till.credentials, 'answer_lost')
    await till.open().file(drawn, http)
    await till.open().find(drawn, http)
    await till.file({ kind: 'sale', sale: LIQPAY_SALE })
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'sale'])
  })
  test.runIf(offers('refuse'))('refuse: it is refused with the service’s word, is not there, and the next one goes through', async () => {
    const till = await openTill(stage())
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    stage().simulator.befall(till.credentials, 'refuse')
    const outcome = await till.open().file(drawn, http)
    expect(outcome).toMatchObject({ kind: 'refused', providerCode: expect.stringMatching(/\S/) })
    const found = await till.open().find(drawn, http)
    expect(found.kind === 'refused' || (found.kind === 'done' && found.value === null)).toBe(true)
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
    await till.file({ kind: 'sale', sale: CASH_SALE })
  })
  test.runIf(offers('late'))('late: it stays unknown until it is registered, and is never "not there" meanwhile', async () => {
    const till = await openTill(stage())
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    stage().simulator.befall(till.credentials, 'late')
    expect((await till.open().file(drawn, http)).kind).toBe('unknown')
    expect((await till.open().find(drawn, http)).kind).toBe('unknown')
    await stage().simulator.advance(HOUR_MS)
    const found = done(await till.open().find(drawn, http))
    expect(found?.fiscalNumber).toBe(till.registered().at(-1)?.fiscalNumber)
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale'])
  })
  test.runIf(offers('offline'))('offline: it has a number, and it is told that the tax service has yet to hear of it', async () => {
    const till = await openTill(stage())
    stage().simulator.befall(till.credentials, 'offline')
    expect((await till.file({ kind: 'sale', sale: CASH_SALE })).offline).toBe(true)
  })
  test('a service that is down is never a "no" and never a "not there"', async () => {
    const till = await openTill(stage())
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    const filed = await till.draw({ kind: 'sale', sale: LIQPAY_SALE })
    stage().simulator.setDown(true)
    const asked = [await till.open().state(http), await till.open().file(filed, http), await till.open().find(drawn, http)]
    stage().simulator.setDown(false)
    expect(asked.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
  })
}

const answering = (status: number, body: string): Http => () => Promise.resolve({ kind: 'answer', status, headers: {}, body })

const FAULTS: readonly (readonly [string, Http])[] = [
  ['no answer', () => Promise.resolve({ kind: 'unknown', cause: 'timed out' })],
  ['a server error', answering(503, '')],
  ['a page instead of data', answering(200, '<html>come back later</html>')],
  ['an empty answer', answering(200, '')],
  ['an empty object', answering(200, '{}')],
  ['half an answer', answering(200, '{"id": "1')],
]

function describeNetwork(fiscaliser: RegisteredFiscaliser, stage: () => Stage): void {
  test.each(FAULTS)('%s is "unknown", never a success, never a refusal and never a "not there"', async (_, fault) => {
    const till = await openTill(stage())
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    for (const isForgotten of [false, true]) {
      if (isForgotten) till.forget()
      const asked = [await till.open().state(fault), await till.open().file(drawn, fault), await till.open().find(drawn, fault)]
      expect(asked.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown'])
    }
  })
  test('the service is asked at its configured addresses only', async () => {
    const till = await openTill(stage())
    const asked: string[] = []
    const listening: Http = (request) => {
      asked.push(request.url)
      return http(request)
    }
    till.forget()
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    await till.open().state(listening)
    await till.open().file(drawn, listening)
    await till.open().find(drawn, listening)
    expect(asked.length).toBeGreaterThan(1) // what was answered may be remembered
    expect(asked.filter((url) => !Object.values(stage().simulator.endpoints).some((base) => url.startsWith(base)))).toEqual([])
    expect(Object.keys(fiscaliser.endpoints).length).toBeGreaterThan(0)
  })
}

function describeCredentials(fiscaliser: RegisteredFiscaliser, stage: () => Stage): void {
  const secretNames = fiscaliser.fields.flatMap(({ kind, name }) => (isSealed(fiscaliser.fields, name) || kind === 'pem' ? [name] : []))

  test.each(secretNames)('with a wrong %s the service says no, and registers nothing', async (name) => {
    const till = await openTill(stage())
    if (till.credentials[name] === undefined) return // another way to sign in
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    const wrong = { ...till.credentials, [name]: stage().simulator.newCredentials()[name] ?? '' }
    expect(await till.open(wrong).state(http)).toMatchObject({ kind: 'refused', reason: 'credentials' })
    expect(await till.open(wrong).file(drawn, http)).toMatchObject({ kind: 'refused', reason: 'credentials' })
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
    await till.file({ kind: 'sale', sale: CASH_SALE })
  })
  test('I05: no secret appears in a log, in what is kept of a document, in an answer or in a dump of any object', async () => {
    const till = stage().enrol()
    const secrets = secretNames.flatMap((name) => till.credentials[name] ?? []).filter((one) => one !== '')
    const written: string[] = []
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...texts) => void written.push(inspect(texts, { depth: 9 }))))
    const drawn = await till.draw({ kind: 'open_shift' })
    const seen: unknown[] = [till.open(), drawn, drawn.content.toString('latin1'), await till.open().file(drawn, http)]
    const sale = await till.draw({ kind: 'sale', sale: CASH_SALE })
    seen.push(sale, sale.content.toString('latin1'), await till.open().file(sale, FAULTS[0]?.[1] ?? http), await till.open().file(sale, http))
    seen.push(await till.open().find(sale, http), await till.state())
    seen.push(fiscaliser.open({ ...till.credentials, [fiscaliser.fields[0]?.name ?? '']: '\0' }, {
      endpoints: {}, clock: { now: () => stage().simulator.now() }, timeZone: 'Europe/Kyiv', memory: { read: () => null, write: () => {} }, pause: () => Promise.resolve(),
    }))
    for (const spy of spies) spy.mockRestore()
    const printed = [...written, ...seen.map(print)].join('\n')
    for (const secret of secrets) expect(printed.includes(secret)).toBe(false)
  })
}

/** An object in every way it could reach a log. */
function print(one: unknown): string {
  const big = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
  return `${JSON.stringify(one, big)} ${inspect(one, { depth: 20, showHidden: true })} ${String(one)}`
}
