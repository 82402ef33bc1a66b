import { LANGUAGES, isLanguage } from '../../kernel/language.ts'
import type { Language } from '../../kernel/language.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { ConfigField, ConfigForm, FieldProblem } from '../contract.ts'
import { FIELD_TEXTS } from './config-texts.ts'

/** What a channel must know of a project at Paysera. */
export type Config = {
  /** At most 11 digits. */
  readonly projectId: string
  readonly password: Secret
  /** Set by the project's own switch; never guessed from which fields came. Source: protocol sheet A6b. */
  readonly callbackMode: 'signed' | 'encrypted'
  /** Protocol version sent with a request, at most 9 characters. Real callbacks are known for 1.6. Source: A0. */
  readonly version: string
  /** The three-letter code sent for each language of the payer. Source: A3, `lang`. */
  readonly languageCodes: Readonly<Record<Language, string>>
  /** Skips Paysera's consent page; allowed only where the shop shows the consent text itself. Source: A10. */
  readonly buyerConsent: boolean
  /** How to read `request_amount` and `pay_amount` without a decimal point. Source: A6c, "Conflict over amount names". */
  readonly newAmounts: 'ask' | 'minor' | 'major'
}

/** ISO 639-2/B. Named by the vendor: LIT, LAV, EST, RUS, ENG. For GEO and UKR the page may answer in English. */
const LANGUAGE_CODES: Readonly<Record<Language, string>> = {
  lt: 'LIT', lv: 'LAV', et: 'EST', uk: 'UKR', ka: 'GEO', ru: 'RUS', en: 'ENG',
}

type Field = Omit<ConfigField, 'name' | 'text'>

const field = { required: false, fallback: null, choices: [], advanced: true } as const

const FIELDS = {
  projectId: { ...field, kind: 'text', required: true, maxLength: 11, advanced: false },
  password: { ...field, kind: 'secret', required: true, maxLength: 255, advanced: false },
  callbackMode: { ...field, kind: 'choice', fallback: 'signed', choices: ['signed', 'encrypted'], maxLength: 9 },
  version: { ...field, kind: 'text', fallback: '1.6', maxLength: 9 },
  languageCodes: {
    ...field, kind: 'text', maxLength: 120,
    fallback: LANGUAGES.map((language) => `${language}=${LANGUAGE_CODES[language]}`).join(' '),
  },
  buyerConsent: { ...field, kind: 'choice', fallback: 'no', choices: ['no', 'yes'], maxLength: 3 },
  newAmounts: { ...field, kind: 'choice', fallback: 'ask', choices: ['ask', 'minor', 'major'], maxLength: 5 },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

const NAMES: readonly FieldName[] = [
  'projectId', 'password', 'callbackMode', 'version', 'languageCodes', 'buyerConsent', 'newAmounts',
]

type Problem = FieldProblem['problem']
type Read<T> = { readonly value: T } | { readonly problem: Problem }

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      projectId: readMatching(values, 'projectId', /^[0-9]{1,11}$/),
      password: readTyped(values, 'password'),
      callbackMode: readChoice(values, 'callbackMode', FIELDS.callbackMode.choices),
      version: readMatching(values, 'version', /^[0-9][0-9.]{0,8}$/),
      languageCodes: readLanguageCodes(values),
      buyerConsent: readChoice(values, 'buyerConsent', FIELDS.buyerConsent.choices),
      newAmounts: readChoice(values, 'newAmounts', FIELDS.newAmounts.choices),
    }
    const { projectId, password, callbackMode, version, languageCodes, buyerConsent, newAmounts } = read
    if (
      'value' in projectId && 'value' in password && 'value' in callbackMode && 'value' in version &&
      'value' in languageCodes && 'value' in buyerConsent && 'value' in newAmounts
    ) {
      return ok({
        projectId: projectId.value,
        password: new Secret(password.value),
        callbackMode: callbackMode.value,
        version: version.value,
        languageCodes: languageCodes.value,
        buyerConsent: buyerConsent.value === 'yes',
        newAmounts: newAmounts.value,
      })
    }
    return err(NAMES.flatMap((name) => {
      const one = read[name]
      return 'problem' in one ? [{ field: name, problem: one.problem }] : []
    }))
  },
}

/** What was typed, without the spaces that copying brings along; an empty field means its fallback. */
function readTyped(values: Readonly<Record<string, string>>, name: FieldName): Read<string> {
  const typed = Object.hasOwn(values, name) ? values[name]?.trim() : undefined
  const { fallback, maxLength } = FIELDS[name]
  if (typed === undefined || typed === '') return fallback === null ? { problem: 'missing' } : { value: fallback }
  return typed.length > maxLength ? { problem: 'too_long' } : { value: typed }
}

function readMatching(values: Readonly<Record<string, string>>, name: FieldName, form: RegExp): Read<string> {
  const typed = readTyped(values, name)
  return 'value' in typed && !form.test(typed.value) ? { problem: 'malformed' } : typed
}

function readChoice<T extends string>(
  values: Readonly<Record<string, string>>, name: FieldName, choices: readonly T[],
): Read<T> {
  const typed = readTyped(values, name)
  if ('problem' in typed) return { problem: typed.problem === 'missing' ? 'missing' : 'not_a_choice' }
  const chosen = choices.find((choice) => choice === typed.value)
  return chosen === undefined ? { problem: 'not_a_choice' } : { value: chosen }
}

/** "ka=ENG uk=ENG" changes those two and keeps the rest. */
function readLanguageCodes(values: Readonly<Record<string, string>>): Read<Config['languageCodes']> {
  const typed = readTyped(values, 'languageCodes')
  if ('problem' in typed) return typed
  const codes = { ...LANGUAGE_CODES }
  for (const pair of typed.value.split(/[\s,;]+/).filter((one) => one !== '')) {
    const [, language = '', code = ''] = /^([a-z]{2})=([A-Za-z]{3})$/.exec(pair) ?? []
    if (!isLanguage(language)) return { problem: 'malformed' }
    codes[language] = code.toUpperCase()
  }
  return { value: codes }
}
