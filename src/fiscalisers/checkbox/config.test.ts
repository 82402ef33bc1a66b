import { expect, test } from 'vitest'
import { configForm, modeOf } from './config.ts'
import { configOf, CREDENTIALS } from './fixtures/setup.ts'

const problemsOf = (values: Readonly<Record<string, string>>) => {
  const read = configForm.parse(values)
  return read.ok ? [] : read.error.map(({ field, problem }) => `${field} ${problem}`)
}

const { licenceKey, login, password } = CREDENTIALS

test('one way to sign in is enough, and half of one names the other half', () => {
  expect(problemsOf({ licenceKey, pin: '9876543210' })).toEqual([])
  expect(problemsOf({ licenceKey, login, password })).toEqual([])
  expect(problemsOf({ licenceKey })).toEqual(['pin missing'])
  expect(problemsOf({ licenceKey, login })).toEqual(['password missing'])
  expect(problemsOf({ licenceKey, password })).toEqual(['login missing'])
  expect(problemsOf({ licenceKey, pin: 'abcd' })).toEqual(['pin malformed'])
})

test('the PIN goes first where both ways are given', () => {
  expect(configOf({ pin: '9876543210' }).cashier.kind).toBe('pin')
  expect(configOf().cashier.kind).toBe('login')
})

test('tax codes are a Cyrillic letter and a number each, and a Latin letter is a mistake', () => {
  expect([...configOf({ taxCodes: 'А=8, Б=7;Ґ=12' }).taxCodes]).toEqual([['А', 8], ['Б', 7], ['Ґ', 12]])
  expect([...configOf({ taxCodes: '' }).taxCodes]).toEqual([])
  for (const taxCodes of ['A=8', 'А', 'А=', 'А=x', 'А=8 А=7', 'а=8']) expect(problemsOf({ ...CREDENTIALS, taxCodes })).toEqual(['taxCodes malformed'])
})

test('a test register is known by its licence key', () => {
  expect(modeOf(configOf({ licenceKey: 'test123' }))).toBe('test')
  expect(modeOf(configOf())).toBe('live')
})
