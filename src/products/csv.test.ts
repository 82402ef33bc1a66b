import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../../test/support/builders.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { decimal } from '../money/money.ts'
import { isEan13, tidied } from './product.ts'
import type { ProductFields } from './product.ts'
import { parsePrice, readProductTable } from './read-csv.ts'
import { knownUnits } from './units.ts'
import { writeProductTable } from './write-csv.ts'

const HABITS = { currency: 'UAH', language: 'uk', units: knownUnits() } as const

const read = (text: string) => {
  const table = readProductTable(text, HABITS)
  if (!table.ok) throw new Error(table.error.code)
  return table.value
}

const line = (characters: string) => fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...characters) })
  .map((text) => text.trim().replaceAll(/\s+/g, ' ')).filter((text) => text !== '')
const AWKWARD = 'Ааґї’"\';,|\t =+-@.0л'

const someProduct: fc.Arbitrary<ProductFields> = fc.record({
  code: line(AWKWARD), name: line(AWKWARD), unit: fc.record({ code: fc.option(fc.integer({ min: 1, max: 99_999 })), name: line('шткг "л') }), isWeighed: fc.boolean(),
  barcodes: fc.uniqueArray(fc.stringMatching(/^[0-9A-Z./+=@-]{1,14}$/).filter((text) => !/^[0-9.]+E\+?[0-9]+$/i.test(text)), { maxLength: 3 }),
  price: fc.bigInt({ min: 0n, max: 10n ** 12n }).map((minor) => ({ minor, currency: 'UAH' as const })), taxLetters: fc.constantFrom('', 'А', 'БГ'),
  uktzed: fc.option(fc.constantFrom('0901', '0901210000')), dkpp: fc.option(fc.constant('56.10.11-00')),
}).map(tidied)

test('what is exported is imported as it was, in every language, whatever stands in it', () => {
  fc.assert(fc.property(fc.uniqueArray(someProduct, { selector: ({ code }) => code, maxLength: 5 }), fc.constantFrom(...LANGUAGES), (products, language) => {
    const { lines, headings } = read(writeProductTable(products, language).slice(1))
    expect(headings.every(({ field }) => field !== null)).toBe(true)
    expect(lines.map(({ code, said, wrong }) => ({ code, ...said, wrong }))).toEqual(products.map((product) => ({ ...product, wrong: [] })))
  }))
})

test.each([
  ['semicolons and a decimal comma', 'Код;Назва;Ціна\n1;Хліб;32,50'],
  ['commas and a decimal point', 'SKU,Title,"Price (UAH)"\n1,Хліб,32.50'],
  ['tabs, as a spreadsheet copies them', 'Артикул\tНайменування\tЦіна, грн\n1\tХліб\t32,5 грн'],
  ['a title above the header', 'Прайс на листопад;;\n;;\nкод товару;товар;роздрібна ціна\n1;Хліб;32.50'],
  ['columns of others between', 'Залишок;Kodas;Pavadinimas;Kaina, EUR;x\n7;1;Хліб;"32,50";y'],
  ['Georgian headings', 'კოდი|დასახელება|ფასი\n1|Хліб|32,50 ₴'],
])('a table with %s is read', (_what, text) => {
  const [only] = read(text).lines
  expect(only).toMatchObject({ code: '1', said: { name: 'Хліб', price: money('32.50', 'UAH') }, wrong: [] })
})

test('a price is read as it is meant, and refused where it could mean two', () => {
  const as = (text: string) => {
    const price = parsePrice(text, 'UAH')
    return price === null ? null : decimal(price)
  }
  expect(['1 234,50', '1 234.5', '1,234.50', '1.234,50', '1.234.567', '0', '12', '₴12', '12 UAH', "1'000"].map(as))
    .toEqual(['1234.50', '1234.50', '1234.50', '1234.50', '1234567.00', '0.00', '12.00', '12.00', '12.00', '1000.00'])
  expect(['1,234', '1.234', '12,', ',5', '-1', '12,345.6.7', 'дорого', '1,23,456', '12a'].map(as)).toEqual(Array.from({ length: 9 }, () => null))
})

test('what cannot be read is told with its line and its column', () => {
  const table = read('Код;Назва;Ціна;Валюта;Ваговий;Штрихкод;Код одиниці\n;Хліб;5;UAH;так;;\n2;Сир;1,234;EUR;може;4,82E+12;x')
  expect(table.lines.flatMap(({ line: at, wrong }) => wrong.map(({ field, code }) => `${at} ${field} ${code}`))).toEqual([
    '2 code missing', '3 barcodes rounded_number', '3 unitCode malformed', '3 weighed not_a_choice', '3 currency not_a_choice', '3 price not_a_price',
  ])
})

test('a table without codes, and none at all, are refused', () => {
  expect(readProductTable('Назва;Ціна\nХліб;5', HABITS)).toEqual({ ok: false, error: { code: 'table_without_code' } })
  expect(readProductTable(' \n', HABITS)).toEqual({ ok: false, error: { code: 'table_unreadable' } })
})

test('a unit says its code and what is weighed by its name alone', () => {
  expect(read('Код;Одиниця\n1;кг\n2;порція\n3;').lines.map(({ said }) => said.unit)).toEqual([{ code: 301, name: 'кг' }, { code: null, name: 'порція' }, undefined])
  expect(isEan13('2000000000015')).toBe(true)
})
