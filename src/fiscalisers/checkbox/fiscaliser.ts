import { OFFLINE_LIMITS } from '../contract-values.ts'
import type { Fiscaliser } from '../contract.ts'
import { ENDPOINTS } from './client.ts'
import { configForm, modeOf } from './config.ts'
import type { Config } from './config.ts'
import { draw } from './document.ts'
import { file, find, heard } from './filing.ts'
import { guide } from './guide.ts'
import { state } from './state.ts'

/** Checkbox: a service that keeps software cash registers and speaks to the tax service itself. `README.md` has the facts. */
export const checkbox: Fiscaliser<Config> = {
  id: 'checkbox',
  name: 'Checkbox',
  endpoints: ENDPOINTS,
  currencies: ['UAH'],
  config: configForm,
  guide,
  modeOf,
  longestShiftMs: 24 * 3_600_000,
  closing: ['close_shift'],
  // Without Checkbox nothing can be filed.
  offline: { ...OFFLINE_LIMITS, by: 'service', heard },
  state, draw, file, find, realign: null,
}
