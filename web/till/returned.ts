import { minus, parseDecimal, printDecimal } from '../../src/money/decimal.ts'
import type { Receipt } from '../src/api/nouns.ts'

/** How much of each line of a sale has not come back, as decimal text. A return that was given up brought nothing back. */
export function leftOf({ lines }: Pick<Receipt, 'lines'>, returns: readonly Pick<Receipt, 'state' | 'lines'>[]): readonly string[] {
  const back = returns.filter(({ state }) => state !== 'cancelled').flatMap((one) => one.lines)
  return lines.map(({ quantity }, at) => back.filter(({ of }) => of === at).reduce((left, one) => less(left, one.quantity), quantity))
}

/** Of two quantities as the server writes them. */
export function less(from: string, quantity: string): string {
  const [all, part] = [parseDecimal(from), parseDecimal(quantity)]
  return all === null || part === null ? from : printDecimal(minus(all, part))
}
