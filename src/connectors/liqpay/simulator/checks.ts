import { decimalText } from '../../simulator-json.ts'
import { refusal, type Refusal } from './refusals.ts'
import { PAYTYPES } from './shops.ts'
import { amountOf, readJson, readUtc, textOf, type Fields } from './wire.ts'

/** The rules of parameters, each with the code of the sheet's list that says most. Lengths and forms: sheet 4, 5, 6, 7, 8.1. */

type Check = (fields: Fields) => Refusal | null

const LENGTHS: Readonly<Record<string, number>> = {
  order_id: 255, description: 2048, result_url: 510, server_url: 510, customer: 100, product_name: 100, product_category: 25,
  product_description: 500, product_url: 2000,
}

/** What a request may hold besides what its action names. */
export const COMMON = ['version', 'public_key', 'action', 'language'] as const

export const ORDER_FIELDS = [
  ...COMMON, 'amount', 'currency', 'description', 'order_id', 'expired_date', 'result_url', 'server_url', 'info', 'sandbox', 'rro_info',
  'split_rules', 'customer', 'product_name', 'product_category', 'product_description', 'product_url',
] as const

export const CHECKOUT_FIELDS = [
  ...ORDER_FIELDS, 'paytypes', 'verifycode', 'sender_first_name', 'sender_last_name', 'sender_city', 'sender_address', 'sender_postal_code',
  'sender_country_code', 'subscribe', 'subscribe_date_start', 'subscribe_periodicity', 'recurringbytoken', 'customer_user_id', 'dae',
] as const

const given = (fields: Fields, name: string): boolean => fields.has(name) && fields.get(name) !== null

const first = (fields: Fields, checks: readonly Check[]): Refusal | null => {
  for (const check of checks) {
    const wrong = check(fields)
    if (wrong !== null) return wrong
  }
  return null
}

/** Present and not empty. */
export const required = (name: string): Check => (fields) => {
  if (!given(fields, name)) return refusal(name === 'order_id' ? 'order_id_empty' : 'err_missing', name)
  return fields.get(name) === '' ? refusal(name === 'order_id' ? 'order_id_empty' : 'err_empty', name) : null
}

const amount: Check = (fields) => {
  const minor = amountOf(fields, 'amount')
  if (minor === null) return refusal('err_wrong', `amount ${textOf(fields, 'amount')} is no plain number of at most two decimals`)
  return minor === 0n ? refusal('err_wrong', 'amount is not above zero') : null
}

const currency: Check = (fields) =>
  ['UAH', 'USD', 'EUR'].includes(textOf(fields, 'currency')) ? null : refusal('err_wrong_currency', textOf(fields, 'currency'))

const lengths: Check = (fields) => {
  const long = Object.entries(LENGTHS).find(([name, most]) => textOf(fields, name).length > most)
  return long === undefined ? null : refusal('err_wrong', `${long[0]} has more than ${long[1]} characters`)
}

const utc = (name: string): Check => (fields) => {
  if (!given(fields, name) || readUtc(textOf(fields, name)) !== null) return null
  return refusal('err_wrong', `${name} ${textOf(fields, name)} is not of the form YYYY-MM-DD HH:mm:ss, in UTC`)
}

const address = (name: string): Check => (fields) => {
  if (!given(fields, name)) return null
  const url = URL.parse(textOf(fields, name))
  return url === null || !/^https?:$/.test(url.protocol) ? refusal('err_wrong', `${name} is no address`) : null
}

const oneOf = (name: string, words: readonly string[]): Check => (fields) =>
  !given(fields, name) || words.includes(textOf(fields, name)) ? null : refusal('err_wrong', `${name} is none of ${words.join(', ')}`)

const paytypes: Check = (fields) => {
  const stranger = paytypesOf(fields)?.find((one) => ![...PAYTYPES, 'liqpay', 'masterpass'].some((known) => known === one))
  return stranger === undefined ? null : refusal('err_wrong', `paytypes: ${stranger} is none of ${PAYTYPES.join(', ')}`)
}

/** Null where the order allows all that the shop has. */
export const paytypesOf = (fields: Fields): readonly string[] | null => given(fields, 'paytypes') ? textOf(fields, 'paytypes').split(',') : null

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const membersOf = (value: unknown): Fields => new Map(isObject(value) ? Object.entries(value) : [])

/** An array, or its JSON as a text: the samples have both. Source: sheet 8.1. */
function listOf(value: unknown): readonly Fields[] | null {
  const list: unknown = typeof value === 'string' ? readJson(value) : value
  return Array.isArray(list) && list.every(isObject) ? list.map(membersOf) : null
}

/** Each line is the price of one unit and a whole number of them; together they are the amount. Source: sheet 8.1 and "Traps". */
const goods: Check = (fields) => {
  if (!given(fields, 'goods')) return null
  const lines = listOf(fields.get('goods'))
  if (lines === null || lines.length === 0) return refusal('err_wrong', 'goods is no array of objects, nor the JSON text of one')
  const wrong = lines.findIndex((line) => amountOf(line, 'amount') === null || !/^[1-9]\d{0,8}$/.test(textOf(line, 'count')) || textOf(line, 'name') === '' ||
    textOf(line, 'unit') === '')
  if (wrong >= 0) return refusal('err_wrong', `goods line ${wrong + 1} needs amount, a whole count, unit and name`)
  return addsUp(fields, lines.map((line) => (amountOf(line, 'amount') ?? 0n) * BigInt(textOf(line, 'count'))), 'err_wrong', 'goods add up to')
}

function addsUp(fields: Fields, parts: readonly bigint[], code: Refusal['code'], what: string): Refusal | null {
  const [sum, whole] = [parts.reduce((a, b) => a + b, 0n), amountOf(fields, 'amount') ?? 0n]
  return sum === whole ? null : refusal(code, `${what} ${decimalText(sum)}, and the amount is ${decimalText(whole)}`)
}

/** Source: sheet 6. */
const rroInfo: Check = (fields) => {
  if (!given(fields, 'rro_info')) return null
  const items = listOf(membersOf(fields.get('rro_info')).get('items'))
  if (items === null || items.length === 0) return refusal('err_wrong', 'rro_info.items is no array of objects')
  if (textOf(fields, 'currency') !== 'UAH') return refusal('err_wrong_currency', 'rro_info is for UAH only')
  const costs = items.map((item) => amountOf(item, 'cost'))
  if (costs.includes(null)) return refusal('err_wrong', 'an item of rro_info has no cost')
  return addsUp(fields, costs.map((one) => one ?? 0n), 'err_wrong', 'the costs of rro_info add up to')
}

/** Source: sheet 7. */
const splitRules: Check = (fields) => {
  if (!given(fields, 'split_rules')) return null
  const rules = typeof fields.get('split_rules') === 'string' ? listOf(fields.get('split_rules')) : null
  if (rules === null) return refusal('err_wrong', 'split_rules is no JSON text of an array')
  return addsUp(fields, rules.map((rule) => amountOf(rule, 'amount') ?? 0n), 'err_split_amount', 'split_rules add up to')
}

const receiver: Check = (fields) => {
  const [email, phone] = [textOf(fields, 'email'), textOf(fields, 'phone')]
  if (email === '' && phone === '') return refusal('err_missing', 'email or phone')
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return refusal('err_wrong', 'email')
  return phone !== '' && !/^\+?380\d{9}$/.test(phone) ? refusal('err_phone', phone) : null
}

const ORDER: readonly Check[] = [
  ...['order_id', 'amount', 'currency', 'description'].map(required), amount, currency, lengths, oneOf('language', ['uk', 'en', 'ru']),
  oneOf('sandbox', ['0', '1']), utc('expired_date'), address('result_url'), address('server_url'), goods, rroInfo, splitRules,
]

const ACTIONS = ['pay', 'hold', 'subscribe', 'paydonate'] as const

const subscription: Check = (fields) => textOf(fields, 'action') !== 'subscribe' ? null : first(fields, [
  required('subscribe_date_start'), utc('subscribe_date_start'), required('subscribe_periodicity'),
  oneOf('subscribe_periodicity', ['day', 'week', 'month', 'year']),
])

export const actionOf = (text: string): (typeof ACTIONS)[number] | null => ACTIONS.find((one) => one === text) ?? null

export const checkCheckout: Check = (fields) => actionOf(textOf(fields, 'action')) === null
  ? refusal('err_action', `${textOf(fields, 'action')} is none of ${ACTIONS.join(', ')}`)
  : first(fields, [...ORDER, paytypes, subscription])

export const checkInvoice: Check = (fields) => first(fields, [receiver, ...ORDER, oneOf('action_payment', ACTIONS)])

export const checkQr: Check = (fields) => first(fields, [required('ip'), ...ORDER])

/** Parameters that the action does not name. LiqPay is not known to refuse them, so they are only mentioned. */
export function remarksOn(fields: Fields, known: readonly string[]): readonly string[] {
  const strange = [...fields.keys()].filter((name) => !known.includes(name)).map((name) => `${name} is no parameter of this action and was ignored.`)
  return given(fields, 'rro_info') ? [...strange, 'rro_info: LiqPay registers the receipt. Whoever registers it too has it twice.'] : strange
}
