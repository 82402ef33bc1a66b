import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../kernel/language.ts'
import { CURRENCIES } from '../../money/currency.ts'
import { decimal } from '../../money/money.ts'
import { countryName, formatDate, formatDecimal, formatMoment, formatMoney, formatPercent, say } from './format.ts'

const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

test('an amount is written as the language groups it, the currency behind', () => {
  const money = { minor: 123456750n, currency: 'EUR' } as const
  expect(LANGUAGES.map((language) => plain(formatMoney(language, money)))).toEqual([
    '1 234 567,50 €', '1 234 567,50 €', '1 234 567,50 €', '1 234 567,50 €', '1 234 567,50 €', '1 234 567,50 €', '1,234,567.50 €',
  ])
})

test('four digits stay together where the language keeps them together', () => {
  const money = { minor: 123450n, currency: 'EUR' } as const
  expect(plain(formatMoney('lt', money))).toBe('1 234,50 €')
  expect(plain(formatMoney('et', money))).toBe('1234,50 €')
})

test('the minus sign is a real one and a plus is written only when asked for', () => {
  expect(plain(formatMoney('en', { minor: -5n, currency: 'EUR' }))).toBe('−0.05 €')
  expect(plain(formatMoney('lv', { minor: -250n, currency: 'EUR' }))).toBe('−2,50 €')
  expect(plain(formatMoney('lv', { minor: 250n, currency: 'EUR' }, { signed: true }))).toBe('+2,50 €')
  expect(plain(formatMoney('lv', { minor: 0n, currency: 'EUR' }, { signed: true }))).toBe('0,00 €')
})

test('the lari has its sign in every language', () => {
  for (const language of LANGUAGES) expect(formatMoney(language, { minor: 100n, currency: 'GEL' })).toContain('₾')
})

test('currencies have the decimals of ISO 4217 and not those a reader is used to', () => {
  expect(plain(formatMoney('en', { minor: 1250n, currency: 'JPY' }))).toBe('1,250 ¥')
  expect(plain(formatMoney('en', { minor: 1250n, currency: 'KWD' }))).toBe('1.250 KWD')
})

test('no digit of an amount is lost in any language or currency, up to the largest the database holds', () => {
  fc.assert(fc.property(
    fc.bigInt({ min: -(2n ** 63n - 1n), max: 2n ** 63n - 1n }), fc.constantFrom(...LANGUAGES), fc.constantFrom(...CURRENCIES),
    (minor, language, currency) => {
      const money = { minor, currency }
      const digits = (text: string): string => text.replaceAll(/[^0-9]/g, '')
      expect(digits(formatMoney(language, money))).toBe(digits(decimal(money)))
      expect(formatMoney(language, money).startsWith('−')).toBe(minor < 0n)
    },
  ))
})

test('quantities and rates are written exactly', () => {
  expect(plain(formatDecimal('lt', { digits: 1234567n, scale: 3 }))).toBe('1 234,567')
  expect(plain(formatPercent('lt', { digits: 21n, scale: 0 }))).toBe('21 %')
  expect(formatPercent('lv', { digits: 55n, scale: 1 })).toBe('5,5%')
})

test('a business date is the same day in every zone', () => {
  expect(LANGUAGES.map((language) => plain(formatDate(language, '2026-11-30')))).toEqual([
    '2026 m. lapkričio 30 d.', '2026. gada 30. novembris', '30. november 2026', '30 листопада 2026 р.',
    '30 ნოემბერი, 2026', '30 ноября 2026 г.', '30 November 2026',
  ])
  expect(formatDate('lt', '2026-11-30', 'short')).toBe('2026-11-30')
  expect(() => formatDate('lt', 'tomorrow')).toThrow(RangeError)
})

test('a moment is shown on the clock of the zone asked for', () => {
  const at = new Date('2026-11-30T22:05:00Z')
  expect(formatMoment('en', at, 'Europe/Vilnius')).toBe('1 December 2026 at 00:05')
  expect(formatMoment('en', at, 'Europe/Vilnius', 'clock')).toBe('00:05')
  expect(formatMoment('lt', at, 'Asia/Tbilisi', 'short')).toBe('2026-12-01 02:05')
})

test('an English date is never digits alone, which half of its readers would take for another day', () => {
  expect(formatDate('en', '2026-12-06', 'short')).toBe('6 Dec 2026')
  expect(formatMoment('en', new Date('2026-12-06T03:59:00Z'), 'Europe/Vilnius', 'short')).toBe('6 Dec 2026, 05:59')
})

test('plurals follow the language', () => {
  const pattern = '{n, plural, zero {# nulles} one {# viens} other {# daudzi}}'
  expect([0, 1, 11, 21, 22].map((n) => say('lv', pattern, { n }))).toEqual(['0 nulles', '1 viens', '11 nulles', '21 viens', '22 daudzi'])
})

test('markup in a text or in its arguments stays what it is', () => {
  expect(say('en', '<b>{name}</b>', { name: '<script>{n}' })).toBe('<b><script>{n}</b>')
})

test('a missing argument is a bug and not an empty place', () => {
  expect(() => say('en', 'Pay {amount}', {})).toThrow()
})

test('countries have their names in the language of the reader', () => {
  expect(countryName('lt', 'lv')).toBe('Latvija')
  expect(countryName('ka', 'GE')).toBe('საქართველო')
})
