import { expect, test } from 'vitest'
import { exportsOf, takingsOf } from './exports.ts'
import { parse, sourcesIn } from './sources.ts'
import type { Source } from './sources.ts'

/** Their tools ask for the default, or for these names, by themselves. */
const ASKED_BY_A_TOOL = /\.config\.ts$|^src\/(connectors|fiscalisers)\/[^/]+\/simulator\.ts$/

/** Exports of `src` and `web` that no other file imports. */
function idleExports(sources: readonly Source[]): string[] {
  const taken = new Set<string>()
  const takenWhole = new Map<string, string[]>()
  for (const source of sources) {
    for (const { from, names } of takingsOf(source)) {
      if (names === null) takenWhole.set(from, [...takenWhole.get(from) ?? [], source.text])
      else for (const name of names) taken.add(`${from} ${name}`)
    }
  }
  const isNamedIn = (texts: readonly string[], name: string) => texts.some((text) => new RegExp(`\\b${name}\\b`).test(text))
  return sources.filter(({ path }) => /^(src|web)\//.test(path) && !ASKED_BY_A_TOOL.test(path)).flatMap((source) => exportsOf(source)
    .filter((name) => !taken.has(`${source.path} ${name}`) && !isNamedIn(takenWhole.get(source.path) ?? [], name)).map((name) => `${source.path}: ${name}`))
}

// Parses every source; a busy machine takes its time.
test('what a file offers to others, another file takes', { timeout: 120_000 }, () => {
  expect(idleExports(sourcesIn('src', 'web', 'test', 'bench', 'scripts', 'bin'))).toEqual([])
})

test('an export that nobody takes would be found, and one that is taken is not', () => {
  const of = (path: string, text: string): Source => ({ path, text, tree: parse(path, text) })
  const offering = of('src/a/b.ts', 'export const used = 1\nexport type Idle = 1\nexport function late() {}\nexport class Other {}')
  const taking = of('src/c.ts', "import { used as one } from './a/b.ts'\nconst soon = async () => (await import('./a/b.ts')).late()")
  expect(idleExports([offering, taking])).toEqual(['src/a/b.ts: Idle', 'src/a/b.ts: Other'])
})
