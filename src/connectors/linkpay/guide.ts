import { guideOf } from '../contract-values.ts'
import type { Guide } from '../contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import { uk } from './guide/uk.ts'

/** How a merchant connects LinkPay. Names of the portal's screens are the English ones, which it shows in every country. */
export const guide: Guide = guideOf([
  // A demo comes first; live credentials are given after one successful test payment in it. Source: protocol sheet 2.1.
  ['agreement', 'provider', true],
  ['link', 'provider', false],
  ['fields', 'provider', false],
  ['credentials', 'credentials', false],
  ['callback', 'callback', false],
  ['test_payment', 'test_payment', false],
  ['live_access', 'live_credentials', false],
  ['go_live', 'go_live', false],
], { lt, lv, et, uk, ka, ru, en })
