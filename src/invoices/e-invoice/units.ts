import type { Language } from '../../kernel/language.ts'

/** "one": what a quantity without a unit is counted in. */
const ONE = 'C62'
/** "mutually defined": a unit of the seller's own, whose name then stands in the line's note. */
export const OWN_UNIT = 'ZZ'

/** How people write the units of UN/ECE Recommendation 20 (and 21, with X in front), in lower case without the last point. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  H87: ['pc', 'pcs', 'piece', 'pieces', 'vnt', 'vienetas', 'gab', 'gabals', 'tk', 'tükk', 'шт', 'штука', 'ც', 'ცალი'],
  HUR: ['h', 'hr', 'hrs', 'hour', 'hours', 'val', 'valanda', 'stunda', 'tund', 'година', 'ч', 'час', 'სთ', 'საათი'],
  MIN: ['min', 'minute', 'minutes', 'minutė', 'minūte', 'minut', 'хв', 'хвилина', 'мин', 'минута', 'წთ', 'წუთი'],
  DAY: ['d', 'day', 'days', 'diena', 'päev', 'день', 'дн', 'დღე'],
  WEE: ['week', 'weeks', 'savaitė', 'sav', 'nedēļa', 'nädal', 'тиждень', 'неделя', 'კვირა'],
  MON: ['mo', 'month', 'months', 'mėn', 'mėnuo', 'mēn', 'mēnesis', 'kuu', 'міс', 'місяць', 'мес', 'месяц', 'თვე'],
  ANN: ['year', 'years', 'metai', 'gads', 'aasta', 'рік', 'წელი'],
  KGM: ['kg', 'кг', 'კგ'], GRM: ['g', 'г', 'гр', 'გ', 'გრ'], TNE: ['t', 'т', 'ტ', 'ტონა'],
  LTR: ['l', 'ltr', 'litre', 'л', 'ლ'], MLT: ['ml', 'мл', 'მლ'],
  MTR: ['m', 'м', 'მ'], CMT: ['cm', 'см', 'სმ'], MMT: ['mm', 'мм', 'მმ'], KMT: ['km', 'км', 'კმ'],
  MTK: ['m2', 'm²', 'kv.m', 'кв.м', 'м2', 'м²', 'მ2', 'მ²'], MTQ: ['m3', 'm³', 'куб.м', 'м3', 'м³', 'მ3', 'მ³'],
  KWH: ['kwh', 'квт·год', 'квтч', 'кვტსთ'], MWH: ['mwh'],
  SET: ['set', 'kompl', 'komplektas', 'komplekts', 'komplekt', 'комплект', 'компл', 'კომპლექტი'],
  PR: ['pair', 'pora', 'pāris', 'paar', 'пара', 'წყვილი'],
  XPK: ['pack', 'package', 'pak', 'pakuotė', 'iepakojums', 'pakk', 'упаковка', 'уп', 'пачка', 'შეკვრა'],
  XBX: ['box', 'dėžė', 'kaste', 'kast', 'коробка', 'ящик', 'ყუთი'],
  [ONE]: ['', 'unit', 'units', 'one'],
}

/** One spelling that means two things: an hour in Ukrainian is a year in Russian. */
const LOCAL: Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>> = {
  uk: { год: 'HUR' }, ru: { год: 'ANN' }, lv: { st: 'HUR' },
}

const CODE_OF: ReadonlyMap<string, string> = new Map(Object.entries(WORDS).flatMap(([code, words]) => words.map((word) => [word, code] as const)))

/** The codes that can stand on our invoices. */
export const UNIT_CODES: ReadonlySet<string> = new Set([...Object.keys(WORDS), OWN_UNIT])

/** The code of a unit as it is written on the line. A code itself stays what it is; an unknown word is `OWN_UNIT`. */
export function unitCode(unit: string, language: Language): string {
  const text = unit.trim()
  if (UNIT_CODES.has(text)) return text
  const word = text.toLowerCase().replace(/\.$/, '')
  return LOCAL[language]?.[word] ?? CODE_OF.get(word) ?? OWN_UNIT
}
