import type { Guide, GuideStep } from '../../connectors/contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import type { StepId } from './guide/step.ts'
import { uk } from './guide/uk.ts'

/** The tax service answers a registration within days; the signer can be set up meanwhile. */
const STEPS: readonly (readonly [id: StepId, kind: GuideStep['kind'], awaits: boolean])[] = [
  ['register', 'provider', true],
  ['cashier', 'provider', false],
  ['signer', 'provider', false],
  ['credentials', 'credentials', false],
  ['first_receipt', 'provider', false],
  ['go_live', 'go_live', false],
]

/** How a register is connected to the tax service. Names of forms and of the cabinet are the Ukrainian ones. */
export const guide: Guide = STEPS.map(([id, kind, awaits]) => ({
  id, kind, awaits,
  text: { lt: lt[id], lv: lv[id], et: et[id], uk: uk[id], ka: ka[id], ru: ru[id], en: en[id] },
}))
