import { randomBytes, randomInt } from 'node:crypto'
import type { FormField } from '../../simulator-desk.ts'

/** A merchant's project at the provider. Names in `PROJECT_FIELDS` are what `enrol` and the project form read. */
export type Project = {
  readonly id: string
  readonly password: string
  readonly merchantName: string
  readonly siteName: string
  /** Approved by the provider: only then may it take live payments. */
  readonly approved: boolean
  readonly testPayments: boolean
  /** The project setting "encryption": callbacks are `data` only, sealed. */
  readonly callbackMode: 'signed' | 'encrypted'
  /** `ss1+ss2` is what was sent before 2025. */
  readonly signatures: 'ss1+ss2+ss3' | 'ss1+ss2'
  readonly delivery: 'get' | 'post'
  readonly order: 'callback_first' | 'redirect_first'
  /** Whether an order that was paid may be paid again. */
  readonly payTwice: boolean
  /** Confirmed addresses; URLs of a request must be on one of them. Empty: every host. */
  readonly hosts: readonly string[]
  /** Method keys the merchant has forbidden. */
  readonly forbidden: readonly string[]
}


/** What a project is made of, by the names of the connector's form first and then of the provider's own settings. */
export const PROJECT_FIELDS: readonly FormField[] = [
  { name: 'projectId', label: 'Project ID', choices: [], fallback: null },
  { name: 'password', label: 'Sign password', choices: [], fallback: null },
  { name: 'callbackMode', label: 'Callbacks', choices: ['signed', 'encrypted'], fallback: 'signed' },
  { name: 'testPayments', label: 'Test payments allowed', choices: ['yes', 'no'], fallback: 'yes' },
  { name: 'approved', label: 'Project approved', choices: ['yes', 'no'], fallback: 'yes' },
  { name: 'signatures', label: 'Signatures', choices: ['ss1+ss2+ss3', 'ss1+ss2'], fallback: 'ss1+ss2+ss3' },
  { name: 'delivery', label: 'Callback sent by', choices: ['get', 'post'], fallback: 'get' },
  { name: 'order', label: 'Which comes first', choices: ['callback_first', 'redirect_first'], fallback: 'callback_first' },
  { name: 'payTwice', label: 'An order may be paid twice', choices: ['yes', 'no'], fallback: 'yes' },
  { name: 'merchantName', label: 'Merchant', choices: [], fallback: 'Kvit demo' },
  { name: 'siteName', label: 'Site', choices: [], fallback: 'https://kvit.example' },
  { name: 'hosts', label: 'Confirmed addresses', choices: [], fallback: '' },
  { name: 'forbidden', label: 'Forbidden methods', choices: [], fallback: '' },
]

export type Values = Readonly<Record<string, string>>

const listed = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '')

/** The project these values describe; unknown names are ignored. A text instead says what is wrong with them. */
export function readProject(values: Values): Project | string {
  for (const { name, choices, fallback } of PROJECT_FIELDS) {
    const value = values[name] ?? ''
    if (value === '' && fallback === null) return `${name} is missing`
    if (value !== '' && choices.length > 0 && !choices.includes(value)) return `${name} is one of ${choices.join(', ')}`
  }
  const of = (name: string): string => values[name] || PROJECT_FIELDS.find((field) => field.name === name)?.fallback || ''
  if (!/^\d{1,11}$/.test(of('projectId'))) return 'projectId is 1 to 11 digits'
  return {
    id: of('projectId'),
    password: of('password'),
    merchantName: of('merchantName'),
    siteName: of('siteName'),
    approved: of('approved') === 'yes',
    testPayments: of('testPayments') === 'yes',
    callbackMode: of('callbackMode') === 'encrypted' ? 'encrypted' : 'signed',
    signatures: of('signatures') === 'ss1+ss2' ? 'ss1+ss2' : 'ss1+ss2+ss3',
    delivery: of('delivery') === 'post' ? 'post' : 'get',
    order: of('order') === 'redirect_first' ? 'redirect_first' : 'callback_first',
    payTwice: of('payTwice') === 'yes',
    hosts: listed(of('hosts')),
    forbidden: listed(of('forbidden')),
  }
}

/** The values that `readProject` would make this project of, for the form on the page. */
export function projectValues(project: Project): Values {
  const { id, approved, testPayments, payTwice, hosts, forbidden, ...same } = project
  const yesNo = (yes: boolean): string => (yes ? 'yes' : 'no')
  return {
    ...same, projectId: id, approved: yesNo(approved), testPayments: yesNo(testPayments), payTwice: yesNo(payTwice),
    hosts: hosts.join(' '), forbidden: forbidden.join(' '),
  }
}

/** A number and a password as the provider hands them out: digits, and 32 hexadecimal characters. */
export const newProjectValues = (): { readonly projectId: string; readonly password: string } => ({
  projectId: String(randomInt(100_000_000, 999_999_999)),
  password: randomBytes(16).toString('hex'),
})
