import type { Currency } from '../money/currency.ts'
import { exponentOf } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { parseMoney } from '../money/money.ts'

/** Groups of three digits parted by one and the same sign, and behind them perhaps decimals parted by another. */
const GROUPED = /^(\d{1,3}(?:([ .,'])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?$/
const UNGROUPED = /^(\d+)(?:[.,](\d+))?$/

/**
 * Reads an amount as a person writes it in any of the seven languages: "12,5", "1 234.50", "1.234,50", "25 €". Null if
 * it is no amount, has a sign, is finer than the currency allows, or could be read in two ways: the point of "1.234"
 * parts thousands for one reader and cents for another.
 */
export function readTypedAmount(text: string, currency: Currency): Money | null {
  const bare = text.trim().replace(/\s*(?:\p{Sc}|[A-Z]{3})$/u, '').replaceAll(/\s/g, ' ')
  const [, whole, fraction = ''] = UNGROUPED.exec(bare) ?? []
  if (whole !== undefined) {
    const couldBeThousands = fraction.length === 3 && exponentOf(currency) < 3
    return couldBeThousands ? null : amountOf(whole, fraction, currency)
  }
  const [, groups, groupSign, decimalSign, cents = ''] = GROUPED.exec(bare) ?? []
  if (groups === undefined || groupSign === decimalSign) return null
  return amountOf(groups.replaceAll(/\D/g, ''), cents, currency)
}

const amountOf = (whole: string, fraction: string, currency: Currency): Money | null =>
  parseMoney(fraction === '' ? whole : `${whole}.${fraction}`, currency)
