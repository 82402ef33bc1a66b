import { expect, test } from 'vitest'
import { filesIn, textOf } from './sources.ts'

test('I01 no table that a spreadsheet would open leaves Kvit, so that no cell can be a formula; whoever adds one tests its cells instead', () => {
  const makes = /text\/csv|spreadsheetml|csv-stringify|hucre/
  expect(filesIn('src').filter((path) => makes.test(textOf(path)))).toEqual([])
  expect(textOf('package.json')).not.toMatch(makes)
})
