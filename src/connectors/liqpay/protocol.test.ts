import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { DECODINGS, ENCODINGS, SIGNS } from './fixtures/verdicts.ts'
import { V0A, VECTORS } from './fixtures/vectors.ts'
import { ALGORITHMS, decode, encode, isSignedBy, sign } from './protocol.ts'

test.each(SIGNS)('$name: fits is $fits', ({ data, signature, privateKey, algorithm, fits }) => {
  expect(isSignedBy(data, signature, new Secret(privateKey), algorithm)).toBe(fits)
  expect(sign(data, new Secret(privateKey), algorithm) === signature).toBe(fits)
})

test.each(DECODINGS)('data that is $name', ({ data, json }) => expect(decode(data)).toBe(json))
test.each(ENCODINGS)('the data of $json', ({ json, data }) => expect(encode(json)).toBe(data))

test('a signature has 28 characters by SHA-1 and 44 by SHA3-256, and what is hashed is the text between two keys', () => {
  const key = new Secret(V0A.privateKey)
  expect(ALGORITHMS.map((algorithm) => sign(V0A.data, key, algorithm).length)).toEqual([28, 44])
  const text = `${V0A.privateKey}${V0A.data}${V0A.privateKey}`
  expect(sign(V0A.data, key, 'sha1')).toBe(createHash('sha1').update(Buffer.from(text, 'utf8')).digest('base64'))
})

describe('what we sign we accept, and one changed character we refuse', () => {
  const texts = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom(...ALGORITHMS), fc.nat())
  const alterAt = (text: string, at: number): string => {
    const place = at % text.length
    return text.slice(0, place) + (text.charAt(place) === 'A' ? 'B' : 'A') + text.slice(place + 1)
  }
  test('whatever is said, and whatever the key', () => {
    fc.assert(fc.property(texts, ([json, key, algorithm, at]) => {
      const [data, secret] = [encode(`{${json}`), new Secret(key)]
      const signature = sign(data, secret, algorithm)
      expect(isSignedBy(data, signature, secret, algorithm)).toBe(true)
      expect(isSignedBy(alterAt(data, at), signature, secret, algorithm)).toBe(false)
      expect(isSignedBy(data, alterAt(signature, at), secret, algorithm)).toBe(false)
      expect(isSignedBy(data, signature, new Secret(`${key}x`), algorithm)).toBe(false)
    }))
  })
  test('and what was encoded comes back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (json) => decode(encode(json)) === json.toWellFormed()))
  })
  test('no data has a line break, whatever its length', () => {
    fc.assert(fc.property(fc.string({ minLength: 60, maxLength: 400 }), (json) => /^[A-Za-z0-9+/]+={0,2}$/.test(encode(json))))
  })
})

test('C18: a signature of any length and alphabet is refused without a throw, and so is any cut of the right one', () => {
  const key = new Secret(V0A.privateKey)
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...ALGORITHMS), (other, algorithm) => {
    const right = sign(V0A.data, key, algorithm)
    expect(isSignedBy(V0A.data, other, key, algorithm)).toBe(other === right)
    for (const cut of [right.slice(0, -1), right.slice(1), `${right} `, `${right}=`, right.toLowerCase(), '']) expect(isSignedBy(V0A.data, cut, key, algorithm)).toBe(false)
  }))
})

test('the vectors differ from each other', () => {
  expect(new Set(VECTORS.flatMap(({ sha1, sha3 }) => [sha1, sha3])).size).toBe(2 * VECTORS.length)
})
