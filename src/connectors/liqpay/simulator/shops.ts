import { randomBytes, randomInt } from 'node:crypto'
import type { Mode } from '../../../kernel/ids.ts'
import type { FormField } from '../../simulator-desk.ts'

/** A shop with one key pair, as the merchant's cabinet has it set. */
export type Shop = {
  readonly publicKey: string
  readonly privateKey: string
  /** The shop's own callback address, for orders without `server_url`. Empty: nobody is told of those. */
  readonly callbackUrl: string
  readonly shopName: string
  /** Methods switched on in the cabinet. */
  readonly paytypes: readonly string[]
  readonly state: 'active' | 'blocked' | 'not_active'
  /** Before the bank has verified the shop, money stops at `wait_accept`. */
  readonly verified: boolean
  /** Without a card or account to be paid out to, money stops at `wait_card`. */
  readonly payoutSet: boolean
  /** `daily`: a payment says `wait_compensation` until the next payout, instead of `success`. */
  readonly payout: 'at_once' | 'daily'
  /** Whether the shop's balance covers refunds. */
  readonly balance: 'enough' | 'short'
  readonly caller: 'allowed' | 'refused'
  /** `all`: of every state; `final`: of final ones; `none`: every callback is lost on its way. The pages differ: sheet 11. */
  readonly callbacks: 'all' | 'final' | 'none'
}

export type Values = Readonly<Record<string, string>>

/** Source: sheet 5, `paytypes`. */
export const PAYTYPES = ['card', 'privat24', 'apay', 'gpay', 'moment_part', 'paypart', 'cash', 'invoice', 'qr'] as const

const choice = (name: string, label: string, choices: readonly [string, ...string[]]): FormField => ({ name, label, choices, fallback: choices[0] })
const text = (name: string, label: string, fallback: string | null): FormField => ({ name, label, choices: [], fallback })

/** What `enrol` reads: first the names of the connector's form, then what only the cabinet knows. */
export const SHOP_FIELDS: readonly FormField[] = [
  text('publicKey', 'Public key', null), text('privateKey', 'Private key', null),
  text('callbackUrl', 'Callback address of the shop', ''), text('shopName', 'Shop', 'Kvit demo'),
  text('paytypes', 'Methods switched on', 'card privat24 apay gpay cash qr'),
  choice('state', 'The shop is', ['active', 'blocked', 'not_active']),
  choice('verified', 'Verified by the bank', ['yes', 'no']), choice('payoutSet', 'Payout method set', ['yes', 'no']),
  choice('payout', 'Paid out', ['at_once', 'daily']), choice('balance', 'Balance for refunds', ['enough', 'short']),
  choice('caller', 'Calls from this address', ['allowed', 'refused']), choice('callbacks', 'Callbacks', ['all', 'final', 'none']),
]

const SHAPES: Readonly<Record<string, RegExp>> = {
  publicKey: /^(sandbox_)?i\d{6,14}$/, privateKey: /^[\x21-\x7e]{8,128}$/, callbackUrl: /^(https?:\/\/.+)?$/,
}

/** The shop that these values describe; unknown names are ignored. A text instead says what is wrong with them. */
export function readShop(values: Values): Shop | string {
  for (const { name, choices, fallback } of SHOP_FIELDS) {
    const value = values[name] ?? ''
    if (value === '' && fallback === null) return `${name} is missing`
    if (value !== '' && choices.length > 0 && !choices.includes(value)) return `${name} is one of ${choices.join(', ')}`
    if (value !== '' && SHAPES[name]?.test(value) === false) return `${name} is malformed`
  }
  const of = (name: string): string => values[name] || SHOP_FIELDS.find((field) => field.name === name)?.fallback || ''
  if (isSandboxKey(of('publicKey')) !== of('privateKey').startsWith('sandbox_')) return 'one key is of the sandbox and the other is not'
  const paytypes = of('paytypes').split(/[\s,]+/).filter((one) => one !== '')
  const stranger = paytypes.find((one) => !PAYTYPES.some((known) => known === one))
  if (stranger !== undefined) return `paytypes: ${stranger} is none of ${PAYTYPES.join(', ')}`
  const [state, callbacks] = [of('state'), of('callbacks')]
  return {
    publicKey: of('publicKey'), privateKey: of('privateKey'), callbackUrl: of('callbackUrl'), shopName: of('shopName'), paytypes,
    state: state === 'blocked' || state === 'not_active' ? state : 'active',
    verified: of('verified') === 'yes', payoutSet: of('payoutSet') === 'yes',
    payout: of('payout') === 'daily' ? 'daily' : 'at_once', balance: of('balance') === 'short' ? 'short' : 'enough',
    caller: of('caller') === 'refused' ? 'refused' : 'allowed',
    callbacks: callbacks === 'final' || callbacks === 'none' ? callbacks : 'all',
  }
}

/** The values that `readShop` would make this shop of, for the form on the page. */
export function shopValues({ paytypes, verified, payoutSet, ...same }: Shop): Values {
  const yesNo = (yes: boolean): string => (yes ? 'yes' : 'no')
  return { ...same, paytypes: paytypes.join(' '), verified: yesNo(verified), payoutSet: yesNo(payoutSet) }
}

/** Keys of the sandbox carry this prefix. Source: sheet 2. */
export const isSandboxKey = (publicKey: string): boolean => publicKey.startsWith('sandbox_')

export type Credentials = { readonly publicKey: string; readonly privateKey: string }

/** A pair as the cabinet hands it out; that for trying out has a prefix and moves no money. Observed shapes: sheet 2. */
export function newCredentials(mode: Mode = 'live'): Credentials {
  const prefix = mode === 'test' ? 'sandbox_' : ''
  return {
    publicKey: `${prefix}i${randomInt(10_000_000_000, 99_999_999_999)}`,
    privateKey: prefix + randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x'),
  }
}
