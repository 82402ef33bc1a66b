import { expect, test } from 'vitest'
import { codeReader } from './scanner.ts'

const typed = (text: string, everyMs: number): (string | null)[] => {
  const read = codeReader()
  return [...text, 'Enter'].map((key, at) => read(key, 1000 + at * everyMs))
}

test('a scanner is told from a hand by its speed', () => {
  expect(typed('2001234567893', 8).at(-1)).toBe('2001234567893')
  expect(typed('2001234567893', 120).at(-1)).toBeNull()
})

test('what a hand typed before does not become part of a scanned code', () => {
  const read = codeReader()
  read('x', 0)
  ;[...'4820000'].forEach((key, at) => read(key, 900 + at * 5))
  expect(read('Enter', 940)).toBe('4820000')
})

test('Enter alone, a key with a name and a code of two characters are none', () => {
  const read = codeReader()
  expect([read('Enter', 0), read('Shift', 10), read('a', 12), read('b', 14), read('Enter', 16)]).toEqual([null, null, null, null, null])
})
