import ts from 'typescript'
import { expect, test } from 'vitest'
import { filesIn, GENERATED, linesOf, nodesOf, parse, placeOf, sourcesIn, textOf } from './sources.ts'
import type { Source } from './sources.ts'

const MOST_LINES_OF_A_FILE = 400
const MOST_LINES_OF_A_FUNCTION = 60

/** Texts for readers: nothing in them is worked out, and splitting one would only hide that a text is missing. */
const CATALOGUE = /^src\/(platform\/i18n\/(lt|lv|et|uk|ka|ru|en)\/|(connectors|fiscalisers)\/[^/]+\/guide\/)/

const WRITTEN = /\.(tsx?|mjs|css|typ)$/

test('no file is longer than 400 lines', () => {
  const long = filesIn('src', 'web', 'test', 'bench', 'scripts', 'bin')
    .filter((path) => WRITTEN.test(path) && !GENERATED.has(path) && !CATALOGUE.test(path))
    .flatMap((path) => {
      const lines = textOf(path).split('\n').length - 1
      return lines > MOST_LINES_OF_A_FILE ? [`${path}: ${lines}`] : []
    })
  expect(long).toEqual([])
})

/** The block of a `describe` holds tests as a file does; the tests in it are measured. */
const isDescribe = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText())

const longFunctions = (source: Source): string[] => [...nodesOf(source.tree)].flatMap((node) => {
  if (!ts.isFunctionLike(node) || isDescribe(node)) return []
  const lines = linesOf(source, node)
  return lines > MOST_LINES_OF_A_FUNCTION ? [`${placeOf(source, node)}: ${lines}`] : []
})

// Parses every source; a busy machine takes its time.
test('no function is longer than 60 lines', { timeout: 120_000 }, () => {
  expect(sourcesIn('src', 'web', 'test', 'bench', 'scripts', 'bin').flatMap(longFunctions)).toEqual([])
})

test('a function of 61 lines would be found, wherever it is written', () => {
  const body = '\n'.repeat(60)
  const texts = [`function a() {${body}}`, `const a = () => {${body}}`, `class A { a() {${body}} }`, `test('a', async () => {${body}})`]
  for (const text of texts) expect(longFunctions({ path: 'a.ts', text, tree: parse('a.ts', text) })).toEqual(['a.ts:1: 61'])
})
