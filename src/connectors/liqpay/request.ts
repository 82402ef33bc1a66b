import type { Language } from '../../kernel/language.ts'
import type { Currency } from '../../money/currency.ts'
import { sum } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { Order, OrderLine, Refusal } from '../contract.ts'
import type { Config } from './config.ts'
import { PAY_TYPES } from './config.ts'
import type { Said } from './json.ts'

/** Of today; old pages add some that are gone. Source: protocol sheet 4. */
export const CURRENCIES: readonly Currency[] = ['UAH', 'USD', 'EUR']

/** The members of one request. Those that are null are not sent. */
export type Request = { readonly [name: string]: Said | null }

/** In characters. Source: 4; the length of `description` is what one client enforces. */
const MOST = { order_id: 255, url: 510, description: 2048, product_description: 500 } as const

const REFERENCE = /^[0-9a-z]{26}$/

/** Our name for the attempt behind the channel's prefix. */
export const orderIdOf = (reference: string, { orderPrefix }: Config): string => orderPrefix + reference

/** The attempt's name in an `order_id`, whatever prefix it was sent with; null for orders that are none of ours. */
export const referenceIn = (orderId: string): string | null => /(?:^|[^0-9a-z])([0-9a-z]{26})$/.exec(orderId)?.[1] ?? null

/** Why LiqPay would not take this order, or null: before anything is sent. */
export function objection({ amount, reference, urls, method, deliverBy }: Order): { readonly reason: Refusal; readonly providerCode: string } | null {
  if (!CURRENCIES.includes(amount.currency)) return { reason: 'currency', providerCode: 'err_wrong_currency' }
  if (amount.minor < 1n) return { reason: 'amount', providerCode: 'amount' }
  if (!REFERENCE.test(reference)) return { reason: 'other', providerCode: 'order_id' }
  if (method !== null && !PAY_TYPES.some((one) => one === method)) return { reason: 'method', providerCode: 'paytypes' }
  if ([urls.accept, urls.callback].some((url) => url.length > MOST.url || !URL.canParse(url))) return { reason: 'other', providerCode: 'server_url' }
  return deliverBy === null || isAddress(deliverBy) ? null : { reason: 'other', providerCode: deliverBy.way === 'email' ? 'email' : 'err_phone' }
}

const isAddress = ({ way, to }: NonNullable<Order['deliverBy']>): boolean =>
  (way === 'email' ? /^[^\s@]+@[^\s@]+$/.test(to) : /^\+?[0-9]{9,15}$/.test(to))

/** What every order says, whichever way the payer gets to it. `version` and `public_key` come with every request. */
const common = (order: Order, config: Config): Request => ({
  amount: order.amount, currency: order.amount.currency, description: descriptionOf(order), order_id: orderIdOf(order.reference, config),
})

/** The hosted page. `result_url` proves nothing. Source: 5. */
export const checkout = (order: Order, config: Config, now: Date): Request => ({
  action: config.action, ...common(order, config), expired_date: utcText(endOf(order, now, BROWSER_MS)), language: LANGUAGE[order.language],
  paytypes: order.method, result_url: order.urls.accept, server_url: order.urls.callback, product_description: listed(order.lines),
})

/** An invoice that LiqPay brings to the payer. `rro_info` is never sent: Kvit registers the receipt itself. Source: 6, 8.1. */
export function invoice(order: Order, { way, to }: NonNullable<Order['deliverBy']>, config: Config, now: Date): Request {
  return {
    action: 'invoice_send', action_payment: config.action, ...common(order, config), ...(way === 'email' ? { email: to } : { phone: to }),
    expired_date: utcText(endOf(order, now, config.lifeMs)), language: LANGUAGE[order.language], result_url: order.urls.accept,
    server_url: order.urls.callback, goods: goodsOf(order),
  }
}

/** A QR code that LiqPay draws; it has no end of its own. Source: 8.8. */
export const payQr = (order: Order, config: Config, ip: string): Request => ({
  action: 'payqr', ip, ...common(order, config), language: LANGUAGE[order.language], server_url: order.urls.callback,
})

/** A payer at a browser, where nobody has said how long. */
const BROWSER_MS = 30 * 60_000

const endOf = ({ payableUntil }: Order, now: Date, lifeMs: number): Date => payableUntil ?? new Date(now.getTime() + lifeMs)

/** `YYYY-MM-DD HH:mm:ss` in UTC, without `T` and `Z`. Source: 4. */
export const utcText = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')

/** LiqPay's pages speak Ukrainian and English. Source: 4, `language`. */
const LANGUAGE: Readonly<Record<Language, 'uk' | 'en'>> = { uk: 'uk', ru: 'uk', lt: 'en', lv: 'en', et: 'en', ka: 'en', en: 'en' }

const INVOICE: Readonly<Record<Language, string>> = {
  lt: 'Sąskaita', lv: 'Rēķins', et: 'Arve', uk: 'Рахунок', ka: 'ინვოისი', ru: 'Счёт', en: 'Invoice',
}

const descriptionOf = ({ invoiceNumber, language, storeName }: Order): string =>
  cut(`${INVOICE[language]} ${invoiceNumber}, ${storeName}`, MOST.description)

function listed(lines: readonly OrderLine[]): string | null {
  const text = lines.map(({ title, quantity, unit }) => `${title}, ${quantity} ${unit}`.trim()).join('; ')
  return text === '' ? null : cut(text, MOST.product_description)
}

/** As many whole characters as fit into `most` of UTF-16. */
function cut(text: string, most: number): string {
  let kept = ''
  for (const sign of text.toWellFormed()) {
    if (kept.length + sign.length > most) break
    kept += sign
  }
  return kept
}

const PIECE: Readonly<Record<Language, string>> = { uk: 'шт.', ru: 'шт.', lt: 'pcs.', lv: 'pcs.', et: 'pcs.', ka: 'pcs.', en: 'pcs.' }
const COUNT = /^[1-9][0-9]{0,5}$/

/**
 * `amount` is the price of one, `count` a whole number, and price by count over all lines must be the invoice's amount. A
 * line that is weighed or whose total cannot be divided is one piece of the whole. Null where the lines are not what is
 * paid, as for a part. Source: 8.1, traps.
 */
function goodsOf({ lines, amount, language }: Order): Said | null {
  const isWhole = lines.length > 0 && lines.every(({ total }) => total.currency === amount.currency && total.minor > 0n)
  if (!isWhole || sum(lines.map(({ total }) => total), amount.currency).minor !== amount.minor) return null
  return lines.map((line) => goodOf(line, PIECE[language]))
}

function goodOf({ title, quantity, unit, total }: OrderLine, piece: string): Said {
  const count = COUNT.test(quantity) ? BigInt(quantity) : null
  if (count !== null && total.minor % count === 0n) {
    const each: Money = { minor: total.minor / count, currency: total.currency }
    return { amount: each, count: Number(count), unit: unit || piece, name: title }
  }
  return { amount: total, count: 1, unit: piece, name: `${title}, ${quantity} ${unit}`.trim() }
}
