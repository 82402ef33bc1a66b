import { guideOf } from '../../connectors/contract-values.ts'
import type { Guide } from '../../connectors/contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import { uk } from './guide/uk.ts'

/** How a merchant connects Cashalot. Names of forms and of the tax service's cabinet are the Ukrainian ones. */
export const guide: Guide = guideOf([
  // The tax service comes first: a register without its number cannot be entered anywhere.
  ['register', 'provider', true],
  ['licence', 'provider', false],
  ['key', 'provider', false],
  ['credentials', 'credentials', false],
  ['first_receipt', 'provider', false],
  ['go_live', 'go_live', false],
], { lt, lv, et, uk, ka, ru, en })
