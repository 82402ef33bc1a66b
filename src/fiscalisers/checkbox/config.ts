import type { ConfigField, ConfigForm, FieldProblem } from '../../connectors/contract.ts'
import { matching, optional, problemsIn, typedIn } from '../../connectors/contract-values.ts'
import type { Read, Values } from '../../connectors/contract-values.ts'
import type { Mode } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import { FIELD_TEXTS } from './config-texts.ts'

/** What a register must know of itself at Checkbox. */
export type Config = {
  /** Names the cash register. Source: protocol sheet B, `X-License-Key`. */
  readonly licenceKey: Secret
  readonly cashier: { readonly kind: 'pin'; readonly pin: Secret } | { readonly kind: 'login'; readonly login: string; readonly password: Secret }
  /** Checkbox's code of each tax letter: not the same at every register, so nothing is guessed. */
  readonly taxCodes: ReadonlyMap<string, number>
}

type Field = Omit<ConfigField, 'name' | 'text'>

const field = { required: false, fallback: null, choices: [], advanced: false } as const

const FIELDS = {
  licenceKey: { ...field, kind: 'secret', required: true, maxLength: 128 },
  pin: { ...field, kind: 'secret', maxLength: 32 },
  login: { ...field, kind: 'text', maxLength: 128 },
  password: { ...field, kind: 'secret', maxLength: 128 },
  taxCodes: { ...field, kind: 'text', maxLength: 200 },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

const NAMES: readonly FieldName[] = ['licenceKey', 'pin', 'login', 'password', 'taxCodes']

const typed = (values: Values, name: FieldName): Read<string | null> => typedIn(values, name, FIELDS[name])

/** Goes into a header. */
const KEY = /^[\x21-\x7e]+$/
const ANY = /^[^\p{Cc}]+$/u

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      licenceKey: matching(typed(values, 'licenceKey'), KEY),
      pin: optional(typed(values, 'pin'), /^[0-9]+$/),
      login: optional(typed(values, 'login'), ANY),
      password: optional(typed(values, 'password'), ANY),
      taxCodes: taxCodes(typed(values, 'taxCodes')),
    }
    const { licenceKey, pin, login, password, taxCodes: codes } = read
    const found = [...problemsIn(NAMES, read), ...missingFor(read)]
    const cashier = 'value' in pin && 'value' in login && 'value' in password ? cashierOf(pin.value, login.value, password.value) : null
    if (found.length > 0 || cashier === null || 'problem' in licenceKey || 'problem' in codes) return err(found)
    return ok({ licenceKey: new Secret(licenceKey.value), cashier, taxCodes: codes.value })
  },
}

/** A cashier signs in by PIN, or by login and password. The PIN goes first where both are given. Source: B, `/cashier/signin`. */
function cashierOf(pin: string | null, login: string | null, password: string | null): Config['cashier'] | null {
  if (pin !== null) return { kind: 'pin', pin: new Secret(pin) }
  return login === null || password === null ? null : { kind: 'login', login, password: new Secret(password) }
}

type Cashier = Readonly<Record<'pin' | 'login' | 'password', Read<string | null>>>

/** What is missing of the way that was begun; the PIN where none was. */
function missingFor({ pin, login, password }: Cashier): readonly FieldProblem[] {
  const isGiven = (one: Read<string | null>): boolean => 'problem' in one || one.value !== null
  if (isGiven(pin) || (isGiven(login) && isGiven(password))) return []
  const name = isGiven(login) ? 'password' : isGiven(password) ? 'login' : 'pin'
  return [{ field: name, problem: 'missing' }]
}

/** `А=8 Б=7`: a Cyrillic capital and a number each; a letter that stands there twice is a mistake. */
function taxCodes(text: Read<string | null>): Read<ReadonlyMap<string, number>> {
  if ('problem' in text) return text
  const pairs = (text.value ?? '').split(/[\s,;]+/).filter((one) => one !== '').map((one) => /^([А-ЯҐЄІЇ])=([0-9]{1,9})$/.exec(one))
  const codes = new Map(pairs.flatMap((one) => (one === null ? [] : [[one[1] ?? '', Number(one[2])] as const])))
  return codes.size === pairs.length ? { value: codes } : { problem: 'malformed' }
}

/** Source: B, as seen: licence keys of test registers begin so. */
export const modeOf = ({ licenceKey }: Config): Mode => (licenceKey.reveal().startsWith('test') ? 'test' : 'live')
