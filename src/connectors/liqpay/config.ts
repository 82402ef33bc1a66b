import type { Mode } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { ConfigField, ConfigForm, Delivers, DeliveryWay } from '../contract.ts'
import { choice, matching, optional, problemsIn, typedIn, words } from '../contract-values.ts'
import type { Read, Values } from '../contract-values.ts'
import { FIELD_TEXTS } from './config-texts.ts'
import type { Algorithm } from './protocol.ts'

/** What a channel must know of a shop at LiqPay. */
export type Config = {
  /** `i` and digits; a sandbox pair has the prefix `sandbox_` on both keys. Source: protocol sheet 2. */
  readonly publicKey: string
  readonly privateKey: Secret
  /** Sent as `version`, and what both sides sign with. The other one is never accepted instead. Source: 3. */
  readonly protocol: { readonly version: 3 | 7; readonly algorithm: Algorithm }
  /** `hold` only reserves; the money is taken later. Source: 5, `action`. */
  readonly action: 'pay' | 'hold'
  /** What the pay page offers, in its order: what the shop's cabinet has switched on. */
  readonly methods: readonly PayType[]
  /** By which the payer gets to LiqPay: a short address that LiqPay makes, the signed order itself, or a QR code. Source: 1, 8.8. */
  readonly link: 'short' | 'signed' | 'qr'
  /** Who else may bring the link: LiqPay's own letters, and notices in Privat24. Source: 8.1. */
  readonly sending: readonly DeliveryWay[]
  /** How long an invoice that LiqPay brought may be paid, where nobody says otherwise. */
  readonly lifeMs: number
  /** Before the attempt's name in every `order_id`, so that a person sees whose order it is. */
  readonly orderPrefix: string
  /** Whether `refund_amount` is all that has gone back or the last part of it: not documented. Source: 9. */
  readonly partialRefunds: 'total' | 'last'
  /** Where the answer to `payqr` has the link: not documented. Source: 8.8. */
  readonly qrField: string
  /** The address `payqr` asks for; null: no QR codes. */
  readonly qrIp: string | null
}

/** `paytypes` of LiqPay. Source: 5. */
export const PAY_TYPES = ['card', 'privat24', 'apay', 'gpay', 'moment_part', 'paypart', 'cash', 'invoice', 'qr'] as const
export type PayType = (typeof PAY_TYPES)[number]

const SENDING = ['email', 'privat24', 'none'] as const
const HOUR_MS = 3_600_000
const MOST_HOURS = 720

type Field = Omit<ConfigField, 'name' | 'text'>

const field = { required: false, fallback: null, choices: [], advanced: false } as const

const FIELDS = {
  publicKey: { ...field, kind: 'text', required: true, maxLength: 64 },
  privateKey: { ...field, kind: 'secret', required: true, maxLength: 128 },
  methods: { ...field, kind: 'text', fallback: 'card privat24 apay gpay', maxLength: 100 },
  sending: { ...field, kind: 'text', fallback: 'email privat24', maxLength: 40 },
  lifeHours: { ...field, kind: 'text', fallback: '24', maxLength: 3 },
  action: { ...field, kind: 'choice', fallback: 'pay', choices: ['pay', 'hold'], maxLength: 4, advanced: true },
  protocol: { ...field, kind: 'choice', fallback: 'v3', choices: ['v3', 'v7'], maxLength: 2, advanced: true },
  link: { ...field, kind: 'choice', fallback: 'short', choices: ['short', 'signed', 'qr'], maxLength: 6, advanced: true },
  orderPrefix: { ...field, kind: 'text', fallback: 'kvit-', maxLength: 20, advanced: true },
  partialRefunds: { ...field, kind: 'choice', fallback: 'total', choices: ['total', 'last'], maxLength: 5, advanced: true },
  qrField: { ...field, kind: 'text', fallback: 'qr_code', maxLength: 40, advanced: true },
  qrIp: { ...field, kind: 'text', maxLength: 45, advanced: true },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

const NAMES: readonly FieldName[] = [
  'publicKey', 'privateKey', 'methods', 'sending', 'lifeHours', 'action', 'protocol', 'link', 'orderPrefix', 'partialRefunds', 'qrField', 'qrIp',
]

const typed = (values: Values, name: FieldName): Read<string | null> => typedIn(values, name, FIELDS[name])

/** Printable ASCII; lengths and letters of keys are not documented, and old and new ones differ. Source: 2. */
const KEY = /^[\x21-\x7e]+$/

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      publicKey: matching(typed(values, 'publicKey'), KEY),
      privateKey: privateKey(values),
      methods: words(typed(values, 'methods'), PAY_TYPES),
      sending: words(typed(values, 'sending'), SENDING),
      lifeHours: hours(typed(values, 'lifeHours')),
      action: choice(typed(values, 'action'), FIELDS.action.choices),
      protocol: choice(typed(values, 'protocol'), FIELDS.protocol.choices),
      link: choice(typed(values, 'link'), FIELDS.link.choices),
      orderPrefix: matching(typed(values, 'orderPrefix'), /^[A-Za-z0-9_.-]+$/),
      partialRefunds: choice(typed(values, 'partialRefunds'), FIELDS.partialRefunds.choices),
      qrField: matching(typed(values, 'qrField'), /^[A-Za-z0-9_]+$/),
      qrIp: optional(typed(values, 'qrIp'), /^[0-9A-Fa-f.:]+$/),
    }
    const { publicKey, privateKey: secret, methods, sending, lifeHours, action, protocol, link, orderPrefix, partialRefunds, qrField, qrIp } = read
    if (
      'value' in publicKey && 'value' in secret && 'value' in methods && 'value' in sending && 'value' in lifeHours && 'value' in action &&
      'value' in protocol && 'value' in link && 'value' in orderPrefix && 'value' in partialRefunds && 'value' in qrField && 'value' in qrIp
    ) {
      return ok({
        publicKey: publicKey.value, privateKey: new Secret(secret.value), methods: methods.value, sending: sending.value.flatMap(wayOf),
        lifeMs: lifeHours.value * HOUR_MS, action: action.value, protocol: PROTOCOLS[protocol.value], link: link.value,
        orderPrefix: orderPrefix.value, partialRefunds: partialRefunds.value, qrField: qrField.value, qrIp: qrIp.value,
      })
    }
    return err(problemsIn(NAMES, read))
  },
}

const PROTOCOLS = { v3: { version: 3, algorithm: 'sha1' }, v7: { version: 7, algorithm: 'sha3-256' } } as const

const wayOf = (word: (typeof SENDING)[number]): readonly DeliveryWay[] =>
  (word === 'none' ? [] : [word === 'privat24' ? 'bank_app' : 'email'])

const SANDBOX = 'sandbox_'
const isSandbox = (key: string): boolean => key.startsWith(SANDBOX)

/** Source: 12. */
export const modeOf = ({ publicKey }: Pick<Config, 'publicKey'>): Mode => (isSandbox(publicKey) ? 'test' : 'live')

export const delivers = ({ sending, lifeMs }: Config): Delivers => ({ ways: sending, lifeMs })

/** A pair is of one environment: a sandbox key beside a real one is a mistake of copying. */
function privateKey(values: Values): Read<string> {
  const [secret, open] = [matching(typed(values, 'privateKey'), KEY), matching(typed(values, 'publicKey'), KEY)]
  const isMixed = 'value' in secret && 'value' in open && isSandbox(secret.value) !== isSandbox(open.value)
  return isMixed ? { problem: 'malformed' } : secret
}

function hours(text: Read<string | null>): Read<number> {
  const read = matching(text, /^[1-9][0-9]{0,2}$/)
  if ('problem' in read) return read
  const value = Number(read.value)
  return value <= MOST_HOURS ? { value } : { problem: 'malformed' }
}
