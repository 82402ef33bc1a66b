import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CURRENCIES } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { parseDecimal, printDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, decimal, subtract, sum, zero } from '../money/money.ts'
import { totalsOf } from './totals.ts'
import type { LineVat, PricedLine, Totals } from './totals.ts'

const dec = (text: string): Decimal => parseDecimal(text) ?? ZERO
const at = (rate: string): LineVat => ({ rate: dec(rate) })

function line(quantity: string, unitPrice: string, vat: LineVat = at('21'), discount: string | null = null): PricedLine {
  return { quantity: dec(quantity), unitPrice: dec(unitPrice), vat, discount: discount === null ? null : dec(discount) }
}

const sums = ({ net, vat, gross }: Totals) => [net, vat, gross].map(decimal)
const rows = (totals: Totals) =>
  totals.vatRows.map((row) => [row.category, printDecimal(row.rate), decimal(row.taxable), decimal(row.tax)])

describe('what an invoice comes to', () => {
  test('the EN 16931 sample: 3 × 33.34 and 5.00 at 21 percent are 105.02 + 22.05 = 127.07', () => {
    const totals = totalsOf([line('3', '33.34'), line('1', '5')], 'EUR')
    expect(totals.lines.map((one) => decimal(one.net))).toEqual(['100.02', '5.00'])
    expect(rows(totals)).toEqual([['S', '21', '105.02', '22.05']])
    expect(sums(totals)).toEqual(['105.02', '22.05', '127.07'])
  })

  test('VAT is reckoned on the sum of a rate, not line by line', () => {
    const tenPennies = Array.from({ length: 10 }, () => line('1', '0.02', at('21')))
    expect(sums(totalsOf(tenPennies, 'EUR'))).toEqual(['0.20', '0.04', '0.24'])
  })

  test('a half goes away from zero, and a credit note mirrors its invoice', () => {
    expect(sums(totalsOf([line('1', '2.50', at('9'))], 'EUR'))).toEqual(['2.50', '0.23', '2.73'])
    expect(sums(totalsOf([line('-1', '2.50', at('9'))], 'EUR'))).toEqual(['-2.50', '-0.23', '-2.73'])
  })

  test('a discount is rounded by itself, off the rounded line', () => {
    const totals = totalsOf([line('3', '0.335', at('21'), '12.5')], 'EUR')
    expect(totals.lines.map((one) => [one.full, one.discount, one.net].map(decimal))).toEqual([['1.01', '0.13', '0.88']])
  })

  test('a discount of everything leaves nothing to pay', () => {
    expect(sums(totalsOf([line('7', '19.99', at('21'), '100')], 'EUR'))).toEqual(['0.00', '0.00', '0.00'])
  })

  test('no lines come to nothing', () => {
    expect(totalsOf([], 'EUR')).toEqual({ lines: [], vatRows: [], net: zero('EUR'), vat: zero('EUR'), gross: zero('EUR') })
  })
})

describe('the VAT table', () => {
  test('has one row for each rate, the highest first, however the rate is written', () => {
    const totals = totalsOf([line('1', '10', at('9')), line('1', '1', at('21.0')), line('2', '10', at('9.00')), line('1', '1')], 'EUR')
    expect(rows(totals)).toEqual([['S', '21', '2.00', '0.42'], ['S', '9', '30.00', '2.70']])
  })

  test('keeps the zero rate apart from each kind of exemption, and a reason once', () => {
    const health: LineVat = { exempt: 'PVM įstatymo 20 str.', category: 'E' }
    const school: LineVat = { exempt: 'PVM įstatymo 22 str.', category: 'E' }
    const reversed: LineVat = { exempt: 'Reverse charge', category: 'AE' }
    const totals = totalsOf([health, at('0'), reversed, school, health].map((vat) => line('1', '10', vat)), 'EUR')
    expect(rows(totals)).toEqual([
      ['AE', '0', '10.00', '0.00'], ['E', '0', '30.00', '0.00'], ['Z', '0', '10.00', '0.00'],
    ])
    expect(totals.vatRows.map((row) => row.reasons)).toEqual([
      ['Reverse charge'], ['PVM įstatymo 20 str.', 'PVM įstatymo 22 str.'], [],
    ])
  })
})

describe('currencies with other decimals', () => {
  test.each<[Currency, string[]]>([
    ['JPY', ['371', '78', '449']], ['EUR', ['370.50', '77.81', '448.31']], ['KWD', ['370.500', '77.805', '448.305']],
    ['CLF', ['370.5000', '77.8050', '448.3050']],
  ])('3 × 123.5 %s at 21 percent', (currency, expected) => {
    expect(sums(totalsOf([line('3', '123.5')], currency))).toEqual(expected)
  })
})

const vats: fc.Arbitrary<LineVat> = fc.oneof(
  fc.constantFrom('0', '5', '5.5', '9', '12', '18', '20', '21', '24').map(at),
  fc.record({ exempt: fc.constantFrom('a', 'b'), category: fc.constantFrom('E', 'AE', 'K', 'G') }),
)
const decimals = (max: bigint) => fc.record({ digits: fc.bigInt({ min: 0n, max }), scale: fc.nat(6) })
const lines = fc.array(fc.record({
  quantity: decimals(10n ** 7n), unitPrice: decimals(10n ** 10n), vat: vats,
  discount: fc.option(fc.bigInt({ min: 0n, max: 1000n }).map((digits) => ({ digits, scale: 1 }))),
}), { maxLength: 30 })

describe('in every currency, for any lines', () => {
  test('the parts add up to the whole', () => {
    fc.assert(fc.property(lines, fc.constantFrom(...CURRENCIES), (all, currency) => {
      const totals = totalsOf(all, currency)
      expect(sum(totals.lines.map((one) => one.net), currency)).toEqual(totals.net)
      expect(sum(totals.vatRows.map((row) => row.taxable), currency)).toEqual(totals.net)
      expect(sum(totals.vatRows.map((row) => row.tax), currency)).toEqual(totals.vat)
      expect(add(totals.net, totals.vat)).toEqual(totals.gross)
      for (const one of totals.lines) expect(subtract(one.full, one.discount)).toEqual(one.net)
    }))
  })

  test('the order of the lines changes no sum', () => {
    fc.assert(fc.property(lines, (all) => {
      expect(sums(totalsOf(all.toReversed(), 'EUR'))).toEqual(sums(totalsOf(all, 'EUR')))
    }))
  })
})
