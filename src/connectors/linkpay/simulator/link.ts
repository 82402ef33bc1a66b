import { readAmount } from '../../simulator-json.ts'
import type { Merchant } from './merchants.ts'
import { LINK_FIELDS } from './merchants.ts'
import { isSame, linkSignature, readQuery, type Query } from './wire.ts'

/** Why a link is not opened. The gateway's own words are not known; these are ours. */
export const REFUSALS = {
  hmac_missing: 'There is not exactly one hmac at the end of the address, of 64 lower-case hex digits.',
  hmac_wrong: 'The signature does not fit the address.',
  token_unknown: 'No Link has this token.',
  parameter_twice: 'A parameter stands twice.',
  plus: 'A plus stands in the query. A space is %20 and a plus is %2B.',
  escape: 'A percent escape is broken, or the text is no UTF-8.',
  not_changeable: 'A parameter is not marked URL Changeable on the Link.',
  amount: 'The amount is no plain decimal number of at most two decimals above zero.',
  order_reference: 'The order reference has a character that is not allowed, or more than 120.',
  required: 'A required field is empty, and the payer may not fill it.',
  expired: 'The Link has expired.',
  paid_already: 'The order reference was paid already, and the e-shop allows that once.',
} as const

type RefusalCode = keyof typeof REFUSALS

/** `about` is for the engineer who reads the page. */
export type Refused = { readonly kind: 'refused'; readonly code: RefusalCode; readonly about: string }

/** A link that holds. `fields` are the signed ones, or those the payer has changed since. */
export type OpenLink = { readonly kind: 'open'; readonly merchant: Merchant; readonly fields: ReadonlyMap<string, string> }

const refused = (code: RefusalCode, about: string): Refused => ({ kind: 'refused', code, about })

/** Charset of order references. Source: sheet 4.3. */
export const ORDER_REFERENCE = /^[A-Za-z0-9/\-?:().,'+]{1,120}$/

export type LinkContext = {
  readonly merchantByToken: (token: string) => Merchant | null
  readonly isPaid: (merchant: Merchant, orderReference: string) => boolean
  readonly now: Date
}

/** Reads `/lp?…&hmac=…` from the raw text behind `?`. Nothing is decoded before the signature was made over it. */
export function checkSigned(raw: string, context: LinkContext): Refused | OpenLink {
  const [, message = '', hmac = ''] = /^(.*)&hmac=([0-9a-f]{64})$/s.exec(raw) ?? []
  if (hmac === '' || /(^|&)hmac(=|&|$)/.test(message)) return refused('hmac_missing', 'hmac')
  const query = readQuery(message)
  const merchant = context.merchantByToken(query.fields.get('linkpay_token') ?? '')
  if (merchant === null) return refused('token_unknown', 'linkpay_token')
  if (!isSame(hmac, linkSignature(message, merchant.apiSecret))) return refused('hmac_wrong', 'hmac')
  const form = checkForm(message, query)
  return form ?? checkFields(merchant, signedFields(merchant, query.fields), context)
}

/** Reads `/lp/<token>`, which nobody signed: the payer types what is editable. */
export function checkStatic(token: string, context: LinkContext): Refused | OpenLink {
  const merchant = context.merchantByToken(token)
  if (merchant === null) return refused('token_unknown', token)
  return isExpired(merchant, context.now) ? refused('expired', merchant.expires ?? '') : { kind: 'open', merchant, fields: new Map() }
}

/** What the payer typed, for the fields that may be changed or were not given. */
export function checkTyped(link: OpenLink, typed: ReadonlyMap<string, string>, context: LinkContext): Refused | OpenLink {
  const changes = [...typed].filter(([name, value]) => link.merchant.editable.includes(name) && value !== '')
  const fields = new Map([...link.fields, ...changes])
  const amount = readAmount(fields.get('transaction_amount') ?? '')
  if (amount === null || amount === 0n) return refused('amount', 'transaction_amount')
  return checkFields(link.merchant, fields, context)
}

function checkForm(message: string, { twice, broken }: Query): Refused | null {
  if (message.includes('+')) return refused('plus', 'the query')
  const [doubled] = twice
  if (doubled !== undefined) return refused('parameter_twice', doubled)
  const [undecodable] = broken
  return undecodable === undefined ? null : refused('escape', undecodable)
}

const isKnown = (name: string): boolean => LINK_FIELDS.some(([known]) => known === name)

/** Without those that are not URL Changeable where such are ignored. */
function signedFields(merchant: Merchant, fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const isTaken = (name: string): boolean => name === 'linkpay_token' || isChangeable(merchant, name) || merchant.unticked === 'refuse'
  return new Map([...fields].filter(([name]) => isTaken(name)))
}

const isChangeable = ({ changeable }: Merchant, name: string): boolean => isKnown(name) && changeable.includes(name)

const isExpired = ({ expires }: Merchant, now: Date): boolean => expires !== null && now.toISOString().slice(0, 10) > expires

function checkFields(merchant: Merchant, all: ReadonlyMap<string, string>, { isPaid, now }: LinkContext): Refused | OpenLink {
  if (isExpired(merchant, now)) return refused('expired', merchant.expires ?? '')
  const fields = new Map([...all].filter(([name]) => name !== 'linkpay_token'))
  const strange = [...fields.keys()].find((name) => !isChangeable(merchant, name) && !merchant.editable.includes(name))
  if (strange !== undefined) return refused('not_changeable', strange)
  const amount = fields.get('transaction_amount')
  if (amount !== undefined && (readAmount(amount) ?? 0n) === 0n) return refused('amount', 'transaction_amount')
  const order = fields.get('order_reference') ?? ''
  if (order !== '' && !ORDER_REFERENCE.test(order)) return refused('order_reference', 'order_reference')
  const empty = merchant.required.find((name) => (fields.get(name) ?? '') === '' && !merchant.editable.includes(name))
  if (empty !== undefined) return refused('required', empty)
  if (order !== '' && merchant.uniqueReference && isPaid(merchant, order)) return refused('paid_already', 'order_reference')
  return { kind: 'open', merchant, fields }
}
