import { currencyOf } from '../../money/currency.ts'
import type { Currency } from '../../money/currency.ts'
import { parseMoney, subtract } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { Facts, Report, Setup } from '../contract.ts'
import { asObject, textOf } from './client.ts'
import type { Answered } from './client.ts'
import { modeOf } from './config.ts'
import type { Config } from './config.ts'
import { readFacts } from './facts.ts'
import { referenceIn } from './order-reference.ts'

/**
 * `payment_state` to ours, in every spelling that was seen. `voided` lets reserved money go: nothing was paid. What is
 * not listed is neither success nor failure. Source: protocol sheet 4.5, trap 26.
 */
const STATUS: ReadonlyMap<string, Report['status']> = new Map([
  ['initial', 'open'], ['waiting_for_sca', 'open'], ['waiting_for_3ds_response', 'open'], ['waiting_for_bav', 'open'],
  ['confirmed_3ds', 'waiting'], ['3ds_confirmed', 'waiting'], ['sent_for_processing', 'waiting'],
  ['authorised', 'authorised'], ['authorized', 'authorised'],
  ['settled', 'confirmed'],
  ['failed', 'refused'], ['abandoned', 'refused'], ['voided', 'refused'],
  ['refunded', 'refunded'],
  ['chargebacked', 'charged_back'], ['charged_back', 'charged_back'],
])

export const readStatus = (state: string): Report['status'] => STATUS.get(state) ?? 'unrecognised'

/**
 * Reads the answer about one payment. Null: it is not about the payment that was asked for, not of this merchant, or
 * lacks what names it. `reference` is empty for an order that Kvit did not make. Source: 3.2, 4.4.
 */
export function readReport(answer: Answered, ref: string, setup: Setup<Config>): Report | null {
  const state = textOf(answer['payment_state'])
  if (state === null || answer['payment_reference'] !== ref || answer['api_username'] !== setup.config.apiUsername) return null
  const status = readStatus(state)
  const method = textOf(answer['payment_method'])
  const { currency, doubt: whichCurrency } = currencyIn(answer, setup.facts)
  const initial = amountIn(answer['initial_amount'], currency)
  const standing = amountIn(answer['standing_amount'], currency)
  const gone = initial === null || standing === null || standing.minor > initial.minor ? null : subtract(initial, standing)
  const isTakenBack = status === 'charged_back'
  const moved = status === 'confirmed' || status === 'refunded' || isTakenBack
  const doubts = [
    status === 'unrecognised' ? `state ${state.slice(0, 40)} is not listed` : null,
    moved ? whichCurrency : null,
    moved && initial === null ? 'paid without a readable amount' : null,
    status === 'refunded' && gone === null ? 'refunded, and how much is not readable' : null,
    isTakenBack && gone !== null && gone.minor > 0n && gone.minor < (initial?.minor ?? 0n) ? 'charged back, and a part still stands' : null,
  ].filter((doubt) => doubt !== null)
  return {
    status, reference: referenceOf(answer), providerRef: ref, asked: initial,
    // Of reserved money a part may have been taken: what stands is what came.
    transferred: status === 'confirmed' && gone !== null ? standing : moved ? initial : null,
    mode: modeOf(setup.config), method, payer: payerIn(answer),
    refund: isTakenBack ? takenBack(initial) : moved && gone !== null ? { amount: gone, at: null, counts: movesMoney(method, setup.config) ? 'all' : 'marked' } : null,
    doubt: doubts.length === 0 ? null : doubts.join('; '),
  }
}

/** The sheet says only that a dispute was lost, not what then stands: with it all that came is gone. Source: 4.5. */
const takenBack = (initial: Money | null): Report['refund'] => (initial === null ? null : { amount: initial, at: null, counts: 'all' })

/** Cards banks pay at once (`card`); a bank payment is sent back by LHV only, elsewhere a person must send it. Source: 4.6, trap 15. */
export const movesMoney = (method: string | null, { bank }: Config): boolean => method === 'card' || (bank === 'lhv' && method !== null)

/**
 * The attempt's name. Where the portal does not let a link set `order_reference`, EveryPay makes one of its own, and
 * `custom_field_1` may still carry ours. Source: trap 7.
 */
function referenceOf(answer: Answered): string {
  const typed = asObject(answer['linkpay_customer_data'])
  return referenceIn(textOf(answer['order_reference']) ?? '') ?? referenceIn(textOf(typed?.['custom_field_1']) ?? '') ?? ''
}

/** Plain digits with at most two decimals; the JSON number is read by its shortest text, exact for 15 digits. */
const DECIMAL = /^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?$/

/** Numbers as in `120.5` or `10.0`, and in some samples texts. Null for what is neither. Source: 4.1. */
function amountIn(one: unknown, currency: Currency): Money | null {
  const text = typeof one === 'number' ? String(one) : one
  return typeof text === 'string' && DECIMAL.test(text) ? parseMoney(text, currency) : null
}

/**
 * The currency belongs to the processing account: the answer repeats it, or the account that was fetched has it, or the
 * account's name begins with it, as in `EUR3D1`. Source: 4.1.
 */
function currencyIn(answer: Answered, facts: Facts | null): { readonly currency: Currency; readonly doubt: string | null } {
  const account = textOf(answer['account_name'])
  const kept = readFacts(facts)
  const said = currencyOf(textOf(answer['currency']) ?? '') ?? (kept.accountName === account ? kept.currency : null) ?? currencyOf(account?.slice(0, 3) ?? '')
  return said === null ? { currency: 'EUR', doubt: 'the currency of the processing account is not known' } : { currency: said, doubt: null }
}

/** Name and account as the bank, the card or the payer's typing has them. The name on a card may be the text "null". */
function payerIn(answer: Answered): Report['payer'] {
  const [card, bank, typed] = [asObject(answer['cc_details']), asObject(answer['ob_details']), asObject(answer['linkpay_customer_data'])]
  const name = [card?.['holder_name'], typed?.['customer_name']].map(textOf).find((one) => one !== null && one !== 'null')
  const country = textOf(card?.['issuer_country'])
  return {
    name: name ?? null, account: textOf(bank?.['debtor_iban']),
    country: country !== null && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : null,
  }
}
