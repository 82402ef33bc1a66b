import { guideOf } from '../contract-values.ts'
import type { Guide } from '../contract.ts'
import { en } from './guide/en.ts'
import { et } from './guide/et.ts'
import { ka } from './guide/ka.ts'
import { lt } from './guide/lt.ts'
import { lv } from './guide/lv.ts'
import { ru } from './guide/ru.ts'
import { uk } from './guide/uk.ts'

/**
 * How a merchant connects Paysera. Names of its screens: in Lithuanian and partly in Latvian as those screens have
 * them, else in English, to which the first step switches the site.
 */
export const guide: Guide = guideOf([
  // Paysera reviews for up to two days; test payments work meanwhile, so the steps after it need not wait. Source: A9, A11.
  ['account', 'provider', false],
  ['service', 'provider', false],
  ['project', 'provider', false],
  ['description', 'provider', false],
  ['contacts', 'provider', false],
  ['review', 'provider', true],
  ['test_switch', 'provider', false],
  ['callback', 'callback', false],
  ['credentials', 'credentials', false],
  ['test_payment', 'test_payment', false],
  ['go_live', 'go_live', false],
], { lt, lv, et, uk, ka, ru, en })
