import { fixed, groupsOf, joined, wordAt } from './spelling.ts'
import type { Spelling } from './spelling.ts'

const BELOW_20 = [
  '', 'ერთი', 'ორი', 'სამი', 'ოთხი', 'ხუთი', 'ექვსი', 'შვიდი', 'რვა', 'ცხრა', 'ათი', 'თერთმეტი', 'თორმეტი', 'ცამეტი', 'თოთხმეტი',
  'თხუთმეტი', 'თექვსმეტი', 'ჩვიდმეტი', 'თვრამეტი', 'ცხრამეტი',
] as const
const SCORES = ['', 'ოცი', 'ორმოცი', 'სამოცი', 'ოთხმოცი'] as const
const HUNDREDS = ['', 'ასი', 'ორასი', 'სამასი', 'ოთხასი', 'ხუთასი', 'ექვსასი', 'შვიდასი', 'რვაასი', 'ცხრაასი'] as const
const SCALES = ['', 'ათასი', 'მილიონი', 'მილიარდი', 'ტრილიონი'] as const

/** A word before a further part of the same number loses its ending: ასი, but ას ერთი. */
const stem = (word: string): string => word.replace(/ი$/, '')

/** Counted in twenties: 30 is "twenty and ten". */
function below100(n: number): string {
  const score = wordAt(SCORES, Math.floor(n / 20))
  if (score === '' || n % 20 === 0) return score + wordAt(BELOW_20, n % 20)
  return `${stem(score)}და${wordAt(BELOW_20, n % 20)}`
}

function below1000(n: number): string {
  const hundred = wordAt(HUNDREDS, Math.floor(n / 100))
  return joined(n % 100 === 0 ? hundred : stem(hundred), below100(n % 100))
}

function group(count: number, scale: number): string {
  if (scale === 0) return below1000(count)
  return scale === 1 && count === 1 ? wordAt(SCALES, scale) : joined(below1000(count), wordAt(SCALES, scale))
}

function cardinal(n: bigint): string {
  if (n === 0n) return 'ნული'
  const parts = groupsOf(n).map(({ count, scale }) => group(count, scale))
  return joined(...parts.map((part, at) => (at < parts.length - 1 ? stem(part) : part)))
}

const cent = fixed('masculine', 'ცენტი')

export const ka: Spelling = {
  minus: 'მინუს',
  joint: ' და ',
  plural: () => 'one',
  cardinal,
  nouns: {
    EUR: { unit: fixed('masculine', 'ევრო'), hundredth: cent },
    USD: { unit: fixed('masculine', 'აშშ დოლარი'), hundredth: cent },
    UAH: { unit: fixed('masculine', 'გრივნა'), hundredth: fixed('masculine', 'კაპიკი') },
    GEL: { unit: fixed('masculine', 'ლარი'), hundredth: fixed('masculine', 'თეთრი') },
    PLN: { unit: fixed('masculine', 'ზლოტი'), hundredth: fixed('masculine', 'გროში') },
    GBP: { unit: fixed('masculine', 'ფუნტი სტერლინგი'), hundredth: fixed('masculine', 'პენსი') },
  },
}
