import { expect, test } from 'vitest'
import { describeFiscaliser } from './conformance.ts'
import { FISCALISERS, fiscaliserById } from './registry.ts'
import type { FiscalSimulatorKind } from './simulator.ts'

/** What a fiscaliser's folder exports as its simulator, under whatever name. */
async function simulatorOf(id: string): Promise<FiscalSimulatorKind> {
  const exported: Record<string, unknown> = await import(`./${id}/simulator.ts`)
  const kind = Object.values(exported).find((one): one is FiscalSimulatorKind => isKindOf(id, one))
  if (kind === undefined) throw new Error(`${id}/simulator.ts exports no simulator of ${id}`)
  return kind
}

const isKindOf = (id: string, one: unknown): one is FiscalSimulatorKind =>
  typeof one === 'object' && one !== null && 'fiscaliser' in one && one.fiscaliser === id && 'start' in one

test('a fiscaliser is found by its id, and only by its id', () => {
  for (const fiscaliser of FISCALISERS) expect(fiscaliserById(fiscaliser.id)).toBe(fiscaliser)
  expect(new Set(FISCALISERS.map(({ id }) => id)).size).toBe(FISCALISERS.length)
  expect(fiscaliserById('toString')).toBeNull()
})

for (const fiscaliser of FISCALISERS) describeFiscaliser(fiscaliser, await simulatorOf(fiscaliser.id))
