import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from '../money/money.ts'
import { MOST_BYTES, readStatement } from './read-statement.ts'
import type { Understood } from './read-statement.ts'
import { rowsOf } from '../platform/csv/csv-table.ts'
import { identities } from './line-identity.ts'

const HABITS = { columns: null, currency: 'EUR', country: 'LT' } as const
const fixture = (name: string): Buffer => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (content: string | Uint8Array, habits: Partial<Parameters<typeof readStatement>[1]> = {}) =>
  readStatement(typeof content === 'string' ? Buffer.from(content) : content, { ...HABITS, ...habits })

function understood(name: string, habits: Partial<Parameters<typeof readStatement>[1]> = {}): Understood {
  const done = read(fixture(name), habits)
  if (!done.ok) throw new Error(`${name} was refused: ${done.error.code}`)
  return done.value
}
const linesOf = ({ file }: Understood) => file.statements.flatMap((one) => one.lines)
const short = (name: string, habits = {}) =>
  linesOf(understood(name, habits)).map((line) => [line.bookedOn, decimal(line.amount), line.partyName, line.reference, line.remittance, line.bankRef])

describe('camt', () => {
  test('camt.053.001.02 as the Baltic banks write it: parties, references, fees, collective entries, what is not booked yet', () => {
    const { file } = understood('camt053-02.xml')
    expect(file.format).toBe('camt.053')
    expect(file.statements[0]).toMatchObject({ account: 'LT121000011101001000', currency: 'EUR', opening: { minor: 10000n }, closing: { minor: 16465n } })
    expect(linesOf({ file, table: null })).toMatchObject([
      {
        place: 1, amount: { minor: 4000n }, partyName: 'Jonas & Petras, UAB', partyAccount: 'LT377300012345678901', reference: 'RF18539007547034',
        remittance: 'Už medų', bankRef: '2026110200000001-1', endToEnd: null, nature: 'transfer',
      },
      { place: 2, amount: { minor: -35n }, nature: 'fee', bankRef: '2026110200000001-2' },
      { place: 3, bookedOn: '2026-11-03', amount: { minor: 1000n }, partyName: 'Ona', reference: '1232', remittance: 'Kaks', bankRef: '2026110300000003#1' },
      { place: 3, amount: { minor: 1500n }, partyName: 'Ieva', bankRef: '2026110300000003#2' },
    ])
    expect(file.warnings).toEqual([{ code: 'line_not_booked', place: 4, text: 'PDNG 7.00' }])
  })

  test('camt.053.001.08, with prefixes: status as a code, parties a level deeper, a reversal keeps the sign it has', () => {
    expect(linesOf(understood('camt053-08.xml'))).toMatchObject([
      { amount: { minor: 1250n }, nature: 'reversal', partyName: 'Mari Maasikas', partyAccount: 'EE471000001020145685', endToEnd: 'E2E-1' },
    ])
  })

  test('a notification and the statement of the day name the same movement alike', () => {
    const [told] = identities(linesOf(understood('camt054-02.xml')))
    expect(identities(linesOf(understood('camt053-02.xml')))).toContain(told)
  })

  test('a collective entry whose parts do not make up its amount stays one line', () => {
    const text = fixture('camt053-02.xml').toString().replace('<Amt Ccy="EUR">15.00</Amt>', '<Amt Ccy="EUR">15.01</Amt>')
    const done = read(text)
    expect(done.ok && done.value.file.warnings.map(({ code, place }) => [code, place])).toEqual([['batch_unsplit', 3], ['line_not_booked', 4]])
    expect(done.ok && linesOf(done.value).at(-1)).toMatchObject({ amount: { minor: 2500n } })
  })

  test('I06 declarations, entities and what nests too deep are refused before anything is read', () => {
    const body = fixture('camt053-02.xml').toString().replace(/^<\?xml[^>]*>\s*/, '')
    const attacks = [
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${body.replace('Ona', '&x;')}`,
      `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${body}`,
      `<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://evil.example/a.dtd">${body}`,
      `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`, body.slice(0, -5), '<Document/>', '<html><body>no</body></html>',
    ]
    for (const attack of attacks) expect(read(attack), attack.slice(0, 60)).toEqual({ ok: false, error: { code: 'statement_unreadable' } })
    expect(read(Buffer.alloc(MOST_BYTES + 1, 32))).toMatchObject({ ok: false })
    expect(read(Buffer.from(body, 'utf16le'))).toMatchObject({ ok: false })
  })

  test('an unlisted entity and a number for nothing stay text, and no prototype is touched', () => {
    const text = fixture('camt053-02.xml').toString().replace('Ona', '&unknown; &#0;&#x41;').replace('Ieva', '__proto__')
    const done = read(text)
    expect(done.ok && linesOf(done.value).slice(2).map((line) => line.partyName)).toEqual(['&unknown; A', '__proto__'])
  })
})

describe('MT940', () => {
  test('structured subfields are joined where they broke, words between slashes are read, plain text goes on over lines', () => {
    const { file } = understood('statement.sta')
    expect(file.statements[0]).toMatchObject({ account: 'LT121000011101001000', opening: { minor: 10000n }, closing: { minor: 13350n } })
    expect(linesOf({ file, table: null })).toMatchObject([
      {
        place: 6, bookedOn: '2026-11-02', amount: { minor: 4000n }, partyName: 'UAB JONAS IR PETRAS', partyAccount: 'LT377300012345678901',
        remittance: 'RF18539007547034 Sąskaita KV-2026-0001', bankRef: '2026110200000001',
      },
      { place: 8, bookedOn: '2025-12-31', valueOn: '2026-01-02', amount: { minor: -500n }, nature: 'fee', remittance: 'Account fee for December', bankRef: null },
      { place: 11, amount: { minor: -150n }, nature: 'reversal', partyName: 'ONA ONAITE', remittance: 'Return', endToEnd: 'E-7', bankRef: 'X9' },
    ])
    expect(file.warnings).toEqual([])
  })

  test('a line that cannot be read is named, and the balance tells that something is missing', () => {
    const text = fixture('statement.sta').toString().replace(':61:2611021102C40,00', ':61:2611321102C40,00')
    const done = read(text)
    expect(done.ok && done.value.file.warnings).toMatchObject([{ code: 'line_unreadable', place: 6 }, { code: 'balance_differs' }])
  })
})

describe('CSV', () => {
  test('the layouts of the Baltic banks and their neighbours, in their encodings', () => {
    expect(short('swedbank-lt.csv')).toEqual([
      ['2026-11-02', '40.00', 'UAB "Jonas"', 'RF18539007547034', 'Sąskaita KV-2026-0001', '2026110200000001'], ['2026-11-02', '-0.35', null, null, 'Mokestis', '2026110200000002'],
    ])
    expect(short('seb-lt.csv')).toEqual([['2026-11-02', '1234.56', 'Ąžuolas, UAB', null, 'KV-2026-0002', 'RO1']])
    expect(short('swedbank-lv.csv')).toEqual([['2026-11-02', '12.99', 'Jānis Bērziņš', 'RF31121312952', 'Rēķins KV-2026-0003', 'A1']])
    expect(short('lhv.csv')).toEqual([['2026-11-02', '12.99', 'Mari Maasikas', '20260001230', 'Arve KV-2026-0004', '9f1b'], ['2026-11-02', '-3.00', null, null, 'Tasu', '9f1c']])
    expect(short('revolut.csv')).toEqual([['2026-11-02', '40.00', 'JONAS JONAITIS', null, 'KV-2026-0005', '6543-a']])
    expect(short('luminor.csv')).toEqual([['2026-11-02', '40.00', 'UAB Eglė', null, 'KV-2026-0006', 'L77']])
    expect(short('privatbank.csv', { country: 'UA', currency: 'UAH' })).toEqual([
      ['2026-11-02', '-70000.00', 'ФОП Коваль', null, 'Оплата', '77'], ['2026-11-02', '150.00', 'ФОП Коваль', null, 'Рахунок KV-7', '78'],
    ])
    expect([
      'swedbank-lt.csv', 'seb-lt.csv', 'lhv.csv', 'revolut.csv', 'luminor.csv',
    ].map((name) => understood(name).table?.layout)).toEqual(['Swedbank', 'SEB', 'LHV', 'Revolut', 'Luminor'])
  })

  test('a wrong line is named by its number and kept in words; the others are read', () => {
    expect(understood('swedbank-lt.csv').file.warnings).toMatchObject([{ code: 'line_unreadable', place: 5, text: expect.stringContaining('2026-13-02') }])
  })

  test('a table nobody knows asks which column holds what, and is read by the answer', () => {
    const text = 'Wann;Wieviel;Wer\n31.10.2026;1.234,50;Jonas\n1.11.2026;-3;Bank\n'
    const asked = read(text)
    expect(asked).toMatchObject({ ok: false, error: { code: 'statement_columns_unknown', table: { headings: ['Wann', 'Wieviel', 'Wer'] } } })
    const done = read(text, { columns: { date: 0, amount: 1, partyName: 2 } })
    expect(done.ok && linesOf(done.value).map((line) => [line.bookedOn, decimal(line.amount), line.partyName])).toEqual([
      ['2026-10-31', '1234.50', 'Jonas'], ['2026-11-01', '-3.00', 'Bank'],
    ])
  })

  test('whatever stands in cells, what was written is read back, in every separator', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.trim().replaceAll('\r', ' '))
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }), fc.constantFrom(';', ',', '\t'), (rows, separator) => {
      const kept = rows.filter((cells) => cells.some((one) => one !== ''))
      const text = kept.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator)).join('\r\n')
      expect(rowsOf(text, separator).map(({ cells }) => cells)).toEqual(kept.map((cells) => cells.map((one) => one.trim())))
    }))
  })

  test('quotes that never close are signs like any other, however many rows begin with one', { timeout: 120_000 }, () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => `"a ${n};b;""`)
    expect(rowsOf(rows.join('\n'), ';')).toHaveLength(rows.length)
    expect(rowsOf('"x;1\n"";2\n"""";3\n"""y;4', ';').map(({ cells }) => cells)).toEqual([['"x', '1'], ['', '2'], ['"', '3'], ['"""y', '4']])
  })

  test('a table of hundreds of thousands of rows is read, or refused like a short one', { timeout: 120_000 }, () => {
    const rows = (cells: string) => Array.from({ length: 300_000 }, () => cells).join('\n')
    expect(read(rows('a;b'))).toMatchObject({ ok: false, error: { code: 'statement_unreadable' } })
    const done = read(`Data;Suma;Gavėjas\n${rows('2026-11-02;1.00;A')}`)
    expect(done.ok && linesOf(done.value)).toHaveLength(300_000)
  })

  test('an amount means the same however a country writes it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom(
      [',', '.'], [',', ' '], ['.', ','], ['.', ' '], ['.', ''],
    ), (cents, [mark = ',', group = '']) => {
      const whole = String(Math.floor(cents / 10)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, group)
      const text = `Data;Suma;Gavėjas\n2026-11-02;-${whole}${mark}${cents % 10}0;A\n`
      const done = read(text)
      expect(done.ok && linesOf(done.value).map(({ amount }) => amount.minor)).toEqual([BigInt(cents) * -10n])
    }))
  })
})

test('whatever bytes are dropped, reading ends in an answer', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => { expect(typeof read(bytes).ok).toBe('boolean') }))
  fc.assert(fc.property(fc.constantFrom('camt053-02.xml', 'statement.sta', 'lhv.csv'), fc.nat(), fc.string({ maxLength: 20 }), (name, at, extra) => {
    const text = fixture(name).toString()
    const place = at % text.length
    expect(typeof read(text.slice(0, place) + extra + text.slice(place + 5)).ok).toBe('boolean')
  }))
})
