import fc from 'fast-check'
import { toCardinal as enOracle } from 'n2words/en-GB'
import { toCardinal as ltOracle } from 'n2words/lt-LT'
import { toCardinal as ruOracle } from 'n2words/ru-RU'
import { toCardinal as ukOracle } from 'n2words/uk-UA'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../kernel/language.ts'
import type { Language } from '../../kernel/language.ts'
import { CURRENCIES } from '../../money/currency.ts'
import type { Currency } from '../../money/currency.ts'
import { amountInWords } from './amount-in-words.ts'
import { en } from './words/en.ts'
import { et } from './words/et.ts'
import { ka } from './words/ka.ts'
import { lt } from './words/lt.ts'
import { lv } from './words/lv.ts'
import { ru } from './words/ru.ts'
import type { Spelling } from './words/spelling.ts'
import { uk } from './words/uk.ts'

const AMOUNTS = [0n, 101n, 211n, 1121n, 2101n, 10150n, 100121n, 234567n, 200000000n]

const TABLE: [Language, Currency, string[]][] = [
  ['lt', 'EUR', [
    'nulis eurų 00 ct', 'vienas euras 01 ct', 'du eurai 11 ct', 'vienuolika eurų 21 ct', 'dvidešimt vienas euras 01 ct',
    'vienas šimtas vienas euras 50 ct', 'vienas tūkstantis vienas euras 21 ct',
    'du tūkstančiai trys šimtai keturiasdešimt penki eurai 67 ct', 'du milijonai eurų 00 ct',
  ]],
  ['lv', 'EUR', [
    'nulle euro un 00 centu', 'viens euro un 01 cents', 'divi euro un 11 centu', 'vienpadsmit euro un 21 cents',
    'divdesmit viens euro un 01 cents', 'viens simts viens euro un 50 centu', 'viens tūkstotis viens euro un 21 cents',
    'divi tūkstoši trīs simti četrdesmit pieci euro un 67 centi', 'divi miljoni euro un 00 centu',
  ]],
  ['et', 'EUR', [
    'null eurot ja 00 senti', 'üks euro ja 01 sent', 'kaks eurot ja 11 senti', 'üksteist eurot ja 21 senti',
    'kakskümmend üks eurot ja 01 sent', 'sada üks eurot ja 50 senti', 'tuhat üks eurot ja 21 senti',
    'kaks tuhat kolmsada nelikümmend viis eurot ja 67 senti', 'kaks miljonit eurot ja 00 senti',
  ]],
  ['uk', 'UAH', [
    'нуль гривень 00 копійок', 'одна гривня 01 копійка', 'дві гривні 11 копійок', 'одинадцять гривень 21 копійка',
    'двадцять одна гривня 01 копійка', 'сто одна гривня 50 копійок', 'одна тисяча одна гривня 21 копійка',
    'дві тисячі триста сорок п’ять гривень 67 копійок', 'два мільйони гривень 00 копійок',
  ]],
  ['ru', 'EUR', [
    'ноль евро 00 центов', 'один евро 01 цент', 'два евро 11 центов', 'одиннадцать евро 21 цент', 'двадцать один евро 01 цент',
    'сто один евро 50 центов', 'одна тысяча один евро 21 цент', 'две тысячи триста сорок пять евро 67 центов',
    'два миллиона евро 00 центов',
  ]],
  ['ka', 'GEL', [
    'ნული ლარი და 00 თეთრი', 'ერთი ლარი და 01 თეთრი', 'ორი ლარი და 11 თეთრი', 'თერთმეტი ლარი და 21 თეთრი',
    'ოცდაერთი ლარი და 01 თეთრი', 'ას ერთი ლარი და 50 თეთრი', 'ათას ერთი ლარი და 21 თეთრი',
    'ორი ათას სამას ორმოცდახუთი ლარი და 67 თეთრი', 'ორი მილიონი ლარი და 00 თეთრი',
  ]],
  ['en', 'EUR', [
    'zero euros and 00 cents', 'one euro and 01 cent', 'two euros and 11 cents', 'eleven euros and 21 cents',
    'twenty-one euros and 01 cent', 'one hundred and one euros and 50 cents', 'one thousand and one euros and 21 cents',
    'two thousand three hundred and forty-five euros and 67 cents', 'two million euros and 00 cents',
  ]],
]

const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

describe('the table of amounts', () => {
  test.each(TABLE)('%s writes %s as its accountants do', (language, currency, expected) => {
    expect(AMOUNTS.map((minor) => uncapitalised(amountInWords({ minor, currency }, language)))).toEqual(expected)
  })

  test.each([
    ['lt', 21_000n, 'dvidešimt vienas tūkstantis'], ['lt', 11_000n, 'vienuolika tūkstančių'], ['lv', 11_000n, 'vienpadsmit tūkstošu'],
    ['uk', 21_000n, 'двадцять одна тисяча'], ['ka', 11_000n, 'თერთმეტი ათასი'], ['ka', 999n, 'ცხრაას ოთხმოცდაცხრამეტი'],
    ['ka', 8_000n, 'რვა ათასი'], ['ka', 30n, 'ოცდაათი'], ['ka', 1_200_000n, 'ერთი მილიონ ორასი ათასი'], ['et', 1_000_000n, 'üks miljon'],
    ['et', 999_999n, 'üheksasada üheksakümmend üheksa tuhat üheksasada üheksakümmend üheksa'], ['en', 1_001_000n, 'one million and one thousand'],
    ['en', 101_101n, 'one hundred and one thousand one hundred and one'], ['lv', 121_000n, 'viens simts divdesmit viens tūkstotis'],
  ] as const)('%s counts %s', (language, n, words) => {
    expect({ lt, lv, et, uk, ka, ru, en }[language].cardinal(n, 'masculine')).toBe(words)
  })
})

describe('agreement', () => {
  test('a million and one hryvnias', () => {
    expect(amountInWords({ minor: 100_000_100n, currency: 'UAH' }, 'uk')).toBe('Один мільйон одна гривня 00 копійок')
  })

  test.each<[Language, Currency, bigint, string]>([
    ['uk', 'EUR', 100n, 'Одне євро 00 центів'],
    ['lt', 'UAH', 200_221n, 'Du tūkstančiai dvi grivinos 21 kapeika'], ['lt', 'GEL', 1000n, 'Dešimt larių 00 tetrių'],
    ['lv', 'GBP', 2_100n, 'Divdesmit viena sterliņu mārciņa un 00 pensu'], ['ru', 'UAH', 2_202n, 'Двадцать две гривны 02 копейки'],
    ['ru', 'PLN', 1_200n, 'Двенадцать злотых 00 грошей'], ['uk', 'USD', 300n, 'Три долари США 00 центів'],
    ['et', 'UAH', 2_101n, 'Kakskümmend üks grivnat ja 01 kopikas'], ['en', 'GBP', 101n, 'One pound sterling and 01 penny'],
    ['ka', 'EUR', 4_000n, 'ორმოცი ევრო და 00 ცენტი'],
  ])('%s %s %s: %s', (language, currency, minor, words) => {
    expect(amountInWords({ minor, currency }, language)).toBe(words)
  })

  test('what is owed back says so first', () => {
    expect(LANGUAGES.map((language) => amountInWords({ minor: -100n, currency: 'EUR' }, language).split(' ')[0])).toEqual(
      ['Minus', 'Mīnus', 'Miinus', 'Мінус', 'მინუს', 'Минус', 'Minus'])
  })
})

describe('a currency without words of its own', () => {
  test.each<[Language, Currency, bigint, string]>([
    ['en', 'AMD', 250n, 'Two 50/100 AMD'], ['lt', 'JPY', 21n, 'Dvidešimt vienas JPY'], ['ru', 'KWD', 1_005n, 'Один 005/1000 KWD'],
    ['ka', 'AMD', 0n, 'ნული 00/100 AMD'],
  ])('%s %s', (language, currency, minor, words) => {
    expect(amountInWords({ minor, currency }, language)).toBe(words)
  })

  test('a sum that no invoice reaches stays in digits', () => {
    expect(amountInWords({ minor: 10n ** 17n, currency: 'EUR' }, 'en')).toBe('1000000000000000 euros and 00 cents')
  })
})

const upTo = (max: bigint) => fc.bigInt({ min: 0n, max })

describe('an independent speller agrees', () => {
  test.each<[string, Spelling, (n: bigint) => string]>([
    ['lt', lt, ltOracle], ['ru', ru, ruOracle], ['en', en, enOracle],
    ['uk', uk, (n) => ukOracle(n).replaceAll('i', 'і').replaceAll("'", '’')],
  ])('%s, to a billion', (_, spelling, oracle) => {
    fc.assert(fc.property(fc.oneof(upTo(2_000n), upTo(10n ** 9n), upTo(10n ** 6n).map((n) => n * 1_000n)), (n) => {
      expect(spelling.cardinal(n, 'masculine')).toBe(oracle(n))
    }), { numRuns: 2_000 })
  })
})

describe('in every language', () => {
  test.each([
    ['lt', lt, /^[a-ząčęėįšųūž ]+$/], ['lv', lv, /^[a-zāčēģīķļņšūž ]+$/], ['et', et, /^[a-zäöõü ]+$/], ['uk', uk, /^[а-щьюяєіїґ’ ]+$/],
    ['ka', ka, /^[ა-ჰ ]+$/], ['ru', ru, /^[а-яё ]+$/], ['en', en, /^[a-z -]+$/],
  ])('%s has its own words for every number, in its own letters', (_, spelling, letters) => {
    fc.assert(fc.property(upTo(10n ** 15n - 2n), (n) => {
      const words = spelling.cardinal(n, 'feminine')
      expect(words).toMatch(letters)
      expect(words).not.toMatch(/ {2}|^ | $/)
      expect(words).not.toBe(spelling.cardinal(n + 1n, 'feminine'))
    }), { numRuns: 500 })
  })

  test('every currency can be written out', () => {
    fc.assert(fc.property(fc.constantFrom(...LANGUAGES), fc.constantFrom(...CURRENCIES), upTo(10n ** 18n), (language, currency, minor) => {
      expect(amountInWords({ minor, currency }, language)).not.toMatch(/undefined| {2}/)
    }))
  })
})
