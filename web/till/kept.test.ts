import { expect, test } from 'vitest'
import { merchantOfTill } from './kept.ts'

const merchant = (id: string) => ({ merchant: { id, name: id, country: 'UA', timeZone: 'Europe/Kyiv' } })

test('without the server the till is whose it was when the server last said, and of a new merchant nothing is of the one before', () => {
  const kept = new Map<string, string>()
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
  expect(merchantOfTill(undefined, storage)).toBe('')
  for (const id of ['first', 'second']) expect([merchantOfTill(merchant(id), storage), merchantOfTill(undefined, storage), merchantOfTill(null, storage)]).toEqual([id, id, id])
})
