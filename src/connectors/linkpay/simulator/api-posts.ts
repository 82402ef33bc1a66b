import { HANG_UP, type Answer } from '../../simulator-server.ts'
import { readAmount } from '../../simulator-json.ts'
import { apiError, apiJson, notFound } from './api-answers.ts'
import { isRefundReal, type Gateway } from './gateway.ts'
import { ORDER_REFERENCE } from './link.ts'
import type { Merchant } from './merchants.ts'
import { capture, refund, undoRefund } from './moves.ts'
import { REFUND_INPUTS } from './outcomes.ts'
import { isCard, movedJson, paymentJson, type Payment } from './payment.ts'

export type ApiDesk = {
  readonly gateway: Gateway
  readonly origin: () => string
  /** Per API username: nonces that were used. */
  readonly nonces: Map<string, Set<string>>
  /** How often the status of each payment was asked for, whatever was answered; by `payment_reference`. */
  readonly statusCalls: Map<string, number>
}

type Body = Readonly<Record<string, unknown>>

/** A call that changes something. Source: sheet 4.1, 4.3, 4.6. */
export function postPayment(desk: ApiDesk, merchant: Merchant, path: string, text: string): Answer {
  const body = readBody(text)
  if (body === null) return apiError(400, 4001, 'The body is no JSON object')
  const refusal = checkCall(desk, merchant, body)
  if (refusal !== null) return refusal
  if (path === '/payments/oneoff') return oneoff(desk, merchant, body)
  const act = ACTS[path]
  if (act === undefined) return notFound()
  const payment = desk.gateway.paymentOf(merchant.apiUsername, textOf(body, 'payment_reference'))
  return payment === null ? notFound() : act(desk.gateway, payment, body)
}

function readBody(text: string): Body | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null
  } catch {
    return null
  }
}

const textOf = (body: Body, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

/** A number or a text. Null where it is no amount. A number with more than two decimals is none. */
function amountOf(body: Body): bigint | null {
  const value = body['amount']
  return typeof value === 'string' || typeof value === 'number' ? readAmount(String(value)) : null
}

const WINDOW_MS = 5 * 60_000

function checkCall({ gateway, nonces }: ApiDesk, merchant: Merchant, body: Body): Answer | null {
  if (body['api_username'] !== merchant.apiUsername) return apiError(403, 4010, 'api_username does not fit the credentials')
  const nonce = textOf(body, 'nonce')
  const used = nonces.get(merchant.apiUsername) ?? new Set<string>()
  if (nonce === '' || used.has(nonce)) return apiError(401, 4011, 'nonce is missing or was used')
  if (!isTimely(textOf(body, 'timestamp'), gateway.agenda.now())) return apiError(401, 4012, 'timestamp is missing or outside of five minutes')
  nonces.set(merchant.apiUsername, used.add(nonce))
  return null
}

/** Near the provider's clock, or the machine's: turning the former forward does not make every merchant's clock wrong. */
function isTimely(timestamp: string, now: Date): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(timestamp)) return false
  const atMs = Date.parse(timestamp)
  return [now.getTime(), Date.now()].some((clockMs) => Math.abs(clockMs - atMs) <= WINDOW_MS)
}

const invalid = (message: string): Answer => apiError(422, 4022, message)

function oneoff({ gateway, origin }: ApiDesk, { apiUsername }: Merchant, body: Body): Answer {
  const merchant = gateway.merchantOfAccount(apiUsername, textOf(body, 'account_name'))
  if (merchant === null) return invalid('account_name is unknown')
  const amount = amountOf(body)
  const orderReference = textOf(body, 'order_reference')
  const customerUrl = textOf(body, 'customer_url')
  if (amount === null) return invalid('amount is missing or malformed')
  if (amount === 0n) return invalid('amount is zero, which only stores a card; this simulator stores none')
  if (!ORDER_REFERENCE.test(orderReference)) return invalid('order_reference is missing, too long or has other characters')
  if (!isReachable(customerUrl, merchant)) return invalid('customer_url is not valid')
  const wrong = checkOptional(body)
  if (wrong !== null) return invalid(`${wrong} is not valid`)
  if (merchant.uniqueReference && gateway.isPaid(merchant, orderReference)) return invalid('order_reference was paid already')
  const payment = gateway.open({
    merchant, orderReference, initial: amount, customerUrl, createdAt: gateway.agenda.now(),
    email: textOf(body, 'email') || null, customerIp: textOf(body, 'customer_ip') || null,
    country: textOf(body, 'preferred_country') || null,
  })
  return apiJson(201, paymentJson(payment, { origin: origin(), now: gateway.agenda.now() }))
}

/** Four numbers, or groups of hex digits, in brackets where they stand in an address. */
const IP = /^(\d{1,3}(\.\d{1,3}){3}|\[?[0-9a-f]*:[0-9a-f:.]+\]?)$/i

/** An absolute address with a dotted host name. Source: sheet 4.3 and trap 20. */
function isReachable(text: string, { customerUrls }: Merchant): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false
  const { hostname } = new URL(text)
  if (customerUrls === 'loopback' && (hostname === '127.0.0.1' || hostname === 'localhost')) return true
  return hostname.includes('.') && !IP.test(hostname)
}

const LOCALES = 'cz da de en es et fi fr hu it lt lv nl no pl pt ru sk sv uk'.split(' ')

/** Fields that may be left out, and what they must be where they are given. Source: sheet 4.3. */
const OPTIONAL: Readonly<Record<string, (value: string) => boolean>> = {
  locale: (value) => LOCALES.includes(value),
  preferred_country: (value) => ['EE', 'LV', 'LT'].includes(value),
  payment_description: (value) => /^[A-Za-z0-9/\-?:().,'+ ]{1,65}$/.test(value),
  email: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
  customer_ip: (value) => IP.test(value),
}

const checkOptional = (body: Body): string | null => Object.entries(OPTIONAL)
  .find(([name, isValid]) => body[name] !== undefined && !(typeof body[name] === 'string' && isValid(body[name])))?.[0] ?? null

type Act = (gateway: Gateway, payment: Payment, body: Body) => Answer

const ACTS: Readonly<Record<string, Act>> = {
  '/payments/refund': (gateway, payment, body) => {
    const amount = amountOf(body)
    if (payment.state !== 'settled' && payment.state !== 'refunded') return apiError(422, 4034, 'Can not be refunded')
    if (amount === null || amount === 0n || amount > payment.standing) return apiError(422, 4035, 'The amount is above what stands')
    return known(gateway, payment, amount, (now) => {
      const after = refund(gateway, now, amount)
      tellSoon(gateway, after, 'refunded')
      if (fails(amount) && !isCard(payment) && isRefundReal(payment)) planReturn(gateway, after, amount)
      return movedJson(after)
    })
  },
  '/payments/void': (gateway, payment) => {
    if (payment.state !== 'authorised') return apiError(422, 4033, 'Can not be voided')
    return known(gateway, payment, payment.standing, (now) => {
      const after = gateway.change(now, { state: 'voided', standing: 0n, changedAt: gateway.agenda.now() })
      tellSoon(gateway, after, 'voided')
      const { reference, state, changedAt } = after
      return JSON.stringify({ payment_reference: reference, payment_state: state, transaction_time: changedAt?.toISOString() })
    })
  },
  '/payments/capture': (gateway, payment, body) => {
    const amount = amountOf(body)
    if (payment.state !== 'authorised') return apiError(422, 4032, 'Can not be captured')
    if (amount === null || amount === 0n || amount > payment.standing) return apiError(422, 4035, 'The amount is above what stands')
    return known(gateway, payment, amount, (now) => {
      const after = capture(gateway, now, amount)
      tellSoon(gateway, after, 'status_updated')
      return movedJson(after)
    })
  },
}

/** After the answer, as a gateway does that works on what it was asked. */
function tellSoon(gateway: Gateway, payment: Payment, event: string): void {
  gateway.agenda.plan(gateway.agenda.now(), `${event}: ${payment.orderReference}`, async () => {
    await gateway.tell(payment, { event, answerLost: false })
  })
}

const cents = (minor: bigint): string => String(minor).padStart(2, '0').slice(-2)

const inputOf = (minor: bigint): (typeof REFUND_INPUTS)[number]['cents'] | null =>
  REFUND_INPUTS.find((one) => one.cents === cents(minor))?.cents ?? null

const fails = (minor: bigint): boolean => inputOf(minor) === '11'

const LATE_MS = 60_000

/** Acts on the payment as it then stands and answers with this body, unless the amount asks for a fault. */
function known(gateway: Gateway, payment: Payment, amount: bigint, act: (now: Payment) => string): Answer {
  const input = inputOf(amount)
  if (input === '03') return apiError(503, 4999, 'Temporarily unavailable')
  if (input === '07') {
    gateway.agenda.plan(new Date(gateway.agenda.now().getTime() + LATE_MS), `late: ${payment.orderReference}`, async () => {
      act(gateway.current(payment))
    })
    return apiError(504, 4999, 'No answer in time')
  }
  const body = act(payment)
  return input === '08' ? HANG_UP : apiJson(200, body)
}

const RETURN_AFTER_MS = 60_000

function planReturn(gateway: Gateway, payment: Payment, amount: bigint): void {
  const at = new Date(gateway.agenda.now().getTime() + RETURN_AFTER_MS)
  gateway.agenda.plan(at, `the refund of ${payment.orderReference} comes back`, async () => {
    await gateway.tell(undoRefund(gateway, gateway.current(payment), amount), { event: 'refund_failed', answerLost: false })
  })
}
