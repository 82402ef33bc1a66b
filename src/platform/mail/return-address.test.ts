import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { isMailAddress } from './address.ts'
import { isReturnAddress, returnAddresses } from './return-address.ts'

const addresses = returnAddresses('bounces@pay.example.org', randomBytes(32))
const id = newId('delivery')

test('each letter has an address of its own that leads back to it, whatever a server on the way did to its case', () => {
  const other = newId('delivery')
  expect(addresses.of(id)).toMatch(/^bounces\+[0-9a-z]{46}@pay\.example\.org$/)
  expect(isMailAddress(addresses.of(id))).toBe(true)
  for (const one of [id, other]) for (const text of [addresses.of(one), addresses.of(one).toUpperCase()]) expect(addresses.read(text)).toBe(one)
})

test('every process of an installation reads what another one wrote, and no other installation does', () => {
  const key = randomBytes(32)
  const [one, same, stranger] = [key, Buffer.from(key), randomBytes(32)].map((each) => returnAddresses('b@x.example', each))
  expect(same?.read(one?.of(id) ?? '')).toBe(id)
  expect(stranger?.read(one?.of(id) ?? '')).toBeNull()
})

test('an address with one changed character, or any other text, leads nowhere', () => {
  const address = addresses.of(id)
  fc.assert(fc.property(fc.nat(address.length - 1), fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }), (at, letter) => {
    const altered = address.slice(0, at) + letter + address.slice(at + 1)
    fc.pre(altered.toLowerCase() !== address)
    expect(addresses.read(altered)).toBeNull()
  }))
  fc.assert(fc.property(fc.string(), (text) => {
    for (const given of [text, `bounces+${text}@pay.example.org`]) expect(addresses.read(given)).toBeNull()
  }))
  for (const given of ['bounces@pay.example.org', address.replace('@', `@evil.example@`), `x${address}`, `${address}x`, address.replace('bounces+', '')]) {
    expect(addresses.read(given), given).toBeNull()
  }
})

test.each([
  ['bounces@example.org', true], ['a2345678901234567@example.org', true], ['a23456789012345678@example.org', false], ['b+c@example.org', false],
  ['@example.org', false], ['bounces@localhost', false], ['bounces', false], ['bounces@žąsis.lt', false], ['a@b@example.org', false], ['', false],
])('from %j addresses of letters can be made: %s', (text, expected) => {
  expect(isReturnAddress(text)).toBe(expected)
  if (expected) expect(isMailAddress(returnAddresses(text, randomBytes(32)).of(id))).toBe(true)
})
