import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, decimal, parseMoney, sum, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { taxesWithin } from './taxes.ts'
import type { TaxRate } from './taxes.ts'

const dec = (text: string): Decimal => parseDecimal(text) ?? ZERO
const uah = (text: string): Money => parseMoney(text, 'UAH') ?? zero('UAH')

const VAT20: TaxRate = { letter: 'А', type: 0, name: 'ПДВ', percent: dec('20') }
const VAT7: TaxRate = { letter: 'Б', type: 0, name: 'ПДВ', percent: dec('7') }
const EXCISE: TaxRate = { letter: 'Г', type: 1, name: 'Акциз', percent: dec('5') }
const RATES = [VAT20, VAT7, EXCISE]

test('excise comes out before VAT, as in the tax service’s own sample', () => {
  const rows = taxesWithin([{ amount: uah('259.90'), taxLetters: 'АГ' }], RATES, 'UAH')
  expect(rows.map((row) => [row.letter, row.type, decimal(row.turnover), decimal(row.base), decimal(row.tax)])).toEqual([
    ['А', 0, '259.90', '247.52', '41.25'], ['Г', 1, '259.90', '259.90', '12.38'],
  ])
})

test('a tax is rounded once per letter and not per line', () => {
  const [row] = taxesWithin(Array.from({ length: 10 }, () => ({ amount: uah('0.02'), taxLetters: 'А' })), RATES, 'UAH')
  expect(row && decimal(row.tax)).toBe('0.03')
})

test('a letter that the table does not have is a bug and no silent zero', () => {
  expect(() => taxesWithin([{ amount: uah('1.00'), taxLetters: 'A' }], RATES, 'UAH')).toThrow(RangeError)
})

test('the bases of VAT are the turnover without the excise, to the last kopeck, however the letters are mixed', () => {
  const line = fc.record({
    amount: fc.bigInt({ min: 0n, max: 10_000_000n }).map((minor): Money => ({ minor, currency: 'UAH' })),
    taxLetters: fc.constantFrom('А', 'Б', 'АГ', 'БГ'),
  })
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), (lines) => {
    const rows = taxesWithin(lines, RATES, 'UAH')
    const of = (isVat: boolean, what: 'base' | 'tax') => sum(rows.filter(({ type }) => (type === 0) === isVat).map((row) => row[what]), 'UAH')
    expect(add(of(true, 'base'), of(false, 'tax'))).toEqual(sum(lines.map(({ amount }) => amount), 'UAH'))
  }))
})
