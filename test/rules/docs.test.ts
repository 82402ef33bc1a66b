import { posix } from 'node:path'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ID_PREFIX } from '../../src/kernel/ids.ts'
import { NEXT } from '../../src/payments/attempt.ts'
import { filesIn, ROOT, textOf } from './sources.ts'

test('the drawing of an attempt’s states is the table that the code follows', () => {
  const [, drawing = ''] = /<!-- attempt states -->\n```mermaid\n([\s\S]*?)```/.exec(textOf('docs/architecture.md')) ?? []
  const drawn = [...drawing.matchAll(/^ {2}(\w+) --> (\w+): (.+)$/gm)].map(([, from, to, events = '']) => `${from} ${to} ${events.split(', ').toSorted().join(' ')}`)
  const arrows = Object.entries(NEXT).flatMap(([from, row]) => {
    const byTarget = Map.groupBy(Object.entries(row).filter(([, to]) => to !== from), ([, to]) => to)
    return [...byTarget].map(([to, moves]) => `${from} ${to} ${moves.map(([event]) => event).toSorted().join(' ')}`)
  })
  expect(drawn.toSorted()).toEqual(arrows.toSorted())
})

test('the glossary has the prefix of every id, and no other', () => {
  const [, table = ''] = /## What exists\n([\s\S]*?)\n## /.exec(`${textOf('docs/glossary.md')}\n## `) ?? []
  const told = [...table.matchAll(/^\| \*\*[^|]+\| `(\w+)_` \|/gm)].map(([, prefix]) => prefix)
  expect(told.toSorted()).toEqual(Object.values(ID_PREFIX).toSorted())
})

test('the glossary names every state that the database knows', () => {
  const schema = textOf('src/platform/db/schema.sql')
  const glossary = textOf('docs/glossary.md')
  const states = [...schema.matchAll(/CHECK \(\(?\(?(?:state|document|payment|outcome|verdict|kind|source|role) = ANY \('\{([^}]+)\}'/g)]
    .flatMap(([all, list = '']) => (all.includes('invoice_issued') || /\b(?:credit_note|receipt)\b/.test(list) ? [] : list.split(',')))
  expect(states.length).toBeGreaterThan(30)
  expect(states.filter((state) => !glossary.includes(`\`${state}\``))).toEqual([])
})

test('operating names every variable of the environment that the configuration reads, and no other', () => {
  const read = [...new Set([...textOf('src/config.ts').matchAll(/env(?:\[|, )'([A-Z_]+)'|endpointsOf\(env\['([A-Z_]+)'/g)].flatMap(([, name, other]) => name ?? other ?? []))]
  const [, table = ''] = /## Configuration\n([\s\S]*?)\n## /.exec(textOf('docs/operating.md')) ?? []
  const told = [...table.matchAll(/`([A-Z_]+)(?:=0)?`/g)].map(([, name]) => name)
  expect(read.length).toBeGreaterThan(10)
  expect([...new Set(told)].toSorted()).toEqual(read.toSorted())
})

test('every link between documents leads to a file', () => {
  const documents = [...filesIn('docs'), 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((path) => path.endsWith('.md') && existsSync(join(ROOT, path)))
  const broken = documents.flatMap((path) => [...textOf(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)]
    .filter(([, target = '']) => !existsSync(join(ROOT, posix.join(posix.dirname(path), target)))).map(([, target]) => `${path}: ${target}`))
  expect(broken).toEqual([])
})

test('SECURITY and CONTRIBUTING name only files that exist', () => {
  const named = ['SECURITY.md', 'CONTRIBUTING.md', 'docs/architecture.md'].flatMap((path) =>
    [...textOf(path).matchAll(/`((?:src|test|web|docs)\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file))
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((file) => !existsSync(join(ROOT, file)) && file !== 'web/src/api/schema.ts')).toEqual([])
})
