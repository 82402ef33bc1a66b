import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { KEY_TEXTS, OPENINGS, SIGNS, VERDICTS } from './fixtures/verdicts.ts'
import * as protocol from './protocol.ts'

/**
 * C02: every small break of the checks must be caught by the tables that protocol.test.ts holds them to. Each
 * operator, condition, constant and early return of protocol.ts is broken in turn.
 */
type Checks = Pick<typeof protocol, 'sign' | 'isSignedBy' | 'judge' | 'readKey' | 'open'>

const SOURCE = stripTypeScriptTypes(readFileSync(new URL('protocol.ts', import.meta.url), 'utf8'))

/** What each kind of break replaces. Comments are gone or skipped, so only code is touched. */
const BREAKS: readonly (readonly [RegExp, string])[] = [
  [/ === /g, ' !== '], [/ !== /g, ' === '], [/ && /g, ' || '], [/ \|\| /g, ' && '], [/ < /g, ' <= '], [/ < /g, ' > '],
  [/!(?=[a-z])/g, ''], [/\btrue\b/g, 'false'], [/\bfalse\b/g, 'true'], [/\bif \(/g, 'if (!'], [/\bif \(/g, 'if (false && '],
  [/'md5'/g, "'sha1'"], [/'RSA-SHA1'/g, "'RSA-SHA256'"], [/'RSA-SHA256'/g, "'RSA-SHA1'"], [/'forged'/g, "'proved'"], [/'stale'/g, "'proved'"],
  [/'ss1', 'ss2', 'ss3'\]/g, "'ss3', 'ss2', 'ss1']"], [/ 32\)/g, ' 31)'], [/ = 12\b/g, ' = 16'], [/ = 16\b/g, ' = 12'],
  [/return null/g, 'return Buffer.alloc(0)'], [/timingSafeEqual\(/g, '!timingSafeEqual('], [/timingSafeEqual\(.*\)$/gm, 'true'],
  [/\n {2}verify\(.*\)/g, '\n  true'], [/\.update\(password[^)]*\), 'utf8'\)/g, ''], [/\.update\(data, 'utf8'\)/g, ''],
]

const mutants = BREAKS.flatMap(([pattern, broken]) => [...SOURCE.matchAll(pattern)].flatMap((found) => {
  const line = lineAt(found.index)
  if (/^\s*(?:\/\/|\/?\*)/.test(line) || line.startsWith('import ') || line.startsWith('export const PROOFS')) return []
  const code = SOURCE.slice(0, found.index) + broken + SOURCE.slice(found.index + found[0].length)
  const at = SOURCE.slice(0, found.index).split('\n').length
  return [{ name: `line ${at}: ${found[0].trim()} → ${broken.trim()}`, code }]
}))

function lineAt(index: number): string {
  return SOURCE.slice(SOURCE.lastIndexOf('\n', index - 1) + 1).split('\n', 1)[0] ?? ''
}

async function load(code: string): Promise<Checks> {
  const absolute = code.replace(/'(\.[^']*\.ts)'/g, (_, path: string) => `'${new URL(path, import.meta.url).href}'`)
  const loaded: Checks = await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(absolute).toString('base64')}`)
  return loaded
}

/** Whether every row of every table holds. A throw is a row that does not. */
function holds({ sign, isSignedBy, judge, readKey, open }: Checks): boolean {
  try {
    return SIGNS.every((one) => isSignedBy(one.data, one.sign, new Secret(one.password)) === one.fits &&
        (sign(one.data, new Secret(one.password)) === one.sign) === one.fits) &&
      KEY_TEXTS.every(({ text, isKey }) => (readKey(text)?.asymmetricKeyType === 'rsa') === isKey && (isKey || readKey(text) === null)) &&
      OPENINGS.every(({ data, password, form }) => (open(data, new Secret(password))?.toString('utf8') ?? null) === form) &&
      VERDICTS.every(({ signed, password, keys, pinned, expected }) => {
        const known = keys.map(protocol.readKey).filter((key) => key !== null)
        const verdict = judge(signed, new Secret(password), known, pinned)
        return (verdict.kind === 'proved' ? `proved ${verdict.proof}` : verdict.kind) === expected
      })
  } catch {
    return false
  }
}

test('C02: the tables hold for the code as it is', async () => {
  expect(holds(await load(SOURCE))).toBe(true)
  expect(mutants.length).toBeGreaterThan(50)
})

test.each(mutants)('C02: $name is caught', async ({ code }) => {
  expect(await load(code).then(holds, () => false)).toBe(false)
})
