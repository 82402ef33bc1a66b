import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { CALLBACKS, CERTIFICATE, ENCRYPTED, REQUESTS } from './fixtures/vectors.ts'
import { KEY_TEXTS, OPENINGS, SIGNS, VERDICTS } from './fixtures/verdicts.ts'
import { decodeBase64, encodeBase64, encodeForm, parseForm } from './form.ts'
import { isSignedBy, judge, open, readKey, sign } from './protocol.ts'

const keyOf = (pem: string) => {
  const key = readKey(pem)
  if (key === null) throw new Error('no key in the fixture')
  return key
}
const KEY = keyOf(CERTIFICATE)
const { B1 } = CALLBACKS
const PASSWORD = new Secret(B1.password)

describe('requests of the sheet', () => {
  test.each(REQUESTS)('$name: the form string gives data and sign', ({ form, data, sign: expected, password }) => {
    expect(encodeBase64(Buffer.from(form, 'utf8'))).toBe(data)
    expect(sign(data, new Secret(password))).toBe(expected)
  })
  test.each(REQUESTS.filter(({ name }) => name !== 'R4'))('$name: our encoder writes the very same form string', ({ form }) => {
    const fields = parseForm(form)
    expect(fields.ok && encodeForm([...fields.value])).toBe(form)
  })
  test.each(SIGNS)('$name: the sign is accepted only where it fits', ({ data, sign: offered, password, fits }) => {
    expect(isSignedBy(data, offered, new Secret(password))).toBe(fits)
  })
})

describe('Base64 of the protocol', () => {
  test('the bytes fb ff fe are -__- and both alphabets are read', () => {
    const bytes = Buffer.from('fbfffe', 'hex')
    expect(encodeBase64(bytes)).toBe('-__-')
    expect(decodeBase64('-__-')).toEqual(bytes)
    expect(decodeBase64('+//+')).toEqual(bytes)
  })
  test.each(['YQ', 'YQ=', 'YR==', 'Y Q==', 'YQ==\n', 'YQ===', '@@@@', 'Y', '=YQ='])('%j is no Base64', (text) => {
    expect(decodeBase64(text)).toBeNull()
  })
  test('every sequence of bytes comes back', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(encodeBase64(Buffer.from(bytes)))).toEqual(Buffer.from(bytes))
    }))
  })
})

test.each(VERDICTS)('$name: $expected', ({ signed, password, keys, pinned, expected }) => {
  const verdict = judge(signed, new Secret(password), keys.map(keyOf), pinned)
  expect(verdict.kind === 'proved' ? `proved ${verdict.proof}` : verdict.kind).toBe(expected)
})

test.each(KEY_TEXTS)('$name is a key: $isKey', ({ text, isKey }) => {
  expect(readKey(text) !== null).toBe(isKey)
})

describe('what we sign we accept, and one changed character we refuse', () => {
  const alterAt = (text: string, at: number) => {
    const place = at % text.length
    const other = text.charAt(place) === 'A' ? 'B' : 'A'
    return text.slice(0, place) + other + text.slice(place + 1)
  }
  const passwords = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  test('in data, in ss1 and in the password', () => {
    fc.assert(fc.property(fc.base64String({ minLength: 4 }), passwords, fc.nat(), (data, password, at) => {
      const secret = new Secret(password)
      const ss1 = sign(data, secret)
      expect(isSignedBy(data, ss1, secret)).toBe(true)
      expect(isSignedBy(alterAt(data, at), ss1, secret)).toBe(false)
      expect(isSignedBy(data, alterAt(ss1, at), secret)).toBe(false)
      expect(isSignedBy(data, ss1, new Secret(`${password}x`))).toBe(false)
    }))
  })
  test('in both RSA signatures', () => {
    fc.assert(fc.property(fc.nat(), fc.constantFrom('ss2', 'ss3'), (at, name) => {
      const altered = { ...B1, [name]: alterAt(B1[name], at % (B1[name].length - 3)) }
      expect(judge(altered, PASSWORD, [KEY], null).kind).not.toBe('proved')
    }), { numRuns: 200 })
  })
  test('C18: a comparison never throws and never lets another length through', () => {
    fc.assert(fc.property(fc.string(), fc.string({ unit: 'binary' }), (data, ss1) => {
      expect(isSignedBy(data, ss1, PASSWORD)).toBe(false)
    }))
  })
})

describe('encrypted callbacks', () => {
  const { G1 } = ENCRYPTED
  test.each(OPENINGS)('$name opens to its form string, or to nothing', ({ data, password, form }) => {
    expect(open(data, new Secret(password))?.toString('utf8') ?? null).toBe(form)
  })
  test('any changed byte of IV, text or tag opens nothing', () => {
    const bytes = decodeBase64(G1.data) ?? Buffer.alloc(0)
    fc.assert(fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const altered = Buffer.from(bytes)
      altered.writeUInt8(altered.readUInt8(at) ^ mask, at)
      expect(open(encodeBase64(altered), new Secret(G1.password))).toBeNull()
    }))
  })
})

test('the fixture of this file is the one of the sheet', () => {
  expect(createHash('md5').update(B1.data + B1.password).digest('hex')).toBe(B1.ss1)
})
