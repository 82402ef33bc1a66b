import { Type } from 'typebox'
import type { Static, TObject, TSchema } from 'typebox'
import { currencyOf } from '../../money/currency.ts'
import { decimal, parseMoney } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import { InvalidInput } from './problem.ts'

/** A closed object: what a route takes. An unknown field is refused, and named. */
export const Closed = <P extends Record<string, TSchema>>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false })

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One of these words. */
export const WordOf = <const T extends string>(...all: readonly T[]) => Type.Enum(all)

/** RFC 3339 in UTC, with milliseconds: what `Date.toISOString` writes. */
export const TimeJson = Type.String({ format: 'date-time', description: 'RFC 3339, UTC.' })

/** `YYYY-MM-DD` in the store's time zone. */
export const DateJson = Type.String({ format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

/** An amount as decimal text, so that a caller who miscounts a currency's decimals cannot be wrong a hundredfold. */
export const MoneyJson = Type.Object({
  amount: Type.String({ pattern: '^-?[0-9]{1,15}(\\.[0-9]{1,4})?$', examples: ['12.50'] }),
  currency: Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'] }),
}, { additionalProperties: false, description: 'An exact amount with its currency.' })

export const moneyJson = (money: Money): Static<typeof MoneyJson> => ({ amount: decimal(money), currency: money.currency })

/**
 * The amount in input that `MoneyJson` let through. Throws `InvalidInput` under `field` for a currency or a precision
 * that does not exist.
 */
export function moneyOf({ amount, currency: code }: Static<typeof MoneyJson>, field: string): Money {
  const currency = currencyOf(code)
  if (currency === null) throw new InvalidInput([{ field: `${field}/currency`, code: 'not_a_choice' }])
  const money = parseMoney(amount, currency)
  if (money === null) throw new InvalidInput([{ field: `${field}/amount`, code: 'malformed' }])
  return money
}
