import { randomBytes, randomInt } from 'node:crypto'
import { jsonText, moneyJson, type Json } from '../../simulator-json.ts'
import { isSandboxKey, type Shop } from './shops.ts'
import type { Version } from './wire.ts'

/** Words of `status`. Source: sheet 10; `wait_moon` is listed nowhere, which is what it is for. */
export type Status =
  | 'prepared' | 'invoice_wait' | 'wait_qr' | 'wait_sender' | '3ds_verify' | 'otp_verify' | 'cvv_verify'
  | 'processing' | 'wait_secure' | 'cash_wait' | 'hold_wait' | 'wait_accept' | 'wait_card' | 'wait_compensation' | 'wait_reserve'
  | 'success' | 'sandbox' | 'subscribed' | 'failure' | 'error' | 'reversed' | 'try_again' | 'wait_moon'

/** Source: sheet 10, the group "final"; `wait_compensation` is a success too. */
const FINAL: readonly Status[] = ['success', 'wait_compensation', 'sandbox', 'subscribed', 'failure', 'error', 'reversed']

/** What LiqPay keeps of one order. Amounts are hundredths. */
export type Payment = {
  /** `payment_id` and, for an invoice, its `id`. */
  readonly id: number
  /** The end of the page's address. */
  readonly token: string
  readonly liqpayOrderId: string
  readonly shop: Shop
  readonly kind: 'checkout' | 'invoice' | 'qr'
  readonly version: Version
  readonly action: 'pay' | 'hold' | 'subscribe' | 'paydonate'
  readonly orderId: string
  readonly minor: bigint
  readonly currency: string
  readonly description: string
  readonly language: string
  readonly status: Status
  /** Why it failed; null where it did not. */
  readonly errCode: string | null
  readonly isSandbox: boolean
  /** Null until the payer has chosen. */
  readonly paytype: string | null
  /** Methods that the order allows; null for all that the shop has. */
  readonly paytypes: readonly string[] | null
  /** Number of the test card; null without one. */
  readonly card: string | null
  readonly is3ds: boolean
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly completedAt: Date | null
  readonly refunded: bigint
  readonly refundedAt: Date | null
  /** A refund that waits for the shop's balance. */
  readonly reserved: bigint
  readonly expiresAt: Date | null
  readonly isCancelled: boolean
  readonly resultUrl: string | null
  readonly serverUrl: string | null
  readonly info: string | null
  /** Returned as they came: `customer`, `product_*`, names of the sender. */
  readonly echoed: Readonly<Record<string, string>>
  readonly goods: readonly string[]
  /** Of an invoice: to whom it was sent. */
  readonly receiver: { readonly type: 'email' | 'phone'; readonly value: string } | null
  /** The same request again leads to the same payment; another one with this `order_id` is a duplicate. */
  readonly data: string
  /** Until then `status` still says the word before. */
  readonly hidden: { readonly until: Date; readonly status: Status } | null
  /** Until then `status` is answered with 503. */
  readonly downUntil: Date | null
}

export type NewPayment = Pick<Payment,
  'shop' | 'kind' | 'version' | 'action' | 'orderId' | 'minor' | 'currency' | 'description' | 'createdAt' | 'data'> & Partial<Payment>

const FIRST_ID = 2_000_000_001

export const newPayment = (asked: NewPayment, number: number): Payment => ({
  id: FIRST_ID + number, token: `${asked.createdAt.getTime()}_${randomInt(1000, 9999)}_${randomBytes(15).toString('base64url').replaceAll(/[-_]/g, 'x')}`,
  liqpayOrderId: `${randomBytes(4).toString('hex').toUpperCase()}${asked.createdAt.getTime()}${randomInt(100, 999)}`,
  status: asked.kind === 'invoice' ? 'invoice_wait' : asked.kind === 'qr' ? 'wait_qr' : 'prepared',
  language: 'uk', errCode: null, isSandbox: false, paytype: null, paytypes: null, card: null, is3ds: false, endedAt: null, completedAt: null,
  refunded: 0n, refundedAt: null, reserved: 0n, expiresAt: null, isCancelled: false, resultUrl: null, serverUrl: null, info: null,
  echoed: {}, goods: [], receiver: null, hidden: null, downUntil: null, ...asked,
})

export const isFinal = ({ status }: Payment): boolean => FINAL.includes(status)

const AT_THE_PAYER: readonly Status[] = ['prepared', 'invoice_wait', 'wait_qr', 'wait_sender', '3ds_verify', 'otp_verify', 'cvv_verify', 'try_again']

/** States in which the payer can still act. */
export const isOpen = ({ status }: Payment): boolean => AT_THE_PAYER.includes(status)

/** States in which the money is the shop's, as far as LiqPay is concerned. */
export const isPaid = ({ status }: Payment): boolean =>
  status === 'success' || status === 'wait_compensation' || status === 'sandbox' || status === 'subscribed'

/**
 * What an order says after its deadline and after it was cancelled. Both are unconfirmed in the sheet (8.2, "Open
 * points"): this is the likeliest reading.
 */
export function asOf(payment: Payment, now: Date): Payment {
  if (payment.hidden !== null && now < payment.hidden.until) return { ...payment, status: payment.hidden.status, endedAt: null, errCode: null }
  if (!isOpen(payment)) return payment
  if (payment.isCancelled) return { ...payment, status: 'error', errCode: 'payment_err_status', endedAt: payment.endedAt ?? now }
  if (payment.expiresAt !== null && now >= payment.expiresAt) return { ...payment, status: 'failure', errCode: 'expired_prepared', endedAt: payment.expiresAt }
  return payment
}

/** The hosted page of an order; an invoice has the address that the sheet names (8.1). */
export const PAGE_PATHS = { checkout: '/checkout', invoice: '/apipay/invoice' } as const

export const pagePath = ({ kind, token }: Payment): string => `${kind === 'invoice' ? PAGE_PATHS.invoice : PAGE_PATHS.checkout}/${token}`

/** 1.5 % of the amount, rounded half up. */
export const feeOf = (minor: bigint): bigint => (minor * 3n + 100n) / 200n

const TYPES: Readonly<Record<Payment['action'], string>> = { pay: 'buy', hold: 'hold', subscribe: 'subscribe', paydonate: 'buy' }

const ERRORS: Readonly<Record<string, string>> = {
  limit: 'Перевищено ліміт на суму або кількість платежів', '9859': 'Недостатньо коштів', decline: 'Платіж відхилено',
  expired_3ds: 'Час підтвердження 3DS минув', expired_prepared: 'Час очікування платежу минув', err_mpi: 'Помилка 3DS',
  '9852': 'Неправильний номер картки', '9851': 'Термін дії картки минув', err_card: 'Неправильні дані картки',
}

function cardFields({ paytype, card, is3ds }: Payment): { readonly [name: string]: Json } {
  if (paytype === null || paytype === 'cash') return {}
  const number = card ?? '4242424242424242'
  return {
    sender_card_mask2: `${number.slice(0, 6)}*${number.slice(-2)}`, sender_card_bank: 'Test', sender_card_type: 'visa', sender_card_country: 804,
    // The tables say number, real payloads have the text: sheet 4.
    mpi_eci: is3ds ? '5' : '7', is_3ds: is3ds,
  }
}

function acquirerFields(payment: Payment): { readonly [name: string]: Json } {
  if (!isPaid(payment) && payment.status !== 'reversed') return {}
  const digits = String(payment.id)
  return { authcode_debit: digits.slice(-6), rrn_debit: `0${digits.padStart(11, '0')}` }
}

function endFields({ endedAt, completedAt, refunded, refundedAt, status, errCode }: Payment): { readonly [name: string]: Json | undefined } {
  return {
    end_date: endedAt?.getTime(), completion_date: completedAt?.getTime(),
    refund_amount: refunded === 0n ? undefined : moneyJson(refunded), refund_date_last: refundedAt?.getTime(),
    wait_reserve_status: status === 'wait_reserve' ? true : undefined,
    ...(errCode === null ? {} : { err_code: errCode, err_description: ERRORS[errCode] ?? 'Помилка', code: errCode }),
  }
}

/** The payment object of callback, `status` and `reports`. `publicKey`: whose it says it is. Keys and forms: sheet 9 and V4. */
export function paymentJson(payment: Payment, publicKey = payment.shop.publicKey): { readonly [name: string]: Json | undefined } {
  const { minor, currency, isSandbox } = payment
  const fee = isPaid(payment) && !isSandbox ? feeOf(minor) : 0n
  return {
    payment_id: payment.id, action: payment.action, status: payment.status, version: payment.version, type: TYPES[payment.action],
    paytype: payment.paytype ?? undefined, public_key: publicKey, acq_id: 414963, order_id: payment.orderId,
    liqpay_order_id: payment.liqpayOrderId, description: payment.description,
    sender_phone: payment.receiver?.type === 'phone' ? payment.receiver.value : undefined,
    ...cardFields(payment), ...acquirerFields(payment), ...payment.echoed,
    amount: moneyJson(minor), currency, sender_commission: moneyJson(0n), receiver_commission: moneyJson(fee), agent_commission: moneyJson(0n),
    amount_debit: moneyJson(minor), amount_credit: moneyJson(minor), commission_debit: moneyJson(0n), commission_credit: moneyJson(fee),
    currency_debit: currency, currency_credit: currency, sender_bonus: moneyJson(0n), amount_bonus: moneyJson(0n),
    info: payment.info ?? undefined, language: payment.language, create_date: payment.createdAt.getTime(),
    ...endFields(payment), transaction_id: payment.id,
  }
}

export const paymentText = (payment: Payment): string => jsonText({ result: 'ok', ...paymentJson(payment) })

/** Whether the payment counts as a test, by its flag or by the shop's keys. */
export const isTest = ({ isSandbox, shop }: Payment): boolean => isSandbox || isSandboxKey(shop.publicKey)
