import { expect, test } from 'vitest'
import { reloadsForNewerBuild } from './newer-build.ts'

function newTab() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => { kept.set(key, value) },
  }
}

test('a tab of an older build reloads once, and again when the next build is released', () => {
  const tab = newTab()
  expect(reloadsForNewerBuild(tab, '/assets/index-old.js')).toBe(true)
  expect(reloadsForNewerBuild(tab, '/assets/index-new.js')).toBe(true)
})

test('a file that is missing for another reason does not reload the page for ever', () => {
  const tab = newTab()
  expect(reloadsForNewerBuild(tab, '/assets/index-a.js')).toBe(true)
  expect(reloadsForNewerBuild(tab, '/assets/index-a.js')).toBe(false)
})

test('two servers of different builds behind one address do not toss the page between them', () => {
  const tab = newTab()
  const reloads = ['a', 'b', 'a', 'b', 'a'].map((build) => reloadsForNewerBuild(tab, `/assets/index-${build}.js`))
  expect(reloads).toEqual([true, true, false, false, false])
})
