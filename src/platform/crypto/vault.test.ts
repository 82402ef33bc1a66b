import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/support/database.ts'
import { Secret } from '../../kernel/secret.ts'
import { newToken, tokenHash } from './token.ts'
import { SealBroken, VaultLocked, lockedVault, masterKeyOf, newNonce, openInstallationVault, openVault } from './vault.ts'

const db = testDatabase()
const key = randomBytes(32)
const vault = openVault(key)
const place = { merchantId: 'm', objectId: 'c', field: 'password' }

test('what is sealed opens in its own place, whatever the text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    expect(vault.unseal(vault.seal(new Secret(text), place), place).reveal()).toBe(text)
  }))
})

test('K01 a ciphertext moved to another merchant, object or field does not open', () => {
  const sealed = vault.seal(new Secret('canary'), place)
  for (const other of [
    { merchantId: 'x' }, { objectId: 'x' }, { field: 'x' }, { merchantId: 'mc', objectId: '' },
    { objectId: 'cpass', field: 'word' },
  ]) {
    expect(() => vault.unseal(sealed, { ...place, ...other })).toThrow(SealBroken)
  }
})

test('K01 one changed byte anywhere and the seal does not hold', () => {
  const sealed = vault.seal(new Secret('canary'), place)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(() => vault.unseal(changed, place)).toThrow(at > 0 && at <= 8 ? VaultLocked : SealBroken)
  }
  expect(() => vault.unseal(sealed.subarray(0, 60), place)).toThrow(SealBroken)
})

test('K02 no nonce is drawn twice in a million, nor seen twice in what was sealed', () => {
  const drawn = new Set<string>()
  for (let n = 0; n < 1_000_000; n++) drawn.add(newNonce().toString('latin1'))
  const plain = new Secret('x')
  for (let n = 0; n < 10_000; n++) drawn.add(vault.seal(plain, place).toString('latin1', 9, 21))
  expect(drawn.size).toBe(1_010_000)
})

test('K02 each record has a data key of its own, so even the same secret never looks the same', () => {
  const [one, two] = [vault.seal(new Secret('same'), place), vault.seal(new Secret('same'), place)]
  expect(one.subarray(9).equals(two.subarray(9))).toBe(false)
  expect(one.includes('same')).toBe(false)
})

test('K04 the first key becomes the installation\'s; without it or with another the vault is locked', async () => {
  const at = new Date()
  expect((await openInstallationVault(db, null, at)).isLocked).toBe(true)
  const first = await openInstallationVault(db, key, at)
  expect(first.isLocked).toBe(false)
  expect((await openInstallationVault(db, key, at)).isLocked).toBe(false)
  const other = await openInstallationVault(db, randomBytes(32), at)
  expect(other.isLocked).toBe(true)
  expect(() => other.unseal(first.seal(new Secret('x'), place), place)).toThrow(VaultLocked)
  expect(() => lockedVault.seal(new Secret('x'), place)).toThrow(VaultLocked)
  await sql`update instance_key set check_value = '\\x00'`.execute(db)
  expect((await openInstallationVault(db, key, at)).isLocked).toBe(true)
})

test('K04 two servers that start at once with different keys agree on one', async () => {
  await sql`delete from instance_key`.execute(db)
  const vaults = await Promise.all(Array.from({ length: 6 }, () => openInstallationVault(db, randomBytes(32), new Date())))
  expect(vaults.filter((one) => !one.isLocked)).toHaveLength(1)
})

test('the master key is 32 bytes in base64, and nothing else is taken for one', () => {
  expect(masterKeyOf(new Secret(key.toString('base64')))?.equals(key)).toBe(true)
  expect(masterKeyOf(new Secret(`${key.toString('base64url')}\n`))?.equals(key)).toBe(true)
  for (const text of [
    '', 'password', key.toString('hex'), randomBytes(31).toString('base64'), randomBytes(33).toString('base64'),
  ]) {
    expect(masterKeyOf(new Secret(text))).toBeNull()
  }
})

test('a public token has 22 characters and is stored as a hash of 32 bytes', () => {
  expect(newToken()).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(tokenHash(newToken())).toHaveLength(32)
})
