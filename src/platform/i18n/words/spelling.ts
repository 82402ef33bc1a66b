import type { Currency } from '../../../money/currency.ts'

export type Gender = 'masculine' | 'feminine' | 'neuter'

/** Which form a counted noun takes. A language with fewer forms repeats one of them. */
export type Plural = 'one' | 'few' | 'many'

export type Noun = { readonly gender: Gender; readonly one: string; readonly few: string; readonly many: string }

/** A currency's unit (in words) and its hundredth (after two digits). */
type CurrencyNouns = { readonly unit: Noun; readonly hundredth: Noun }

/** How one language writes a sum of money out. */
export type Spelling = {
  /** Before a negative amount. */
  readonly minus: string
  /** Between units and hundredths, with its spaces. */
  readonly joint: string
  /** 0 to 10^15 − 1 in words, agreeing with a noun of this gender. */
  readonly cardinal: (n: bigint, gender: Gender) => string
  readonly plural: (n: bigint) => Plural
  readonly nouns: Partial<Record<Currency, CurrencyNouns>>
}

export const noun = (gender: Gender, one: string, few: string, many: string): Noun => ({ gender, one, few, many })

/** A noun that does not change after a number. */
export const fixed = (gender: Gender, word: string): Noun => noun(gender, word, word, word)

/** `count` (1 to 999) thousands to the power of `scale`. */
type Group = { readonly count: number; readonly scale: number }

/** The groups of three digits that are not zero, highest first: 2 000 345 is 2 of scale 2 and 345 of scale 0. */
export function groupsOf(n: bigint): Group[] {
  return [4, 3, 2, 1, 0]
    .map((scale) => ({ count: Number((n / 1000n ** BigInt(scale)) % 1000n), scale }))
    .filter(({ count }) => count > 0)
}

/** The words given, with one space between; empty ones leave no gap. */
export const joined = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' ')

/** Hundreds, tens and ones of a number below 1000; a number below 20 past the hundreds stands whole in `ones`. */
export function digitsOf(n: number): { hundreds: number; tens: number; ones: number } {
  const rest = n % 100
  return { hundreds: Math.floor(n / 100), tens: rest < 20 ? 0 : Math.floor(rest / 10), ones: rest < 20 ? rest : rest % 10 }
}

/** The word at this place of a list that is as long as the language has such words. */
export function wordAt(words: readonly string[], at: number): string {
  const word = words[at]
  if (word === undefined) throw new RangeError(`No word for ${at}`)
  return word
}

type InflectedWords = {
  readonly zero: string
  /** 1 to 19; index 0 is empty. */
  readonly ones: (gender: Gender) => readonly string[]
  /** 20, 30 … 90 at 2 to 9. */
  readonly tens: readonly string[]
  /** 100 … 900 at 1 to 9. */
  readonly hundreds: readonly string[]
  /** Thousand, million, milliard, billion (10^12). */
  readonly scales: readonly [Noun, Noun, Noun, Noun]
  readonly plural: (n: bigint) => Plural
}

/** The cardinal of languages where thousands and millions are counted nouns: Lithuanian, Latvian, Ukrainian, Russian. */
export function inflectedCardinal(words: InflectedWords): Spelling['cardinal'] {
  const below1000 = (n: number, gender: Gender): string => {
    const { hundreds, tens, ones } = digitsOf(n)
    return joined(wordAt(words.hundreds, hundreds), wordAt(words.tens, tens), wordAt(words.ones(gender), ones))
  }
  return (n, gender) => {
    if (n === 0n) return words.zero
    const parts = groupsOf(n).map(({ count, scale }) => {
      const counted = words.scales[scale - 1]
      return counted === undefined
        ? below1000(count, gender)
        : joined(below1000(count, counted.gender), counted[words.plural(BigInt(count))])
    })
    return joined(...parts)
  }
}
