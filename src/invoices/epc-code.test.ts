import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMoney, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { epcPayload } from './epc-code.ts'
import type { EpcTransfer } from './epc-code.ts'

const EPC_1 = ['BCD', '002', '1', 'SCT', '', 'UAB Pavyzdys', 'LT377300012345678901', 'EUR127.07', '', '', 'Sąskaita KV-2026-000123']
const EPC_2 = ['BCD', '002', '1', 'SCT', '', 'OÜ Näidis', 'EE382200221020145685', 'EUR12.3', 'GDDS', 'RF31121312952']
const EPC_3 = ['BCD', '001', '1', 'SCT', 'HABALV22', 'SIA Piemērs Ķekava', 'LV62HABA0551234567890', '', '', '', 'Rēķins 2026/17', 'Paldies!']

const eur = (amount: string): Money => parseMoney(amount, 'EUR') ?? zero('EUR')

const TRANSFER: EpcTransfer = {
  name: 'UAB Pavyzdys', iban: 'LT37 7300 0123 4567 8901', bic: null, amount: eur('127.07'), purpose: null,
  remittance: { words: 'Sąskaita', number: 'KV-2026-000123' }, note: null,
}

function payload(change: Partial<EpcTransfer> = {}): string {
  const made = epcPayload({ ...TRANSFER, ...change })
  return made.ok ? made.value : `refused: ${made.error.code}`
}

/** Reads a payload by the guideline's own words, sharing nothing with the code that writes it. Null: a bank would refuse it. */
function read(text: string): string[] | null {
  const lines = text.split(text.includes('\r\n') ? '\r\n' : '\n')
  const [tag, version, charset, kind, bic = '', name = '', iban = '', amount = '', purpose = '', reference = '', words = '', note = ''] = lines
  const euros = /^EUR(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?$/.exec(amount)
  const valid = [
    lines.length <= 12, lines.at(-1) !== '', tag === 'BCD', version === '002' || (version === '001' && bic !== ''), charset === '1',
    kind === 'SCT', bic === '' || bic.length === 8 || bic.length === 11, name.length >= 1, [...name].length <= 70,
    /^(LT|LV|EE)[0-9A-Z]{13,30}$/.test(iban), amount === '' || (euros !== null && Number(amount.slice(3)) >= 0.01), purpose.length <= 4,
    reference === '' || words === '', [...reference].length <= 35, [...words].length <= 140, [...note].length <= 70,
    Buffer.byteLength(text) <= 331,
  ]
  return valid.every(Boolean) ? lines : null
}

describe('the published payloads', () => {
  test.each([
    ['EPC-1', EPC_1.join('\n'), 85, '74e66ca13e84c5f826609721db1bc17b1e42fe63f8734725501bff1467e00009'],
    ['EPC-2', EPC_2.join('\n'), 74, 'f47ad81dd54c1dd1bdc9ad7873782c2428bd7996171ce18f954bc0cbbdc9e264'],
    ['EPC-3', EPC_3.join('\r\n'), 105, '9a29ae5406992fae8f6d7c3027ae34b5b0758f31c0f714ada9861a9af92fb634'],
  ])('%s is what the sheet hashed, and is readable', (_, text, bytes, hash) => {
    expect(Buffer.byteLength(text)).toBe(bytes)
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
    expect(read(text)).not.toBeNull()
  })

  test('EPC-1: a text with our invoice number', () => {
    expect(payload()).toBe(EPC_1.join('\n'))
  })

  test('EPC-2: a reference and a purpose; cents are written with two digits', () => {
    const made = payload({
      name: 'OÜ Näidis', iban: 'EE382200221020145685', amount: eur('12.30'), purpose: 'GDDS', remittance: { reference: 'rf31 1213 12952' },
    })
    expect(made).toBe(EPC_2.join('\n').replace('EUR12.3', 'EUR12.30'))
  })

  test('EPC-3: with a BIC it is version 001; no amount, a note for the payer', () => {
    const made = payload({
      name: 'SIA Piemērs Ķekava', iban: 'LV62HABA0551234567890', bic: 'HABALV22', amount: null,
      remittance: { words: 'Rēķins', number: '2026/17' }, note: 'Paldies!',
    })
    expect(made).toBe(EPC_3.join('\n'))
  })
})

describe('the amount', () => {
  test.each([['20.00', 'EUR20'], ['0.01', 'EUR0.01'], ['0.50', 'EUR0.50'], ['999999999.99', 'EUR999999999.99'], ['100.00', 'EUR100']])(
    '€%s is written %s', (amount, written) => {
      expect(payload({ amount: eur(amount) }).split('\n')[7]).toBe(written)
    })
})

describe('no code is made', () => {
  test.each<[string, Partial<EpcTransfer>, string]>([
    ['for a name of 71 characters', { name: 'Š'.repeat(71) }, 'name_length'],
    ['without a name', { name: ' \n ' }, 'name_length'],
    ['for a billion euros', { amount: eur('1000000000.00') }, 'amount_out_of_range'],
    ['for nothing', { amount: eur('0.00') }, 'amount_out_of_range'],
    ['for a negative amount', { amount: eur('-1.00') }, 'amount_out_of_range'],
    ['for dollars', { amount: { minor: 500n, currency: 'USD' } }, 'currency_not_euro'],
    ['for an account outside SEPA', { iban: 'UA223052990000026001234567890' }, 'account_not_sepa'],
    ['for a mistyped account', { iban: 'LT377300012345678910' }, 'account_invalid'],
    ['for a reference with wrong check digits', { remittance: { reference: 'RF92KVIT2026000123' } }, 'reference_invalid'],
    ['for a BIC of nine characters', { bic: 'HABALV22X' }, 'bic_invalid'],
    ['for a purpose of five letters', { purpose: 'GOODS' }, 'purpose_invalid'],
    ['if nothing that may be shortened is left', { name: '😀'.repeat(70), remittance: { words: '', number: '9'.repeat(100) } }, 'too_long'],
  ])('%s', (_, change, code) => {
    expect(payload(change)).toBe(`refused: ${code}`)
  })

  test('and the reader of this test refuses what the guideline forbids', () => {
    expect(read([...EPC_2, 'both'].join('\n'))).toBeNull()
    expect(read(EPC_1.join('\n').replace('EUR127.07', 'USD5'))).toBeNull()
    expect(read(EPC_1.join('\n').replace('EUR127.07', 'EUR00.5'))).toBeNull()
    expect(read(EPC_1.with(5, 'Š'.repeat(71)).join('\n'))).toBeNull()
    expect(read(`${EPC_1.join('\n')}\n`)).toBeNull()
    const bytes = (count: number) => EPC_1.with(5, 'n'.repeat(70)).with(10, 'ა'.repeat(60) + 'x'.repeat(count)).join('\n')
    const fill = 331 - Buffer.byteLength(bytes(0))
    expect([read(bytes(fill)) === null, read(bytes(fill + 1)) === null]).toEqual([false, true])
  })
})

describe('331 bytes', () => {
  test('shorten the note first, then the words; name, account and number stay whole', () => {
    const name = 'შპს '.padEnd(70, 'ა')
    const made = payload({ name, remittance: { words: 'ი'.repeat(140), number: 'KV-2026-000123' }, note: 'მადლობა '.repeat(8) })
    expect(Buffer.byteLength(made)).toBeLessThanOrEqual(331)
    expect(Buffer.byteLength(made)).toBeGreaterThan(328)
    expect(made.split('\n')).toHaveLength(11)
    expect(made.split('\n')[5]).toBe(name)
    expect(made).toMatch(/ი KV-2026-000123$/)
  })

  test('a line end or control character in a value shifts nothing', () => {
    const made = payload({ name: 'UAB\r\nPavyzdys\t', remittance: { words: 'a\u2028b\u0000c', number: '1\n2' } }).split('\n')
    expect([made[5], made[10]]).toEqual(['UAB Pavyzdys', 'a b c 1 2'])
  })

  test('whatever the texts, what we write can be read and keeps the number', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 })
    const names = fc.string({ minLength: 1, maxLength: 30 }).filter((name) => name.trim() !== '')
    const numbers = fc.stringMatching(/^[A-Z0-9/-]{1,30}$/)
    fc.assert(fc.property(names, text, numbers, text, fc.bigInt({ min: 1n, max: 10n ** 11n - 1n }), (name, words, number, note, minor) => {
      const lines = read(payload({ name, remittance: { words, number }, note, amount: { minor, currency: 'EUR' } }))
      expect(lines).not.toBeNull()
      expect(lines?.[10]?.endsWith(number)).toBe(true)
    }))
  })
})
