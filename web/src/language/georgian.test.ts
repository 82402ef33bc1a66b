import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDate, formatDecimal, formatMoment, formatMoney, formatPercent, countryName } from '../../../src/platform/i18n/format.ts'
import { countryChoices } from './countries.ts'
import { georgian } from './georgian.ts'

test('Georgian without a browser that knows it is written as on paper', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.constantFrom('GEL', 'EUR', 'USD', 'UAH', 'JPY'), fc.boolean(), (minor, currency, signed) => {
    expect(georgian.money({ minor, currency }, signed)).toBe(formatMoney('ka', { minor, currency }, { signed }))
  }))
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.nat(4), (digits, scale) => {
    expect(georgian.decimal({ digits, scale })).toBe(formatDecimal('ka', { digits, scale }))
    expect(georgian.percent({ digits, scale })).toBe(formatPercent('ka', { digits, scale }))
  }))
})

test('Georgian dates and moments are those of the letters', () => {
  fc.assert(fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (at) => {
    const day = at.toISOString().slice(0, 10)
    for (const length of ['long', 'short'] as const) {
      expect(georgian.day(day, length)).toBe(formatDate('ka', day, length))
      expect(georgian.moment(at, 'Asia/Tbilisi', length)).toBe(formatMoment('ka', at, 'Asia/Tbilisi', length))
    }
  }))
})

test('every country of a choice has its Georgian name', () => {
  for (const { value, label } of countryChoices(georgian.country, false)) expect(label).toBe(countryName('ka', value))
})
