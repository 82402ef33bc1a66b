import { expect, test } from 'vitest'
import { EMPTY } from './cart.ts'
import { nextName, readParked } from './parked.ts'
import type { Parked } from './parked.ts'

const named = (name: string): Parked => ({ id: name, name, at: '2026-11-22T10:00:00Z', cart: EMPTY })

test('a parked sale without a name gets the first number that is free', () => {
  expect(nextName([])).toBe('1')
  expect(nextName([named('1'), named('Олег'), named('3')])).toBe('2')
})

test('what an earlier build kept in another form is left out, and the rest is found again', () => {
  const kept = JSON.stringify([named('1'), { name: 'old' }, { ...named('2'), cart: { lines: 'none' } }])
  expect(readParked('reg_1', { getItem: () => kept, setItem: () => undefined })).toEqual([named('1')])
})
