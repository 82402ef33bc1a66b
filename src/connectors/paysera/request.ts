import type { Language } from '../../kernel/language.ts'
import type { Order, Refusal } from '../contract.ts'
import type { Config } from './config.ts'
import type { Currency } from '../../money/currency.ts'
import { encodeBase64, encodeForm } from './form.ts'
import { sign } from './protocol.ts'

/**
 * Named by the vendor, and the lari, which its list leaves to account and country. All have two decimals: the sheet
 * knows "cents" only, and what Paysera does with a currency of no or three decimals is not documented. Source: A8.
 */
export const CURRENCIES: readonly Currency[] = ['EUR', 'USD', 'GBP', 'PLN', 'RON', 'GEL']

type Parameters = readonly (readonly [name: string, value: string])[]

/** Most bytes a parameter may have. Source: protocol sheet A3; the vendor's library counts with `strlen`. */
const MAX_BYTES = { accepturl: 255, cancelurl: 255, callbackurl: 255, paytext: 255, p_email: 255, p_name: 255 } as const
const AMOUNT = /^[1-9][0-9]{0,10}$/
const METHOD = /^[A-Za-z0-9_-]{1,20}$/
const REFERENCE = /^[0-9A-Za-z_-]{1,40}$/

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8')

/** Why Paysera would not take this order, or null. Its own page would show the payer only a code. */
export function objection(order: Order): { readonly reason: Refusal; readonly providerCode: string } | null {
  const { amount, method, reference, urls } = order
  if (!CURRENCIES.includes(amount.currency)) return { reason: 'currency', providerCode: 'currency' }
  if (!AMOUNT.test(amount.minor.toString())) return { reason: 'amount', providerCode: 'amount' }
  if (method !== null && !METHOD.test(method)) return { reason: 'method', providerCode: 'payment' }
  if (!REFERENCE.test(reference)) return { reason: 'other', providerCode: 'orderid' }
  const addresses = [['accepturl', urls.accept], ['cancelurl', urls.cancel], ['callbackurl', urls.callback]] as const
  const wrong = addresses.find(([name, url]) => bytesOf(url) > MAX_BYTES[name] || !URL.canParse(url))
  return wrong === undefined ? null : { reason: 'other', providerCode: wrong[0] }
}

/** All parameters of a request that has no `objection`. Optional ones that break a limit are left out. */
export function orderParameters(order: Order, config: Config): Parameters {
  const { amount, method, payer, urls } = order
  const email = payer.email !== null && bytesOf(payer.email) <= MAX_BYTES.p_email ? payer.email : null
  const consent = config.buyerConsent && method !== null && email !== null
  return present([
    ['projectid', config.projectId],
    ['orderid', order.reference],
    ['accepturl', urls.accept],
    ['cancelurl', urls.cancel],
    ['callbackurl', urls.callback],
    ['version', config.version],
    ['lang', config.languageCodes[order.language]],
    ['amount', amount.minor.toString()],
    ['currency', amount.currency],
    ['payment', method],
    ...countryParameters(payer.country),
    ['paytext', purpose(order)],
    ...nameParameters(payer.name),
    ['p_email', email],
    ['buyer_consent', consent ? '1' : null],
    ['test', order.mode === 'test' ? '1' : '0'],
  ])
}

/** Opens the pay page of an order that was sent before; nothing else may be sent along. Source: A3, `repeat_request`. */
export const repeatParameters = (order: Order, config: Config): Parameters => [
  ['projectid', config.projectId],
  ['orderid', order.reference],
  ['version', config.version],
  ['repeat_request', '1'],
]

/** The address of the pay page with `data` and `sign`. The padding `=` is signed as it is and sent as `%3D`. Source: A2. */
export function payPage(host: string, parameters: Parameters, config: Config): string {
  const data = encodeBase64(Buffer.from(encodeForm(parameters), 'utf8'))
  return `${host}/pay/?data=${data.replaceAll('=', '%3D')}&sign=${sign(data, config.password)}`
}

const present = (pairs: readonly (readonly [string, string | null])[]): Parameters =>
  pairs.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]))

function countryParameters(country: string | null): Parameters {
  if (country === null || !/^[A-Za-z]{2}$/.test(country)) return []
  return [['country', country.toUpperCase()], ['p_countrycode', country.toUpperCase()]]
}

/** Some methods insist on first and last name; the last word is taken for the last name. */
function nameParameters(name: string | null): readonly (readonly [string, string | null])[] {
  const words = name?.split(/\s+/).filter((word) => word !== '') ?? []
  const last = words.length > 1 ? words.at(-1) : undefined
  const first = words.slice(0, last === undefined ? undefined : -1).join(' ')
  if (bytesOf(first) > MAX_BYTES.p_name || bytesOf(last ?? '') > MAX_BYTES.p_name) return []
  return [['p_firstname', first], ['p_lastname', last ?? null]]
}

const INVOICE: Readonly<Record<Language, string>> = {
  lt: 'Sąskaita', lv: 'Rēķins', et: 'Arve', uk: 'Рахунок', ka: 'ინვოისი', ru: 'Счёт', en: 'Invoice',
}

/** Without both, Paysera puts its default text in place of ours. Source: A3, `paytext`. */
const REQUIRED = '[order_nr] [site_name]'

/** What the payer's bank shows. The invoice number comes first, because a method may cut the end off. */
function purpose({ invoiceNumber, language, storeName }: Order): string {
  const room = MAX_BYTES.paytext - bytesOf(REQUIRED) - 1
  return `${cut(`${INVOICE[language]} ${invoiceNumber}, ${storeName}`, room)} ${REQUIRED}`
}

/** As many whole characters as fit into `bytes`. */
function cut(text: string, bytes: number): string {
  let kept = ''
  let left = bytes
  for (const sign of text.toWellFormed()) {
    left -= bytesOf(sign)
    if (left < 0) break
    kept += sign
  }
  return kept
}
