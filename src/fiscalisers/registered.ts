import { ok } from '../kernel/result.ts'
import type { Fiscaliser, RegisteredFiscaliser } from './contract.ts'

/** Hides the config's type without a cast, so that fiscalisers of different configs stand in one list. */
export function registered<Config>(fiscaliser: Fiscaliser<Config>): RegisteredFiscaliser {
  const { id, name, endpoints, currencies, guide, longestShiftMs, closing, offline, modeOf } = fiscaliser
  return {
    id, name, endpoints, currencies, guide, longestShiftMs, closing, offline,
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
      })
    },
  }
}
