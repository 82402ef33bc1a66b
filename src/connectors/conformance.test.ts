import { expect, test } from 'vitest'
import { describeConnector } from './conformance.ts'
import { CONNECTORS, connectorById } from './registry.ts'
import type { SimulatorKind } from './simulator.ts'

/** What a connector's folder exports as its simulator, under whatever name. */
async function simulatorOf(id: string): Promise<SimulatorKind> {
  const exported: Record<string, unknown> = await import(`./${id}/simulator.ts`)
  const kind = Object.values(exported).find((one): one is SimulatorKind => isKindOf(id, one))
  if (kind === undefined) throw new Error(`${id}/simulator.ts exports no simulator of ${id}`)
  return kind
}

const isKindOf = (id: string, one: unknown): one is SimulatorKind =>
  typeof one === 'object' && one !== null && 'connector' in one && one.connector === id && 'start' in one

test('a connector is found by its id, and only by its id', () => {
  for (const connector of CONNECTORS) expect(connectorById(connector.id)).toBe(connector)
  expect(new Set(CONNECTORS.map(({ id }) => id)).size).toBe(CONNECTORS.length)
  expect(connectorById('toString')).toBeNull()
})

for (const connector of CONNECTORS) describeConnector(connector, await simulatorOf(connector.id))
