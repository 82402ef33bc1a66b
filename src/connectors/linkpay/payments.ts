import { createHash, randomUUID } from 'node:crypto'
import { decimal } from '../../money/money.ts'
import type { CaptureAsk, Http, Order, Outcome, RefundAsk, Report, Setup, Started } from '../contract.ts'
import { PAYMENT_REFERENCE } from './callback.ts'
import { act, asObject, linkPrefix, read, textOf } from './client.ts'
import type { Answered } from './client.ts'
import { modeOf } from './config.ts'
import type { Config, LinkField } from './config.ts'
import { orderReference, paymentDescription } from './order-reference.ts'
import { readReport } from './report.ts'
import { signedLink } from './signed-link.ts'

/** With a processing account a payment is made now and has its reference; without one the payer makes it by a link. */
export async function start(order: Order, setup: Setup<Config>, http: Http): Promise<Outcome<Started>> {
  if (order.amount.currency !== 'EUR') return { kind: 'refused', reason: 'currency', providerCode: '' }
  if (order.mode !== modeOf(setup.config)) return { kind: 'refused', reason: 'not_enabled', providerCode: setup.config.environment }
  if (setup.config.accountName === null) return { kind: 'done', value: { redirect: linkOf(order, setup), providerRef: null } }
  const made = await act(setup, { path: '/payments/oneoff', nonce: randomUUID(), body: oneoffOf(order, setup.config.accountName) }, http)
  return made.kind === 'done' ? startedBy(made.value, order.method) : made
}

/**
 * The same link, or the page of the payment that was made. Where its answer was lost nobody has that page, so that the
 * order is sent again under its reference, which EveryPay lets be paid once. Source: 2.5.
 */
export async function resume(order: Order, ref: string | null, setup: Setup<Config>, http: Http): Promise<Outcome<Started>> {
  if (ref === null) return start(order, setup, http)
  const known = await readPayment(ref, setup, http)
  return known.kind === 'done' ? startedBy(known.value, order.method) : known
}

function linkOf(order: Order, setup: Setup<Config>): string {
  const { config } = setup
  const optional: Readonly<Record<LinkField, string | null>> = {
    invoice_number: order.invoiceNumber, customer_name: order.payer.name, customer_email: order.payer.email, custom_field_1: order.reference,
  }
  const ticked = config.linkFields.flatMap((name) => (optional[name] === null ? [] : [[name, optional[name]]]))
  return signedLink(linkPrefix(setup), {
    ...Object.fromEntries(ticked), linkpay_token: config.linkToken, order_reference: orderReference(order), transaction_amount: decimal(order.amount),
  }, config.apiSecret)
}

/** Languages of EveryPay's pages: Georgian is not among them. Source: protocol sheet 4.3. */
const LOCALE = { lt: 'lt', lv: 'lv', et: 'et', uk: 'uk', ka: 'en', ru: 'ru', en: 'en' } as const
const BANK_COUNTRIES: readonly string[] = ['EE', 'LV', 'LT']

function oneoffOf(order: Order, accountName: string): Readonly<Record<string, unknown>> {
  const country = order.payer.country?.toUpperCase() ?? ''
  return {
    account_name: accountName, amount: decimal(order.amount), order_reference: orderReference(order), customer_url: wayBack(order.urls.accept),
    locale: LOCALE[order.language], payment_description: paymentDescription(order.invoiceNumber, order.storeName),
    ...(order.payer.email === null ? {} : { email: order.payer.email }),
    ...(BANK_COUNTRIES.includes(country) ? { preferred_country: country } : {}),
    integration_details: { software: 'Kvit', integration: 'api' },
  }
}

/**
 * EveryPay refuses an address without a dotted name. On one's own machine a browser finds `kvit.localhost` at the same
 * place. Source: 4.3, trap 20.
 */
function wayBack(accept: string): string {
  const url = new URL(accept)
  if (['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) url.hostname = 'kvit.localhost'
  return url.href
}

/** A payment that is finished has no methods any more, and a method without a link cannot be preselected. Source: 4.3. */
function startedBy(payment: Answered, method: string | null): Outcome<Started> {
  const [ref, page] = [textOf(payment['payment_reference']), textOf(payment['payment_link'])]
  const offered = Array.isArray(payment['payment_methods']) ? payment['payment_methods'].map(asObject) : []
  const chosen = textOf(offered.find((one) => one !== null && one['source'] === method)?.['payment_link'])
  const redirect = chosen ?? page
  if (ref === null || !PAYMENT_REFERENCE.test(ref) || redirect === null || !isWebAddress(redirect)) {
    return { kind: 'unknown', cause: 'the answer names no payment and page' }
  }
  return { kind: 'done', value: { redirect, providerRef: ref } }
}

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

async function readPayment(ref: string, setup: Setup<Config>, http: Http): Promise<Outcome<Answered>> {
  if (!PAYMENT_REFERENCE.test(ref)) return { kind: 'refused', reason: 'other', providerCode: 'no payment reference' }
  return read(setup, `/payments/${ref}`, http)
}

/** What EveryPay knows of a payment: the only word that counts. Source: 3.2. */
export async function lookup(ref: string, setup: Setup<Config>, http: Http): Promise<Outcome<Report>> {
  const payment = await readPayment(ref, setup, http)
  if (payment.kind !== 'done') return payment
  const report = readReport(payment.value, ref, setup)
  return report === null ? { kind: 'unknown', cause: 'the answer is about another payment' } : { kind: 'done', value: report }
}

/** `nonce` of one decision is the same for every try, so that it is carried out at most once. Source: 4.1. */
const nonceOf = (what: string, key: string): string => createHash('sha256').update(`${what} ${key}`).digest('hex').slice(0, 32)

/**
 * Gives money back, or at some banks only marks it: see `movesMoney`. The payment is read afterwards, because a refusal
 * may mean that the refund was made already, by an earlier try or in the portal. Source: 4.6.
 */
export async function refund({ ref, amount, total, idempotencyKey, setup, http }: RefundAsk<Config>): Promise<Outcome<Report>> {
  return actOn({ ref, setup, http }, {
    path: '/payments/refund', nonce: nonceOf('refund', idempotencyKey), body: { amount: decimal(amount) },
  }, (report) => report.status === 'refunded' && report.refund !== null && report.refund.amount.minor >= total.minor)
}

/** Takes reserved money; accounts that reserve only. Source: 4.6. */
export async function capture({ ref, amount, idempotencyKey, setup, http }: CaptureAsk<Config>): Promise<Outcome<Report>> {
  return actOn({ ref, setup, http }, {
    path: '/payments/capture', nonce: nonceOf('capture', idempotencyKey), body: { amount: decimal(amount) },
  }, ({ status }) => status === 'confirmed')
}

/** Lets reserved money go; cards only. Once let go it stays so, hence one name for every try. Source: 4.6. */
export async function release(ref: string, setup: Setup<Config>, http: Http): Promise<Outcome<Report>> {
  return actOn({ ref, setup, http }, { path: '/payments/void', nonce: nonceOf('void', ref), body: {} }, ({ status }) => status === 'refused')
}

async function actOn(
  { ref, setup, http }: { ref: string; setup: Setup<Config>; http: Http },
  { path, nonce, body }: { path: string; nonce: string; body: Readonly<Record<string, unknown>> }, isDone: (report: Report) => boolean,
): Promise<Outcome<Report>> {
  if (!PAYMENT_REFERENCE.test(ref)) return { kind: 'refused', reason: 'other', providerCode: 'no payment reference' }
  const acted = await act(setup, { path, nonce, body: { payment_reference: ref, ...body } }, http)
  if (acted.kind === 'unknown') return acted
  const known = await lookup(ref, setup, http)
  if (acted.kind === 'done') return known.kind === 'refused' ? { kind: 'unknown', cause: 'done, and not readable afterwards' } : known
  return known.kind === 'done' && isDone(known.value) ? known : acted
}
