import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { chainHash, controlNumber, controlOf, offlineNumber } from './control-number.ts'
import { framed, MOST_BYTES, MOST_DOCUMENTS, split } from './package.ts'
import { VERIFICATION_PAGE, verificationUrl } from '../tables/verification.ts'

const HASH = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'

test.each([
  ['179625192271939,20082020,142338,10,4000002411,10,cdd68bb111f8993f3603f0179341571b35b73a07d5acee9b28fbfb714698e1b3', 4758],
  ['584709474973155,31012026,235959,101,4000123456,1', 8562],
  ['584709474973155,31012026,235959,102,4000123456,1,1234.56', 4991],
  [`584709474973155,01022026,000105,103,4000123456,1,99.90,${HASH}`, 6922],
  ['584709474973155,31012026,235959,6,4000123456,1', 632],
  ['584709474973155,31012026,235959,290,4000123456,1', 1],
])('the published control number of %s', (text, control) => {
  expect(controlOf(text)).toBe(control)
})

test('the checksum is the one of IEEE 802.3', () => {
  expect(crc32('123456789').toString(16)).toBe('cbf43926')
})

const SEED = new Secret('584709474973155')
const RECEIPT = { date: '31012026', time: '235959', localNumber: 102, registerNumber: '4000123456', deskNumber: '1', sum: '1234.56', previousHash: null }

test('a document’s control number is reckoned from its own fields, and the official one comes out', () => {
  expect(controlNumber(SEED, RECEIPT)).toBe(4991)
  expect(controlNumber(SEED, { ...RECEIPT, date: '01022026', time: '000105', localNumber: 103, sum: '99.90', previousHash: HASH })).toBe(6922)
  const official = {
    date: '20082020', time: '142338', localNumber: 10, registerNumber: '4000002411', deskNumber: '10', sum: null,
    previousHash: 'cdd68bb111f8993f3603f0179341571b35b73a07d5acee9b28fbfb714698e1b3',
  }
  expect(offlineNumber('5008', 3, controlNumber(new Secret('179625192271939'), official))).toBe('5008.3.4758')
})

test('a receipt changed by a kopeck, a second or a number has another control number', () => {
  const changes = [{ sum: '1234.57' }, { time: '235958' }, { localNumber: 103 }, { registerNumber: '4000123457' }, { deskNumber: '2' }, { previousHash: HASH }]
  for (const change of changes) expect(controlNumber(SEED, { ...RECEIPT, ...change }), JSON.stringify(change)).not.toBe(4991)
  expect(controlNumber(new Secret('584709474973156'), RECEIPT)).not.toBe(4991)
})

test('the control number is always 1 to 9999', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const control = controlOf(text)
    expect(control >= 1 && control <= 9999).toBe(true)
  }))
})

test('the hash of the chain is lower-case SHA-256 of the bytes', () => {
  expect(chainHash(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a package is each document behind its length', () => {
  const documents = [Buffer.from('AAA'), Buffer.from('BBBBB')]
  expect(framed(documents, 'little').toString('hex')).toBe('03000000414141050000004242424242')
  expect(framed(documents, 'big').toString('hex')).toBe('00000003414141000000054242424242')
})

test('packages keep the order, lose nothing, and stay within a hundred documents and 200 KB', () => {
  expect(split(Array.from({ length: 201 }, () => Buffer.alloc(10)), 0).map((one) => one.length)).toEqual([100, 100, 1])
  fc.assert(fc.property(fc.array(fc.nat(90_000), { maxLength: 130 }), (sizes) => {
    const documents = sizes.map((size, n) => Buffer.alloc(size, n))
    const packages = split(documents, 8192)
    expect(packages.flat()).toEqual(documents)
    for (const one of packages) expect(one.length <= MOST_DOCUMENTS && framed(one, 'little').length + 8192 <= MOST_BYTES).toBe(true)
  }), { numRuns: 30 })
})

test('the address for checking a receipt is that of the sheet, with the chain’s hash for one made offline', () => {
  const receipt = { date: '31012026', time: '235959', registerNumber: '4000123456', fiscalNumber: '1234567890', sum: '1234.56', mac: null }
  expect(verificationUrl(VERIFICATION_PAGE, receipt)).toBe('https://cabinet.tax.gov.ua/cashregs/check?fn=4000123456&id=1234567890&date=20260131&time=235959&sm=1234.56')
  expect(verificationUrl(VERIFICATION_PAGE, { ...receipt, fiscalNumber: '5008.3.4758', mac: HASH })).toContain(`id=5008.3.4758&date=20260131&time=235959&sm=1234.56&mac=${HASH}`)
})
