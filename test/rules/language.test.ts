import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { isForTests, nodesOf, parse, placeOf, sourcesIn } from './sources.ts'
import type { Source } from './sources.ts'

const sources = sourcesIn('src', 'web', 'test', 'scripts', 'bin')
const server = sources.filter(({ path }) => path.startsWith('src/') && !isForTests(path))
const tests = sources.filter(({ path }) => isForTests(path))

type Rule = (source: Source, node: ts.Node) => boolean

/** Where the rule is broken, as `file:line text`. */
const broken = (where: readonly Source[], rule: Rule): string[] => where.flatMap((source) =>
  [...nodesOf(source.tree)].filter((node) => rule(source, node))
    .map((node) => `${placeOf(source, node)} ${node.getText(source.tree).split('\n', 1)[0] ?? ''}`))

/** Whether a snippet breaks the rule: each rule is broken once below, so that one that finds nothing is noticed. */
const breaks = (rule: Rule, text: string, path = 'src/payments/snippet.ts'): boolean => {
  const source = { path, text, tree: parse(path, text) }
  return broken([source], rule).length > 0
}

const isCallOf = (node: ts.Node, callee: RegExp): boolean => ts.isCallExpression(node) && callee.test(node.expression.getText())

const isAny: Rule = (_source, node) => node.kind === ts.SyntaxKind.AnyKeyword

/** `as const` narrows without claiming anything; an id gets its kind where it is made or read. */
const isCast: Rule = ({ path }, node) => {
  if (ts.isTypeAssertionExpression(node)) return true
  if (!ts.isAsExpression(node) || ts.isConstTypeReference(node.type)) return false
  return path !== 'src/kernel/ids.ts' || !node.type.getText().startsWith('Id<')
}

const isNonNull: Rule = (_source, node) => ts.isNonNullExpression(node)

const isTopLet: Rule = (_source, node) =>
  ts.isVariableStatement(node) && ts.isSourceFile(node.parent) && (node.declarationList.flags & ts.NodeFlags.Const) === 0

const isHundredth: Rule = (_source, node) => ts.isBinaryExpression(node) &&
  [ts.SyntaxKind.SlashToken, ts.SyntaxKind.AsteriskToken].includes(node.operatorToken.kind) &&
  [node.left, node.right].some((side) => /^100n?$|^1_?000n$/.test(side.getText()))

const EQUALS: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken,
]

const SECRET_NAME = /(^|\.|_)((signature|mac|hmac|digest|secret|password|csrf)$|ss[123]$|(sign|expectedSign)$|sha\d*$)|(Hash|Token|Signature|Mac|Digest|Secret|Password)$/

/** Compared character by character, the time of the answer tells how much of a guess was right. */
const isLeakyComparison: Rule = (_source, node) => ts.isBinaryExpression(node) && EQUALS.includes(node.operatorToken.kind) &&
  [node.left, node.right].some((side) => SECRET_NAME.test(side.getText())) &&
  ![node.left, node.right].some((side) => ts.isLiteralExpression(side) || ts.isTypeOfExpression(side) || /^(null|undefined|true|false)$/.test(side.getText()))

const isConsole: Rule = (_source, node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console'

/** What the process prints and what the driver sends may be listened to: neither is ours. */
const LISTENS = /^vi\.spyOn\(\s*(console|process\.std(out|err)|pg\.\w+\.prototype),/

const isMock: Rule = (_source, node) =>
  isCallOf(node, /^vi\.(mock|doMock|hoisted|spyOn|fn|stub\w+|useFakeTimers|importMock)$/) && !LISTENS.test(node.getText())

const isSystemTime: Rule = (_source, node) => isCallOf(node, /^Date\.now$/) ||
  (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0)

const isWeakRandom: Rule = (_source, node) => isCallOf(node, /^Math\.random$/)

const TIMERS = /^(timers\.)?(setTimeout|sleep|wait|delay|pause)$/

/** A pause of a given length: the promise of a timer, or a timer that keeps a promise. One that breaks it is a limit. */
const isSleep: Rule = ({ text }, node) => {
  if (!ts.isCallExpression(node) || !TIMERS.test(node.expression.getText())) return false
  if (/from 'node:timers\/promises'/.test(text)) return true
  const made = ts.findAncestor(node, ts.isNewExpression)
  const executor = made?.expression.getText() === 'Promise' ? made.arguments?.[0] : undefined
  const kept = executor !== undefined && ts.isFunctionLike(executor) ? executor.parameters[0]?.name.getText() : undefined
  const [then] = node.arguments
  return kept !== undefined && then !== undefined && new RegExp(`\\b${kept}\\b`).test(then.getText())
}

const said = (lines: readonly string[], allowed: Readonly<Record<string, string>>): string[] =>
  lines.filter((line) => !Object.keys(allowed).some((path) => line.startsWith(`${path}:`)))

describe('types say what is known', () => {
  test('nothing is `any`', () => {
    expect(broken(sources, isAny)).toEqual([])
    expect(breaks(isAny, 'type A = any')).toBe(true)
  })

  test('nothing is cast but to a constant, and to an id where ids are made', () => {
    expect(broken(sources, isCast)).toEqual([])
    for (const text of ['const a = b as string', 'const a = <string>b', 'const a = b as unknown as string']) expect(breaks(isCast, text)).toBe(true)
    expect(breaks(isCast, 'const a = [1] as const')).toBe(false)
    expect(breaks(isCast, 'const a = b as string', 'src/kernel/ids.ts')).toBe(true)
    expect(breaks(isCast, "const a = b as Id<'invoice'>", 'src/kernel/ids.ts')).toBe(false)
  })

  test('nothing is declared present by an exclamation mark', () => {
    expect(broken(sources, isNonNull)).toEqual([])
    expect(breaks(isNonNull, 'const a = b!.c')).toBe(true)
  })

  /** Effects that must run for one of the values they use, and not for the others. */
  const SILENCED = {
    'web/src/shell/shell.tsx': 'the account’s language counts when it becomes known, not when another is tried',
    'web/src/invoices/totals.tsx': 'the value is a new object at each drawing, its text is what changes',
  }

  test('the compiler and the lint are never told to look away, and nothing is left to do', () => {
    const silenced = /@ts-(?:ignore|expect-error|nocheck)|lint-[d]isable|\bTO[D]O\b|\bFIX[M]E\b/
    const lines = sources.flatMap(({ path, text }) => text.split('\n').flatMap((line, at) => (silenced.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [])))
    expect(said(lines, SILENCED)).toEqual([])
    for (const text of ['// @ts-' + 'ignore', '// TO' + 'DO', '/* oxlint-' + 'disable */']) expect(silenced.test(text)).toBe(true)
  })
})

describe('state and time are handed in', () => {
  test('no module keeps a variable', () => {
    expect(broken(sources.filter(({ path }) => !isForTests(path) && !path.startsWith('scripts/')), isTopLet)).toEqual([])
    expect(breaks(isTopLet, 'let a = 1')).toBe(true)
    expect(breaks(isTopLet, 'function f() { let a = 1 }')).toBe(false)
  })

  const READS_TIME = {
    'src/kernel/clock.ts': 'the clock itself',
    'src/kernel/ids.ts': 'an id carries the time it was made',
  }

  test('nothing reads the system time but the clock', () => {
    const time = server.filter(({ path }) => !/^src\/(demo\/|sandbox\/|connectors\/([^/]+\/)?simulator)/.test(path))
    expect(said(broken(time, isSystemTime), READS_TIME)).toEqual([])
    expect(breaks(isSystemTime, 'const a = new Date()')).toBe(true)
    expect(breaks(isSystemTime, 'const a = new Date(b)')).toBe(false)
  })

  test('chance that can be guessed only spreads retries', () => {
    expect(said(broken(server, isWeakRandom), { 'src/platform/db/retry.ts': 'spreads writers that collided' })).toEqual([])
    expect(breaks(isWeakRandom, 'const a = Math.random()')).toBe(true)
  })
})

describe('money and secrets', () => {
  /** Hundreds that are no cents. */
  const HUNDREDS = {
    'src/platform/i18n/words/ka.ts': 'how many hundreds a number has in words',
    'src/platform/i18n/words/spelling.ts': 'how many hundreds a number has in words',
  }

  test('no amount is divided by a hundred: how many decimals it has is its currency’s affair', () => {
    const where = sources.filter(({ path }) => /^(src|web\/src)\//.test(path) && !isForTests(path))
    expect(said(broken(where, isHundredth), HUNDREDS)).toEqual([])
    for (const text of ['const a = minor / 100', 'const a = minor / 100n', 'const a = euros * 100', 'const a = minor / 1000n']) expect(breaks(isHundredth, text)).toBe(true)
  })

  test('C18: signatures, digests and tokens are never compared with ===', () => {
    expect(broken(server, isLeakyComparison)).toEqual([])
    for (const text of ['a.signature === b', 'if (mac !== expected) f()', 'found.tokenHash === hash', 'ss2 == given']) {
      expect(breaks(isLeakyComparison, text), text).toBe(true)
    }
    expect(breaks(isLeakyComparison, 'row.passwordHash === null')).toBe(false)
  })
})

describe('what is printed', () => {
  /** Commands talk to the person who typed them. */
  const COMMANDS = /^src\/(main|demo|sandbox\/sandbox)\.ts$|^src\/commands\//

  test('the server logs, it does not print', () => {
    expect(broken(server.filter(({ path }) => !COMMANDS.test(path)), isConsole)).toEqual([])
    expect(breaks(isConsole, "console.log('a')")).toBe(true)
  })
})

describe('tests', () => {
  test('our own code is never mocked', () => {
    expect(broken(sources, isMock)).toEqual([])
    expect(breaks(isMock, "vi.mock('./store.ts')")).toBe(true)
  })

  /** Each waits for something that gives no sign when it is over, or is itself about time. */
  const SLEEPS = {
    'test/stories/kvit-in-a-town.ts': 'asks again until it is so: only another process knows when',
    'test/support/fault-oracle.ts': 'asks again until it is so: only another process knows when',
  }

  test('no test waits for a while in the hope that something has happened by then', () => {
    expect(said(broken(tests, isSleep), SLEEPS)).toEqual([])
    for (const text of ["import { setTimeout as wait } from 'node:timers/promises'\nawait wait(10)", 'await new Promise((done) => setTimeout(done, 10))']) {
      expect(breaks(isSleep, text)).toBe(true)
    }
    expect(breaks(isSleep, 'setTimeout(() => socket.end(), 10)')).toBe(false)
    expect(breaks(isSleep, 'await new Promise((done, fail) => setTimeout(() => fail(), 10))')).toBe(false)
  })
})
