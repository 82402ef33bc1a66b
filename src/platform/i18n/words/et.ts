import { digitsOf, groupsOf, joined, noun, wordAt } from './spelling.ts'
import type { Noun, Spelling } from './spelling.ts'

const ONES = ['', 'üks', 'kaks', 'kolm', 'neli', 'viis', 'kuus', 'seitse', 'kaheksa', 'üheksa'] as const
const BELOW_20 = [...ONES, 'kümme', ...ONES.slice(1).map((one) => `${one}teist`)] as const
const SCALES = ['', 'tuhat', 'miljon', 'miljard', 'triljon'] as const

function below1000(n: number): string {
  const { hundreds, tens, ones } = digitsOf(n)
  const hundred = hundreds === 0 ? '' : `${hundreds === 1 ? '' : wordAt(ONES, hundreds)}sada`
  return joined(hundred, tens === 0 ? '' : `${wordAt(ONES, tens)}kümmend`, wordAt(BELOW_20, ones))
}

function group(count: number, scale: number): string {
  if (scale === 0) return below1000(count)
  const word = wordAt(SCALES, scale)
  if (scale === 1) return count === 1 ? word : joined(below1000(count), word)
  return joined(below1000(count), count === 1 ? word : `${word}it`)
}

/** After the bare 1 the nominative, after any other number, 21 too, the partitive singular. */
const counted = (nominative: string, partitive: string): Noun => noun('masculine', nominative, partitive, partitive)

const cent = counted('sent', 'senti')

export const et: Spelling = {
  minus: 'miinus',
  joint: ' ja ',
  plural: (n) => (n === 1n ? 'one' : 'many'),
  cardinal: (n) => (n === 0n ? 'null' : joined(...groupsOf(n).map(({ count, scale }) => group(count, scale)))),
  nouns: {
    EUR: { unit: counted('euro', 'eurot'), hundredth: cent },
    USD: { unit: counted('USA dollar', 'USA dollarit'), hundredth: cent },
    UAH: { unit: counted('grivna', 'grivnat'), hundredth: counted('kopikas', 'kopikat') },
    GEL: { unit: counted('lari', 'larit'), hundredth: counted('tetri', 'tetrit') },
    PLN: { unit: counted('zlott', 'zlotti'), hundredth: counted('gross', 'grossi') },
    GBP: { unit: counted('naelsterling', 'naelsterlingit'), hundredth: counted('penn', 'penni') },
  },
}
