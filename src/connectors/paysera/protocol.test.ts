import { generateKeyPairSync, sign as rsaSign, createHash, randomBytes, createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { BN_DATA, CALLBACKS, CERTIFICATE, ENCRYPTED, GN_DATA, PUBLIC_KEY, REQUESTS, RN, WRONG_SIGNS } from './fixtures/vectors.ts'
import { decodeBase64, encodeBase64, encodeForm, parseForm } from './form.ts'
import { isSignedBy, judge, open, readKey, sign } from './protocol.ts'
import type { Signed } from './protocol.ts'

const keyOf = (pem: string) => {
  const key = readKey(pem)
  if (key === null) throw new Error('no key in the fixture')
  return key
}
const KEY = keyOf(CERTIFICATE)
const { B1, B2, B3, B4 } = CALLBACKS
const PASSWORD = new Secret(B1.password)
const vectorsB = [['B1', B1], ['B2', B2], ['B3', B3], ['B4', B4]] as const

describe('requests of the sheet', () => {
  test.each(REQUESTS)('$name: the form string gives data and sign', ({ form, data, sign: expected, password }) => {
    expect(encodeBase64(Buffer.from(form, 'utf8'))).toBe(data)
    expect(sign(data, new Secret(password))).toBe(expected)
  })
  test.each(REQUESTS.filter(({ name }) => name !== 'R4'))('$name: our encoder writes the very same form string', ({ form }) => {
    const fields = parseForm(form)
    expect(fields.ok && encodeForm([...fields.value])).toBe(form)
  })
  test('RN: the sign of another amount is refused', () => {
    const [R1] = REQUESTS
    const password = new Secret(R1.password)
    expect(isSignedBy(RN.data, R1.sign, password)).toBe(false)
    expect(isSignedBy(RN.data, RN.sign, password)).toBe(true)
  })
  test.each(['R3', 'R4'] as const)('%s: a sign of another construction is refused', (name) => {
    const vector = REQUESTS.find((one) => one.name === name)
    for (const wrong of WRONG_SIGNS[name]) {
      expect(isSignedBy(vector?.data ?? '', wrong, new Secret(vector?.password ?? ''))).toBe(false)
    }
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

describe('signed callbacks of the sheet', () => {
  test.each(vectorsB)('%s is proved by its strongest signature, by certificate and by bare key', (_, vector) => {
    const password = new Secret(vector.password)
    for (const pem of [CERTIFICATE, PUBLIC_KEY, `text before\n${CERTIFICATE}\nand after`]) {
      expect(judge(vector, password, [keyOf(pem)], null)).toEqual({ kind: 'proved', proof: 'ss3' })
    }
    expect(judge({ ...vector, ss3: null }, password, [KEY], null)).toEqual({ kind: 'proved', proof: 'ss2' })
    expect(judge({ ...vector, ss2: null }, password, [KEY], null)).toEqual({ kind: 'proved', proof: 'ss3' })
    expect(judge({ ...vector, ss2: null, ss3: null }, password, [], null)).toEqual({ kind: 'proved', proof: 'ss1' })
  })
  const forgeries: readonly (readonly [string, Signed])[] = [
    ['BN: another amount under the same signatures', { ...B1, data: BN_DATA }],
    ['C01: ss1 missing', { ...B1, ss1: null }],
    ['C01: ss1 missing although both RSA signatures are right', { data: B1.data, ss1: null, ss2: B1.ss2, ss3: B1.ss3 }],
    ['C01: ss1 empty', { ...B1, ss1: '' }],
    ['C01: ss1 truncated', { ...B1, ss1: B1.ss1.slice(0, 31) }],
    ['C01: ss1 with a character too many', { ...B1, ss1: `${B1.ss1}0` }],
    ['ss1 in upper case', { ...B1, ss1: B1.ss1.toUpperCase() }],
    ['C05: the signatures of another callback', { ...B2, data: B1.data }],
    ['C01: ss3 empty', { ...B1, ss3: '' }],
    ['C01: ss2 no Base64', { ...B1, ss2: '***' }],
    ['C01: ss3 no Base64', { ...B1, ss3: '***' }],
    ['C01: ss2 no Base64 and ss3 absent', { ...B1, ss2: '***', ss3: null }],
    ['C01: a right ss3 beside a false ss2', { ...B1, ss2: B2.ss2 }],
    ['C01: a right ss2 beside a false ss3', { ...B1, ss3: B2.ss3 }],
    ['ss2 presented as ss3 beside itself', { ...B1, ss3: B1.ss2 }],
  ]
  test.each(forgeries)('%s is forged', (_, signed) => {
    expect(judge(signed, PASSWORD, [KEY], null).kind).toBe('forged')
  })
  test('ss2 presented as ss3 alone proves nothing', () => {
    expect(judge({ ...B1, ss2: null, ss3: B1.ss2 }, PASSWORD, [KEY], null).kind).toBe('stale')
    expect(judge({ ...B1, ss2: B1.ss3, ss3: null }, PASSWORD, [KEY], null).kind).toBe('stale')
  })
  test('C01: the signature of another merchant is forged', () => {
    const foreign = { ...B1, ss1: sign(B1.data, new Secret(B3.password)) }
    expect(judge(foreign, PASSWORD, [KEY], null)).toEqual({ kind: 'forged', reason: 'ss1 does not fit the password' })
  })
})

describe('C15: the strongest proof seen is pinned', () => {
  const offers = [
    ['ss1', { ...B1, ss2: null, ss3: null }], ['ss2', { ...B1, ss3: null }], ['ss3', { ...B1, ss2: null }],
  ] as const
  const strength = (proof: string) => offers.findIndex(([name]) => name === proof)
  const pairs = offers.flatMap(([pinned]) => offers.map(([offered, signed]) => ({ pinned, offered, signed })))
  test.each(pairs)('C15: $offered where $pinned is pinned', ({ pinned, offered, signed }) => {
    const expected = strength(offered) < strength(pinned) ? 'forged' : 'proved'
    expect(judge(signed, PASSWORD, [KEY], pinned).kind).toBe(expected)
  })
  test('a pin of the encrypted mode, or of none we know, says nothing about signatures', () => {
    expect(judge(offers[0][1], PASSWORD, [KEY], 'encrypted').kind).toBe('proved')
  })
})

describe('the key of Paysera', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const newKey = keyOf(publicKey.export({ type: 'spki', format: 'pem' }).toString())

  test('not known yet: a right ss1 makes the callback stale, a wrong one forged', () => {
    expect(judge(B1, PASSWORD, [], null).kind).toBe('stale')
    expect(judge({ ...B1, ss1: B2.ss1 }, PASSWORD, [], null).kind).toBe('forged')
  })
  test('changed: stale until the new key is known, then both are accepted', () => {
    const ss2 = encodeBase64(rsaSign('RSA-SHA1', Buffer.from(B1.data), privateKey))
    const ss3 = encodeBase64(rsaSign('RSA-SHA256', Buffer.from(B1.data), privateKey))
    const renewed = { ...B1, ss2, ss3 }
    expect(judge(renewed, PASSWORD, [KEY], null).kind).toBe('stale')
    expect(judge(renewed, PASSWORD, [newKey, KEY], null).kind).toBe('proved')
    expect(judge(B1, PASSWORD, [newKey, KEY], null).kind).toBe('proved')
    expect(judge({ ...renewed, ss2: null }, PASSWORD, [newKey], null).kind).toBe('proved')
    expect(judge({ ...renewed, ss3: null }, PASSWORD, [newKey], null)).toEqual({ kind: 'proved', proof: 'ss2' })
    expect(judge({ ...B1, ss3 }, PASSWORD, [newKey, KEY], null).kind).toBe('forged')
  })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const noKeys = [
    '', 'no key', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    CERTIFICATE.replace('MIID', 'MIIE'), CERTIFICATE.replaceAll('CERTIFICATE', 'PUBLIC KEY'),
    ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ]
  test.each(noKeys)('%j is no key', (pem) => {
    expect(readKey(pem)).toBeNull()
  })
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
  const { G1, G2, G3 } = ENCRYPTED
  test.each([['G1', G1], ['G2', G2], ['G3', G3]] as const)('%s opens to its form string', (_, { data, form, password }) => {
    expect(open(data, new Secret(password))?.toString('utf8')).toBe(form)
  })
  test('GN: one bit of the tag changed, or another password, opens nothing', () => {
    expect(open(GN_DATA, new Secret(G1.password))).toBeNull()
    expect(open(G1.data, new Secret('x'.repeat(32)))).toBeNull()
  })
  test.each(['', 'A', '----', 'AAAA', encodeBase64(Buffer.alloc(27)), encodeBase64(Buffer.alloc(28)), '***'])('%j opens nothing', (data) => {
    expect(open(data, new Secret(G1.password))).toBeNull()
  })
  test('an empty text between IV and tag is still judged by its tag', () => {
    expect(open(sealed('', G1.password), new Secret(G1.password))?.length).toBe(0)
  })
  test('a long password is cut at 32 bytes, even inside a letter', () => {
    const password = `${'a'.repeat(31)}ž${'b'.repeat(10)}`
    expect(open(sealed('status=1', password), new Secret(password))?.toString()).toBe('status=1')
    expect(open(sealed('status=1', password), new Secret('a'.repeat(31)))).toBeNull()
  })
  test('any changed byte of IV, text or tag opens nothing', () => {
    const bytes = decodeBase64(G1.data) ?? Buffer.alloc(0)
    fc.assert(fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const altered = Buffer.from(bytes)
      altered.writeUInt8(altered.readUInt8(at) ^ mask, at)
      expect(open(encodeBase64(altered), new Secret(G1.password))).toBeNull()
    }))
  })

  /** The provider's side as the sheet describes it, with PHP's rule for keys that are not 32 bytes long. */
  function sealed(form: string, password: string): string {
    const iv = randomBytes(12)
    const key = Buffer.concat([Buffer.from(password), Buffer.alloc(32)]).subarray(0, 32)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    return encodeBase64(Buffer.concat([iv, cipher.update(form), cipher.final(), cipher.getAuthTag()]))
  }
})

test('the fixture of this file is the one of the sheet', () => {
  expect(createHash('md5').update(B1.data + B1.password).digest('hex')).toBe(B1.ss1)
})
