import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { CONNECTORS } from '../../src/connectors/registry.ts'
import { LANGUAGES } from '../../src/kernel/language.ts'
import type { Language } from '../../src/kernel/language.ts'
import { filesIn, ROOT } from './sources.ts'

/** Texts by path, "choose.pay" or "todo.2". */
type Texts = ReadonlyMap<string, string>

type Area = { readonly name: string; readonly texts: Readonly<Record<Language, Texts>>; readonly isPattern: boolean }

function textsOf(part: unknown, path = ''): [path: string, text: string][] {
  if (typeof part === 'string') return [[path, part]]
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => textsOf(value, path === '' ? key : `${path}.${key}`))
}

const byLanguage = <T>(make: (language: Language) => T): Record<Language, T> =>
  ({ lt: make('lt'), lv: make('lv'), et: make('et'), uk: make('uk'), ka: make('ka'), ru: make('ru'), en: make('en') })

/** What the server and the cabinet say: `platform/i18n/<language>/<area>.ts`. A language that lacks the file has no texts. */
async function catalogueAreas(): Promise<Area[]> {
  const files = new Set(filesIn('src/platform/i18n'))
  const names = new Set([...files].flatMap((path) => /\/(?:lt|lv|et|uk|ka|ru|en)\/([a-z-]+)\.ts$/.exec(path)?.[1] ?? []))
  const load = async (language: Language, name: string): Promise<Texts> => {
    const path = `src/platform/i18n/${language}/${name}.ts`
    if (!files.has(path)) return new Map()
    const exported: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ pathToFileURL(join(ROOT, path)).href)
    return new Map(Object.values(exported).flatMap((value) => textsOf(value)))
  }
  return Promise.all([...names].map(async (name) => {
    const all = await Promise.all(LANGUAGES.map(async (language) => [language, await load(language, name)] as const))
    const found = new Map(all)
    return { name, texts: byLanguage((language) => found.get(language) ?? new Map()), isPattern: true }
  }))
}

/** What a connector's guide and form say. They are shown as they stand, so braces in them mean nothing. */
const connectorAreas = (): Area[] => CONNECTORS.flatMap(({ id, guide, fields }) => [
  { name: `${id} guide`, texts: byLanguage((language) => new Map(guide.flatMap((step) => textsOf(step.text[language], step.id)))), isPattern: false },
  { name: `${id} form`, texts: byLanguage((language) => new Map(fields.flatMap((field) => textsOf(field.text[language], field.name)))), isPattern: false },
])

const areas = [...await catalogueAreas(), ...connectorAreas()]

type Elements = ReturnType<IntlMessageFormat['getAst']>

const astOf = (text: string): Elements => within(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst())

const within = (elements: Elements): Elements => elements.flatMap((element) => [
  element, ...('options' in element ? Object.values(element.options).flatMap((option) => within(option.value)) : []),
])

const LITERAL = 0

/** What is put in, by name. Whether it decides between forms is each language's affair: "length: 3" needs none. */
const argumentsOf = (text: string): string[] =>
  [...new Set(astOf(text).flatMap((element) => (element.type !== LITERAL && 'value' in element ? [String(element.value)] : [])))].toSorted()

/** Texts that are right as they are in English: names, codes, examples, and words that the language shares with English. */
const SAME_AS_IN_ENGLISH: Readonly<Record<string, string>> = {
  'et letter.test.subject': 'the word is the same in Estonian',
  'et cabinet-invoices.colNumber': 'the word is the same in Estonian',
  'et cabinet-settings.logo': 'the word is the same in Estonian',
  'et cabinet-settings.keyModeTest': 'the word is the same in Estonian',
  'cabinet-till.tillPaperWidth': 'the unit has the same sign in Latin script',
}

/** What would be read as a word: names of things that are called so everywhere, codes and values are not. */
const wordsOf = (text: string): string => text.replaceAll(
  /\{[^{}]*\}|https?:\S+|\S+@\S+|\b(Kvit|Paysera|LHV|SEB|Swedbank|IBAN|SEPA|API|ID|PDF|QR|URL|HTML|ISO|UTC|PNG|SVG|JPEG|WebP|curl|PEM|OK|E-mail|SHA|MD5|RSA)\b/g,
  '',
)

const isEnglish = ({ name, texts }: Area, language: Language, path: string, text: string): boolean =>
  language !== 'en' && texts.en.get(path) === text && /\p{L}{2}/u.test(wordsOf(text)) && !(`${language} ${name}.${path}` in SAME_AS_IN_ENGLISH) &&
    !(`${name}.${path}` in SAME_AS_IN_ENGLISH)

describe.each(areas)('$name', (area) => {
  test.each(LANGUAGES)('in %s every text of the English catalogue is there, and no other', (language) => {
    expect([...area.texts[language].keys()].toSorted()).toEqual([...area.texts.en.keys()].toSorted())
    expect(area.texts[language].size).toBeGreaterThan(0)
  })

  test.each(LANGUAGES)('in %s no text is empty or has blanks around it', (language) => {
    expect([...area.texts[language]].filter(([, text]) => text === '' || text.trim() !== text)).toEqual([])
  })

  test.each(LANGUAGES)('in %s the same values are put in as in English', (language) => {
    if (!area.isPattern) return
    const wrong = [...area.texts[language]].flatMap(([path, text]) => {
      const [has, should] = [argumentsOf(text), argumentsOf(area.texts.en.get(path) ?? '')]
      return has.join() === should.join() ? [] : [`${path}: ${has.join(' ')} instead of ${should.join(' ')}`]
    })
    expect(wrong).toEqual([])
  })

  test.each(LANGUAGES)('in %s whatever is counted has a form for each number of the language', (language) => {
    if (!area.isPattern) return
    const rules = new Intl.PluralRules(language)
    const needed = [...new Set([...Array.from({ length: 200 }, (_, count) => rules.select(count)), 'other'])].toSorted()
    const wrong = [...area.texts[language]].flatMap(([path, text]) => astOf(text).flatMap((element) => {
      if (!('pluralType' in element)) return []
      const forms = Object.keys(element.options).filter((form) => !form.startsWith('=')).toSorted()
      const missing = needed.filter((form) => !forms.includes(form))
      return missing.length === 0 ? [] : [`${path}: no form ${missing.join(', ')}`]
    }))
    expect(wrong).toEqual([])
  })

  test.each(LANGUAGES)('in %s nothing was left in English', (language) => {
    const left = [...area.texts[language]].filter(([path, text]) => isEnglish(area, language, path, text))
    expect(left.map(([path, text]) => `${language} ${area.name}.${path}: ${text}`)).toEqual([])
  })
})

test('every exception is still needed', () => {
  const needless = Object.keys(SAME_AS_IN_ENGLISH).filter((key) => !areas.some((area) => LANGUAGES.some((language) =>
    language !== 'en' && [...area.texts[language]].some(([path, text]) =>
      (key === `${language} ${area.name}.${path}` || key === `${area.name}.${path}`) && area.texts.en.get(path) === text))))
  expect(needless).toEqual([])
})
