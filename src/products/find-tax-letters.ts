import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { isBusinessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { parsePercent } from './tax-letter.ts'
import type { TaxLetter } from './tax-letter.ts'

type Row = { readonly letter: string; readonly type: number; readonly name: string; readonly percent: string; readonly inForceFrom: string; readonly source: string }

const Table = Type.Record(Type.String(), Type.Array(Type.Object({
  letter: Type.String(), type: Type.Integer(), name: Type.String(), percent: Type.String(), inForceFrom: Type.String(), source: Type.String(),
})))

/** `isUsual`: the store has written none of its own, so these are what its country begins with. */
export type TaxTable = { readonly letters: readonly TaxLetter[]; readonly isUsual: boolean }

/** `country` is that of the store, ISO 3166-1. */
type TaxTableOf = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly country: string }

/** The store's tax letters, by letter and then by day. Empty in a country whose receipts have none. */
export async function findTaxTable(db: Pick<Db, 'selectFrom'>, { merchantId, storeId, country }: TaxTableOf): Promise<TaxTable> {
  const rows = await db.selectFrom('tax_letter').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .orderBy('letter').orderBy('in_force_from').execute()
  if (rows.length === 0) return { letters: usualLetters(country), isUsual: true }
  return { letters: rows.map((row) => letterOf({ ...row, type: row.tax_type, inForceFrom: row.in_force_from })), isUsual: false }
}

/** What stores of a country begin with. The table is small, and read each time. */
function usualLetters(country: string): TaxLetter[] {
  const table = Value.Parse(Table, JSON.parse(readFileSync(new URL('./tax-letters.json', import.meta.url), 'utf8')))
  return (table[country] ?? []).map(letterOf)
}

function letterOf({ letter, type, name, percent, inForceFrom, source }: Row): TaxLetter {
  const rate = parsePercent(percent)
  if (rate === null || !isBusinessDate(inForceFrom)) throw new Error(`tax letter ${letter} says ${percent} % from ${inForceFrom}`)
  return { letter, type, name, percent: rate, inForceFrom, source }
}
