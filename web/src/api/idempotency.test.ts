import { expect, test } from 'vitest'
import { isOpen, orderKeys } from './idempotency.ts'
import { NoAnswer, Problem } from './problem.ts'

const numbered = () => {
  const given: string[] = []
  return () => String(given.push('key'))
}

test('an order given again because no answer came keeps its key, so that it is carried out once', () => {
  const keys = orderKeys(numbered(), { once: false })
  expect(keys.keyFor({ amount: '10.00' })).toBe(keys.keyFor({ amount: '10.00' }))
})

test('another order, and the same one after an answer, has a key of its own', () => {
  const keys = orderKeys(numbered(), { once: false })
  const first = keys.keyFor({ amount: '10.00' })
  const other = keys.keyFor({ amount: '12.00' })
  keys.answered()
  expect(new Set([first, other, keys.keyFor({ amount: '12.00' })]).size).toBe(3)
})

test('money recorded by hand keeps its key while no answer came, even if the amount was changed meanwhile', () => {
  const keys = orderKeys(numbered(), { once: true })
  const first = keys.keyFor({ amount: '10.00' })
  expect(keys.keyFor({ amount: '12.00' })).toBe(first)
  keys.answered()
  expect(keys.keyFor({ amount: '12.00' })).not.toBe(first)
})

test('an answer that only says the first order was seen does not end it; a refusal does', () => {
  const refusal = (code: string) => new Problem({ status: 409, code, title: '', detail: null, fields: [] })
  expect([new NoAnswer(), ...['idempotency_cut_off', 'idempotency_at_work', 'idempotency_key_reused'].map(refusal)].map(isOpen)).toEqual([true, true, true, true])
  expect(isOpen(refusal('exceeds_remaining'))).toBe(false)
})
