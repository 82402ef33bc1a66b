import { expect, test } from 'vitest'
import { describeConnector } from './conformance.ts'
import { payseraSimulator } from './paysera/simulator.ts'
import { CONNECTORS, connectorById } from './registry.ts'
import type { SimulatorKind } from './simulator.ts'

/** One line for each connector of the registry. */
const SIMULATORS: readonly SimulatorKind[] = [payseraSimulator]

test('every registered connector has a simulator, and is found by its id', () => {
  expect(SIMULATORS.map(({ connector }) => connector)).toEqual(CONNECTORS.map(({ id }) => id))
  for (const connector of CONNECTORS) expect(connectorById(connector.id)).toBe(connector)
  expect(connectorById('toString')).toBeNull()
})

for (const connector of CONNECTORS) {
  const kind = SIMULATORS.find((one) => one.connector === connector.id)
  if (kind !== undefined) describeConnector(connector, kind)
}
