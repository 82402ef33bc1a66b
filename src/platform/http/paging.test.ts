import fc from 'fast-check'
import { expect, test } from 'vitest'
import { everyPage } from './paging.ts'

test('a list read page after page has every row once, in its order, however many there are', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(450), async (count) => {
    const all = Array.from({ length: count }, (_, at) => ({ id: at }))
    const read: typeof all = []
    const pages = everyPage<{ id: number }, number>(async ({ limit, after }) => all.filter(({ id }) => after === null || id > after).slice(0, limit), ({ id }) => id)
    for await (const page of pages) read.push(...page)
    expect(read).toEqual(all)
  }))
})
