import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMoney, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { nbuLink } from './nbu-qr.ts'
import type { NbuTransfer } from './nbu-qr.ts'
import { readNbuCode } from './read-nbu-qr.ts'

const uah = (amount: string): Money => parseMoney(amount, 'UAH') ?? zero('UAH')

const IBAN = 'UA223052990000026001234567890'

/** `NBU-003` of the sheet. */
const TRANSFER: NbuTransfer = {
  name: 'ФОП Коваленко Ірина Олександрівна', iban: 'UA22 305299 00000 26001234567890', amount: uah('1250.40'), code: '3123456789', category: 'MP2B/GDDS',
  reference: 'KV-2026-000123', purpose: { words: 'Оплата замовлення', number: 'KV-2026-000123' }, note: null, kind: 'ICT',
  validUntil: new Date('2026-11-30T21:59:59Z'), createdAt: new Date('2026-11-02T08:15:00Z'),
}

const LINK_003 = 'https://qr.bank.gov.ua/QkNECjAwMwoyCklDVAoK1M7PIMru4uDr5e3q7iCy8Ojt4CDO6-Xq8eDt5PCz4u3gClVBMjIzMDUyOTkwMDAwMDI2MDAxMjM0NTY3ODkwClVBSDEyNTAuNDAKMzEyMzQ1Njc4OQpNUDJCL0dERFMKS1YtMjAyNi0wMDAxMjMKzu_r4PLgIOfg7O7i6-Xt7f8gS1YtMjAyNi0wMDAxMjMKCkZGRkYKMjYxMTMwMjM1OTU5CjI2MTEwMjEwMTUwMAo'
const LINK_003B = 'https://qr.bank.gov.ua/QkNECjAwMwoyClhDVAoK0s7CIKvP8Ojq6-DkuwpVQTIyMzA1Mjk5MDAwMDAyNjAwMTIzNDU2Nzg5MAoKMTIzNDU2NzgKTVAyQi9HU0NCCgrP7urz7-rgIPLu4uDws-IKCkZFRkYKCgo'
const LINK_002 = 'https://bank.gov.ua/qr/QkNECjAwMgoyClVDVAoK0s7CIKvP8Ojq6-DkuwpVQTIyMzA1Mjk5MDAwMDAyNjAwMTIzNDU2Nzg5MApVQUgxMjUwCjEyMzQ1Njc4CgoKzu_r4PLgIPDg9fPt6vMguSAxNwo'
const OFFICIAL_002 = 'https://bank.gov.ua/qr/QkNECjAwMgoyClVDVAoK0s7CIJPR8u7s4PLu6-7js_-UClVBNzgzMjI2NjkwMDAwMDI2MDA1MDEyMTA3MzU4ClVBSDEwMzQuMjgKNDA3MjM4MjQKCgrR8u7s4PLu6-7js_ftsyDv7vHr8-PoCg'

function link(change: Partial<NbuTransfer> = {}): string {
  const made = nbuLink({ ...TRANSFER, ...change })
  return made.ok ? made.value : `refused: ${made.error.code}`
}

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

const bytesIn = (address: string): Buffer => Buffer.from(address.split('/').at(-1) ?? '', 'base64url')

/** The lines of what we wrote, read by the annex's own words and with nothing of the code that writes. Null: a bank would refuse it. */
function lines(address: string): readonly string[] | null {
  const bytes = bytesIn(address)
  const all = new TextDecoder('windows-1251').decode(bytes).split('\n')
  const [tag, version, encoding, kind, unique, name = '', account = '', amount = '', code = '', category = '', reference = '', purpose = '', note = '', mask = '', until = '', made = '', signature] = all
  const isValid = [
    address.startsWith('https://qr.bank.gov.ua/'), address.length <= 498, all.length === 17, tag === 'BCD', version === '003', encoding === '2',
    ['UCT', 'ICT', 'XCT'].includes(kind ?? ''), unique === '', name !== '' && name.length <= 140, /^UA\d{27}$/.test(account),
    amount === '' || /^UAH(?:[1-9]\d{0,8}|(?:0|[1-9]\d{0,8})\.\d\d)$/.test(amount), !amount.endsWith('.00'), code.length >= 8 && code.length <= 10, /^\w{4}\/\w{4}$/.test(category),
    reference.length <= 35, purpose !== '' && purpose.length <= 420, note.length <= 140, /^[0-9A-F]{0,4}$/.test(mask),
    /^(?:\d{12})?$/.test(until), /^(?:\d{12})?$/.test(made), signature === '', bytes.every((byte) => byte === 10 || (byte >= 32 && ![0x7f, 0x98, 0xa0].includes(byte))),
  ]
  return isValid.every(Boolean) ? all : null
}

describe('the published payloads', () => {
  test('NBU-003: 191 bytes of Windows-1251, and the link of the sheet', () => {
    expect(bytesIn(link())).toHaveLength(191)
    expect(hashOf(bytesIn(link()))).toBe('0199beb5900d12d5dbd71675719ca806556958b4f185150b727b08d58c96b1e2')
    expect(link()).toBe(LINK_003)
  })

  test('NBU-003b: without an amount the payer may write it, and all else is locked', () => {
    const made = link({
      name: 'ТОВ «Приклад»', amount: null, code: '12345678', category: 'MP2B/GSCB', reference: null, purpose: { words: 'Покупка товарів', number: '' },
      kind: 'XCT', validUntil: null, createdAt: null,
    })
    expect(made).toBe(LINK_003B)
    expect(hashOf(bytesIn(made))).toBe('ce35c686ae189d8ce08a5d9023913b3ca618509955ffe0b70d624e4b25aa1bde')
  })
})

const PLAIN = [' '.repeat(23), 'BCD', '001', '1', 'UCT', '', 'ТОВ «Приклад»', IBAN, 'UAH150.50', '12345678', '', '', 'Оплата рахунку № 17', '']

describe('a scanned code', () => {
  test.each([['\r\n', 166, '50e705ebb72482b57524e7e8fbd238e8047153e6ffb1c9d81ba60ff52ebb45d0'], ['\n', 152, 'db60e28808580b856d79b5ed6198c84f2115c4f7bd502a7971273622408dcdbc']])(
    'NBU-001 with lines ended by %j is read', (terminator, size, hash) => {
      const text = PLAIN.map((line) => line + terminator).join('')
      expect([Buffer.byteLength(text), hashOf(text)]).toEqual([size, hash])
      const known = { format: '001', kind: 'UCT', name: 'ТОВ «Приклад»', account: IBAN, amount: 'UAH150.50', recipientCode: '12345678', purpose: 'Оплата рахунку № 17' }
      expect(readNbuCode(text)).toMatchObject(known)
      expect(readNbuCode(PLAIN[0] + PLAIN.slice(1).join(terminator))).toMatchObject(known)
    })

  test('NBU-002 is read, by either start code, a bank’s own, and by a parameter', () => {
    const known = { format: '002', name: 'ТОВ «Приклад»', amount: 'UAH1250', recipientCode: '12345678', purpose: 'Оплата рахунку № 17', category: '', validUntil: '' }
    const payload = LINK_002.split('/').at(-1) ?? ''
    expect([bytesIn(LINK_002).length, hashOf(bytesIn(LINK_002))]).toEqual([98, 'b0e027a833de494b6416534950feac215656caee36e64c1bd630376604d93e23'])
    for (const start of [
      'https://bank.gov.ua/qr/', 'https://qr.bank.gov.ua/', 'https://www.privat24.ua/rd/send_qr/nbu/',
      'https://my-raif.apps.raiffeisen.ua/qr?payload=', 'abank24://bank.gov.ua/qr/',
    ]) {
      expect(readNbuCode(start + payload)).toMatchObject(known)
    }
  })

  test('the resolution’s own sample of 002 is read', () => {
    expect(readNbuCode(OFFICIAL_002)).toMatchObject({ name: 'ТОВ “Стоматологія”', amount: 'UAH1034.28', recipientCode: '40723824', purpose: 'Стоматологічні послуги' })
  })

  test('NBU-003 is read in Windows-1251 and in UTF-8, with a terminator at the end and without', () => {
    const known = {
      format: '003', kind: 'ICT', name: TRANSFER.name, account: IBAN, amount: 'UAH1250.40', recipientCode: '3123456789', category: 'MP2B/GDDS',
      reference: 'KV-2026-000123', purpose: 'Оплата замовлення KV-2026-000123', note: '', lockMask: 'FFFF', validUntil: '261130235959',
    }
    expect(readNbuCode(LINK_003)).toEqual(known)
    const inUtf8 = Buffer.from(new TextDecoder('windows-1251').decode(bytesIn(LINK_003)).replace('003\n2\n', '003\n1\n'))
    expect([inUtf8.length, hashOf(inUtf8)]).toEqual([237, '37a49379d52cc15e2a925a19ec64904b8a3c6e30baeeae863ced6f9a016495d2'])
    expect(readNbuCode(`https://qr.bank.gov.ua/${inUtf8.toString('base64url')}`)).toEqual(known)
    expect(readNbuCode(`https://qr.bank.gov.ua/${Buffer.concat([bytesIn(LINK_003), Buffer.from('\n')]).toString('base64url')}`)).toEqual(known)
  })

  test('what is no such code is not taken for one', () => {
    const encoded = (text: string): string => `https://qr.bank.gov.ua/${Buffer.from(text).toString('base64url')}`
    const wrong = [
      '', 'BCD', 'https://kvit.example/pay/abc', encoded('BCD\n004\n2\nUCT\n'), encoded('BCD\n003\n2\nUCT\n'), encoded('BCD\n003\n3\nUCT'),
      PLAIN.slice(1).join('\n'), PLAIN.with(3, '2').join('\n'), `${LINK_003}AAAA\nCg`,
    ]
    for (const text of wrong) expect(readNbuCode(text), text).toBeNull()
    expect(readNbuCode(
      `https://qr.bank.gov.ua/${Buffer.concat([Buffer.from('BCD\n003\n1\n'), Buffer.from([0xff]), Buffer.from('\n'.repeat(13))]).toString('base64url')}`,
    )).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => void readNbuCode(text)))
  })
})

describe('what is written', () => {
  test.each([['20.00', 'UAH20'], ['0.01', 'UAH0.01'], ['0.50', 'UAH0.50'], ['999999999.99', 'UAH999999999.99'], ['3.50', 'UAH3.50']])('₴%s is written %s', (amount, written) => {
    expect(lines(link({ amount: uah(amount) }))?.[7]).toBe(written)
  })

  test('times are Kyiv’s, in summer and in winter', () => {
    const made = lines(link({ validUntil: new Date('2026-07-01T21:00:00Z'), createdAt: new Date('2026-01-01T22:00:00Z') }))
    expect(made?.slice(14, 16)).toEqual(['260702000000', '260102000000'])
  })

  test('an apostrophe of keyboards, a no-break space and a line end become what banks know, and shift nothing', () => {
    const made = lines(link({ name: 'ТОВ\u00a0«Кав\u02bcярня»\r\n', purpose: { words: 'a\nb', number: '1\t2' } }))
    expect([made?.[5], made?.[11]]).toEqual(['ТОВ «Кав\u2019ярня»', 'a b 1 2'])
  })

  test('356 bytes shorten the note first, then the words; name and number stay whole', () => {
    const name = 'Я'.repeat(140)
    const made = link({ name, purpose: { words: 'о'.repeat(400), number: 'KV-2026-000123' }, note: 'дякуємо '.repeat(15) })
    expect(bytesIn(made)).toHaveLength(356)
    expect(made).toHaveLength(498)
    const all = lines(made)
    expect([all?.[5], all?.[12]]).toEqual([name, ''])
    expect(all?.[11]).toMatch(/о KV-2026-000123$/)
  })

  test('whatever the texts, what we write can be read and keeps the number', () => {
    const known = Array.from({ length: 224 }, (_, n) => new TextDecoder('windows-1251').decode(Uint8Array.of(n + 32)))
    const text = fc.string({ unit: fc.constantFrom(...known.filter((_, n) => ![95, 120, 128].includes(n))), maxLength: 200 })
    const names = fc.string({ unit: fc.constantFrom(...'АБВГДЕЄЖЗИІЇЙабвгд’ '), minLength: 1, maxLength: 100 }).filter((name) => name.trim() !== '')
    fc.assert(fc.property(names, text, fc.stringMatching(/^[A-Z0-9/-]{1,30}$/), text, fc.bigInt({ min: 1n, max: 10n ** 11n - 1n }), (name, words, number, note, minor) => {
      const made = link({ name, purpose: { words, number }, reference: number, note, amount: { minor, currency: 'UAH' } })
      expect(lines(made)).not.toBeNull()
      expect(readNbuCode(made)).toMatchObject({ name: name.replaceAll(/\s+/g, ' ').trim(), reference: number, lockMask: 'FFFF' })
      expect(readNbuCode(made)?.purpose.endsWith(number)).toBe(true)
    }))
  })
})

describe('no code is made', () => {
  test.each<[string, Partial<NbuTransfer>, string]>([
    ['without a name', { name: ' \n ' }, 'name_length'], ['for a name of 141 characters', { name: 'Я'.repeat(141) }, 'name_length'],
    ['for a mistyped account', { iban: 'UA223052990000026001234567891' }, 'account_invalid'],
    ['for an account elsewhere', { iban: 'LT377300012345678901' }, 'account_not_ukrainian'],
    ['for euros', { amount: { minor: 100n, currency: 'EUR' } }, 'currency_not_hryvnia'], ['for nothing', { amount: uah('0.00') }, 'amount_out_of_range'],
    ['for a billion', { amount: uah('1000000000.00') }, 'amount_out_of_range'], ['for a company code of seven digits', { code: '1234567' }, 'recipient_code_invalid'],
    ['without a company code', { code: '' }, 'recipient_code_invalid'], ['for a category that is none', { category: 'GDDS' }, 'category_invalid'],
    ['for a reference of 36 letters', { reference: 'x'.repeat(36) }, 'reference_invalid'], ['without a purpose', { purpose: { words: ' ', number: '' } }, 'purpose_missing'],
    ['for a letter that banks do not write', { name: 'შპს მაგალითი' }, 'unwritable'], ['for a number with one', { purpose: { words: '', number: 'Š-1' } }, 'unwritable'],
    ['if nothing that may be shortened is left', { name: 'Я'.repeat(140), purpose: { words: '', number: '9'.repeat(200) } }, 'too_long'],
  ])('%s', (_, change, code) => {
    expect(link(change)).toBe(`refused: ${code}`)
  })

  test('and the reader of this test refuses what the resolution forbids', () => {
    const rewritten = (change: (text: string) => string): string =>
      `https://qr.bank.gov.ua/${Buffer.from(change(new TextDecoder('windows-1251').decode(bytesIn(link({ name: 'A', purpose: { words: 'b', number: 'c' } })))), 'latin1').toString('base64url')}`
    expect(lines(rewritten((text) => text))).not.toBeNull()
    for (const [right, wrong] of [
      ['UAH1250.40', 'UAH1250.4'], ['UAH1250.40', 'UAH01250'], ['UAH1250.40', 'UAH1.00'], ['ICT', 'SCT'], ['MP2B/GDDS', ''], ['\nA\n', '\n\n'],
      ['003', '004'],
    ] as const) {
      expect(lines(rewritten((text) => text.replace(right, wrong))), wrong).toBeNull()
    }
  })
})
