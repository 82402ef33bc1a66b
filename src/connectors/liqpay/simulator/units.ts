import { jsonText } from '../../simulator-json.ts'
import { textOf, type Fields } from './wire.ts'

/** Some of the 47 units: id, full names, short names. Source: sheet 8.3; the short names are this simulator's own. */
const UNITS: readonly (readonly [number, string, string, string, string])[] = [
  [10001, 'метр', 'metre', 'м', 'm'], [10014, 'літр', 'litre', 'л', 'l'], [10015, 'кілограм', 'kilogram', 'кг', 'kg'], [10016, 'грам', 'gram', 'г', 'g'],
  [10027, 'штука', 'piece', 'шт.', 'pcs.'], [10028, 'коробка', 'box', 'кор.', 'box'], [10038, 'комплект', 'set', 'компл.', 'set'],
  [10040, 'послуга', 'service', 'посл.', 'svc.'], [10041, 'година', 'hour', 'год', 'h'], [10043, 'пляшка', 'bottle', 'пляш.', 'btl.'],
]

/** `byLang`: names of the language alone, as with `hide_name_lang`. */
export function unitsAnswer(fields: Fields, byLang: boolean): string {
  const language = textOf(fields, 'language')
  const isShort = byLang || (language !== '' && (fields.get('hide_name_lang') === true || textOf(fields, 'hide_name_lang') === 'true'))
  const isEnglish = language === 'en'
  return jsonText(UNITS.map(([id, uk, en, shortUk, shortEn]) => isShort
    ? { id, full_name: isEnglish ? en : uk, short_name: isEnglish ? shortEn : shortUk }
    : { id, full_name_uk: uk, full_name_en: en, short_name_uk: shortUk, short_name_en: shortEn }))
}
