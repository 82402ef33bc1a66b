import { guideOf } from '../../connectors/contract-values.ts'
import type { Guide } from '../../connectors/contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import { uk } from './guide/uk.ts'

/** How a merchant connects Checkbox. Names of its screens are the Ukrainian ones, which it shows. */
export const guide: Guide = guideOf([
  // A test register needs neither a signature of its own nor the tax service, so it comes first. Source: protocol sheet B.
  ['account', 'provider', false],
  ['cashier', 'provider', false],
  ['taxes', 'provider', false],
  ['credentials', 'credentials', false],
  ['test_receipt', 'provider', false],
  ['register', 'provider', true],
  ['go_live', 'go_live', false],
], { lt, lv, et, uk, ka, ru, en })
