import type { Language } from '../../kernel/language.ts'
import { isCurrency } from '../../money/currency.ts'
import type { Money } from '../../money/money.ts'
import { formatMoney, say } from '../i18n/format.ts'
import { problem as en } from '../i18n/en/problem.ts'
import { problem as et } from '../i18n/et/problem.ts'
import { problem as ka } from '../i18n/ka/problem.ts'
import { problem as lt } from '../i18n/lt/problem.ts'
import { problem as lv } from '../i18n/lv/problem.ts'
import { problem as ru } from '../i18n/ru/problem.ts'
import { problem as uk } from '../i18n/uk/problem.ts'
import type { ProblemTexts } from '../i18n/en/problem.ts'

/** Why a request was refused. The sentences stand in `i18n/<language>/problem.ts`. */
export type ProblemCode = keyof ProblemTexts['codes']

/** What is wrong with one field. */
export type FieldCode = keyof ProblemTexts['fields']

/** Values for a text's placeholders. Money is written as the language does; other objects are left out. */
export type TextValues = Readonly<Record<string, unknown>>

const TEXTS: Readonly<Record<Language, ProblemTexts>> = { lt, lv, et, uk, ka, ru, en }

/** The short name of a status, the same for every problem of it. */
export function problemTitle(language: Language, status: number): string {
  const { titles } = TEXTS[language]
  const title = Object.entries(titles).find(([key]) => key === String(status))
  return title?.[1] ?? (status >= 500 ? titles[500] : titles[400])
}

export const problemText = (language: Language, code: ProblemCode, values: TextValues): string =>
  filled(language, TEXTS[language].codes[code], values)

export const fieldText = (language: Language, code: FieldCode, values: TextValues): string =>
  filled(language, TEXTS[language].fields[code], values)

function filled(language: Language, text: string, values: TextValues): string {
  const known: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(values)) known[name] = printable(language, value)
  return say(language, text, known)
}

function printable(language: Language, value: unknown): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return value.toString()
  return isMoney(value) ? formatMoney(language, value) : ''
}

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'minor' in value && typeof value.minor === 'bigint' &&
  'currency' in value && typeof value.currency === 'string' && isCurrency(value.currency)
