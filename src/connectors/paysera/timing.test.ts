import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { CALLBACKS } from './fixtures/vectors.ts'
import { isSignedBy } from './protocol.ts'

const SOURCES = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('simulator'))

test('C18: no signature is compared with ===, and the password leaves its wrapping in protocol.ts alone', () => {
  const lines = SOURCES.flatMap((name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8').split('\n').map((line) => ({ name, line: line.trim() })))
  const compared = lines.filter(({ line }) =>
    /sign\(|ss[123]|signature|digest|\btag\b/i.test(line) && /[!=]==?(?!=|\s*(?:null\b|'))/.test(line))
  expect(compared).toEqual([])
  expect([...new Set(lines.filter(({ line }) => line.includes('.reveal()')).map(({ name }) => name))]).toEqual(['protocol.ts'])
})

const { data, ss1, password } = CALLBACKS.B1
const nearly = `${ss1.slice(0, 31)}${ss1.endsWith('0') ? '1' : '0'}`
const far = `${ss1.startsWith('0') ? '1' : '0'}${ss1.slice(1)}`

test('C18: a right beginning takes no longer to refuse than a wrong one', () => {
  const secret = new Secret(password)
  expect(leastDifference((offered) => isSignedBy(data, offered, secret), 40)).toBeLessThan(NOTICEABLE)
})

test('C18: the same measure notices a comparison that stops at the first difference', () => {
  const leaky = (offered: string): boolean =>
    [...offered].every((sign, at) => createHash('md5').update(sign).digest('hex') === createHash('md5').update(ss1.charAt(at)).digest('hex'))
  expect(leastDifference(leaky, 5)).toBeGreaterThan(NOTICEABLE)
})

/** Standard errors. */
const NOTICEABLE = 6

/** Of so many measurings the one that shows least, and no more of them than are needed: a leak is in every one, and what else the machine did is not. */
function leastDifference(isRight: (offered: string) => boolean, measurings: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < measurings && least >= NOTICEABLE; nth++) least = Math.min(least, difference(isRight))
  return least
}

/** How far apart refusing an almost right signature and a wholly wrong one are, as Welch's t without its sign. */
function difference(isRight: (offered: string) => boolean): number {
  const times: Record<'nearly' | 'far', number[]> = { nearly: [], far: [] }
  const orders = [[['nearly', nearly], ['far', far]], [['far', far], ['nearly', nearly]]] as const
  for (let run = 0; run < 6000; run++) {
    for (const [name, offered] of run % 2 === 0 ? orders[0] : orders[1]) {
      const before = process.hrtime.bigint()
      isRight(offered)
      times[name].push(Number(process.hrtime.bigint() - before))
    }
  }
  return Math.abs(welch(trimmed(times.nearly), trimmed(times.far)))
}

/** The quicker nine tenths after a warm-up: what the machine's other work added is in the rest. */
const trimmed = (times: readonly number[]): readonly number[] =>
  times.slice(500).toSorted((a, b) => a - b).slice(0, Math.floor((times.length - 500) * 0.9))

/** Welch's t: how many standard errors two means are apart. */
function welch(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length
  const spread = (of: readonly number[]): number => {
    const middle = mean(of)
    return of.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (of.length - 1) / of.length
  }
  return (mean(a) - mean(b)) / Math.sqrt(spread(a) + spread(b))
}
