import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../../test/support/builders.ts'
import { isEan13, notFiled, productWrong, searchWords, tidied } from './product.ts'
import type { ProductFields } from './product.ts'
import { lettersInForce, lettersWrong, parsePercent, tableWrong } from './tax-letter.ts'
import type { TaxLetter } from './tax-letter.ts'
import { knownUnits, piece, unitNamed } from './units.ts'

const letter = (sign: string, type: number, percent: string, inForceFrom = '2011-01-01'): TaxLetter => {
  const rate = parsePercent(percent)
  if (rate === null) throw new Error(`${percent} is no percentage`)
  return { letter: sign, type, name: type === 0 ? 'ПДВ' : 'Акцизний податок', percent: rate, inForceFrom, source: '' }
}
const TABLE = [letter('А', 0, '20'), letter('Б', 0, '7'), letter('Г', 1, '5')]

const coffee: ProductFields = {
  code: '101', barcodes: ['2000000000015'], name: 'Кава мелена 250 г', unit: { code: 2009, name: 'шт' }, isWeighed: false,
  price: money('189.00', 'UAH'), taxLetters: 'А', uktzed: '0901210000', dkpp: null,
}

test.each([
  ['nothing', {}, []],
  ['a blank name', { name: '  ' }, [['name', 'missing']]],
  ['a name that no fiscal document takes', { name: 'а'.repeat(129) }, [['name', 'too_long']]],
  ['a line end in the code', { code: 'a\u0000b' }, [['code', 'forbidden_character']]],
  ['a price below zero', { price: money('-0.01', 'UAH') }, [['price/amount', 'too_small']]],
  ['a misread barcode', { barcodes: ['2000000000015', '2000000000016'] }, [['barcodes/1', 'barcode_digit']]],
  ['a barcode in Cyrillic', { barcodes: ['КАВА-1'] }, [['barcodes/0', 'malformed']]],
  ['a letter that the store does not have', { taxLetters: 'Ж' }, [['taxLetters', 'unknown_tax_letter']]],
  ['two letters of VAT', { taxLetters: 'АБ' }, [['taxLetters', 'tax_type_twice']]],
  ['VAT and excise', { taxLetters: 'а, г' }, []],
  ['five digits of a code of goods', { uktzed: '09012' }, [['uktzed', 'malformed']]],
  ['five digits of a heading', { uktzed: '00123' }, []],
  ['a code of goods and of a service', { dkpp: '56.10.11-00' }, [['dkpp', 'goods_and_service']]],
  ['a unit without a code', { unit: { code: null, name: 'порція' } }, []],
] as const)('what is wrong with a product that has %s', (_what, more, wrong) => {
  expect(productWrong(tidied({ ...coffee, ...more }), TABLE).map(({ field, code }) => [field, code])).toEqual(wrong)
})

test('a Latin letter that looks like a tax letter is refused by its name', () => {
  for (const look of 'ABCEHIKMOPTXY') expect(lettersWrong('taxLetters', look, TABLE)).toEqual([{ field: 'taxLetters', code: 'latin_letter', value: look }])
  expect(tableWrong([letter('A', 0, '20')])).toEqual([{ field: 'items/0/letter', code: 'latin_letter', value: 'A' }])
  expect(tableWrong([letter('Ы', 0, '20')])).toEqual([{ field: 'items/0/letter', code: 'not_a_tax_letter', value: 'Ы' }])
})

test('a letter has one rate a day and is of one tax', () => {
  expect(tableWrong([letter('А', 0, '20'), letter('А', 0, '21', '2027-01-01')])).toEqual([])
  expect(tableWrong([letter('А', 0, '20'), letter('А', 0, '21')]).map(({ field, code }) => [field, code])).toEqual([['items/1/inForceFrom', 'letter_repeated']])
  expect(tableWrong([letter('А', 0, '20'), letter('А', 1, '5', '2027-01-01')]).map(({ code }) => code)).toEqual(['letter_of_two_types', 'letter_of_two_types'])
})

test('what a letter means changes on its day', () => {
  const table = [letter('А', 0, '21', '2027-01-01'), letter('Б', 0, '7', '2028-01-01'), letter('А', 0, '20')]
  const on = (day: string) => lettersInForce(table, day).map(({ letter: sign, percent }) => `${sign} ${percent.digits}`)
  expect([
    on('2010-12-31'), on('2026-12-31'), on('2027-01-01'), on('2028-01-01'),
  ]).toEqual([[], ['А 2'], ['А 21'], ['А 21', 'Б 7']].map((row) => row.map((one) => one.replace(/^А 2$/, 'А 20'))))
})

test('one changed digit makes an EAN-13 wrong', () => {
  fc.assert(fc.property(fc.stringMatching(/^[0-9]{12}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (twelve, at, by) => {
    const whole = [...'0123456789'].map((last) => twelve + last).filter(isEan13)
    expect(whole).toHaveLength(1)
    const altered = [...whole[0] ?? ''].map((digit, place) => (place === at ? (Number(digit) + by) % 10 : digit)).join('')
    expect(isEan13(altered)).toBe(false)
  }))
})

test('a product is found by the words of its name, its code and its barcodes', () => {
  expect(searchWords({ name: 'М’ята Чай «Карпати» 2,5 г', code: 'TEA-7', barcodes: ['2000000000015'] }))
    .toEqual(['мята', 'чай', 'карпати', '2', '5', 'г', 'tea', '7', '2000000000015'])
})

test('units are known by their words in any language and by their codes', () => {
  const units = knownUnits()
  expect(['шт.', 'vnt', 'KG', '0301', '2009', 'კგ'].map((text) => unitNamed(units, text)?.code)).toEqual([2009, 2009, 301, 301, 2009, 301])
  expect(unitNamed(units, 'порція')).toBeNull()
  expect(piece(units, 'lt')).toEqual({ code: 2009, name: 'vnt.' })
})

test('characters that the tax service cannot take are told by field, once each, and only where something is filed', () => {
  const gift = { ...coffee, name: 'Šokoladas 😀 «П\u02bcять» 5\u20b4 😀', unit: { code: null, name: 'vnt.ė' } }
  expect(notFiled(gift)).toEqual([{ field: 'name', characters: ['Š', '😀'] }, { field: 'unit/name', characters: ['ė'] }])
  expect(notFiled({ ...gift, taxLetters: '' })).toEqual([])
  expect(notFiled(coffee)).toEqual([])
})
