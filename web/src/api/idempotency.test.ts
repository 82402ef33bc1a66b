import { expect, test } from 'vitest'
import { orderKeys } from './idempotency.ts'

const numbered = () => {
  const given: string[] = []
  return () => String(given.push('key'))
}

test('an order given again because no answer came keeps its key, so that it is carried out once', () => {
  const keys = orderKeys(numbered())
  expect(keys.keyFor({ amount: '10.00' })).toBe(keys.keyFor({ amount: '10.00' }))
})

test('another order, and the same one after an answer, has a key of its own', () => {
  const keys = orderKeys(numbered())
  const first = keys.keyFor({ amount: '10.00' })
  const other = keys.keyFor({ amount: '12.00' })
  keys.answered()
  expect(new Set([first, other, keys.keyFor({ amount: '12.00' })]).size).toBe(3)
})
