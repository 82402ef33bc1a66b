import type { Connector } from '../contract.ts'
import { readCallback } from './callback.ts'
import { ENDPOINTS } from './client.ts'
import { configForm, modeOf } from './config.ts'
import type { Config } from './config.ts'
import { refresh } from './facts.ts'
import { guide } from './guide.ts'
import { methods } from './methods.ts'
import { capture, lookup, refund, release, resume, start } from './payments.ts'
import { movesMoney } from './report.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * LinkPay, the payment links of EveryPay (LHV, SEB, Swedbank), and with a processing account the API beside them. A
 * callback proves nothing and the API tells everything. Nothing can be taken back that a payer has not yet paid.
 * Facts and their sources are in README.md.
 */
export const linkpay: Connector<Config> = {
  id: 'linkpay',
  name: 'LinkPay (EveryPay)',
  endpoints: ENDPOINTS,
  currencies: ['EUR'],
  config: configForm,
  guide,
  proofs: [],
  silentAfterMs: 170 * HOUR_MS, // six notifications: 1 s, 5 min, 1 h, 24 h, 48 h and 72 h, each counted from the one before
  leaseMs: 30 * MINUTE_MS,
  modeOf,
  refusedFields: () => ['apiUsername', 'apiSecret'], // refused together, by HTTP 401 without a word
  ownMethodList: true,
  delivers: null,
  start, resume, readCallback,
  methods: (ask, { facts }) => methods(ask, facts),
  refresh: (setup, _currencies, http) => refresh(setup, http),
  lookup,
  revoke: null,
  refunds: { partial: true, movesMoney, refund },
  reservations: { capture, release },
  statement: null,
}
