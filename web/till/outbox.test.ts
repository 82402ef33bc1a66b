import { expect, test } from 'vitest'
import { NoAnswer, Problem } from '../src/api/problem.ts'
import { sendKept, shelfOf } from './outbox.ts'
import type { KeptSale } from './outbox.ts'

function someShelf(keys: readonly string[]) {
  const kept = new Map<string, string>()
  const shelf = shelfOf('reg_1', { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) })
  const sale = (key: string): KeptSale => ({
    key, cashier: 'Олена', at: '2026-11-22T10:00:00Z', total: { amount: '10.00', currency: 'UAH' }, refusal: null,
    sale: { register: 'reg_1', lines: [], payments: [] },
  })
  shelf.write(keys.map(sale))
  return shelf
}

const refused = () => new Problem({ status: 409, code: 'shift_not_open', title: 'no shift', detail: 'Open the shift first.', fields: [] })

test('kept sales are sent in the order they were sold, each once', async () => {
  const shelf = someShelf(['a', 'b', 'c'])
  const sent: string[] = []
  expect(await sendKept(shelf, async ({ key }) => sent.push(key))).toBe(3)
  expect([sent, shelf.read()]).toEqual([['a', 'b', 'c'], []])
})

test('without an answer nothing is lost, and the next time begins where this one stopped', async () => {
  const shelf = someShelf(['a', 'b'])
  const sent: string[] = []
  await sendKept(shelf, async ({ key }) => {
    if (key === 'b') throw new NoAnswer()
    sent.push(key)
  })
  expect(shelf.read().map(({ key }) => key)).toEqual(['b'])
  await sendKept(shelf, async ({ key }) => sent.push(key))
  expect([sent, shelf.read()]).toEqual([['a', 'b'], []])
})

test('a refused sale waits for a person with its reason and holds nobody back', async () => {
  const shelf = someShelf(['a', 'b'])
  expect(await sendKept(shelf, async ({ key }) => {
    if (key === 'a') throw refused()
  })).toBe(1)
  expect(shelf.read().map(({ key, refusal }) => [key, refusal])).toEqual([['a', 'Open the shift first.']])
  expect(await sendKept(shelf, async () => { throw new TypeError('never asked again by itself') })).toBe(0)
})
