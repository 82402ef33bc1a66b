import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { done, http } from '../../connectors/conformance-stage.ts'
import type { Filed, FiscalDocument, FiscalSetup } from '../contract.ts'
import type { FiscalValues } from '../simulator.ts'
import type { Config } from './config.ts'
import { cashalot } from './fiscaliser.ts'
import { memory, sale, setup, uah } from './fixtures/setup.ts'
import { cashalotSimulator } from './simulator.ts'

/** INV-4 at the service's own edge: what was told as filed is what is registered, each once and in order, whatever befell it. */

const simulator = await cashalotSimulator.start({ port: 0 })
afterAll(() => simulator.stop())

type Content = FiscalDocument['content']
type Till = { readonly values: FiscalValues; readonly setup: FiscalSetup<Config>; readonly filed: Filed[] }

/** As a cash register's queue does it: draw, send, look before sending again, and draw anew what was surely not taken. */
async function fileUntilDone(till: Till, content: Content): Promise<void> {
  for (;;) {
    const register = done(await cashalot.state(till.setup, http))
    if (content.kind === 'close_shift' && register.shiftOpen === false) return // closed behind our back
    if (content.kind !== 'open_shift' && register.shiftOpen === false) await fileUntilDone(till, { kind: 'open_shift' })
    const now = done(await cashalot.state(till.setup, http))
    const drawn = cashalot.draw({ key: randomUUID(), at: simulator.now(), cashier: 'Оксана', content }, now, till.setup)
    if (!drawn.ok) throw new Error(JSON.stringify(drawn.error))
    for (let found: Filed | null = null, tries = 0; tries < 20; tries++) {
      const outcome = found === null ? await cashalot.file(drawn.value, till.setup, http) : { kind: 'done' as const, value: found }
      if (outcome.kind === 'done') return void till.filed.push(outcome.value)
      if (outcome.kind !== 'unknown') break
      found = await lookUntilKnown(till, drawn.value)
    }
  }
}

async function lookUntilKnown(till: Till, drawn: Parameters<typeof cashalot.find>[0]): Promise<Filed | null> {
  for (let tries = 0; tries < 20; tries++) {
    const found = await cashalot.find(drawn, till.setup, http)
    if (found.kind === 'done') return found.value
    await simulator.advance(60_000)
  }
  throw new Error('it is unclear for ever')
}

const FAULTS = [
  null, null, null, 'answer_lost', 'cut_off', 'down', 'refuse', 'offline', 'slow', 'inconsistent', 'inconsistent_closing', 'inconsistent_taken',
  'z_report_only', 'fiscal_server_gone',
] as const

const CONTENTS = {
  sale: { kind: 'sale', sale: sale() }, service_in: { kind: 'service_in', amount: uah(5_000n) }, service_out: { kind: 'service_out', amount: uah(100n) },
  close_shift: { kind: 'close_shift' },
} as const satisfies Record<string, Content>

const event = fc.record({
  kind: fc.constantFrom('sale', 'service_in', 'service_out', 'close_shift'),
  fault: fc.constantFrom(...FAULTS),
  isForgotten: fc.boolean(),
})

test('INV-4: through any row of faults every document is registered once, in order, under the number that was told', { timeout: 60_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), async (events) => {
    const values = simulator.newCredentials()
    simulator.enrol(values)
    const till: Till = {
      values, filed: [],
      setup: setup(values, { endpoints: simulator.endpoints, clock: { now: () => simulator.now() }, memory: memory(), pause: (ms) => simulator.advance(ms) }),
    }
    for (const { kind, fault, isForgotten } of events) {
      if (isForgotten) till.setup.memory.write(null)
      if (fault !== null) simulator.befall(values, fault)
      await fileUntilDone(till, CONTENTS[kind])
    }
    const told = new Set(till.filed.map(({ fiscalNumber }) => fiscalNumber))
    // A shift that Cleanup closed was nobody's document; every other one is told of, once and in its order.
    const registered = simulator.registered(values).filter(({ kind, fiscalNumber }) => kind !== 'close_shift' || told.has(fiscalNumber))
    expect(registered.map(({ fiscalNumber }) => fiscalNumber)).toEqual(till.filed.map(({ fiscalNumber }) => fiscalNumber))
    expect(registered.filter(({ kind }) => kind === 'sale')).toHaveLength(events.filter(({ kind }) => kind === 'sale').length)
  }), { numRuns: 20 })
})
