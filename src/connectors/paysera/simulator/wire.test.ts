import { createDecipheriv, createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newSigningKey } from './certificate.ts'
import { BN, CALLBACKS, CERTIFICATE, GN, PUBLIC_KEY, REQUESTS, RN, SEALED, WRONG_SIGNS } from './vectors.ts'
import { cipherKey, formDecode, formEncode, fromWire, keySignature, pack, passwordSignature, seal, toWire, unpack } from './wire.ts'

const bytesOf = (wire: string): Buffer => fromWire(wire) ?? Buffer.alloc(0)

test.each(REQUESTS)('$name: the sheet’s request is read and its signature is the right one', ({ form, data, password, sign }) => {
  expect(toWire(Buffer.from(form))).toBe(data)
  expect(unpack(data)).toEqual(formDecode(form))
  expect(passwordSignature(data, password)).toBe(sign)
})

test.each(REQUESTS.filter(({ name }) => name !== 'R4'))('$name: what was read is written the same way again', ({ form, data }) => {
  expect(formEncode(formDecode(form).fields)).toBe(form)
  expect(pack(formDecode(form).fields)).toBe(data)
})

test('signatures made the usual wrong ways, or for another amount, are not the right ones', () => {
  const [r1, , r3, r4] = REQUESTS
  expect(WRONG_SIGNS.R4).not.toContain(passwordSignature(r4.data, r4.password))
  expect(WRONG_SIGNS.R3).not.toContain(passwordSignature(r3.data, r3.password))
  expect(unpack(RN.data)?.fields.get('amount')).toBe('2400')
  expect(passwordSignature(RN.data, r1.password)).toBe(RN.rightSign)
  expect(RN.rightSign).not.toBe(r1.sign)
})

test.each(CALLBACKS)('$name: the sheet’s callback has our data and ss1, and signatures of our kind', ({ form, data, password, ss1, ss2, ss3 }) => {
  expect(pack(formDecode(form).fields)).toBe(data)
  expect(passwordSignature(data, password)).toBe(ss1)
  for (const key of [new X509Certificate(CERTIFICATE).publicKey, createPublicKey(PUBLIC_KEY)]) {
    expect(verify('sha1', Buffer.from(data), key, bytesOf(ss2))).toBe(true)
    expect(verify('sha256', Buffer.from(data), key, bytesOf(ss3))).toBe(true)
    expect(verify('sha256', Buffer.from(data), key, bytesOf(ss2))).toBe(false)
  }
})

test('BN: no signature of B1 fits a callback with another amount', () => {
  const [b1] = CALLBACKS
  const key = createPublicKey(PUBLIC_KEY)
  expect(passwordSignature(BN.data, b1.password)).not.toBe(b1.ss1)
  expect(verify('sha1', Buffer.from(BN.data), key, bytesOf(b1.ss2))).toBe(false)
  expect(verify('sha256', Buffer.from(BN.data), key, bytesOf(b1.ss3))).toBe(false)
})

test.each(['sha1', 'sha256'] as const)('a %s signature of ours is PKCS #1 v1.5 over the encoded data', (hash) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const signature = keySignature(hash, BN.data, privateKey)
  expect(signature).toBe(keySignature(hash, BN.data, privateKey))
  expect(verify(hash, Buffer.from(BN.data), publicKey, bytesOf(signature))).toBe(true)
})

test.each(SEALED)('$name: the sheet’s encrypted callback is what we seal', ({ form, data, iv, key, password }) => {
  expect(cipherKey(password).toString('hex')).toBe(key)
  expect(seal(form, password, Buffer.from(iv, 'hex'))).toBe(data)
})

test('GN: one flipped bit and the seal no longer opens', () => {
  const [g1] = SEALED
  const open = (data: string, password: string): string => {
    const bytes = bytesOf(data)
    const decipher = createDecipheriv('aes-256-gcm', cipherKey(password), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  }
  expect(open(g1.data, g1.password)).toBe(g1.form)
  expect(() => open(GN.data, g1.password)).toThrow()
  expect(() => open(g1.data, 'x'.repeat(32))).toThrow()
})

test('both Base64 alphabets are read, with their padding and not without', () => {
  expect(toWire(Buffer.from('fbfffe', 'hex'))).toBe('-__-')
  expect(fromWire('-__-')?.toString('hex')).toBe('fbfffe')
  expect(fromWire('+//+')?.toString('hex')).toBe('fbfffe')
  expect(fromWire('YQ')).toBeNull()
})

test('any parameters come back as they were sent', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' })
  fc.assert(fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' }))), (pairs) => {
    const fields = new Map(pairs)
    expect(unpack(pack(fields))).toEqual({ fields, notUtf8: new Set() })
  }))
})

test('bytes that are no UTF-8 are named', () => {
  expect(formDecode('paytext=%C4%85%FF&orderid=1').notUtf8).toEqual(new Set(['paytext']))
})

test('the published certificate is one that readers accept, of the key that signs', () => {
  const { privateKey, certificate } = newSigningKey(new Date('2026-11-21T12:00:00Z'), 'simulator.example')
  const read = new X509Certificate(certificate)
  expect(read.subject).toBe('CN=simulator.example')
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.checkPrivateKey(privateKey)).toBe(true)
  expect([read.validFromDate, read.validToDate]).toEqual([new Date('2026-11-21T12:00:00Z'), new Date('2036-11-21T12:00:00Z')])
})
