import { guideOf } from '../../connectors/contract-values.ts'
import type { Guide } from '../../connectors/contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import { uk } from './guide/uk.ts'

/** How a register is connected to the tax service. Names of forms and of the cabinet are the Ukrainian ones. */
export const guide: Guide = guideOf([
  // The tax service answers a registration within days; the signer can be set up meanwhile.
  ['register', 'provider', true],
  ['cashier', 'provider', false],
  ['signer', 'provider', false],
  ['credentials', 'credentials', false],
  ['first_receipt', 'provider', false],
  ['go_live', 'go_live', false],
], { lt, lv, et, uk, ka, ru, en })
