import type { CaptureAsk, Http, Order, Outcome, ProviderRef, RefundAsk, Report, Setup, Started } from '../contract.ts'
import { call, isFailed, openCheckout, pageAt, refused, signedAddress } from './client.ts'
import { modeOf } from './config.ts'
import type { Config } from './config.ts'
import { textOf } from './json.ts'
import type { Told } from './json.ts'
import { readReport } from './report.ts'
import { checkout, invoice, objection, orderIdOf, payQr } from './request.ts'
import type { Request } from './request.ts'

/** `order_id` is our own name, and the provider's: status, refund and invoice are all asked for by it. Source: protocol sheet 8. */
export async function start(order: Order, setup: Setup<Config>, http: Http): Promise<Outcome<Started>> {
  const { config, clock } = setup
  const wrong = objection(order)
  if (wrong !== null) return { kind: 'refused', ...wrong }
  if (order.mode !== modeOf(config)) return { kind: 'refused', reason: 'not_enabled', providerCode: modeOf(config) }
  if (order.deliverBy !== null) {
    if (!config.sending.includes(order.deliverBy.way)) return { kind: 'refused', reason: 'not_enabled', providerCode: order.deliverBy.way }
    return started(await call(invoice(order, order.deliverBy, config, clock.now()), setup, http), 'href', { order, setup })
  }
  if (config.link === 'qr') return startQr(order, setup, http)
  return openPage(order, setup, http)
}

async function startQr(order: Order, setup: Setup<Config>, http: Http): Promise<Outcome<Started>> {
  const { config } = setup
  if (config.qrIp === null) return { kind: 'refused', reason: 'not_enabled', providerCode: 'ip' }
  return started(await call(payQr(order, config, config.qrIp), setup, http), config.qrField, { order, setup })
}

/** The answer names a page to pay at. One that does not may still have made an order. */
function started(made: Outcome<Told>, field: string, { order, setup }: { order: Order; setup: Setup<Config> }): Outcome<Started> {
  if (made.kind !== 'done') return made
  if (isFailed(made.value)) return refused(made.value)
  const providerRef = orderIdOf(order.reference, setup.config)
  const redirect = pageAt(textOf(made.value.get(field)) ?? '', setup)
  if (redirect === null || made.value.get('order_id') !== providerRef) return { kind: 'unknown', cause: 'the answer names no page of this order' }
  return { kind: 'done', value: { redirect, providerRef } }
}

async function openPage(order: Order, setup: Setup<Config>, http: Http): Promise<Outcome<Started>> {
  const { config, clock } = setup
  const request = checkout(order, config, clock.now())
  const providerRef = orderIdOf(order.reference, config)
  if (config.link === 'signed') return { kind: 'done', value: { redirect: signedAddress(request, setup), providerRef } }
  const page = await openCheckout(request, setup, http)
  return page.kind === 'done' ? { kind: 'done', value: { redirect: page.value, providerRef } } : page
}

/** The page of the same order once more: an `order_id` is paid once, however often its page is opened. Source: traps. */
export async function resume(order: Order, _ref: ProviderRef | null, setup: Setup<Config>, http: Http): Promise<Outcome<Started>> {
  const wrong = objection(order)
  return wrong === null ? openPage(order, setup, http) : { kind: 'refused', ...wrong }
}

const isOrderId = (ref: string): boolean => ref !== '' && ref.length <= 255

/** LiqPay's own number of a payment, which a person may know from its cabinet. Source: 8.5. */
const PAYMENT_ID = /^[0-9]{6,18}$/

const askedBy = (ref: string): Request => (PAYMENT_ID.test(ref) ? { payment_id: ref } : { order_id: ref })

/** What LiqPay knows of an order. That a payment failed is an answer; that there is none is a refusal. Source: 8.5. */
export async function lookup(ref: ProviderRef, setup: Setup<Config>, http: Http): Promise<Outcome<Report>> {
  if (!isOrderId(ref)) return { kind: 'refused', reason: 'other', providerCode: 'order_id_empty' }
  const answer = await call({ action: 'status', ...askedBy(ref) }, setup, http)
  if (answer.kind !== 'done') return answer
  const isIt = answer.value.get(PAYMENT_ID.test(ref) ? 'payment_id' : 'order_id') === ref
  const report = isIt ? readReport(answer.value, setup.config) : null
  return report === null ? { kind: 'unknown', cause: 'the answer is about another payment' } : { kind: 'done', value: report }
}

/**
 * Gives money back, whole or a part. LiqPay knows no key that makes a second try harmless, so this is sent once, and the
 * payment is read afterwards: a refusal may mean that the refund was made already. Where its status does not tell how much
 * has gone back, LiqPay's "done" tells it. Source: 8.6.
 */
export async function refund({ ref, amount, total, setup, http }: RefundAsk<Config>): Promise<Outcome<Report>> {
  const acted = await act({ action: 'refund', order_id: ref, amount }, setup, http)
  if (acted.kind === 'unknown') return acted
  const known = await lookup(ref, setup, http)
  if (acted.kind === 'refused') return known.kind === 'done' && hasGone(known.value, total.minor) ? known : acted
  if (known.kind !== 'done') return { kind: 'unknown', cause: 'done, and not readable afterwards' }
  const isMade = acted.value.get('wait_amount') !== true && ['success', 'reversed'].some((word) => acted.value.get('status') === word)
  return isMade && known.value.refund === null && known.value.status === 'confirmed' ? refundedBy(known.value, total) : known
}

const hasGone = ({ refund: gone }: Report, minor: bigint): boolean => gone !== null && gone.counts === 'all' && gone.amount.minor >= minor

const refundedBy = (report: Report, total: RefundAsk<Config>['total']): Outcome<Report> =>
  ({ kind: 'done', value: { ...report, status: 'refunded', refund: { amount: total, at: null, counts: 'all' } } })

/** Takes reserved money, at most what was reserved. Source: 8.7. */
export async function capture({ ref, amount, setup, http }: CaptureAsk<Config>): Promise<Outcome<Report>> {
  return actAndRead({ action: 'hold_completion', order_id: ref, amount }, { ref, setup, http }, 'confirmed')
}

/** Lets all reserved money go, which is a refund of the whole. Source: 8.6. */
export async function release(ref: ProviderRef, setup: Setup<Config>, http: Http): Promise<Outcome<Report>> {
  const held = await lookup(ref, setup, http)
  if (held.kind !== 'done' || held.value.status === 'refused') return held
  if (held.value.status !== 'authorised' || held.value.asked === null) return { kind: 'refused', reason: 'other', providerCode: 'payment_err_status' }
  return actAndRead({ action: 'refund', order_id: ref, amount: held.value.asked }, { ref, setup, http }, 'refused')
}

/** An act of which LiqPay's own "failed" is a refusal. */
async function act(request: Request, setup: Setup<Config>, http: Http): Promise<Outcome<Told>> {
  const answer = await call(request, setup, http)
  return answer.kind === 'done' && isFailed(answer.value) ? refused(answer.value) : answer
}

/** The payment is read after the act, because a refusal may mean that it was done already. */
async function actAndRead(
  request: Request, { ref, setup, http }: { ref: ProviderRef; setup: Setup<Config>; http: Http }, wanted: Report['status'],
): Promise<Outcome<Report>> {
  const acted = await act(request, setup, http)
  if (acted.kind === 'unknown') return acted
  const known = await lookup(ref, setup, http)
  if (acted.kind === 'refused') return known.kind === 'done' && known.value.status === wanted ? known : acted
  return known.kind === 'refused' ? { kind: 'unknown', cause: 'done, and not readable afterwards' } : known
}

/** Statuses of an order that can still be paid, or has been. */
const IN_THE_WAY: ReadonlySet<Report['status']> = new Set(['confirmed', 'waiting', 'authorised', 'unconfirmed', 'refunded', 'charged_back', 'noted'])

/**
 * Withdraws an invoice that LiqPay brought, then asks once more, because the payer may have been quicker. A checkout page
 * cannot be withdrawn, only left to its end: LiqPay refuses. Source: 8.2, 14.
 */
export async function revoke(ref: ProviderRef, setup: Setup<Config>, http: Http): Promise<Outcome<'revoked'>> {
  const acted = await act({ action: 'invoice_cancel', order_id: ref }, setup, http)
  if (acted.kind !== 'done') return acted
  const known = await lookup(ref, setup, http)
  if (known.kind === 'unknown') return known
  if (known.kind === 'done' && IN_THE_WAY.has(known.value.status)) return { kind: 'refused', reason: 'other', providerCode: known.value.status }
  return { kind: 'done', value: 'revoked' }
}
