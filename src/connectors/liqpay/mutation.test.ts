import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { DECODINGS, ENCODINGS, SIGNS } from './fixtures/verdicts.ts'
import type * as protocol from './protocol.ts'

/** C02: every small break of the checks must be caught by the tables that protocol.test.ts holds them to. */
type Checks = Pick<typeof protocol, 'encode' | 'sign' | 'isSignedBy' | 'decode'>

const SOURCE = stripTypeScriptTypes(readFileSync(new URL('protocol.ts', import.meta.url), 'utf8'))

/** What each kind of break replaces. */
const BREAKS: readonly (readonly [RegExp, string])[] = [
  [/ === /g, ' !== '], [/ && /g, ' || '], [/'utf8'/g, "'latin1'"], [/'base64'/g, "'hex'"], [/'base64'/g, "'base64url'"], [/'sha256'/g, "'sha1'"],
  [/hash\(algorithm, /g, "hash('sha1', "], [/hash\(algorithm, /g, "hash('sha3-256', "], [/hash\(algorithm, /g, "hash('md5', "],
  [/privateKey\.reveal\(\) \+ data/g, 'data'], [/data \+ privateKey\.reveal\(\)/g, 'data'], [/ \+ data \+ /g, ' + '],
  [/timingSafeEqual\(/g, '!timingSafeEqual('], [/timingSafeEqual\(.*\)$/gm, 'true'], [/timingSafeEqual\(.*\)$/gm, 'false'],
  [/digest\(signature\)/g, 'digest(sign(data, privateKey, algorithm))'], [/digest\(signature\)/g, 'digest(signature.trim())'],
  [/\? bytes\.toString\('utf8'\) : null/g, "? null : bytes.toString('utf8')"], [/ : null$/gm, " : ''"], [/isUtf8\(bytes\)/g, 'true'], [/isUtf8\(bytes\)/g, '!isUtf8(bytes)'],
  [/bytes\.toString\('base64'\) === data/g, 'true'], [/, algorithm\)\), digest/g, ", 'sha1')), digest"],
]

/** Breaks that leave the meaning as it is: how both sides are hashed before they are compared, and that Node decodes both alphabets of Base64. */
const SAME: readonly RegExp[] = [/^line 28: 'base64' → 'base64url'/, /'sha256' → 'sha1'/, /digest\(signature\) → digest\(signature\.trim/]

const mutants = BREAKS.flatMap(([pattern, broken]) => [...SOURCE.matchAll(pattern)].flatMap((found) => {
  const line = SOURCE.slice(SOURCE.lastIndexOf('\n', found.index - 1) + 1).split('\n', 1)[0] ?? ''
  const name = `line ${SOURCE.slice(0, found.index).split('\n').length}: ${found[0].trim()} → ${broken.trim()}`
  if (/^\s*(?:\/\/|\/?\*)/.test(line) || line.startsWith('import ') || SAME.some((same) => same.test(name))) return []
  return [{ name, code: SOURCE.slice(0, found.index) + broken + SOURCE.slice(found.index + found[0].length) }]
}))

async function load(code: string): Promise<Checks> {
  const loaded: Checks = await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
  return loaded
}

/** Whether every row of every table holds. A throw is a row that does not. */
function holds({ encode, sign, isSignedBy, decode }: Checks): boolean {
  try {
    return SIGNS.every(({ data, signature, privateKey, algorithm, fits }) => isSignedBy(data, signature, new Secret(privateKey), algorithm) === fits &&
        (sign(data, new Secret(privateKey), algorithm) === signature) === fits) &&
      DECODINGS.every(({ data, json }) => decode(data) === json) && ENCODINGS.every(({ json, data }) => encode(json) === data)
  } catch {
    return false
  }
}

test('C02: the tables hold for the code as it is', async () => {
  expect(holds(await load(SOURCE))).toBe(true)
  expect(mutants.length).toBeGreaterThan(25)
})

test.each(mutants)('C02: $name is caught', async ({ code }) => {
  expect(await load(code).then(holds, () => false)).toBe(false)
})
