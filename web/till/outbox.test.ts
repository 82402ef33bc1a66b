import { expect, test } from 'vitest'
import { NoAnswer, Problem } from '../src/api/problem.ts'
import { sellOnce, sendKept, shelfOf } from './outbox.ts'
import type { KeptSale } from './outbox.ts'

const OKSANA = 'cashier_1'

function someShelf(keys: readonly string[]) {
  const kept = new Map<string, string>()
  const shelf = shelfOf('reg_1', { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) })
  const sale = (key: string): KeptSale => ({
    key, cashier: 'Оксана', cashierId: OKSANA, at: '2026-11-22T10:00:00Z', total: { amount: '10.00', currency: 'UAH' }, refusal: null,
    sale: { register: 'reg_1', lines: [], payments: [] },
  })
  shelf.write(keys.map(sale))
  return shelf
}

const refused = () => new Problem({ status: 409, code: 'shift_not_open', title: 'no shift', detail: 'Open the shift first.', fields: [] })

test('kept sales are sent in the order they were sold, each once', async () => {
  const shelf = someShelf(['a', 'b', 'c'])
  const sent: string[] = []
  expect(await sendKept(shelf, OKSANA, async ({ key }) => sent.push(key))).toBe(3)
  expect([sent, shelf.read()]).toEqual([['a', 'b', 'c'], []])
})

test('without an answer nothing is lost, and the next time begins where this one stopped', async () => {
  const shelf = someShelf(['a', 'b'])
  const sent: string[] = []
  await sendKept(shelf, OKSANA, async ({ key }) => {
    if (key === 'b') throw new NoAnswer()
    sent.push(key)
  })
  expect(shelf.read().map(({ key }) => key)).toEqual(['b'])
  await sendKept(shelf, OKSANA, async ({ key }) => sent.push(key))
  expect([sent, shelf.read()]).toEqual([['a', 'b'], []])
})

test('a refused sale waits for a person with its reason and holds nobody back', async () => {
  const shelf = someShelf(['a', 'b'])
  expect(await sendKept(shelf, OKSANA, async ({ key }) => {
    if (key === 'a') throw refused()
  })).toBe(1)
  expect(shelf.read().map(({ refusal }) => refusal)).toEqual(['Open the shift first.'])
  expect(await sendKept(shelf, OKSANA, async () => { throw new TypeError('never asked again by itself') })).toBe(0)
})

test('a refused sale keeps its key, by which the server knows it if it was made before it was refused', async () => {
  const shelf = someShelf(['a'])
  await sendKept(shelf, OKSANA, async () => { throw refused() })
  shelf.write(shelf.read().map((one) => ({ ...one, refusal: null })))
  const sent: string[] = []
  await sendKept(shelf, OKSANA, async ({ key }) => sent.push(key))
  expect([sent, shelf.read()]).toEqual([['a'], []])
})

test.each([
  [500, 'internal'], [409, 'idempotency_cut_off'], [409, 'idempotency_at_work'],
])('a sale that is answered %i %s goes again under its key and holds no other back', async (status, code) => {
  const shelf = someShelf(['a', 'b'])
  expect(await sendKept(shelf, OKSANA, async ({ key }) => {
    if (key === 'a') throw new Problem({ status, code, title: '', detail: null, fields: [] })
  })).toBe(1)
  expect(shelf.read()).toMatchObject([{ key: 'a', refusal: null }])
})

test('each cashier sends their own sales, and anybody those that nobody’s name is on', async () => {
  const shelf = someShelf(['a', 'b', 'c'])
  shelf.write(shelf.read().map(({ cashierId: _, ...one }) => (one.key === 'c' ? one : { ...one, cashierId: one.key === 'a' ? 'cashier_2' : OKSANA })))
  const sent: string[] = []
  expect(await sendKept(shelf, OKSANA, async ({ key }) => sent.push(key))).toBe(2)
  expect([sent, shelf.read().map(({ key }) => key)]).toEqual([['b', 'c'], ['a']])
})

test('kept sales wait while the first try is still at work, and for a cashier to sign in again', async () => {
  for (const code of ['idempotency_at_work', 'cashier_not_signed_in']) {
    const shelf = someShelf(['a', 'b'])
    expect(await sendKept(shelf, OKSANA, async () => { throw new Problem({ status: 409, code, title: '', detail: null, fields: [] }) })).toBe(0)
    expect(shelf.read().map(({ refusal }) => refusal)).toEqual([null, null])
  }
})

test('a sale lies on the shelf while it is sent, stays there without an answer, and leaves it with one', async () => {
  const shelf = someShelf(['a'])
  const [one] = shelf.read()
  if (one === undefined) throw new TypeError('the shelf has one')
  shelf.write([])
  expect(await sellOnce(shelf, one, async () => shelf.read().length)).toBe(1)
  expect(shelf.read()).toEqual([])
  expect(await sellOnce(shelf, one, async () => { throw new NoAnswer() })).toBeNull()
  expect(shelf.read()).toEqual([one])
  shelf.write([])
  await expect(sellOnce(shelf, one, async () => { throw refused() })).rejects.toThrow('no shift')
  expect(shelf.read()).toEqual([])
})
