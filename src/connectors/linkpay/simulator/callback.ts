import { createHmac, randomBytes } from 'node:crypto'
import type { Callback, Habits } from '../../simulator-deliveries.ts'
import { decimalText } from '../../simulator-json.ts'
import type { Merchant } from './merchants.ts'
import { isCard, type Payment } from './payment.ts'
import { withQuery, writeQuery } from './wire.ts'

/**
 * "1 s, 5 min, 1 h, 24 h, 48 h, 72 h", read as six tries after the first, each counted from it. Whether six counts the
 * first, what the delays run from and how long an answer may take are unconfirmed. Source: sheet 3.3 and 6.
 */
export const HABITS: Habits = {
  retryAfterMs: [1, 300, 3600, 24 * 3600, 48 * 3600, 72 * 3600].map((seconds) => seconds * 1000),
  answerWithinMs: 10_000,
  isTaken: ({ status }) => status >= 200 && status < 300,
}

/** What is told. `reference` and `orderReference` are as they stand in the callback, whoever's they are. */
export type Telling = {
  readonly reference: string
  readonly orderReference: string
  readonly event: string
  readonly what: string
  readonly answerLost: boolean
}

/** A callback to the e-shop's address. Never signed. Source: sheet 3.1. */
export function makeCallback({ callbackUrl, callbackBy, callbackSays }: Merchant, telling: Telling): Callback {
  const says = {
    payment_reference: telling.reference,
    ...(callbackSays === 'everything' || callbackSays === 'no_event' ? { order_reference: telling.orderReference } : {}),
    ...(callbackSays === 'everything' || callbackSays === 'no_order' ? { event_name: telling.event } : {}),
  }
  return {
    orderId: telling.orderReference, what: telling.what, says, answerLost: telling.answerLost,
    // A POST has its parameters in the query as well.
    method: callbackBy === 'post' ? 'POST' : 'GET', url: withQuery(callbackUrl, Object.entries(says)), contentType: null, body: '',
  }
}

/**
 * The form that a Link posted in 2021, in its recorded order. How its `hmac` is made is not known: this one is
 * HMAC-SHA256 over the sorted `name=value` pairs, joined by `&` and not escaped. Source: sheet 3.4.
 */
export function makeLegacyCallback(payment: Payment, telling: Telling, at: Date): Callback {
  const { merchant, linkFields } = payment
  const field = (name: string): string => linkFields?.get(name) ?? ''
  const says: Record<string, string> = {
    nonce: randomBytes(16).toString('hex'), timestamp: String(Math.floor(at.getTime() / 1000)),
    api_username: merchant.apiUsername, transaction_result: payment.state === 'failed' ? 'failed' : 'completed',
    processing_errors: JSON.stringify(payment.failure === null ? [] : [payment.failure]),
    linkpay_token: payment.place, linkpay_reference: payment.code, account_id: payment.accountName,
    order_reference: telling.orderReference, payment_reference: telling.reference, fraud_score: '0', stan: String(payment.stan),
    state_3ds: isCard(payment) ? '3ds' : '', payment_state: payment.state,
    transaction_time: `${at.toISOString().slice(0, 19)}Z`, amount: decimalText(payment.initial),
    customer_name: field('customer_name'), customer_email: field('customer_email'), invoice_number: field('invoice_number'),
    ...Object.fromEntries([1, 2, 3, 4].map((n) => [`custom_field_${n}`, field(`custom_field_${n}`)])),
  }
  const signed = Object.entries(says).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&')
  const hmac = createHmac('sha256', merchant.apiSecret).update(signed).digest('hex')
  return {
    orderId: telling.orderReference, what: `${telling.what}, older form`, says, answerLost: telling.answerLost,
    method: 'POST', url: merchant.callbackUrl, contentType: 'application/x-www-form-urlencoded',
    body: writeQuery([...Object.entries(says), ['hmac', hmac]]),
  }
}
