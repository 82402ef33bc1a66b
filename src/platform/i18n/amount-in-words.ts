import type { Language } from '../../kernel/language.ts'
import { exponentOf } from '../../money/currency.ts'
import type { Money } from '../../money/money.ts'
import { en } from './words/en.ts'
import { et } from './words/et.ts'
import { ka } from './words/ka.ts'
import { lt } from './words/lt.ts'
import { lv } from './words/lv.ts'
import { ru } from './words/ru.ts'
import type { Spelling } from './words/spelling.ts'
import { uk } from './words/uk.ts'

const SPELLING: Record<Language, Spelling> = { lt, lv, et, uk, ka, ru, en }

/** From a quadrillion on the whole units stay digits. */
const MAX_SPELLED = 10n ** 15n - 1n

/**
 * The amount as an invoice writes it out, with a capital first: "Du eurai 11 ct", «Дві гривні 11 копійок»,
 * "Two euros and 11 cents". Hundredths are always two digits. A currency that the language has no word for here
 * ends like a cheque: "Two 50/100 AMD", or "Two JPY" where there is nothing after the point.
 */
export function amountInWords(money: Money, language: Language): string {
  const spelling = SPELLING[language]
  const size = money.minor < 0n ? -money.minor : money.minor
  const scale = 10n ** BigInt(exponentOf(money.currency))
  const words = money.minor < 0n ? `${spelling.minus} ` : ''
  return capitalised(words + spelled({ units: size / scale, part: size % scale, money, spelling }), language)
}

type Spelled = { readonly units: bigint; readonly part: bigint; readonly money: Money; readonly spelling: Spelling }

function spelled({ units, part, money: { currency }, spelling }: Spelled): string {
  const nouns = spelling.nouns[currency]
  const count = units > MAX_SPELLED ? units.toString() : spelling.cardinal(units, nouns?.unit.gender ?? 'masculine')
  const exponent = exponentOf(currency)
  const digits = part.toString().padStart(exponent, '0')
  if (nouns === undefined && exponent === 0) return `${count} ${currency}`
  if (nouns === undefined) return `${count} ${digits}/1${'0'.repeat(exponent)} ${currency}`
  const unit = nouns.unit[spelling.plural(units)]
  return `${count} ${unit}${spelling.joint}${digits} ${nouns.hundredth[spelling.plural(part)]}`
}

/** Georgian has no capitals at the beginning of a sentence: Unicode's are only for texts wholly in capitals. */
function capitalised(text: string, language: Language): string {
  return language === 'ka' ? text : text.charAt(0).toUpperCase() + text.slice(1)
}
