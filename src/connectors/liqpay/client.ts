import type { Http, HttpAnswer, Outcome, Refusal, Setup } from '../contract.ts'
import type { Config } from './config.ts'
import { readObject, textOf, writeJson } from './json.ts'
import type { Told } from './json.ts'
import { encode, sign } from './protocol.ts'
import type { Request } from './request.ts'

/** The payer's page, and the calls of a merchant's server. Source: protocol sheet 1. */
export const ENDPOINTS = { pay: 'https://www.liqpay.ua/api/3/checkout', api: 'https://www.liqpay.ua/api/request' } as const

/** What a published client waits for an answer. Source: 1. */
const TIMEOUT_MS = 15_000

const baseOf = (name: keyof typeof ENDPOINTS, { endpoints }: Setup<Config>): string => endpoints[name] ?? ENDPOINTS[name]

/** `data` and `signature` of a request, escaped: a `+` that stays one arrives as a space. Source: 3, traps. */
function envelope(request: Request, { config }: Setup<Config>): string {
  const { version, algorithm } = config.protocol
  const data = encode(writeJson({ version, public_key: config.publicKey, ...request }))
  return `data=${encodeURIComponent(data)}&signature=${encodeURIComponent(sign(data, config.privateKey, algorithm))}`
}

/** The signed order as an address. It holds no secret, only what is ordered. Source: 1. */
export const signedAddress = (request: Request, setup: Setup<Config>): string => `${baseOf('pay', setup)}?${envelope(request, setup)}`

const FORM = { 'content-type': 'application/x-www-form-urlencoded' } as const

/** Asks LiqPay's server. An answer that speaks of a payment is `done`, also where that payment failed. Source: 8.5. */
export async function call(request: Request, setup: Setup<Config>, http: Http): Promise<Outcome<Told>> {
  const answer = await http({ method: 'POST', url: baseOf('api', setup), headers: FORM, body: envelope(request, setup), timeoutMs: TIMEOUT_MS })
  const body = objectIn(answer)
  if (body.kind === 'done' && isRefusal(body.value)) return refused(body.value)
  return body
}

/**
 * Sends the order to the checkout, which answers a good one with the address of a page made for it, and a bad one with a
 * JSON object. Source: 1, as seen in a published client.
 */
export async function openCheckout(request: Request, setup: Setup<Config>, http: Http): Promise<Outcome<string>> {
  const answer = await http({ method: 'POST', url: baseOf('pay', setup), headers: FORM, body: envelope(request, setup), timeoutMs: TIMEOUT_MS })
  if (answer.kind === 'answer' && answer.status >= 300 && answer.status < 400) {
    const page = pageAt(answer.headers['location'] ?? '', setup)
    return page === null ? { kind: 'unknown', cause: 'the redirect does not lead to LiqPay' } : { kind: 'done', value: page }
  }
  const body = objectIn(answer)
  if (body.kind !== 'done') return body
  return isRefusal(body.value) ? refused(body.value) : { kind: 'unknown', cause: 'neither a redirect nor an error' }
}

/** An address of LiqPay's own, or of whatever the installation has put in its place. Null: it leads elsewhere. */
export function pageAt(address: string, setup: Setup<Config>): string | null {
  const base = baseOf('pay', setup)
  const url = address !== '' && URL.canParse(address, base) ? new URL(address, base) : null
  if (url === null || url.username !== '' || url.password !== '') return null
  const isTheirs = url.protocol === 'https:' && url.port === '' && (url.hostname === 'liqpay.ua' || url.hostname.endsWith('.liqpay.ua'))
  return isTheirs || [base, baseOf('api', setup)].some((one) => new URL(one).origin === url.origin) ? url.href : null
}

/** What is no JSON object with 2xx is a fault on the way, not a word about a payment. Source: 13. */
function objectIn(answer: HttpAnswer): Outcome<Told> {
  if (answer.kind === 'unknown') return answer
  if (answer.status < 200 || answer.status >= 300) return { kind: 'unknown', cause: `HTTP ${answer.status}` }
  const value = readObject(answer.body)
  return value === null ? { kind: 'unknown', cause: 'the answer is no JSON object' } : { kind: 'done', value }
}

const codeOf = (told: Told): string => (textOf(told.get('err_code')) ?? textOf(told.get('code')) ?? '').slice(0, 60)

/** Said of the request: there is no payment it could be about. Source: 8.5, 13. */
const isRefusal = (told: Told): boolean =>
  textOf(told.get('payment_id')) === null && (told.get('result') === 'error' || told.get('status') === 'error' || textOf(told.get('err_code')) !== null)

/** An act that LiqPay says was not carried out, whether or not the payment is named beside it. Source: 8.6. */
export const isFailed = (told: Told): boolean =>
  told.get('result') === 'error' || told.get('status') === 'error' || told.get('status') === 'failure'

/** They say that LiqPay did not get to an end, not that it did not begin; and that an order of ours is there already. Source: 13. */
const UNCERTAIN: ReadonlySet<string> = new Set(['90', 'payment_processing', 'err_look', 'err_mods_empty', 'err_cache', 'order_id_duplicate', '2915'])

const REASON: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['invalid_signature', 'credentials'], ['err_signature', 'credentials'], ['public_key_not_found', 'credentials'], ['err_auth', 'credentials'],
  ['shop_blocked', 'not_enabled'], ['shop_not_active', 'not_enabled'], ['err_access', 'not_enabled'], ['err_blocked', 'not_enabled'],
  ['err_api_ip', 'not_enabled'], ['err_card_receiver_def', 'not_enabled'], ['err_shop_not_agent', 'not_enabled'], ['err_api_action', 'not_enabled'],
  ['limit', 'amount'], ['err_limit_amount', 'amount'], ['err_payment_amount_limit', 'amount'], ['amount_limit', 'amount'],
  ['err_amount_hold', 'amount'], ['9867', 'amount'],
  ['err_wrong_currency', 'currency'], ['err_currency_is_not_allowed', 'currency'], ['wrong_amount_currency', 'currency'], ['err_payment_currency', 'currency'],
  ['err_payment_cash_acq', 'method'],
])

/** Only the code decides; its text is for people and in their language. Source: 13. */
export function refused(told: Told): Outcome<never> {
  const code = codeOf(told)
  if (UNCERTAIN.has(code)) return { kind: 'unknown', cause: code }
  return { kind: 'refused', reason: REASON.get(code) ?? 'other', providerCode: code }
}
