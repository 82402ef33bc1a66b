import { expect, test } from 'vitest'
import { scanned } from './goods-grid.tsx'
import { codeReader } from './scanner.ts'

const digit = (key: string) => ({ key, code: `Digit${key}`, shiftKey: false })
const named = (key: string) => ({ key, code: key, shiftKey: false })

function typed(text: string, everyMs: number) {
  const read = codeReader()
  return [...[...text].map(digit), named('Enter')].map((key, at) => read(key, 1000 + at * everyMs)).at(-1)
}

test('a scanner is told from a hand by its speed', () => {
  expect(typed('2001234567893', 8)).toEqual({ typed: '2001234567893', pressed: '2001234567893' })
  expect(typed('2001234567893', 120)).toBeNull()
})

test('what a hand typed before does not become part of a scanned code', () => {
  const read = codeReader()
  expect(read({ key: 'x', code: 'KeyX', shiftKey: false }, 0)).toBe('begins')
  expect([...'4820000'].map((key, at) => read(digit(key), 900 + at * 5))).toEqual(['begins', null, null, null, null, null, null])
  expect(read(named('Enter'), 940)).toMatchObject({ typed: '4820000' })
})

test('Enter alone, a key with a name and a code of two characters are none', () => {
  const read = codeReader()
  expect([read(named('Enter'), 0), read(named('Shift'), 10), read(digit('1'), 12), read(digit('2'), 14), read(named('Enter'), 16)]).toEqual([null, null, 'begins', null, null])
})

test('the language of the keyboard does not change what was scanned', () => {
  const read = codeReader()
  const keys = [
    { key: 'Ф', code: 'KeyA', shiftKey: true }, { key: 'ą', code: 'Digit1', shiftKey: false }, { key: '-', code: 'Minus', shiftKey: false },
    { key: 'č', code: 'Digit2', shiftKey: false },
  ]
  keys.forEach((key, at) => read(key, at * 5))
  const scan = read(named('Enter'), 25)
  expect(scan).toEqual({ typed: 'Фą-č', pressed: 'A1-2' })
  const mug = { id: 'prd_1', code: 'A1-2', barcodes: [], name: 'Горнятко', unit: { code: null, name: 'шт' }, weighed: false, price: { amount: '350.00', currency: 'UAH' } }
  expect(scan === null || scan === 'begins' ? null : scanned([mug], scan)).toBe(mug)
})
