import { randomBytes } from 'node:crypto'
import type { FormField } from '../../simulator-desk.ts'

/** A merchant with one e-shop, one processing account and one Link, as the portal has them set. */
export type Merchant = {
  readonly linkToken: string
  readonly apiUsername: string
  readonly apiSecret: string
  readonly accountName: string
  readonly currency: string
  readonly bank: 'lhv' | 'seb' | 'swedbank'
  /** The e-shop's Callback Notification URL. Empty: nobody is told. */
  readonly callbackUrl: string
  readonly merchantName: string
  readonly shopUrl: string
  readonly preAuth: boolean
  /** Order reference uniqueness validation. */
  readonly uniqueReference: boolean
  /** Refunds, voids and chargebacks are told too. */
  readonly additional: boolean
  /** Parameters marked URL Changeable. */
  readonly changeable: readonly string[]
  /** What a signed parameter that is not URL Changeable does. Unconfirmed in the sheet (2.1): refusing is stricter. */
  readonly unticked: 'refuse' | 'ignore'
  /** Fields that the payer may change on the form. */
  readonly editable: readonly string[]
  readonly required: readonly string[]
  /** The last day of the Link; null where it does not expire. */
  readonly expires: string | null
  readonly callbackBy: 'get' | 'post' | 'legacy'
  readonly callbackSays: 'everything' | 'no_order' | 'no_event' | 'reference_only'
  /** `none`: every callback is lost on its way. */
  readonly callbacks: 'all' | 'none'
  /** `strict`: as in production, addresses by number are refused; `loopback`: 127.0.0.1 passes, for one machine. */
  readonly customerUrls: 'loopback' | 'strict'
}

/** Names of LinkPay parameters in the order of the form. Source: sheet 2.1. */
export const LINK_FIELDS: readonly (readonly [string, string])[] = [
  ['transaction_amount', 'Amount'], ['invoice_number', 'Invoice number'], ['order_reference', 'Order reference'],
  ['reference_number', 'Reference number'], ['customer_name', 'Name'], ['customer_email', 'E-mail'],
  ['custom_field_1', 'Custom field 1'], ['custom_field_2', 'Custom field 2'], ['custom_field_3', 'Custom field 3'],
  ['custom_field_4', 'Custom field 4'],
]

const ALL_FIELDS = LINK_FIELDS.map(([name]) => name).join(' ')

const choice = (name: string, label: string, choices: readonly [string, ...string[]]): FormField => ({ name, label, choices, fallback: choices[0] })
const text = (name: string, label: string, fallback: string | null): FormField => ({ name, label, choices: [], fallback })

/** What `enrol` reads: first the names of the connector's form, then what only the portal knows. */
export const MERCHANT_FIELDS: readonly FormField[] = [
  text('linkToken', 'Link token', null), text('apiUsername', 'API username', null), text('apiSecret', 'API secret', null),
  text('accountName', 'Processing account', 'EUR3D1'), choice('bank', 'Acquiring bank', ['lhv', 'seb', 'swedbank']),
  text('callbackUrl', 'Callback Notification URL', ''), text('currency', 'Currency of the account', 'EUR'),
  text('merchantName', 'Merchant', 'Kvit demo'), text('shopUrl', 'E-shop', 'https://kvit.example'),
  choice('preAuth', 'Cards are only reserved', ['no', 'yes']),
  choice('uniqueReference', 'An order is paid once', ['yes', 'no']),
  choice('additional', 'Additional notifications', ['yes', 'no']),
  text('changeable', 'URL Changeable', ALL_FIELDS), choice('unticked', 'Other parameters', ['refuse', 'ignore']),
  text('editable', 'Editable by the payer', 'customer_name customer_email'),
  text('required', 'Required', 'transaction_amount'), text('expires', 'Link expires (date)', ''),
  choice('callbackBy', 'Callbacks sent by', ['get', 'post', 'legacy']),
  choice('callbackSays', 'Callbacks say', ['everything', 'no_order', 'no_event', 'reference_only']),
  choice('callbacks', 'Callbacks that arrive', ['all', 'none']),
  choice('customerUrls', 'Return addresses', ['loopback', 'strict']),
]

export type Values = Readonly<Record<string, string>>

const listed = (value: string): string[] => value.split(/[\s,]+/).filter((one) => one !== '')

const SHAPES: Readonly<Record<string, RegExp>> = {
  linkToken: /^[a-z0-9]{4,32}$/, apiUsername: /^[0-9a-f]{16}$/, apiSecret: /^[0-9a-f]{32}$/, currency: /^[A-Z]{3}$/,
  expires: /^(\d{4}-\d\d-\d\d)?$/, callbackUrl: /^(https?:\/\/.+)?$/,
}

/** The merchant that these values describe; unknown names are ignored. A text instead says what is wrong with them. */
export function readMerchant(values: Values): Merchant | string {
  for (const { name, choices, fallback } of MERCHANT_FIELDS) {
    const value = values[name] ?? ''
    if (value === '' && fallback === null) return `${name} is missing`
    if (value !== '' && choices.length > 0 && !choices.includes(value)) return `${name} is one of ${choices.join(', ')}`
    if (value !== '' && SHAPES[name]?.test(value) === false) return `${name} is malformed`
  }
  const of = (name: string): string => values[name] || MERCHANT_FIELDS.find((field) => field.name === name)?.fallback || ''
  const bank = of('bank')
  const by = of('callbackBy')
  const says = of('callbackSays')
  return {
    linkToken: of('linkToken'), apiUsername: of('apiUsername'), apiSecret: of('apiSecret'),
    accountName: of('accountName'), currency: of('currency'), callbackUrl: of('callbackUrl'),
    merchantName: of('merchantName'), shopUrl: of('shopUrl'),
    bank: bank === 'seb' || bank === 'swedbank' ? bank : 'lhv',
    preAuth: of('preAuth') === 'yes', uniqueReference: of('uniqueReference') === 'yes', additional: of('additional') === 'yes',
    changeable: listed(of('changeable')), editable: listed(of('editable')), required: listed(of('required')),
    unticked: of('unticked') === 'ignore' ? 'ignore' : 'refuse',
    expires: of('expires') || null,
    callbackBy: by === 'post' || by === 'legacy' ? by : 'get',
    callbackSays: says === 'no_order' || says === 'no_event' || says === 'reference_only' ? says : 'everything',
    callbacks: of('callbacks') === 'none' ? 'none' : 'all',
    customerUrls: of('customerUrls') === 'strict' ? 'strict' : 'loopback',
  }
}

/** The values that `readMerchant` would make this merchant of, for the form on the page. */
export function merchantValues(merchant: Merchant): Values {
  const { preAuth, uniqueReference, additional, changeable, editable, required, expires, ...same } = merchant
  const yesNo = (yes: boolean): string => (yes ? 'yes' : 'no')
  return {
    ...same, preAuth: yesNo(preAuth), uniqueReference: yesNo(uniqueReference), additional: yesNo(additional),
    changeable: changeable.join(' '), editable: editable.join(' '), required: required.join(' '), expires: expires ?? '',
  }
}

export type Credentials = { readonly linkToken: string; readonly apiUsername: string; readonly apiSecret: string; readonly accountName: string; readonly bank: string }

/** As the portal hands them out. Observed lengths: sheet 1. */
export const newCredentials = (): Credentials => ({
  linkToken: randomBytes(3).toString('hex'), apiUsername: randomBytes(8).toString('hex'),
  apiSecret: randomBytes(16).toString('hex'), accountName: 'EUR3D1', bank: 'lhv',
})
