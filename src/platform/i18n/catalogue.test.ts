import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../kernel/language.ts'
import type { Language } from '../../kernel/language.ts'
import { letterTexts, paypageTexts } from './catalogue.ts'
import { timelineTexts, whyTexts } from './report-texts.ts'

/** Every text of a catalogue by its path, "choose.pay". */
function textsOf(part: object, path = ''): [path: string, text: string][] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`
    if (typeof value === 'string') return [[here, value]]
    return typeof value === 'object' && value !== null ? textsOf(value, here) : []
  })
}

type Elements = ReturnType<IntlMessageFormat['getAst']>

const LITERAL = 0

const parsed = (text: string): Elements => elementsOf(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst())

const elementsOf = (elements: Elements): Elements => elements.flatMap((element) => [
  element,
  ...('options' in element ? Object.values(element.options).flatMap((option) => elementsOf(option.value)) : []),
])

const argumentsOf = (text: string): string[] => {
  const named = parsed(text).flatMap((element) => (element.type !== LITERAL && 'value' in element ? [String(element.value)] : []))
  return [...new Set(named)].toSorted()
}

describe.each([
  ['paypage', paypageTexts], ['letter', letterTexts], ['why', whyTexts], ['timeline', timelineTexts],
] as const)('%s', (_area, texts) => {
  const english = new Map(textsOf(texts.en))

  test.each(LANGUAGES)('in %s no text is empty and each has the arguments of the English one', (language) => {
    for (const [path, text] of textsOf(texts[language])) {
      expect(text.trim(), path).toBe(text)
      expect(text, path).not.toBe('')
      expect(argumentsOf(text), path).toEqual(argumentsOf(english.get(path) ?? ''))
    }
  })

  test.each(LANGUAGES)('in %s every plural has a form for each number of that language', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const [path, text] of textsOf(texts[language])) {
      for (const element of parsed(text)) {
        if ('pluralType' in element) expect(Object.keys(element.options).toSorted(), path).toEqual([...needed].toSorted())
      }
    }
  })

  test('no language says anything in the words or letters of another', () => {
    const script: Record<Language, RegExp> = {
      lt: /\p{Script=Latin}/u, lv: /\p{Script=Latin}/u, et: /\p{Script=Latin}/u, en: /\p{Script=Latin}/u, uk: /\p{Script=Cyrillic}/u,
      ru: /\p{Script=Cyrillic}/u, ka: /\p{Script=Georgian}/u,
    }
    for (const language of LANGUAGES) {
      for (const [path, text] of textsOf(texts[language])) {
        const words = text.replaceAll(/\{[^{}]*\}/g, '')
        if (/\p{L}/u.test(words)) expect(script[language].test(words), `${language} ${path}`).toBe(true)
        if (language !== 'en' && english.get(path) === text) expect(words, `${language} ${path}`).not.toMatch(/\p{L}{5}/u)
      }
    }
  })

  test('nobody is shouted at', () => {
    for (const language of LANGUAGES) {
      for (const [path, text] of textsOf(texts[language])) {
        // In Latvian, Estonian, Ukrainian and Russian letters a greeting ends with this sign.
        expect(text.replace(/^[\p{L} ]+!\n\n/u, ''), `${language} ${path}`).not.toContain('!')
      }
    }
  })
})
