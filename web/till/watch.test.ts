import { expect, test } from 'vitest'
import type { Receipt } from '../src/api/nouns.ts'
import { paidNow } from './watch.ts'

type Changed = Pick<Receipt, 'id' | 'state'>

const receipt = (id: string, state: Receipt['state']): Changed => ({ id, state })
const told = (waited: Set<string>, changed: readonly Changed[]) => paidNow(waited, changed).map(({ id }) => id)

test('each receipt that waited is told of once when it is paid, whoever asked for the list meanwhile', () => {
  const waited = new Set(['known'])
  expect(told(waited, [receipt('new', 'deferred'), receipt('cash', 'registered')])).toEqual([])
  expect(told(waited, [receipt('new', 'registering'), receipt('known', 'offline')])).toEqual(['new', 'known'])
  expect(told(waited, [receipt('new', 'registered'), receipt('known', 'registered')])).toEqual([])
})

test('one that ended unpaid and is registered late is not told of as paid now', () => {
  const waited = new Set(['late', 'cancelled'])
  expect(told(waited, [receipt('late', 'expired'), receipt('cancelled', 'cancelled')])).toEqual([])
  expect(told(waited, [receipt('late', 'registering')])).toEqual([])
})
