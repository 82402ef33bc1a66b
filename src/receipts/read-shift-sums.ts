import { sql } from 'kysely'
import type { Currency } from '../money/currency.ts'
import { printDecimal } from '../money/decimal.ts'
import { add, zero } from '../money/money.ts'
import type { FormSum, LetterSum, ReadShiftSums } from '../registers/shift-sums.ts'
import { decimalIn, moneyIn } from './receipt.ts'

type Totals = { kind: 'sale' | 'return'; is_registering: boolean; count: bigint; total: bigint; rounding: bigint }
type Forms = { kind: 'sale' | 'return'; is_cash: boolean; means: string; amounts: string[] }
type Letters = { kind: 'sale' | 'return'; letter: string; name: string; percent: string; turnovers: string[]; taxes: string[] }

/**
 * The sums of a shift from its receipts. A sale is counted from when it is made, as its cash lies in the drawer; a return from
 * when it is registered, before which no money leaves it.
 */
export const readShiftSums: ReadShiftSums = async (db, { merchantId, shiftId, currency }) => {
  const made = sql`r.shift_id = ${shiftId} and r.state in ('registering', 'registered', 'offline', 'unknown')`
  const isRegistering = sql`r.state in ('registering', 'unknown')`
  const inShift = sql`${made} and (r.kind = 'sale' or not ${isRegistering})`
  const { rows: totals } = await sql<Totals>`
    select r.kind, ${isRegistering} as is_registering, count(*) as count, sum(r.total_minor + r.rounding_minor)::bigint as total, sum(r.rounding_minor)::bigint as rounding
    from receipt r where r.merchant_id = ${merchantId} and ${made} group by 1, 2`.execute(db)
  const { rows: forms } = await sql<Forms>`
    select r.kind, p.form = 'cash' as is_cash, coalesce(p.means, '') as means, array_agg(p.amount) as amounts
    from receipt r, jsonb_to_recordset(r.payments) as p (form text, means text, amount text)
    where r.merchant_id = ${merchantId} and ${inShift} group by 1, 2, 3 order by 2 desc, 3`.execute(db)
  const { rows: letters } = await sql<Letters>`
    select r.kind, t.letter, t.name, t.percent, array_agg(t.turnover) as turnovers, array_agg(t.tax) as taxes
    from receipt r, jsonb_to_recordset(r.taxes) as t (letter text, name text, percent text, turnover text, tax text)
    where r.merchant_id = ${merchantId} and ${inShift} group by 1, 2, 3, 4 order by 2, 4`.execute(db)
  const { rows: [taken] } = await sql<{ amounts: string[] | null }>`
    select array_agg(p.amount) as amounts from receipt r, jsonb_to_recordset(r.payments) as p (form text, amount text)
    where r.merchant_id = ${merchantId} and r.cash_shift_id = ${shiftId} and p.form = 'cash'`.execute(db)
  const { rows: [given] } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from refund
    where merchant_id = ${merchantId} and shift_id = ${shiftId} and state = 'succeeded'`.execute(db)
  const money = (minor: bigint | undefined) => ({ minor: minor ?? 0n, currency })
  const of = (what: 'count' | 'total' | 'rounding', kind: Totals['kind'], some = totals.filter((row) => row.kind === 'sale' || !row.is_registering)) =>
    some.filter((row) => row.kind === kind).reduce((sum, row) => sum + row[what], 0n)
  const registering = totals.filter((row) => row.is_registering)
  return {
    sales: money(of('total', 'sale')), returns: money(of('total', 'return')), salesCount: Number(of('count', 'sale')), returnsCount: Number(of('count', 'return')),
    registering: { sales: money(of('total', 'sale', registering)), returns: money(of('total', 'return', registering)) },
    rounding: money(of('rounding', 'sale') - of('rounding', 'return')), cashTaken: sumOf(taken?.amounts ?? [], currency), cashGiven: money(given?.minor),
    forms: formSums(forms, currency), letters: letterSums(letters, currency),
  }
}

const sumOf = (texts: readonly string[], currency: Currency) => texts.map((text) => moneyIn(text, currency)).reduce(add, zero(currency))

function formSums(rows: readonly Forms[], currency: Currency): FormSum[] {
  return [...Map.groupBy(rows, (row) => `${row.is_cash} ${row.means}`).values()].flatMap((group): FormSum[] => {
    const [first] = group
    if (first === undefined) return []
    const of = (kind: Forms['kind']) => sumOf(group.filter((row) => row.kind === kind).flatMap((row) => row.amounts), currency)
    return [{ form: first.is_cash ? 'cash' : 'cashless', means: first.means, sales: of('sale'), returns: of('return') }]
  })
}

function letterSums(rows: readonly Letters[], currency: Currency): LetterSum[] {
  return [...Map.groupBy(rows, (row) => `${row.letter} ${row.name} ${row.percent}`).values()].flatMap((group): LetterSum[] => {
    const [first] = group
    if (first === undefined) return []
    const of = (kind: Letters['kind'], what: 'turnovers' | 'taxes') => sumOf(group.filter((row) => row.kind === kind).flatMap((row) => row[what]), currency)
    return [{
      letter: first.letter, name: first.name, percent: printDecimal(decimalIn(first.percent)), salesTurnover: of('sale', 'turnovers'), salesTax: of('sale', 'taxes'),
      returnsTurnover: of('return', 'turnovers'), returnsTax: of('return', 'taxes'),
    }]
  })
}
