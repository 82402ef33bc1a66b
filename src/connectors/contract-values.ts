import type { Language } from '../kernel/language.ts'
import type { ConfigField, FieldProblem, Guide, GuideStep, GuideText } from './contract.ts'

/** What a person typed into a config form, or what is stored of it, by field name. */
export type Values = Readonly<Record<string, string>>

/** One field read, or what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problem: FieldProblem['problem'] }

/** What was typed, without the spaces that copying brings along; an empty field means its fallback. Null: nothing. */
export function typedIn(values: Values, name: string, { fallback, maxLength }: Pick<ConfigField, 'fallback' | 'maxLength'>): Read<string | null> {
  const text = (Object.hasOwn(values, name) ? values[name]?.trim() : undefined) || fallback
  return text !== null && text.length > maxLength ? { problem: 'too_long' } : { value: text }
}

export function matching(text: Read<string | null>, form: RegExp): Read<string> {
  if ('problem' in text) return text
  if (text.value === null) return { problem: 'missing' }
  return form.test(text.value) ? { value: text.value } : { problem: 'malformed' }
}

export const optional = (text: Read<string | null>, form: RegExp): Read<string | null> =>
  ('value' in text && text.value === null ? { value: null } : matching(text, form))

export function choice<T extends string>(text: Read<string | null>, choices: readonly T[]): Read<T> {
  const chosen = 'value' in text ? choices.find((one) => one === text.value) : undefined
  return chosen === undefined ? { problem: 'not_a_choice' } : { value: chosen }
}

/** Words parted by spaces or commas, each of them known; one that stands there twice counts once. */
export function words<T extends string>(text: Read<string | null>, known: readonly T[]): Read<readonly T[]> {
  if ('problem' in text) return text
  const written = (text.value ?? '').split(/[\s,;]+/).filter((one) => one !== '')
  const found = written.map((word) => known.find((one) => one === word)).filter((one) => one !== undefined)
  return found.length === written.length ? { value: [...new Set(found)] } : { problem: 'malformed' }
}

/** The problems among fields that were read, in the order of `names`. */
export const problemsIn = <N extends string>(names: readonly N[], read: Readonly<Record<N, Read<unknown>>>): readonly FieldProblem[] =>
  names.flatMap((name) => {
    const one = read[name]
    return 'problem' in one ? [{ field: name, problem: one.problem }] : []
  })

/** The steps of a guide in their order, each with its texts. `awaits` as in the contract. */
export const guideOf = <Id extends string>(
  steps: readonly (readonly [id: Id, kind: GuideStep['kind'], awaits: boolean])[], { lt, lv, et, uk, ka, ru, en }: Readonly<Record<Language, Readonly<Record<Id, GuideText>>>>,
): Guide => steps.map(([id, kind, awaits]) => ({ id, kind, awaits, text: { lt: lt[id], lv: lv[id], et: et[id], uk: uk[id], ka: ka[id], ru: ru[id], en: en[id] } }))
