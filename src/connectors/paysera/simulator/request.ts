import { limitError, METHODS } from './methods.ts'
import type { Project } from './projects.ts'
import { formDecode, passwordSignature, unpack, type Fields } from './wire.ts'

/** Codes of the provider's error page. Source: Paysera sheet A7. */
export const ERRORS = {
  '0x1': 'The amount is below the limit of the method.',
  '0x2': 'The amount is above the limit of the method.',
  '0x3': 'The method does not take this currency.',
  '0x4': 'Amount or currency is missing.',
  '0x6': 'The project number is missing or unknown.',
  '0x7': 'A test payment was asked for, but test mode is off for the project.',
  '0x8': 'The merchant does not offer this payment method.',
  '0x9': 'The payment purpose is not valid UTF-8.',
  '0x10': 'The order number is empty or malformed, or the order is unknown.',
  '0x11': 'The project is not approved yet, or it is blocked.',
  '0x13': 'An address of the request is outside those confirmed in the project.',
  '0x14': 'The signature of the request is wrong.',
  '0x15': 'A parameter is wrong.',
  '0x15x0': 'One of the three addresses is missing or cannot be read.',
  '0x15x1': 'The time limit is wrong.',
} as const

type ErrorCode = keyof typeof ERRORS

/** `about` names the parameter, for the engineer who reads the page. */
export type Refused = { readonly kind: 'refused'; readonly code: ErrorCode; readonly about: string }

/** `repeated`: only the order is named, its request came earlier. */
type Accepted = { readonly kind: 'accepted' | 'repeated'; readonly project: Project; readonly fields: Fields }

const refused = (code: ErrorCode, about: string): Refused => ({ kind: 'refused', code, about })

type CheckContext = { readonly projectById: (id: string) => Project | null; readonly now: Date }

/** Reads what reached the pay page, from the query or the form body. The signature comes before any trust in a value. */
export function checkRequest(form: string, { projectById, now }: CheckContext): Refused | Accepted {
  const sent = formDecode(form).fields
  const data = sent.get('data') ?? ''
  const inside = unpack(data)
  if (inside === null) return refused('0x6', 'data is missing or no Base64')
  const { fields, notUtf8 } = inside
  const project = projectById(fields.get('projectid') ?? '')
  if (project === null) return refused('0x6', 'projectid')
  if (sent.get('sign') !== passwordSignature(data, project.password)) return refused('0x14', 'sign')
  if (fields.get('repeat_request') === '1') return { kind: 'repeated', project, fields }
  const wrong = checkFields(fields, project, now) ?? checkLimits(fields, project)
  if (wrong !== null) return wrong
  const [broken] = notUtf8
  if (broken !== undefined) return refused(broken === 'paytext' ? '0x9' : '0x15', `${broken} is not UTF-8`)
  return { kind: 'accepted', project, fields }
}

const URLS = ['accepturl', 'cancelurl', 'callbackurl'] as const

function checkFields(fields: Fields, project: Project, now: Date): Refused | null {
  const orderId = fields.get('orderid') ?? ''
  if (orderId === '' || Buffer.byteLength(orderId) > 40) return refused('0x10', 'orderid')
  for (const name of URLS) {
    const host = hostOf(fields.get(name) ?? '')
    if (host === null) return refused('0x15x0', name)
    if (!isConfirmed(host, project.hosts)) return refused('0x13', name)
  }
  const test = fields.get('test') === '1'
  if (!project.approved && !test) return refused('0x11', 'projectid')
  if (!project.testPayments && test) return refused('0x7', 'test')
  const timeLimit = fields.get('time_limit')
  if (timeLimit !== undefined && !isTimely(timeLimit, now)) return refused('0x15x1', 'time_limit')
  for (const [name, shape] of SHAPES) {
    const value = fields.get(name)
    if (value === undefined ? shape.required === true : !fits(value, shape)) return refused('0x15', name)
  }
  return null
}

function hostOf(text: string): string | null {
  if (Buffer.byteLength(text) > 255 || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.hostname : null
}

const isConfirmed = (host: string, confirmed: readonly string[]): boolean =>
  confirmed.length === 0 || confirmed.some((one) => host === one || host.endsWith(`.${one}`))

type Shape = { readonly max: number; readonly pattern: RegExp; readonly required?: boolean }

const ANY = /^[^]*$/
const text = (max: number): Shape => ({ max, pattern: ANY })
const like = (max: number, pattern: RegExp): Shape => ({ max, pattern })

/** Lengths are bytes. Source: Paysera sheet A3. */
const SHAPES: readonly (readonly [string, Shape])[] = [
  ['version', { ...text(9), required: true }], ['lang', like(3, /^[A-Za-z]{3}$/)], ['amount', like(11, /^\d+$/)],
  ['currency', like(3, /^[A-Za-z]{3}$/)], ['payment', text(20)], ['country', like(2, /^(?:[A-Za-z]{2}|_)$/)],
  ['paytext', text(255)], ['p_firstname', text(255)], ['p_lastname', text(255)], ['p_email', text(255)],
  ['p_street', text(255)], ['p_city', text(255)], ['p_state', text(255)], ['p_zip', text(20)],
  ['p_countrycode', like(2, /^[A-Za-z]{2}$/)], ['test', like(1, /^[01]$/)], ['buyer_consent', like(1, /^[01]$/)],
  ['personcode', text(255)], ['developerid', like(11, /^\d+$/)],
]

const fits = (value: string, { max, pattern }: Shape): boolean => Buffer.byteLength(value) <= max && pattern.test(value)

const MINUTE_MS = 60_000

/** At least 15 minutes and at most 3 days ahead. Its time zone is unconfirmed: UTC, winter and summer time of Vilnius are tried. */
function isTimely(value: string, now: Date): boolean {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(value) ?? []
  const asUtcMs = Date.parse(`${day}T${time}Z`)
  return [0, 2, 3].some((hours) => {
    const aheadMs = asUtcMs - hours * 60 * MINUTE_MS - now.getTime()
    return aheadMs >= 15 * MINUTE_MS && aheadMs <= 3 * 24 * 60 * MINUTE_MS
  })
}

function checkLimits(fields: Fields, project: Project): Refused | null {
  const amount = fields.get('amount')
  const currency = fields.get('currency')?.toUpperCase()
  // The newest specification asks the payer instead; nobody who sends an amount every time meets the difference.
  if (amount === undefined || currency === undefined || BigInt(amount) === 0n) return refused('0x4', 'amount or currency')
  const key = fields.get('payment')
  if (key === undefined) return null
  const method = METHODS.find((one) => one.key === key)
  if (method === undefined) return refused('0x8', 'payment is a key nobody knows')
  const code = limitError(method, BigInt(amount), currency)
  if (code !== null) return refused(code, 'payment')
  return project.forbidden.includes(key) ? refused('0x8', 'payment') : null
}
