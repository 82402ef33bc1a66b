import { OFFLINE_LIMITS } from '../contract-values.ts'
import type { Fiscaliser } from '../contract.ts'
import { ENDPOINTS } from './client.ts'
import { configForm } from './config.ts'
import type { Config } from './config.ts'
import { draw } from './draw.ts'
import { file, find } from './filing.ts'
import { guide } from './guide.ts'
import { behind, make } from './make-offline.ts'
import { replay } from './offline-replay.ts'
import { after } from './offline-standing.ts'
import { state } from './state.ts'

const HOUR_MS = 3_600_000

/**
 * The fiscal server of the tax service of Ukraine (ДПС) itself: signed windows-1251 documents in one unbroken numbering per
 * register. The signature comes from a signer outside of Kvit. Facts and their sources are in README.md.
 */
export const dps: Fiscaliser<Config> = {
  id: 'dps',
  name: 'ДПС',
  endpoints: ENDPOINTS,
  currencies: ['UAH'],
  config: configForm,
  guide,
  modeOf: ({ mode }) => mode,
  longestShiftMs: 24 * HOUR_MS,
  closing: ['z_report', 'close_shift'],
  offline: { ...OFFLINE_LIMITS, by: 'register', after, make, behind, replay },
  state, draw, file, find, realign: null,
}
