import type { Mode } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { ConfigField, ConfigForm } from '../contract.ts'
import { choice, matching, optional, problemsIn, typedIn, words } from '../contract-values.ts'
import type { Read, Values } from '../contract-values.ts'
import { FIELD_TEXTS } from './config-texts.ts'

/** What a channel must know of a merchant's contract. */
export type Config = {
  /** EveryPay's demo and its production have separate credentials and hosts; nothing in a message tells them apart. Source: protocol sheet 1. */
  readonly environment: 'demo' | 'live'
  readonly linkToken: string
  readonly apiUsername: string
  readonly apiSecret: Secret
  /** With a processing account Kvit creates the payments itself, and knows their reference at once. Null: signed links. */
  readonly accountName: string | null
  /** Decides whether a refund of a bank payment sends money. Source: 4.6. */
  readonly bank: 'lhv' | 'seb' | 'swedbank' | 'other'
  /** The optional fields that are ticked "URL Changeable" in the portal: others must not be sent. Source: 2.1. */
  readonly linkFields: readonly LinkField[]
  /** Where links begin, if not at the usual place of the environment. No slash at the end. */
  readonly prefix: string | null
  /** Base address of the API, if not the usual one of the environment. No slash at the end. */
  readonly apiBase: string | null
}

const LINK_FIELDS = ['invoice_number', 'customer_name', 'customer_email', 'custom_field_1'] as const
export type LinkField = (typeof LINK_FIELDS)[number]

type Field = Omit<ConfigField, 'name' | 'text'>

const field = { required: false, fallback: null, choices: [], advanced: false } as const

const FIELDS = {
  linkToken: { ...field, kind: 'text', required: true, maxLength: 64 },
  apiUsername: { ...field, kind: 'text', required: true, maxLength: 64 },
  apiSecret: { ...field, kind: 'secret', required: true, maxLength: 128 },
  environment: { ...field, kind: 'choice', fallback: 'demo', choices: ['demo', 'live'], maxLength: 4 },
  bank: { ...field, kind: 'choice', fallback: 'other', choices: ['lhv', 'seb', 'swedbank', 'other'], maxLength: 8 },
  accountName: { ...field, kind: 'text', maxLength: 60 },
  linkFields: { ...field, kind: 'text', fallback: 'invoice_number customer_name customer_email', maxLength: 100, advanced: true },
  prefix: { ...field, kind: 'text', maxLength: 200, advanced: true },
  apiBase: { ...field, kind: 'text', maxLength: 200, advanced: true },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

const NAMES: readonly FieldName[] = [
  'linkToken', 'apiUsername', 'apiSecret', 'environment', 'bank', 'accountName', 'linkFields', 'prefix', 'apiBase',
]

/** W05: the secret goes to nobody but the gateway, under its own name or under a bank's. Source: 1. */
const HOSTS = ['every-pay.eu', 'every-pay.com', 'ecommerce.sebgroup.com'] as const

const typed = (values: Values, name: FieldName): Read<string | null> => typedIn(values, name, FIELDS[name])

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      linkToken: matching(typed(values, 'linkToken'), /^[A-Za-z0-9]+$/),
      apiUsername: matching(typed(values, 'apiUsername'), /^[A-Za-z0-9]+$/),
      apiSecret: matching(typed(values, 'apiSecret'), /^[\x21-\x7e]+$/),
      environment: choice(typed(values, 'environment'), FIELDS.environment.choices),
      bank: choice(typed(values, 'bank'), FIELDS.bank.choices),
      accountName: optional(typed(values, 'accountName'), /^[A-Za-z0-9_.-]+$/),
      linkFields: words(typed(values, 'linkFields'), LINK_FIELDS),
      prefix: address(typed(values, 'prefix')),
      apiBase: address(typed(values, 'apiBase')),
    }
    const { linkToken, apiUsername, apiSecret, environment, bank, accountName, linkFields: ticked, prefix, apiBase } = read
    if (
      'value' in linkToken && 'value' in apiUsername && 'value' in apiSecret && 'value' in environment && 'value' in bank &&
      'value' in accountName && 'value' in ticked && 'value' in prefix && 'value' in apiBase
    ) {
      return ok({
        linkToken: linkToken.value, apiUsername: apiUsername.value, apiSecret: new Secret(apiSecret.value), environment: environment.value,
        bank: bank.value, accountName: accountName.value, linkFields: ticked.value, prefix: prefix.value, apiBase: apiBase.value,
      })
    }
    return err(problemsIn(NAMES, read))
  },
}

export const modeOf = ({ environment }: Config): Mode => (environment === 'live' ? 'live' : 'test')

function address(text: Read<string | null>): Read<string | null> {
  if ('problem' in text || text.value === null) return text
  const url = URL.canParse(text.value) ? new URL(text.value) : null
  const isTheirs = url !== null && url.protocol === 'https:' && url.username === '' && url.port === '' && url.search === '' && url.hash === '' &&
    HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  return isTheirs ? { value: url.href.replace(/\/+$/, '') } : { problem: 'malformed' }
}
