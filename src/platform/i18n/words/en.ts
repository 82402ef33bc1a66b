import { digitsOf, fixed, groupsOf, joined, noun, wordAt } from './spelling.ts'
import type { Noun, Spelling } from './spelling.ts'

const BELOW_20 = [
  '', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen',
  'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
] as const
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const
const SCALES = ['', 'thousand', 'million', 'billion', 'trillion'] as const

function below1000(n: number): string {
  const { hundreds, tens, ones } = digitsOf(n)
  const rest = [wordAt(TENS, tens), wordAt(BELOW_20, ones)].filter((word) => word !== '').join('-')
  if (hundreds === 0) return rest
  return joined(wordAt(BELOW_20, hundreds), 'hundred', rest === '' ? '' : `and ${rest}`)
}

/** British: "and" before the last part if it counts less than a hundred, also of thousands: one million and one thousand. */
function cardinal(n: bigint): string {
  if (n === 0n) return 'zero'
  const groups = groupsOf(n)
  const parts = groups.map(({ count, scale }, at) => {
    const words = joined(below1000(count), wordAt(SCALES, scale))
    return at > 0 && at === groups.length - 1 && count < 100 ? `and ${words}` : words
  })
  return joined(...parts)
}

const counted = (one: string, more: string): Noun => noun('neuter', one, more, more)

const cent = counted('cent', 'cents')

export const en: Spelling = {
  minus: 'minus',
  joint: ' and ',
  plural: (n) => (n === 1n ? 'one' : 'many'),
  cardinal,
  nouns: {
    EUR: { unit: counted('euro', 'euros'), hundredth: cent },
    USD: { unit: counted('US dollar', 'US dollars'), hundredth: cent },
    UAH: { unit: counted('hryvnia', 'hryvnias'), hundredth: counted('kopiyka', 'kopiykas') },
    GEL: { unit: fixed('neuter', 'lari'), hundredth: fixed('neuter', 'tetri') },
    PLN: { unit: counted('zloty', 'zlotys'), hundredth: counted('grosz', 'groszy') },
    GBP: { unit: counted('pound sterling', 'pounds sterling'), hundredth: counted('penny', 'pence') },
  },
}
