import { OFFLINE_LIMITS } from '../contract-values.ts'
import type { Fiscaliser } from '../contract.ts'
import { ENDPOINTS } from './client.ts'
import { configForm } from './config.ts'
import type { Config } from './config.ts'
import { draw } from './draw.ts'
import { CURRENCY } from './drawable.ts'
import { file } from './file.ts'
import { find } from './find.ts'
import { guide } from './guide.ts'
import { heard, realign, state } from './state.ts'

const HOUR_MS = 3_600_000

/**
 * Cashalot API: one address, JSON commands, and the signing key in each of them. Documents have no name of ours there, so
 * that what became of one is read off the register's numbers. Facts and their sources are in README.md.
 */
export const cashalot: Fiscaliser<Config> = {
  id: 'cashalot',
  name: 'Cashalot',
  endpoints: ENDPOINTS,
  currencies: [CURRENCY],
  config: configForm,
  guide,
  modeOf: null,
  longestShiftMs: 24 * HOUR_MS,
  closing: ['close_shift'],
  offline: { ...OFFLINE_LIMITS, by: 'service', heard },
  state, draw, file, find, realign,
}
