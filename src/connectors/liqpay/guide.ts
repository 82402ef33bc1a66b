import { guideOf } from '../contract-values.ts'
import type { Guide } from '../contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import { uk } from './guide/uk.ts'

/** How a merchant connects LiqPay. Names of the cabinet's screens are the Ukrainian ones, which it shows first. */
export const guide: Guide = guideOf([
  // The sandbox pair comes first; the real one is beside it in the same cabinet. Source: protocol sheet 2, 12.
  ['shop', 'provider', true],
  ['methods', 'provider', false],
  ['credentials', 'credentials', false],
  ['callback', 'callback', false],
  ['test_payment', 'test_payment', false],
  ['live_keys', 'live_credentials', false],
  ['go_live', 'go_live', false],
], { lt, lv, et, uk, ka, ru, en })
