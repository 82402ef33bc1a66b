import type { Connector } from '../contract.ts'
import { readCallback } from './callback.ts'
import { ENDPOINTS } from './client.ts'
import { configForm, delivers, modeOf } from './config.ts'
import type { Config } from './config.ts'
import { refresh, refusedFields } from './facts.ts'
import { guide } from './guide.ts'
import { methods } from './methods.ts'
import { capture, lookup, refund, release, resume, revoke, start } from './payments.ts'
import { ALGORITHMS } from './protocol.ts'
import { CURRENCIES } from './request.ts'
import { statement } from './statement.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * LiqPay of PrivatBank: a hosted page, invoices that LiqPay itself brings to the payer, and a server that can be asked
 * about each order. Requests and callbacks are one JSON object, encoded and signed. Facts and their sources are in README.md.
 */
export const liqpay: Connector<Config> = {
  id: 'liqpay',
  name: 'LiqPay',
  endpoints: ENDPOINTS,
  currencies: CURRENCIES,
  config: configForm,
  guide,
  proofs: ALGORITHMS,
  silentAfterMs: 72 * HOUR_MS, // how often and how long LiqPay repeats itself is not documented; Kvit asks meanwhile
  leaseMs: 30 * MINUTE_MS,
  modeOf,
  refusedFields,
  ownMethodList: false,
  delivers,
  start, resume, readCallback,
  methods: (ask, { config }) => methods(ask, config),
  refresh: (setup, _currencies, http) => refresh(setup, http),
  lookup, revoke,
  refunds: { partial: true, movesMoney: () => true, refund },
  reservations: { capture, release },
  statement,
}
