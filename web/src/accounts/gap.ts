import { currencyOf } from '../../../src/money/currency.ts'
import { decimal, parseMoney, subtract } from '../../../src/money/money.ts'
import type { MoneyJson } from '../api/nouns.ts'

/** By how much the provider has more than the books; negative where the books have more. Throws for what is no amount: ours always are. */
export function gapBetween(theirs: MoneyJson, ours: MoneyJson): MoneyJson {
  const currency = currencyOf(theirs.currency)
  const [more, less] = currency === null ? [null, null] : [parseMoney(theirs.amount, currency), parseMoney(ours.amount, currency)]
  if (more === null || less === null) throw new TypeError('an amount of our own API cannot be read')
  return { amount: decimal(subtract(more, less)), currency: theirs.currency }
}
