import { LANGUAGES, isLanguage } from '../../kernel/language.ts'
import type { Language } from '../../kernel/language.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { ConfigField, ConfigForm } from '../contract.ts'
import { choice, matching, problemsIn, typedIn } from '../contract-values.ts'
import type { Read, Values } from '../contract-values.ts'
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

const typed = (values: Values, name: FieldName): Read<string | null> => typedIn(values, name, FIELDS[name])

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      projectId: matching(typed(values, 'projectId'), /^[0-9]{1,11}$/),
      password: matching(typed(values, 'password'), /[^]/),
      callbackMode: choice(typed(values, 'callbackMode'), FIELDS.callbackMode.choices),
      version: matching(typed(values, 'version'), /^[0-9][0-9.]{0,8}$/),
      languageCodes: readLanguageCodes(values),
      buyerConsent: choice(typed(values, 'buyerConsent'), FIELDS.buyerConsent.choices),
      newAmounts: choice(typed(values, 'newAmounts'), FIELDS.newAmounts.choices),
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
    return err(problemsIn(NAMES, read))
  },
}

/** "ka=ENG uk=ENG" changes those two and keeps the rest. */
function readLanguageCodes(values: Values): Read<Config['languageCodes']> {
  const text = typed(values, 'languageCodes')
  if ('problem' in text) return text
  const codes = { ...LANGUAGE_CODES }
  for (const pair of (text.value ?? '').split(/[\s,;]+/).filter((one) => one !== '')) {
    const [, language = '', code = ''] = /^([a-z]{2})=([A-Za-z]{3})$/.exec(pair) ?? []
    if (!isLanguage(language)) return { problem: 'malformed' }
    codes[language] = code.toUpperCase()
  }
  return { value: codes }
}
