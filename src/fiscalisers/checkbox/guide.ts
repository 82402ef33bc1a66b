import type { Guide, GuideStep } from '../../connectors/contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import type { StepId } from './guide/step.ts'
import { uk } from './guide/uk.ts'

/** A test register needs neither a signature of its own nor the tax service, so it comes first. Source: protocol sheet B. */
const STEPS: readonly (readonly [id: StepId, kind: GuideStep['kind'], awaits: boolean])[] = [
  ['account', 'provider', false],
  ['cashier', 'provider', false],
  ['taxes', 'provider', false],
  ['credentials', 'credentials', false],
  ['test_receipt', 'provider', false],
  ['register', 'provider', true],
  ['go_live', 'go_live', false],
]

/** How a merchant connects Checkbox. Names of its screens are the Ukrainian ones, which it shows. */
export const guide: Guide = STEPS.map(([id, kind, awaits]) => ({
  id, kind, awaits,
  text: { lt: lt[id], lv: lv[id], et: et[id], uk: uk[id], ka: ka[id], ru: ru[id], en: en[id] },
}))
