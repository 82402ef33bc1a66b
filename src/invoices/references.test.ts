import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inFours } from '../merchants/check-digits.ts'
import { creditorReference, parseCreditorReference } from './creditor-reference.ts'
import { isSepaIban, parseIban } from '../merchants/iban.ts'

const REFERENCES = [
  ['539007547034', 'RF18539007547034'], ['KVIT2026000123', 'RF91KVIT2026000123'], ['2026000123', 'RF462026000123'],
  ['121312952', 'RF31121312952'], ['1', 'RF741'], ['00017', 'RF3000017'], ['A0B1C2D3E4F5G6H7I8J9K', 'RF47A0B1C2D3E4F5G6H7I8J9K'],
] as const

const IBANS = [
  'LT121000011101001000', 'LT377300012345678901', 'LV80BANK0000435195001', 'LV62HABA0551234567890', 'EE382200221020145685',
  'UA213223130000026007233566001', 'UA223052990000026001234567890', 'GE29NB0000000101904917', 'GE74TB1234567890123456',
  'KZ86125KZT5004100100', 'PL61109010140000071219812874', 'FI2112345600000785', 'DE89370400440532013000',
  'SE4550000000058398257466', 'MD24AG000225100013104168', 'AZ21NABZ00000000137010001944', 'GB29NWBK60161331926819',
  'FR1420041010050500013M02606', 'NL91ABNA0417164300', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S', 'TR330006100519786457841326',
] as const

/** Two neighbouring characters changed over; null where they are equal and nothing would change. */
function swapped(text: string, at: number): string | null {
  const [left, right] = [text.charAt(at), text.charAt(at + 1)]
  return left === right ? null : text.slice(0, at) + right + left + text.slice(at + 2)
}

/** B is 11, M is 22, X is 33: before or behind its own digit the letter reads the same to the check. */
const SAME_DIGITS = /^(B1|1B|M2|2M|X3|3X)$/

describe('creditor references (ISO 11649)', () => {
  test.each(REFERENCES)('%s becomes %s', (part, reference) => {
    expect(creditorReference(part)).toBe(reference)
    expect(parseCreditorReference(reference)).toBe(reference)
  })

  test.each(['RF92KVIT2026000123', 'RF18539007547O34', 'RF47A0B1C2D3E4F5G6H7I8J9KL', 'RF74', 'RF', '', 'XX741', 'RF7\u0661', 'RF74-1'])(
    '"%s" is no reference', (text) => {
      expect(parseCreditorReference(text)).toBeNull()
    })

  test('is read in lower case and in groups of four', () => {
    expect(parseCreditorReference('rf18 5390 0754 7034')).toBe('RF18539007547034')
    expect(inFours('RF18539007547034')).toBe('RF18 5390 0754 7034')
  })

  test('our invoice number loses its dashes, and one that is too long or empty has no reference', () => {
    expect(creditorReference('KVIT-2026/000123')).toBe('RF91KVIT2026000123')
    expect(creditorReference('1234567890123456789012')).toBeNull()
    expect(creditorReference('—/—')).toBeNull()
  })

  test('what we make we accept, and with two neighbours changed over we refuse', () => {
    const parts = fc.stringMatching(/^[0-9A-Z]{1,21}$/)
    fc.assert(fc.property(parts, fc.nat(18), (part, at) => {
      const reference = creditorReference(part) ?? ''
      expect(parseCreditorReference(reference)).toBe(reference)
      const wrong = at + 5 < reference.length ? swapped(reference, at + 4) : null
      if (wrong !== null && !SAME_DIGITS.test(reference.slice(at + 4, at + 6))) expect(parseCreditorReference(wrong)).toBeNull()
    }))
  })
})

describe('account numbers (IBAN)', () => {
  test.each(IBANS)('%s is valid, also as printed', (iban) => {
    expect(parseIban(iban)).toBe(iban)
    expect(parseIban(inFours(iban).toLowerCase())).toBe(iban)
  })

  test.each([
    ['LT377300012345678910', 'two digits changed over'], ['UA213223130000026007233566010', 'two digits changed over'],
    ['LT3773000123456789', 'too short'], ['LT37730001234567890A', 'a letter where a digit belongs'],
    ['AM377300012345678901', 'a country without IBAN'], ['LT37 7300 0123 4567 8901 1', 'too long'], ['', 'empty'], ['LT', 'only a country'],
  ])('"%s" is refused: %s', (text) => {
    expect(parseIban(text)).toBeNull()
  })

  test('check digits that are never issued are refused, although the sum would be right', () => {
    const digits = (fill: number) => fill.toString().padStart(16, '0')
    const never = Array.from({ length: 500 }, (_, fill) => ['00', '01', '99'].map((check) => `${check}${digits(fill)}`)).flat()
    expect(never.filter((rest) => parseIban(`LT${rest}`) !== null || parseCreditorReference(`RF${rest}`) !== null)).toEqual([])
  })

  test('a changed character is noticed', () => {
    fc.assert(fc.property(fc.constantFrom(...IBANS), fc.nat(30), (iban, at) => {
      const wrong = at + 1 < iban.length ? swapped(iban, at) : null
      if (wrong !== null) expect(parseIban(wrong)).toBeNull()
    }))
  })

  test('a Ukrainian account is not in the euro area of payments, a Lithuanian one is', () => {
    expect([isSepaIban('UA223052990000026001234567890'), isSepaIban('LT377300012345678901')]).toEqual([false, true])
  })
})
