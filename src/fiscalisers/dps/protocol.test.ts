import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answering } from '../../connectors/conformance-answers.ts'
import { Secret } from '../../kernel/secret.ts'
import { openSigner, post } from './client.ts'
import { configForm } from './config.ts'
import { cmsContent, testContent } from './envelope.ts'
import { expectedNumber, readError, refusalOf } from './errors.ts'
import { readTicket, ticketRecord } from './ticket.ts'
import { amountIn, readTold, timeIn } from './told.ts'
import { encode } from '../tables/alphabet.ts'

describe('error texts', () => {
  const wrongNumber = readError('Код помилки: 7 CheckLocalNumberInvalid\r\nПорушено послідовність. Номер документа повинен дорівнювати 103')

  test('the documented form is read, with the local number that the server waits for', () => {
    expect(wrongNumber).toMatchObject({ code: 7, name: 'CheckLocalNumberInvalid' })
    expect(wrongNumber === null ? null : expectedNumber(wrongNumber)).toBe(103)
    const bare = readError('Код помилки: 5 ShiftNotOpened')
    expect(bare).toEqual({ code: 5, name: 'ShiftNotOpened', explanation: '' })
    expect(bare === null ? 0 : expectedNumber(bare)).toBeNull()
  })

  test('who asks is told from what is asked', () => {
    const reasons = [1, 2, 3, 4, 9, 12].map((code) => refusalOf({ code, name: 'N', explanation: '' }).reason)
    expect(reasons).toEqual(['not_enabled', 'credentials', 'credentials', 'other', 'other', 'credentials'])
  })

  test('any other text is no error of the server', () => {
    for (const text of ['', '<html>', 'Код помилки', 'Код помилки: сім', 'помилка 7']) expect(readError(text)).toBeNull()
  })
})

describe('tickets', () => {
  const ticket = (inner: string): Buffer => encode(`<?xml version="1.0" encoding="windows-1251"?>\r\n<TICKET>${inner}</TICKET>`)

  test('a good one has a fiscal number, with or without an error code of zero', () => {
    expect(readTicket(ticket('<UID>x</UID><ORDERNUM>102</ORDERNUM><ORDERTAXNUM>1234567890</ORDERTAXNUM><VER>1</VER>')))
      .toEqual({ localNumber: 102, fiscalNumber: '1234567890', error: null })
    expect(readTicket(ticket('<ORDERTAXNUM>1</ORDERTAXNUM><ERRORCODE>0</ERRORCODE>'))?.error).toBeNull()
  })

  test('a refusal is told in the letters of the code page', () => {
    expect(readTicket(ticket('<ERRORCODE>9</ERRORCODE><ERRORTEXT>Помилка перевірки «Ґ»</ERRORTEXT>'))).toEqual({
      localNumber: null, fiscalNumber: null, error: { code: 9, text: 'Помилка перевірки «Ґ»' },
    })
  })

  test('what is no ticket is none', () => {
    for (const bytes of [Buffer.from(''), Buffer.from('<html></html>'), Buffer.from('<TICKET>'), ticket('<ERRORCODE>no</ERRORCODE>')]) expect(readTicket(bytes)).toBeNull()
  })

  test('the signed bytes are kept as proof, but not where a secret number is in them', () => {
    const plain = ticket('<ORDERTAXNUM>1</ORDERTAXNUM>')
    expect(ticketRecord(plain, Buffer.from('signed'))).toContain(Buffer.from('signed').toString('base64'))
    const secret = ticketRecord(ticket('<OFFLINESEED>584709474973155</OFFLINESEED>'), Buffer.from('584709474973155'))
    expect(secret).not.toContain('584709474973155')
    expect(secret).not.toContain(Buffer.from('584709474973155').toString('base64'))
  })
})

describe('envelopes', () => {
  const tlv = (tag: number, ...inner: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(inner)
    const length = content.length < 128 ? Buffer.of(content.length) : Buffer.of(0x82, content.length >> 8, content.length & 0xff)
    return Buffer.concat([Buffer.of(tag), length, content])
  }
  const endless = (tag: number, ...inner: readonly Buffer[]): Buffer => Buffer.concat([Buffer.of(tag, 0x80), ...inner, Buffer.of(0, 0)])
  const signedData = tlv(0x06, Buffer.from('2a864886f70d010702', 'hex'))
  const data = tlv(0x06, Buffer.from('2a864886f70d010701', 'hex'))
  const cms = (content: Buffer): Buffer =>
    tlv(0x30, signedData, tlv(0xa0, tlv(0x30, tlv(0x02, Buffer.of(1)), tlv(0x31), tlv(0x30, data, tlv(0xa0, tlv(0x04, content))), tlv(0x31))))
  const streamed = (...parts: readonly Buffer[]): Buffer => endless(0x30, signedData, endless(0xa0, endless(0x30, tlv(0x02, Buffer.of(1)), tlv(0x31),
    endless(0x30, data, endless(0xa0, endless(0x24, ...parts.map((part) => tlv(0x04, part))))), tlv(0x31))))

  test('the content comes out as it went in, in one piece or streamed in several', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
      const content = Buffer.from(bytes)
      expect(cmsContent(cms(content))).toEqual(content)
      expect(cmsContent(streamed(content.subarray(0, at), content.subarray(at)))).toEqual(content)
    }))
  })

  test('anything else is no envelope, and nothing is thrown', () => {
    expect(cmsContent(cms(Buffer.from('x')).subarray(0, -1))).toBeNull()
    expect(cmsContent(tlv(0x30, data, tlv(0xa0)))).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      cmsContent(Buffer.from([0x30, 0x80, ...bytes]))
      expect(cmsContent(Buffer.from(bytes))).toBeNull()
      expect(testContent(Buffer.from(bytes))).toBeNull()
    }))
  })
})

describe('the signer', () => {
  const sign = (answer: { readonly status: number; readonly body?: string } | 'down') => {
    const { http, asked } = answering(answer)
    return { asked, outcome: openSigner(http, 'https://signer.example/sign', new Secret('token-1')).sign(Buffer.from([0, 255, 10])) }
  }

  test('gets the bytes as they are, shows whose key is meant, and gives the envelope as it came', async () => {
    const { asked, outcome } = sign({ status: 200, body: '\u0000\u00ff' })
    expect(await outcome).toEqual({ kind: 'done', value: Buffer.from([0, 255]) })
    expect(asked).toMatchObject([{ method: 'POST', url: 'https://signer.example/sign', bytes: Buffer.from([0, 255, 10]), headers: { authorization: 'Bearer token-1' } }])
  })

  test('says no, or is not there', async () => {
    expect(await sign({ status: 401 }).outcome).toMatchObject({ kind: 'refused', reason: 'credentials' })
    for (const answer of ['down', { status: 503 }, { status: 200, body: '' }] as const) expect((await sign(answer).outcome).kind).toBe('unknown')
  })
})

test('a page of whatever stands between us and the server is no word of the server’s', async () => {
  const config = configForm.parse({ registerNumber: '4000000001', tin: '12345678', sellerName: 'ТОВ', pointName: 'Крамниця', signerToken: 'token-1' })
  if (!config.ok) throw new Error('the form is right')
  const saidOf = async (status: number, body: string) =>
    (await post('doc', Buffer.of(1), { endpoints: {}, config: config.value }, answering({ status, body }).http)).kind
  for (const status of [400, 401, 404, 502]) expect(await saidOf(status, '<html>captive portal</html>')).toBe('unknown')
  for (const status of [302, 400, 403, 405, 413, 415, 416, 429]) expect(await saidOf(status, '')).toBe('unknown')
  const word = Buffer.from('Код помилки: 9 DocumentValidationError\r\n').toString('latin1')
  expect([await saidOf(404, ''), await saidOf(204, ''), await saidOf(400, word)]).toEqual(['refused', 'nothing', 'error'])
})

test('amounts and times are read as they were written', () => {
  const told = readTold(
    Buffer.from('{"Sum":90071992547409.93,"Short":12.5,"Long":12.345,"At":"2026-01-31T23:59:59.1234567+02:00","Naive":"2026-01-31T23:59:59","No":"31.01.2026"}'),
  )
  if (told === null) throw new Error('it is an object')
  expect(['Sum', 'Short', 'Long', 'Absent'].map((name) => amountIn(told, name)?.minor ?? null)).toEqual([9_007_199_254_740_993n, 1250n, null, 0n])
  expect(['At', 'Naive', 'No'].map((name) => timeIn(told, name, 'Europe/Kyiv')?.toISOString().slice(0, 19) ?? null)).toEqual(['2026-01-31T21:59:59', '2026-01-31T21:59:59', null])
})

test('the form takes tax numbers of companies, entrepreneurs and passports, and begins with test documents', () => {
  const values = { registerNumber: '4000000001', tin: '12345678', sellerName: 'ТОВ "Квіт"', pointName: 'Крамниця', signerToken: 'token-1' }
  const parsed = configForm.parse(values)
  expect(parsed.ok && [
    parsed.value.mode, parsed.value.deskNumber, parsed.value.paymentName, parsed.value.chainOver, parsed.value.packageLengths,
  ]).toEqual(['test', '1', 'means', 'signed', 'little'])
  for (const tin of ['1234567890', 'АБ123456']) expect(configForm.parse({ ...values, tin }).ok).toBe(true)
  for (const tin of ['1234', 'AB123456', '12 345 678']) expect(configForm.parse({ ...values, tin })).toEqual({ ok: false, error: [{ field: 'tin', problem: 'malformed' }] })
  expect(configForm.parse({ ...values, registerNumber: '0400000000' }).ok).toBe(false)
})
