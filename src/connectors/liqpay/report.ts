import { currencyOf } from '../../money/currency.ts'
import { parseMoney } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { Mode } from '../../kernel/ids.ts'
import type { CardSlip, Report } from '../contract.ts'
import { modeOf } from './config.ts'
import type { Config } from './config.ts'
import { textOf } from './json.ts'
import type { Told } from './json.ts'
import { referenceIn } from './request.ts'

/**
 * Every status of LiqPay in our words. Source: protocol sheet 10. Money taken from the payer while the shop is not verified
 * or has nowhere to be paid out (`wait_accept`, `wait_card`) is a person's to judge; recurring payments are never asked for.
 */
export const STATUS: ReadonlyMap<string, Report['status']> = new Map<string, Report['status']>([
  ['success', 'confirmed'], ['wait_compensation', 'confirmed'],
  ['sandbox', 'confirmed'], // of no real money: `readMode` says so
  ['failure', 'refused'], ['error', 'refused'], ['try_again', 'refused'],
  ['reversed', 'refunded'],
  ['wait_reserve', 'noted'], // a refund is being prepared: `reversed` will follow
  ['hold_wait', 'authorised'], ['wait_lc', 'authorised'],
  ['wait_accept', 'unconfirmed'], ['wait_card', 'unconfirmed'],
  ['processing', 'waiting'], ['wait_secure', 'waiting'],
  ['invoice_wait', 'open'], ['prepared', 'open'], ['cash_wait', 'open'], ['wait_qr', 'open'], ['wait_sender', 'open'],
  ['3ds_verify', 'open'], ['otp_verify', 'open'], ['cvv_verify', 'open'], ['captcha_verify', 'open'], ['ivr_verify', 'open'],
  ['password_verify', 'open'], ['phone_verify', 'open'], ['pin_verify', 'open'], ['sender_verify', 'open'], ['receiver_verify', 'open'],
  ['senderapp_verify', 'open'], ['p24_verify', 'open'], ['mp_verify', 'open'],
  ['subscribed', 'unrecognised'], ['unsubscribed', 'unrecognised'],
])

/** Null: the object is of another shop, or lacks what names a payment. `reference` is empty for an order that Kvit did not make. */
export function readReport(told: Told, config: Config): Report | null {
  const [orderId, word] = [textOf(told.get('order_id')), textOf(told.get('status'))]
  if (told.get('public_key') !== config.publicKey || orderId === null || word === null) return null
  const asked = amountIn(told, ['amount', 'currency'])
  const status = statusOf(word, told)
  const moved = status === 'confirmed' || status === 'refunded'
  const credited = amountIn(told, ['amount_credit', 'currency_credit'])
  const refund = moved ? refundIn(told, { word, asked }, config) : { given: null, doubt: null }
  const doubts = [
    status === 'unrecognised' ? `status ${word.slice(0, 40)} is not one of a payment` : null,
    word === 'error' ? `LiqPay takes the order for wrong: ${(textOf(told.get('err_code')) ?? 'no code').slice(0, 60)}` : null,
    (moved || status === 'authorised') && asked === null ? 'without a readable amount' : null,
    refund.doubt,
  ].filter((doubt) => doubt !== null)
  return {
    status, reference: referenceIn(orderId) ?? '', providerRef: orderId, mode: readMode(word, config), asked,
    transferred: moved ? credited ?? asked : null,
    method: textOf(told.get('paytype')), payer: payerIn(told), ...(moved ? { slip: slipIn(told) } : {}), refund: refund.given,
    doubt: doubts.length === 0 ? null : doubts.join('; '),
  }
}

/**
 * Reserved money that was let go is `reversed` like money that went back, but was never taken. A payment of which a part
 * went back stays `success`. Source: 8.6, 8.7.
 */
function statusOf(word: string, told: Told): Report['status'] {
  const status = STATUS.get(word) ?? 'unrecognised'
  const isHold = told.get('action') === 'hold' && textOf(told.get('completion_date')) === null
  if (status === 'refunded' && isHold) return 'refused'
  const gone = status === 'confirmed' ? amountIn(told, ['refund_amount', 'currency']) : null
  return gone !== null && gone.minor > 0n ? 'refunded' : status
}

/** With a sandbox pair all is a test; with a real one only what says `sandbox`. Source: 12. */
const readMode = (word: string, config: Config): Mode => (word === 'sandbox' ? 'test' : modeOf(config))

/** Plain digits with at most two decimals, as text or as the text of a JSON number; `170.0` is usual. Source: 4. */
const DECIMAL = /^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?$/

/** Null for what is neither an amount nor a currency: nothing is repaired. */
export function amountIn(told: Told, [amountName, currencyName]: readonly [amount: string, currency: string]): Money | null {
  const text = told.get(amountName)
  const currency = currencyOf(textOf(told.get(currencyName)) ?? '')
  return typeof text === 'string' && DECIMAL.test(text) && currency !== null ? parseMoney(text, currency) : null
}

type Refund = { readonly given: Report['refund']; readonly doubt: string | null }
const nothing: Refund = { given: null, doubt: null }

/** After a full refund the whole amount has gone, whatever else is said; else `refund_amount` counts, if it is there. Source: 8.6, 9. */
function refundIn(told: Told, { word, asked }: { word: string; asked: Money | null }, { partialRefunds }: Config): Refund {
  const at = timeIn(told, 'refund_date_last')
  if (word === 'reversed') return asked === null ? nothing : { given: { amount: asked, at, counts: 'all' }, doubt: null }
  if (textOf(told.get('refund_amount')) === null) return nothing
  const amount = amountIn(told, ['refund_amount', 'currency'])
  if (amount === null) return { given: null, doubt: 'how much went back is not readable' }
  if (asked !== null && amount.minor > asked.minor) return { given: null, doubt: 'more is refunded than was paid' }
  return { given: { amount, at, counts: partialRefunds === 'last' && amount.minor > 0n ? 'this' : 'all' }, doubt: null }
}

/** Milliseconds since the epoch. Null if it is no time of this or the next centuries. Source: 4. */
export function timeIn(told: Told, name: string): Date | null {
  const text = textOf(told.get(name)) ?? ''
  return /^[1-9][0-9]{11,13}$/.test(text) ? new Date(Number(text)) : null
}

/** ISO 3166-1 numeric, as LiqPay has countries, of the places Kvit's payers come from. */
const COUNTRY: ReadonlyMap<string, string> = new Map([
  ['804', 'UA'], ['440', 'LT'], ['428', 'LV'], ['233', 'EE'], ['268', 'GE'], ['51', 'AM'], ['498', 'MD'], ['616', 'PL'], ['642', 'RO'],
  ['703', 'SK'], ['348', 'HU'], ['203', 'CZ'], ['276', 'DE'], ['246', 'FI'], ['752', 'SE'], ['826', 'GB'], ['840', 'US'], ['792', 'TR'],
])

function payerIn(told: Told): Report['payer'] {
  const name = [told.get('sender_first_name'), told.get('sender_last_name')].map(textOf).filter((part) => part !== null).join(' ')
  return {
    name: name === '' ? null : name, account: textOf(told.get('sender_iban')) ?? textOf(told.get('sender_card_mask2')),
    country: COUNTRY.get(textOf(told.get('sender_card_country')) ?? '') ?? null,
  }
}

/** LiqPay's own number where the acquirer has none. Source: protocol sheet 9, 14. */
const slipIn = (told: Told): CardSlip => ({
  reference: textOf(told.get('rrn_debit')) ?? textOf(told.get('payment_id')), authCode: textOf(told.get('authcode_debit')),
  mask: textOf(told.get('sender_card_mask2')), paidAt: timeIn(told, 'end_date'),
})
