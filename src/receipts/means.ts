import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { CashRegister } from '../registers/register.ts'

const Rows = Type.Array(Type.Object({
  country: Type.String(), from: Type.String(), source: Type.String(), names: Type.Record(Type.String(), Type.String()),
}))

/** Names of means of payment by country and day, with the order that asks for them. */
const TABLE = Value.Parse(Rows, JSON.parse(readFileSync(new URL('./payment-means.json', import.meta.url), 'utf8')))

/** `cash`, `card` (a terminal beside the till), `transfer`, or a connector's id for its own payments. */
export type MeansKey = 'cash' | 'card' | 'transfer' | (string & {})

export type MeansAt = { readonly country: string; readonly day: BusinessDate }

/**
 * How a receipt names the means: as the register has it, else as the country's order does on that day, else `own`. A
 * connector that the order does not name is an integrator of that name.
 */
export function meansName(register: Pick<CashRegister, 'paymentNames'>, key: MeansKey, { country, day }: MeansAt, own: string): string {
  const chosen = register.paymentNames[key]
  if (chosen !== undefined && chosen !== '') return chosen
  const names = TABLE.filter((row) => row.country === country && row.from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]?.names
  if (names === undefined) return own
  return names[key] ?? names['integrator']?.replace('{name}', own) ?? own
}
