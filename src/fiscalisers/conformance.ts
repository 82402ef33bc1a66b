import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeForm, describeGuide } from '../connectors/conformance-faces.ts'
import { done, http } from '../connectors/conformance-stage.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Mode } from '../kernel/ids.ts'
import { describeFaults } from './conformance-faults.ts'
import { describeOffline } from './conformance-offline.ts'
import {
  CASH_SALE, LIQPAY_SALE, MIXED_SALE, NAMED_SALE, ROUNDED_SALE, uah, UNTAXED_SALE, WRONG_SALES,
} from './conformance-documents.ts'
import { documentOf, NOTHING, openStage, openTill, takenBy } from './conformance-stage.ts'
import type { Content, Stage, Till } from './conformance-stage.ts'
import type { Filed, FiscalSurroundings, RegisteredFiscaliser } from './contract.ts'
import type { FiscalSimulatorKind, Registered } from './simulator.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const NOWHERE: FiscalSurroundings = {
  endpoints: {}, clock: systemClock, timeZone: 'Europe/Kyiv', memory: { read: () => null, write: () => {} }, pause: () => Promise.resolve(),
}

/**
 * What every fiscaliser must do, played against its simulator over real HTTP. No database is needed. What the simulator
 * has registered is what counts: a failing sentence says what is missing; `docs/fiscalisers.md` explains each.
 */
export function describeFiscaliser(fiscaliser: RegisteredFiscaliser, kind: FiscalSimulatorKind): void {
  describe(`${fiscaliser.name} (${fiscaliser.id})`, { timeout: 30_000 }, () => {
    const opened: Stage[] = []
    const stage = (): Stage => {
      const [only] = opened
      if (only === undefined) throw new Error('the stage is not open yet')
      return only
    }
    beforeAll(async () => void opened.push(await openStage(fiscaliser, kind)), 30_000)
    afterAll(async () => void (await Promise.all(opened.map(({ simulator }) => simulator.stop()))))

    test('the simulator plays this fiscaliser and stands in for every endpoint', () => {
      expect(kind.fiscaliser).toBe(fiscaliser.id)
      expect(Object.keys(stage().simulator.endpoints).toSorted()).toEqual(Object.keys(fiscaliser.endpoints).toSorted())
    })
    describeSelf(fiscaliser, stage)
    describeDay(fiscaliser, stage)
    describeSales(stage)
    describeShifts(fiscaliser, stage)
    describeDrawing(stage)
    describeFaults(fiscaliser, kind, stage)
    if (fiscaliser.offline !== null) describeOffline(fiscaliser.offline.by, (fault) => kind.faults?.includes(fault) !== false, stage)
  })
}

function describeSelf(fiscaliser: RegisteredFiscaliser, stage: () => Stage): void {
  test('it has a name, addresses and times that make sense', () => {
    expect(fiscaliser.id).toMatch(/^[a-z][a-z0-9-]{1,30}$/)
    expect(fiscaliser.name).not.toBe('')
    expect(fiscaliser.currencies).toContain('UAH')
    expect(fiscaliser.longestShiftMs).toBeGreaterThanOrEqual(HOUR_MS)
    expect(Object.values(fiscaliser.endpoints).filter((url) => !url.startsWith('https://'))).toEqual([])
    if (fiscaliser.offline !== null) expect(fiscaliser.offline.monthMs).toBeGreaterThanOrEqual(fiscaliser.offline.longestMs)
  })
  describeForm({
    fields: fiscaliser.fields, open: (values) => fiscaliser.open(values, NOWHERE), credentials: () => stage().simulator.newCredentials(),
  })
  describeGuide(fiscaliser.guide, ['provider', 'credentials', 'go_live'])
  test.each<Mode>(['live', 'test'])('a register of %s mode says so', async (mode) => {
    const till = stage().enrol(mode)
    const told = till.open().mode
    if (told !== null) expect(told).toBe(mode)
    expect((await till.state()).mode).toBe(told ?? (await stage().enrol().state()).mode)
  })
}

/** A day of one register: what was filed, in order, beside what the simulator has. */
type Day = { readonly till: Till; readonly contents: readonly Content[]; readonly filed: readonly Filed[] }

async function playDay(stage: Stage): Promise<Day> {
  const till = stage.enrol()
  const contents: Content[] = []
  const filed: Filed[] = []
  const file = async (content: Content): Promise<Filed> => {
    const one = await till.file(content)
    contents.push(content)
    filed.push(one)
    return one
  }
  await file({ kind: 'open_shift' })
  await file({ kind: 'service_in', amount: uah(50_000n) })
  const sale = await file({ kind: 'sale', sale: CASH_SALE })
  await file({ kind: 'sale', sale: LIQPAY_SALE })
  await file({ kind: 'sale', sale: MIXED_SALE })
  await file({ kind: 'return', sale: CASH_SALE, of: sale })
  await file({ kind: 'service_out', amount: uah(20_000n) })
  for (const content of till.closing()) await file(content)
  return { till, contents, filed }
}

function describeDay(fiscaliser: RegisteredFiscaliser, stage: () => Stage): void {
  describe('a day of a cash register', () => {
    test('every document is registered once, in order, by the number that was told', async () => {
      const { till, contents, filed } = await playDay(stage())
      expect(till.registered().map(told)).toEqual(contents.map((content, at) => expected(content, filed[at], filed[2])))
      expect(new Set(filed.map((one) => one.fiscalNumber)).size).toBe(filed.length)
    })
    test('what was filed has a time, a place to see it, and an answer kept for the record', async () => {
      const { filed, contents } = await playDay(stage())
      const now = stage().simulator.now().getTime()
      for (const [at, one] of filed.entries()) {
        expect(Math.abs(one.at.getTime() - now), contents[at]?.kind).toBeLessThan(10 * MINUTE_MS)
        expect(one.offline).toBe(false)
        expect(one.ref).not.toBe('')
        expect(one.answer).not.toBe('')
        if (one.url !== null) expect(new URL(one.url).protocol).toMatch(/^https?:$/)
      }
      expect(filed.filter((_, at) => contents[at]?.kind === 'sale').filter(({ url }) => url === null)).toEqual([])
    })
    test('the Z-report has the day’s sums', async () => {
      const { filed, till } = await playDay(stage())
      const reports = filed.flatMap(({ zReport }) => (zReport === null ? [] : [zReport]))
      const sales = uah([CASH_SALE, LIQPAY_SALE, MIXED_SALE].reduce((all, sale) => all + takenBy(sale).minor, 0n))
      for (const { serviceIn, serviceOut, ...report } of reports) {
        expect(report).toEqual({ sales, returns: takenBy(CASH_SALE) })
        expect([uah(50_000n), null]).toContainEqual(serviceIn)
        expect([uah(20_000n), null]).toContainEqual(serviceOut)
      }
      expect((await till.state()).shiftOpen).toBe(false)
    })
    test('a shift without a sale is closed too', async () => {
      const till = await openTill(stage())
      const filed: Filed[] = []
      for (const content of till.closing()) filed.push(await till.file(content))
      expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', ...fiscaliser.closing])
      for (const { zReport } of filed) if (zReport !== null) expect([zReport.sales, zReport.returns]).toEqual([NOTHING, NOTHING])
    })
    test('the next shift begins where the last one ended', async () => {
      const { till } = await playDay(stage())
      const first = till.registered().length
      await till.file({ kind: 'open_shift' })
      await till.file({ kind: 'sale', sale: LIQPAY_SALE })
      for (const content of till.closing()) await till.file(content)
      expect(till.registered().slice(first).map(({ kind }) => kind)).toEqual(['open_shift', 'sale', ...fiscaliser.closing])
    })
    test('whatever was remembered between two documents may be lost', async () => {
      const till = await openTill(stage())
      till.forget()
      await till.file({ kind: 'sale', sale: CASH_SALE })
      till.forget()
      for (const content of till.closing()) await till.file(content)
      expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', ...fiscaliser.closing])
    })
  })
}

const told = ({ kind, fiscalNumber, ref, amount, of }: Registered): unknown => ({ kind, fiscalNumber, ref, amount, of })

const expected = (content: Content, filed: Filed | undefined, sold: Filed | undefined): unknown => ({
  kind: content.kind, fiscalNumber: filed?.fiscalNumber, ref: filed?.ref, amount: amountOf(content), of: content.kind === 'return' ? sold?.fiscalNumber : null,
})

function amountOf(content: Content): unknown {
  if (content.kind === 'sale' || content.kind === 'return') return takenBy(content.sale)
  return content.kind === 'service_in' || content.kind === 'service_out' ? content.amount : null
}

function describeSales(stage: () => Stage): void {
  test.each([
    ['with a discount, weighed goods and change', CASH_SALE], ['by LiqPay', LIQPAY_SALE], ['partly in cash', MIXED_SALE],
    ['in rounded cash', ROUNDED_SALE], ['of a merchant without VAT', UNTAXED_SALE], ['with letters of all kinds', NAMED_SALE],
  ])('a sale %s is registered with its amount, and found again as it was filed', async (_, sale) => {
    const till = await openTill(stage())
    const drawn = await till.draw({ kind: 'sale', sale })
    const filed = await till.open().file(drawn, http)
    expect(filed).toMatchObject({ kind: 'done' })
    expect(till.registered().at(-1)).toMatchObject({ kind: 'sale', amount: takenBy(sale) })
    const found = done(await till.open().find(drawn, http))
    const { fiscalNumber, ref, url, localNumber, at } = filed.kind === 'done' ? filed.value : { ...found }
    expect(found).toMatchObject({ fiscalNumber, ref, url, localNumber, at })
  })
}

function describeShifts(fiscaliser: RegisteredFiscaliser, stage: () => Stage): void {
  describe('shifts', () => {
    test('the state says whether a shift is open, and since when', async () => {
      const till = stage().enrol()
      const before = await till.state()
      expect([before.shiftOpen, before.shiftOpenedAt]).toEqual([false, null])
      expect(before.registerNumber).not.toBe('')
      await till.file({ kind: 'open_shift' })
      const { shiftOpen, shiftOpenedAt, registerNumber } = await till.state()
      expect([shiftOpen, registerNumber]).toEqual([true, before.registerNumber])
      if (shiftOpenedAt !== null) expect(Math.abs(shiftOpenedAt.getTime() - stage().simulator.now().getTime())).toBeLessThan(10 * MINUTE_MS)
    })
    test('two registers do not see each other’s shifts', async () => {
      const [mine, theirs] = [await openTill(stage()), stage().enrol()]
      expect((await theirs.state()).shiftOpen).toBe(false)
      expect((await mine.state()).shiftOpen).toBe(true)
      expect(theirs.registered()).toEqual([])
    })
    test('a shift that somebody opened meanwhile is not opened again', async () => {
      const till = stage().enrol()
      const [first, second] = [await till.draw({ kind: 'open_shift' }), await till.draw({ kind: 'open_shift' })]
      expect((await till.open().file(first, http)).kind).toBe('done')
      expect((await till.open().file(second, http)).kind).not.toBe('done')
      expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
    })
    test('a sale that was drawn before the shift closed is not registered after it', async () => {
      const till = await openTill(stage())
      const sale = await till.draw({ kind: 'sale', sale: LIQPAY_SALE })
      for (const content of till.closing()) await till.file(content)
      expect((await till.open().file(sale, http)).kind).not.toBe('done')
      expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', ...fiscaliser.closing])
    })
  })
}

function describeDrawing(stage: () => Stage): void {
  const problemOf = async (till: Till, content: Content): Promise<string | null> => {
    const drawn = till.open().draw(documentOf(content, stage().simulator.now()), await till.state())
    return drawn.ok ? null : drawn.error.problem
  }
  describe('what cannot be drawn', () => {
    test.each(WRONG_SALES)('%s', async (_, problem, sale) => {
      const till = await openTill(stage())
      expect(await problemOf(till, { kind: 'sale', sale })).toBe(problem)
      expect(await problemOf(till, { kind: 'return', sale, of: await till.file({ kind: 'sale', sale: CASH_SALE }) })).toBe(problem)
    })
    test('cash that comes and goes is more than nothing, and in the register’s currency', async () => {
      const till = await openTill(stage())
      expect(await problemOf(till, { kind: 'service_in', amount: uah(0n) })).toBe('amounts')
      expect(await problemOf(till, { kind: 'service_out', amount: uah(-1n) })).toBe('amounts')
      expect(await problemOf(till, { kind: 'service_in', amount: { minor: 100n, currency: 'EUR' } })).toBe('amounts')
    })
    test('a sale without a shift, a closing without one, and an opening within one', async () => {
      const till = stage().enrol()
      for (const kind of ['service_in', 'service_out'] as const) expect(await problemOf(till, { kind, amount: uah(100n) })).toBe('shift')
      expect(await problemOf(till, { kind: 'sale', sale: CASH_SALE })).toBe('shift')
      for (const content of till.closing()) expect(await problemOf(till, content)).toBe('shift')
      await till.file({ kind: 'open_shift' })
      expect(await problemOf(till, { kind: 'open_shift' })).toBe('shift')
    })
    test('drawing sends nothing, and says the same each time', async () => {
      const till = await openTill(stage())
      const before = till.registered().length
      const document = documentOf({ kind: 'sale', sale: CASH_SALE }, stage().simulator.now())
      const state = await till.state()
      const [one, two] = [till.open().draw(document, state), till.open().draw(document, state)]
      expect(one).toEqual(two)
      expect(till.registered().length).toBe(before)
    })
  })
}
