import type { Connector } from '../contract.ts'
import { readCallback } from './callback.ts'
import { configForm } from './config.ts'
import type { Config } from './config.ts'
import { refresh } from './facts.ts'
import { guide } from './guide.ts'
import { methods } from './methods.ts'
import { PROOFS } from './protocol.ts'
import { CURRENCIES, objection, orderParameters, payPage, repeatParameters } from './request.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Production hosts of the pay page, the method list and the key. Source: protocol sheet A1. */
const ENDPOINTS = {
  pay: 'https://www.paysera.com', methods: 'https://www.paysera.com', key: 'https://www.paysera.com',
} as const

/**
 * Paysera Checkout, classic protocol: a redirect with `data` and `sign`, an answer by callback. There is nothing to
 * ask, revoke or refund by: none of these calls exists. Facts and their sources are in README.md.
 */
export const paysera: Connector<Config> = {
  id: 'paysera',
  name: 'Paysera Checkout',
  endpoints: ENDPOINTS,
  currencies: CURRENCIES,
  config: configForm,
  guide,
  proofs: PROOFS,
  silentAfterMs: 26 * HOUR_MS, // the last of four deliveries comes after 24 hours
  leaseMs: 30 * MINUTE_MS,
  modeOf: null, // `test` of each order tells
  refusedFields: () => [], // nothing that can be asked proves the password
  ownMethodList: true,
  delivers: null,
  start: (order, { config, endpoints }) => {
    const refused = objection(order)
    if (refused !== null) return Promise.resolve({ kind: 'refused', ...refused })
    const redirect = payPage(endpoints['pay'] ?? ENDPOINTS.pay, orderParameters(order, config), config)
    return Promise.resolve({ kind: 'done', value: { redirect, providerRef: null } })
  },
  resume: (order, _ref, { config, endpoints }) => {
    const redirect = payPage(endpoints['pay'] ?? ENDPOINTS.pay, repeatParameters(order, config), config)
    return Promise.resolve({ kind: 'done', value: { redirect, providerRef: null } })
  },
  readCallback,
  methods: (ask, { facts }) => methods(ask, facts),
  refresh,
  lookup: null,
  revoke: null,
  refunds: null,
  reservations: null,
  statement: null,
}
