import fc from 'fast-check'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { CURRENCIES } from '../../../money/currency.ts'
import { printDecimal } from '../../../money/decimal.ts'
import { decimal } from '../../../money/money.ts'
import {
  countryName, currencySymbol, formatAmount, formatDate, formatDecimal, formatMoment, formatMoney, formatPercent, say,
} from '../format.ts'
import { byIntl } from './by-intl.ts'
import { COUNTRIES, SIGNS } from './ka-names.ts'

/** Node has the Georgian data that a browser may lack: whatever is written here without it must be what it says. */
const LOCALE = 'ka-GE'
const known = byIntl(LOCALE)

test('Georgian is compared with a runtime that knows it', () => {
  expect(Intl.NumberFormat.supportedLocalesOf(LOCALE)).toEqual([LOCALE])
  expect(Intl.DateTimeFormat.supportedLocalesOf(LOCALE)).toEqual([LOCALE])
  expect(Intl.DisplayNames.supportedLocalesOf(LOCALE)).toEqual([LOCALE])
  expect(Intl.PluralRules.supportedLocalesOf(LOCALE)).toEqual([LOCALE])
})

describe('numbers', () => {
  const currencies = fc.constantFrom(...CURRENCIES)
  const minors = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -2_000_000n, max: 2_000_000n }))
  const decimals = fc.record({ digits: minors, scale: fc.nat({ max: 6 }) })

  test('an amount of any size and currency', () => {
    fc.assert(fc.property(minors, currencies, fc.boolean(), (minor, currency, signed) => {
      const money = { minor, currency }
      const plus = signed && minor > 0n ? '+' : ''
      expect(formatAmount('ka', money)).toBe(known.number(decimal(money)))
      expect(formatMoney('ka', money, { signed })).toBe(`${plus}${known.number(decimal(money))}\u{a0}${known.sign(currency)}`)
    }), { numRuns: 1_000 })
  })

  test('every amount of the length at which digits begin to be grouped', () => {
    const format = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2 })
    for (let minor = 99_900n; minor < 1_000_200n; minor += 97n) {
      expect(formatAmount('ka', { minor, currency: 'EUR' })).toBe(format.format(Number(decimal({ minor, currency: 'EUR' }))))
    }
  })

  test('quantities and rates', () => {
    fc.assert(fc.property(decimals, (value) => {
      expect(formatDecimal('ka', value)).toBe(known.number(printDecimal(value)))
      expect(formatPercent('ka', value)).toBe(`${known.number(printDecimal(value))}${known.percentSpace}%`)
    }))
    expect(new Intl.NumberFormat(LOCALE, { style: 'percent' }).format(0.21)).toBe(formatPercent('ka', { digits: 21n, scale: 0 }))
  })

  test('the sign of every currency, and of none its code', () => {
    expect(CURRENCIES.map((currency) => currencySymbol('ka', currency))).toEqual(CURRENCIES.map(known.sign))
    expect(Object.entries(SIGNS).filter(([code, sign]) => code === sign)).toEqual([])
  })
})

describe('days and moments', () => {
  const days = (year: number): string[] =>
    Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10))

  test.each([1999, 2026, 2028])('every day of %s', (year) => {
    for (const day of days(year)) {
      for (const length of ['long', 'short'] as const) {
        expect(formatDate('ka', day, length)).toBe(known.day(new Date(`${day}T00:00:00Z`), length))
      }
    }
  })

  test('every moment, on the clock of any zone', () => {
    const moments = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true })
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC')
    fc.assert(fc.property(moments, zones, fc.constantFrom('long', 'short', 'clock'), (at, timeZone, length) => {
      expect(formatMoment('ka', at, timeZone, length)).toBe(known.moment(at, timeZone, length))
    }), { numRuns: 2_000 })
  })

  test('midnight is 00:00 of the day that begins', () => {
    expect(formatMoment('ka', new Date('2026-11-30T20:00:00Z'), 'Asia/Tbilisi')).toBe('1 დეკემბერი, 2026, 00:00')
  })

  test('what is no day, no moment or no zone is refused as in other languages', () => {
    expect(() => formatDate('ka', 'tomorrow')).toThrow(RangeError)
    expect(() => formatMoment('ka', new Date(Number.NaN), 'UTC')).toThrow(RangeError)
    expect(() => formatMoment('ka', new Date(0), 'Europe/Tbilisi')).toThrow(RangeError)
  })
})

describe('countries', () => {
  /** Codes that `Intl` names and ISO 3166-1 does not assign: reserved, withdrawn, or no country at all. */
  const OTHERS = 'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH QO RH SU TA TP UK UN VD WK XA XB YD YU ZR ZZ'.split(' ')
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const names = new Intl.DisplayNames([LOCALE], { type: 'region', fallback: 'none' })
  const all = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => names.of(code) !== undefined)

  test('every country of ISO 3166-1 and Kosovo has its name, in either case of its code', () => {
    const codes = all.filter((code) => !OTHERS.includes(code))
    expect(Object.keys(COUNTRIES)).toEqual(codes)
    expect(codes.map((code) => countryName('ka', code))).toEqual(codes.map((code) => names.of(code)))
    expect(countryName('ka', 'lt')).toBe(names.of('LT'))
  })

  test('a code without a name stays what it is', () => {
    expect(countryName('ka', 'QZ')).toBe('QZ')
  })
})

describe('texts', () => {
  const pattern = '{n, plural, one {one #} other {other #}}'
  const counts = fc.oneof(fc.nat(), fc.nat({ max: 20_000 }), fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, 1, 0.5, 1.5))

  test('what is counted has the form and the digits of Georgian', () => {
    const format = new IntlMessageFormat(pattern, LOCALE)
    fc.assert(fc.property(counts, (n) => {
      expect(say('ka', pattern, { n })).toBe(format.format({ n }))
    }), { numRuns: 1_000 })
  })
})
