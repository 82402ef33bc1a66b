import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { done, http } from '../../connectors/conformance-stage.ts'
import type { Http } from '../../connectors/contract.ts'
import type { Drawn, FiscalDocument, FiscalSetup } from '../contract.ts'
import type { FiscalValues } from '../simulator.ts'
import type { Config } from './config.ts'
import { cashalot } from './fiscaliser.ts'
import { memory, sale, setup, uah } from './fixtures/setup.ts'
import { cashalotSimulator } from './simulator.ts'

/** What only this service does: it loses its thread, forgets, and has no name of ours for a document. */

const simulator = await cashalotSimulator.start({ port: 0 })
afterAll(() => simulator.stop())

type Till = { readonly values: FiscalValues; readonly setup: FiscalSetup<Config>; readonly kinds: () => readonly string[] }

async function openTill(): Promise<Till> {
  const values = simulator.newCredentials()
  simulator.enrol(values)
  const till: Till = {
    values,
    setup: setup(values, { endpoints: simulator.endpoints, clock: { now: () => simulator.now() }, memory: memory(), pause: (ms) => simulator.advance(ms) }),
    kinds: () => simulator.documents(values).map(({ kind }) => kind),
  }
  expect((await cashalot.file(await drawn(till, { kind: 'open_shift' }), till.setup, http)).kind).toBe('done')
  return till
}

async function drawn(till: Till, content: FiscalDocument['content']): Promise<Drawn> {
  const made = cashalot.draw({ key: randomUUID(), at: simulator.now(), cashier: 'Оксана', content }, done(await cashalot.state(till.setup, http)), till.setup)
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

const SALE = { kind: 'sale', sale: sale() } as const

test('a document that arrives after its answer was given up is waited for, and not sent twice', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  simulator.befall(till.values, 'slow')
  expect((await cashalot.file(one, till.setup, http)).kind).toBe('unknown')
  expect(till.kinds()).toEqual(['open_shift'])
  expect(done(await cashalot.find(one, till.setup, http))?.fiscalNumber).toBe(simulator.documents(till.values).at(-1)?.numFiscal)
  expect(till.kinds()).toEqual(['open_shift', 'sale'])
})

test('the same after a restart, which forgets when it was sent', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  simulator.befall(till.values, 'slow')
  await cashalot.file(one, till.setup, http)
  till.setup.memory.write(null)
  expect(done(await cashalot.find(one, till.setup, http))).not.toBeNull()
})

test('what the tax service took while Cashalot says that it does not answer is found', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  simulator.befall(till.values, 'fiscal_server_gone')
  expect(await cashalot.file(one, till.setup, http)).toEqual({ kind: 'unknown', cause: 'FiscalServerNotAvailable: Фіскальний сервер не відповідає' })
  expect(done(await cashalot.find(one, till.setup, http))).not.toBeNull()
  expect(till.kinds()).toEqual(['open_shift', 'sale'])
})

test('a service that lost its thread is brought into line, and the document is sent once more', async () => {
  const till = await openTill()
  simulator.befall(till.values, 'inconsistent')
  expect((await cashalot.file(await drawn(till, SALE), till.setup, http)).kind).toBe('done')
  expect(till.kinds()).toEqual(['open_shift', 'sale'])
  expect(simulator.askings().filter(({ numFiscal }) => numFiscal === till.values['numFiscal']).map(({ command }) => command).slice(-4))
    .toEqual(['RegisterCheck', 'Cleanup', 'TransactionsRegistrarState', 'RegisterCheck'])
})

test('where that closes the shift the sale is drawn anew, and is not registered without a shift', async () => {
  const till = await openTill()
  simulator.befall(till.values, 'inconsistent_closing')
  expect(await cashalot.file(await drawn(till, SALE), till.setup, http)).toEqual({ kind: 'misnumbered', expected: 4 })
  expect(till.kinds()).toEqual(['open_shift', 'z_report', 'close_shift'])
  expect(done(await cashalot.state(till.setup, http)).shiftOpen).toBe(false)
})

test('a closing that bringing into line has done already is done, with the sums of the day', async () => {
  const till = await openTill()
  await cashalot.file(await drawn(till, SALE), till.setup, http)
  const closing = await drawn(till, { kind: 'close_shift' })
  simulator.befall(till.values, 'inconsistent_closing')
  expect(await cashalot.file(closing, till.setup, http)).toMatchObject({
    kind: 'done', value: { fiscalNumber: simulator.documents(till.values).at(-1)?.numFiscal, localNumber: 4, zReport: { sales: uah(123_456n) } },
  })
  expect(till.kinds()).toEqual(['open_shift', 'sale', 'z_report', 'close_shift'])
})

test('a document that the service took and forgot is not sent a second time', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  simulator.befall(till.values, 'inconsistent_taken')
  expect((await cashalot.file(one, till.setup, http)).kind).toBe('unknown')
  expect(done(await cashalot.find(one, till.setup, http))).toBeNull() // the service's own picture says so
  expect((await cashalot.file(one, till.setup, http)).kind).toBe('unknown') // and Cleanup shows that it is wrong
  expect(done(await cashalot.find(one, till.setup, http))?.fiscalNumber).toBe(simulator.documents(till.values).at(-1)?.numFiscal)
  expect(till.kinds()).toEqual(['open_shift', 'sale'])
})

test('asking whether the tax service has heard of a document brings nothing into line, because that may close the shift', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  await cashalot.file(one, till.setup, http)
  simulator.befall(till.values, 'inconsistent_closing')
  const withoutCleanup: Http = async (request) => (String(request.body).includes('"Cleanup"') ? { kind: 'unknown', cause: 'timed out' } : http(request))
  expect((await cashalot.file(await drawn(till, SALE), till.setup, withoutCleanup)).kind).toBe('unknown')
  const body = '{"ErrorCode":"InconsistentRegistrarState","ErrorMessage":""}'
  const lost: Http = async (request) => (String(request.body).includes('"Cleanup"') ? http(request) : { kind: 'answer', status: 200, headers: {}, body })
  const { offline } = cashalot
  expect(offline?.by === 'service' && await offline.heard(one, till.setup, lost)).toEqual({ kind: 'unknown', cause: 'InconsistentRegistrarState' })
  expect(till.kinds()).toEqual(['open_shift', 'sale'])
})

test('no question brings the service into line, because that may close the shift: only a person has it done', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  await cashalot.file(one, till.setup, http)
  till.setup.memory.write(null)
  const asked: string[] = []
  const lost: Http = async (request) => {
    const [, command = ''] = /"Command":"(\w+)"/.exec(String(request.body)) ?? []
    asked.push(command)
    return asked.includes('Cleanup') ? http(request) : { kind: 'answer', status: 200, headers: {}, body: '{"ErrorCode":"InconsistentRegistrarState","ErrorMessage":""}' }
  }
  expect(await cashalot.state(till.setup, lost)).toEqual({ kind: 'refused', reason: 'other', providerCode: 'InconsistentRegistrarState' })
  expect(await cashalot.find(one, till.setup, lost)).toEqual({ kind: 'unknown', cause: 'InconsistentRegistrarState' })
  expect(new Set(asked)).toEqual(new Set(['TransactionsRegistrarState']))
  expect(await cashalot.realign?.(till.setup, lost)).toEqual({ kind: 'done', value: null })
  expect(done(await cashalot.find(one, till.setup, lost))).not.toBeNull()
  expect(asked.filter((command) => command === 'Cleanup')).toHaveLength(1)
  expect(till.kinds()).toEqual(['open_shift', 'sale'])
})

test('a closing of which only the Z-report was made is finished without a second one', async () => {
  const till = await openTill()
  const closing = await drawn(till, { kind: 'close_shift' })
  simulator.befall(till.values, 'z_report_only')
  expect((await cashalot.file(closing, till.setup, http)).kind).toBe('unknown')
  expect(done(await cashalot.find(closing, till.setup, http))).toBeNull()
  expect((await cashalot.file(closing, till.setup, http)).kind).toBe('done')
  expect(till.kinds()).toEqual(['open_shift', 'z_report', 'close_shift'])
})

test('what came between by another hand makes it unclear, and nothing is sent', async () => {
  const till = await openTill()
  const lost = await drawn(till, SALE)
  await cashalot.file(await drawn(till, SALE), till.setup, http)
  await cashalot.file(await drawn(till, SALE), till.setup, http)
  till.setup.memory.write(null)
  expect(await cashalot.find(lost, till.setup, http)).toMatchObject({ kind: 'unknown' })
})

test('a shift that another program opened is known by its own time, asked once', async () => {
  const till = await openTill()
  const [opening] = simulator.documents(till.values)
  till.setup.memory.write(null)
  await simulator.advance(3_600_000)
  const asking = async () => done(await cashalot.state(till.setup, http)).shiftOpenedAt
  expect([await asking(), await asking()]).toEqual([opening?.at, opening?.at])
  const asked = simulator.askings().filter(({ numFiscal, command }) => numFiscal === till.values['numFiscal'] && command === 'LastShiftTotals')
  expect(asked).toHaveLength(1)
})

test('a register for trying out says so', async () => {
  const values = simulator.newCredentials()
  simulator.enrol({ ...values, testing: 'yes' })
  expect(done(await cashalot.state(setup(values, { endpoints: simulator.endpoints }), http)).mode).toBe('test')
})

test('a document drawn for another register is neither sent nor looked for', async () => {
  const [till, other] = [await openTill(), await openTill()]
  const one = await drawn(till, SALE)
  expect((await cashalot.file(one, other.setup, http)).kind).toBe('unknown')
  expect((await cashalot.find(one, other.setup, http)).kind).toBe('unknown')
  expect(other.kinds()).toEqual(['open_shift'])
})

test('the link of a receipt opens the receipt at the tax service, also where we had to make it', async () => {
  const till = await openTill()
  const one = await drawn(till, SALE)
  const filed = await cashalot.file(one, till.setup, http)
  const url = filed.kind === 'done' ? filed.value.url ?? '' : ''
  expect(await (await fetch(url)).text()).toContain('1 234.56 UAH')
  expect((await fetch(url.replace('1234.56', '1234.57'))).status).toBe(404)
})

test('a shift that is open for more than 24 hours takes nothing but its closing', async () => {
  const till = await openTill()
  await simulator.advance(24 * 3_600_000 + 1_000)
  expect(await cashalot.file(await drawn(till, SALE), till.setup, http)).toMatchObject({ kind: 'refused', providerCode: expect.stringContaining('24 години') })
  expect((await cashalot.file(await drawn(till, { kind: 'close_shift' }), till.setup, http)).kind).toBe('done')
})
