import { linkPaySimulator } from '../connectors/linkpay/simulator.ts'
import { liqPaySimulator } from '../connectors/liqpay/simulator.ts'
import { payseraSimulator } from '../connectors/paysera/simulator.ts'
import type { SimulatorKind } from '../connectors/simulator.ts'
import { cashalotSimulator } from '../fiscalisers/cashalot/simulator.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import { dpsSimulator } from '../fiscalisers/dps/simulator.ts'
import type { FiscalSimulatorKind } from '../fiscalisers/simulator.ts'

/** Every provider's counterpart. A new simulator is one line here. */
export const SIMULATORS: readonly SimulatorKind[] = [payseraSimulator, linkPaySimulator, liqPaySimulator]

/** Every fiscal service's counterpart. */
export const FISCAL_SIMULATORS: readonly FiscalSimulatorKind[] = [cashalotSimulator, checkboxSimulator, dpsSimulator]
