import { ok } from '../kernel/result.ts'
import type { Capabilities, Connector, OpenConnector, RegisteredConnector, Setup } from './contract.ts'

/** Hides the config's type without a cast, so that connectors of different configs stand in one list. */
export function registered<Config>(connector: Connector<Config>): RegisteredConnector {
  const { id, name, endpoints, currencies, guide, proofs, silentAfterMs, leaseMs } = connector
  return {
    id, name, endpoints, currencies, guide, proofs, silentAfterMs, leaseMs,
    fields: connector.config.fields,
    refusedFields: (providerCode) => connector.refusedFields(providerCode),
    capabilities: capabilitiesOf(connector),
    open: (values, rest) => {
      const config = connector.config.parse(values)
      return config.ok ? ok(bound(connector, { ...rest, config: config.value })) : config
    },
  }
}

const capabilitiesOf = <Config>({ lookup, resume, revoke, refunds, reservations, ownMethodList, modeOf, ...more }: Connector<Config>): Capabilities => ({
  lookUp: lookup !== null, resume: resume !== null, revoke: revoke !== null,
  refunds: refunds === null ? 'none' : refunds.partial ? 'partial' : 'full', reservations: reservations !== null, ownMethodList,
  ownTestMode: modeOf !== null, delivers: more.delivers !== null, statement: more.statement !== null,
})

function bound<Config>(connector: Connector<Config>, setup: Setup<Config>): OpenConnector {
  const { resume, refresh, lookup, revoke, refunds, reservations, delivers, statement } = connector
  return {
    mode: connector.modeOf === null ? null : connector.modeOf(setup.config),
    delivers: delivers && delivers(setup.config),
    start: (order, http) => connector.start(order, setup, http),
    resume: resume && ((order, ref, http) => resume(order, ref, setup, http)),
    readCallback: (raw) => connector.readCallback(raw, setup),
    methods: (ask) => (connector.currencies.includes(ask.amount.currency) ? connector.methods(ask, setup) : []),
    refresh: refresh && ((currencies, http) => refresh(setup, currencies, http)),
    lookup: lookup && ((ref, http) => lookup(ref, setup, http)),
    revoke: revoke && ((ref, http) => revoke(ref, setup, http)),
    refunds: refunds && {
      partial: refunds.partial,
      movesMoney: (method) => refunds.movesMoney(method, setup.config),
      refund: (ask) => refunds.refund({ ...ask, setup }),
    },
    reservations: reservations && {
      capture: (ask) => reservations.capture({ ...ask, setup }),
      release: (ref, http) => reservations.release(ref, setup, http),
    },
    statement: statement && ((span, http) => statement(span, setup, http)),
  }
}
