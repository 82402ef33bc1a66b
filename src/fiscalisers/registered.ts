import { ok } from '../kernel/result.ts'
import type { Fiscaliser, FiscalSetup, OpenOffline, RegisteredFiscaliser } from './contract.ts'

/** Hides the config's type without a cast, so that fiscalisers of different configs stand in one list. */
export function registered<Config>(fiscaliser: Fiscaliser<Config>): RegisteredFiscaliser {
  const { id, name, endpoints, currencies, guide, longestShiftMs, closing, offline, modeOf, realign } = fiscaliser
  return {
    id, name, endpoints, currencies, guide, longestShiftMs, closing,
    offline: offline === null ? null : { by: offline.by, longestMs: offline.longestMs, monthMs: offline.monthMs },
    fields: fiscaliser.config.fields,
    open: (values, rest) => {
      const config = fiscaliser.config.parse(values)
      if (!config.ok) return config
      const setup = { ...rest, config: config.value }
      return ok({
        mode: modeOf === null ? null : modeOf(config.value),
        state: (http) => fiscaliser.state(setup, http),
        draw: (document, register) => fiscaliser.draw(document, register, setup),
        file: (drawn, http) => fiscaliser.file(drawn, setup, http),
        find: (drawn, http) => fiscaliser.find(drawn, setup, http),
        realign: realign === null ? null : (http) => realign(setup, http),
        offline: openOffline(offline, setup),
      })
    },
  }
}

function openOffline<Config>(offline: Fiscaliser<Config>['offline'], setup: FiscalSetup<Config>): OpenOffline | null {
  if (offline === null) return null
  if (offline.by === 'service') return { by: 'service', heard: (drawn, http) => offline.heard(drawn, setup, http) }
  return {
    by: 'register', after: (from, kind) => offline.after(from, kind),
    make: (document, from, http) => offline.make(document, from, setup, http),
    behind: (from, last) => offline.behind(from, last, setup),
    replay: (documents, http) => offline.replay(documents, setup, http),
  }
}
