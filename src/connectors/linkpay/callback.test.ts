import { describe, expect, test } from 'vitest'
import type { RawCallback } from '../contract.ts'
import { readCallback } from './callback.ts'
import { PAYMENT, REFERENCE } from './fixtures/setup.ts'

const raw = (change: Partial<RawCallback>): RawCallback => ({ method: 'GET', query: '', contentType: null, body: Buffer.alloc(0), ...change })
const QUERY = `payment_reference=${PAYMENT}&order_reference=KV-2026-0042%2F${REFERENCE}&event_name=status_updated`
const hint = { kind: 'hint', ref: PAYMENT, mayBeNew: { claims: REFERENCE }, reply: 'OK' }

/** All events of the sheet (3.1), one of tomorrow, and none. */
const EVENTS = [
  'status_updated', 'abandoned', 'voided', 'refunded', 'refund_failed', 'chargebacked', 'marked_for_capture', 'issuer_reported_fraudulent',
  'merchant_reported_fraudulent', 'dispute_opened', 'dispute_updated', 'dispute_reversed', 'dispute_charged_back', 'dispute_reopened',
  'card_art_updated', 'token_updated', 'status_update', 'settled_again', '',
]

test.each(EVENTS)('the event "%s" is a reason to ask, and nothing more', (event) => {
  expect(readCallback(raw({ query: `${QUERY.replace('status_updated', '')}${event}` }))).toEqual(hint)
})

describe('the same news in another wrapping', () => {
  const form = 'application/x-www-form-urlencoded'
  test.each<[string, Partial<RawCallback>]>([
    ['a POST with a query', { method: 'POST', query: QUERY }],
    ['a form', { method: 'POST', contentType: form, body: Buffer.from(QUERY) }],
    ['JSON', { method: 'POST', contentType: 'application/json', body: Buffer.from(JSON.stringify(Object.fromEntries(new URLSearchParams(QUERY)))) }],
    ['the older signed form', { method: 'POST', contentType: form, body: Buffer.from(`nonce=ab&transaction_result=completed&${QUERY}&amount=100.00&hmac=${'0'.repeat(64)}`) }],
  ])('%s', (_, change) => expect(readCallback(raw(change))).toEqual(hint))
})

test('without an order, or with another program’s, it is asked about when there is time', () => {
  expect(readCallback(raw({ query: `payment_reference=${PAYMENT}` }))).toMatchObject({ mayBeNew: { claims: null } })
  expect(readCallback(raw({ query: `payment_reference=${PAYMENT}&order_reference=webshop-114` }))).toMatchObject({ mayBeNew: { claims: null } })
})

test.each([
  '', 'payment_reference=', 'payment_reference=../oneoff', `payment_reference=${PAYMENT}%2F..`, `payment_reference=${PAYMENT}&payment_reference=${PAYMENT}`,
  'payment_reference[]=abcdefabcdefabcdef', `payment_reference=${'a'.repeat(129)}`, `payment_reference=${PAYMENT.toUpperCase()}`,
])('C16: "%s" names no payment', (query) => expect(readCallback(raw({ query })).kind).toBe('forged'))

test('C16: query and body that name two payments name none', () => {
  const body = Buffer.from(`payment_reference=${'ab'.repeat(32)}`)
  expect(readCallback(raw({ method: 'POST', query: QUERY, body })).kind).toBe('forged')
})
