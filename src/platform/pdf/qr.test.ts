import { inflateSync } from 'node:zlib'
import bwipjs from 'bwip-js/node'
import fc from 'fast-check'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { qrModules, qrPng, qrSvg } from './qr.ts'

const EPC = 'BCD\n002\n1\nSCT\n\nUAB Pavyzdys\nLT377300012345678901\nEUR127.07\n\n\nSąskaita KV-2026-000123'
const LINK = 'https://kvit.example.com/pay/kS3oWcQxT1m9Zb7fR2yVhA'

test('the EPC code of the fact sheet is a 6-M symbol, 41 modules wide', () => {
  expect(qrModules(EPC)).toHaveLength(41)
})

// The other encoder packs long runs of digits and capitals more tightly, so only texts without them compare.
test.each([LINK, 'ქვითარი', 'kvit', `${'ž'.repeat(165)}k`])('another encoder draws the same symbol of "%s"', (text) => {
  const { version, maskPattern } = encode(text, { ecc: 'M', boostEcc: false })
  const bytes = [...Buffer.from(text)].map((byte) => `^${byte.toString().padStart(3, '0')}`).join('')
  const plain = { bcid: 'qrcode', text: bytes, parse: true, binarytext: true, eclevel: 'M', fixedeclevel: true }
  const options = { ...plain, version: `${version}`, mask: maskPattern + 1 }
  const [theirs] = bwipjs.raw(options)
  const pixels = theirs !== undefined && 'pixs' in theirs ? [...theirs.pixs].map((pixel) => pixel === 1) : []
  expect(qrModules(text).flat()).toEqual(pixels)
})

test('331 bytes, the most an EPC code may have, make the largest symbol it may be: version 13', () => {
  expect(qrModules(`${'ž'.repeat(165)}k`)).toHaveLength(69)
})

/** The modules as the picture shows them, quiet zone and all. */
function modulesOf(png: Buffer, scale: number): boolean[][] {
  const size = png.readUInt32BE(16)
  const length = png.readUInt32BE(33)
  const lines = inflateSync(png.subarray(41, 41 + length))
  const stride = 1 + Math.ceil(size / 8)
  return Array.from({ length: size / scale }, (_, y) => Array.from({ length: size / scale }, (_, x) => {
    const at = y * scale * stride + 1 + ((x * scale) >> 3)
    return ((lines[at] ?? 0) & (0x80 >> ((x * scale) & 7))) === 0
  }))
}

test('the PNG and the SVG show the modules within a quiet zone of four', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 100 }), fc.integer({ min: 1, max: 9 }), (text, scale) => {
    const modules = qrModules(text)
    const light = (count: number): boolean[] => Array.from({ length: count }, () => false)
    const edge = Array.from({ length: 4 }, () => light(modules.length + 8))
    const framed = [...edge, ...modules.map((row) => [...light(4), ...row, ...light(4)]), ...edge]
    expect(modulesOf(Buffer.from(qrPng(text, scale)), scale)).toEqual(framed)
    const drawn = [...qrSvg(text).matchAll(/M(\d+) (\d+)h(\d+)v1/g)]
      .flatMap(([, x, y, width]) => Array.from({ length: Number(width) }, (_, n) => `${Number(x) + n},${y}`))
    expect(new Set(drawn)).toEqual(new Set(framed.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`${x},${y}`] : [])))))
  }), { numRuns: 20 })
})
