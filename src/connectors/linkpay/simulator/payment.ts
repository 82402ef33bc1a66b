import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { jsonText, moneyJson, type Json } from '../../simulator-json.ts'
import type { Merchant } from './merchants.ts'
import { methodBySource, methodsFor, logoPath } from './methods.ts'

/** Words of `payment_state`. Source: sheet 4.5; `under_review` is listed nowhere, which is what it is for. */
type PaymentState =
  | 'initial' | 'waiting_for_sca' | 'waiting_for_3ds_response' | 'sent_for_processing' | 'authorised' | 'settled'
  | 'failed' | 'abandoned' | 'voided' | 'refunded' | 'chargebacked' | 'under_review'

/** What the gateway keeps of one payment. Amounts are hundredths of the account's currency. */
export type Payment = {
  /** 64 lower-case hex digits. */
  readonly reference: string
  /** The 8 letters and digits at the end of `payment_link`. */
  readonly code: string
  /** What stands before them: the Link's token, or six characters for `oneoff`. */
  readonly place: string
  readonly merchant: Merchant
  readonly orderReference: string
  readonly accountName: string
  readonly currency: string
  readonly initial: bigint
  readonly standing: bigint
  readonly state: PaymentState
  /** Null until a method is chosen. */
  readonly source: string | null
  readonly createdAt: Date
  readonly changedAt: Date | null
  /** When the acquirer settled; null before, and at banks that do not say. */
  readonly acquiredAt: Date | null
  readonly failure: { readonly code: number; readonly message: string } | null
  readonly lastFour: string | null
  readonly stan: number
  /** Null for LinkPay, whose payers end on the gateway's receipt. */
  readonly customerUrl: string | null
  readonly customerIp: string | null
  readonly email: string | null
  /** `EE`, `LV` or `LT`: which banks are shown first. */
  readonly country: string | null
  /** What the payer saw in the Link; null for `oneoff`. */
  readonly linkFields: ReadonlyMap<string, string> | null
  /** Until then the API still shows the state before. */
  readonly hidden: { readonly until: Date; readonly state: PaymentState; readonly standing: bigint } | null
  /** Until then a status query is answered with 503. */
  readonly downUntil: Date | null
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const randomCode = (length: number): string =>
  Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')

export type NewPayment = Pick<Payment, 'merchant' | 'orderReference' | 'initial' | 'createdAt'> &
  Partial<Pick<Payment, 'customerUrl' | 'customerIp' | 'email' | 'country' | 'linkFields'>>

export const newPayment = (asked: NewPayment): Payment => ({
  reference: randomBytes(32).toString('hex'), code: randomCode(8),
  place: asked.linkFields === undefined || asked.linkFields === null ? randomCode(6).toLowerCase() : asked.merchant.linkToken,
  accountName: asked.merchant.accountName, currency: asked.merchant.currency, standing: asked.initial, state: 'initial',
  source: null, changedAt: null, acquiredAt: null, failure: null, lastFour: null, stan: randomInt(100_000, 999_999),
  customerUrl: null, customerIp: null, email: null, country: null, linkFields: null, hidden: null, downUntil: null, ...asked,
})

/** States in which the payer can still act. */
export const isOpen = ({ state }: Payment): boolean =>
  state === 'initial' || state === 'waiting_for_sca' || state === 'waiting_for_3ds_response'

/** States in which the order counts as paid for the uniqueness validation. */
export const isTaken = ({ state }: Payment): boolean =>
  ['settled', 'authorised', 'refunded', 'chargebacked', 'sent_for_processing'].includes(state)

export const isCard = ({ source }: Payment): boolean => source !== null && methodBySource(source)?.kind === 'card'

export const paymentPath = ({ place, code }: Payment): string => `/lp/${place}/${code}`

/** Where the sheet has a space instead of `T` and no time zone (4.1). */
const bareTime = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')

/** What the API shows now: the state before while the new one is hidden. */
function shown(payment: Payment, now: Date): Payment {
  const { hidden } = payment
  return hidden === null || now >= hidden.until ? payment : { ...payment, state: hidden.state, standing: hidden.standing }
}

const methodsJson = (payment: Payment, origin: string): Json => methodsFor(payment.currency).map((method) => ({
  source: method.source, display_name: method.name, country_code: method.country,
  payment_link: `${origin}${paymentPath(payment)}?method_source=${method.source}`, logo_url: `${origin}${logoPath(method)}`,
  ...(method.kind === 'card' ? { applepay_available: false, googlepay_available: false, wallet_display_name: null } : {}),
  available: true,
}))

/** The answer of `GET /payments/:payment_reference`. Keys and forms: sheet 4.3 and 4.4. */
export function paymentJson(payment: Payment, { origin, now }: { readonly origin: string; readonly now: Date }): string {
  const one = shown(payment, now)
  const card = isCard(one)
  const acted = one.source !== null && !isOpen(one)
  return jsonText({
    account_name: one.accountName, order_reference: one.orderReference, email: one.email, customer_ip: one.customerIp,
    customer_url: one.customerUrl, payment_created_at: one.createdAt.toISOString(), initial_amount: moneyJson(one.initial),
    standing_amount: moneyJson(one.standing), payment_reference: one.reference, payment_link: origin + paymentPath(one),
    payment_methods: isOpen(one) ? methodsJson(one, origin) : null, api_username: one.merchant.apiUsername,
    processing_error: one.failure ?? { code: null, message: null }, warnings: {}, stan: acted ? one.stan : null,
    fraud_score: acted ? 0 : null, payment_state: one.state, payment_method: one.source,
    ...(one.linkFields === null ? { currency: one.currency } : { linkpay_customer_data: customerData(one.linkFields) }),
    cc_details: card && acted ? cardDetails(one) : undefined,
    ob_details: !card && acted ? bankDetails(one) : undefined,
    transaction_time: one.changedAt?.toISOString(),
    acquiring_completed_at: one.acquiredAt === null ? undefined : bareTime(one.acquiredAt),
  })
}

const customerData = (fields: ReadonlyMap<string, string>): Json =>
  Object.fromEntries([...fields].filter(([name]) => /^(customer_|custom_field_|invoice_number|reference_number)/.test(name)))

/** Everything is text, and a missing code is the text `null`. Source: sheet 4.4. */
const cardDetails = ({ lastFour, state }: Payment): Json => ({
  last_four_digits: lastFour ?? '3096', month: '12', year: '2027', holder_name: 'EXAMPLE BUYER', type: 'master_card',
  issuer_country: 'EE', issuer: 'Simulated bank', cobrand: null, funding_source: 'debit', product: 'Debit Mastercard',
  state_3ds: '3ds', authorisation_code: state === 'failed' ? 'null' : '123456',
})

/** Valid check digits, nobody's account. */
const DEBTORS: Readonly<Record<string, string>> = {
  EE: 'EE382200221020145685', LV: 'LV80BANK0000435195001', LT: 'LT121000011101001000',
}

const bankDetails = ({ source, state }: Payment): Json => ({
  debtor_iban: DEBTORS[methodBySource(source ?? '')?.country ?? 'LT'] ?? null, creditor_iban: 'EE471000001020145685',
  ob_payment_reference: randomUUID(),
  ob_payment_state: state === 'failed' || state === 'abandoned' ? 'RJCT' : state === 'sent_for_processing' ? 'ACTC' : 'ACSC',
})

/** The answer of refund and capture. Source: sheet 4.6. */
export const movedJson = (payment: Payment): string => jsonText({
  api_username: payment.merchant.apiUsername, payment_reference: payment.reference, payment_state: payment.state,
  initial_amount: moneyJson(payment.initial), standing_amount: moneyJson(payment.standing),
  transaction_time: (payment.changedAt ?? payment.createdAt).toISOString(),
})
