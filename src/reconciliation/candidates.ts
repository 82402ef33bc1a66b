import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Candidate, LineToMatch } from './match-lines.ts'
import { referencesIn } from './read-names.ts'

/** The newest of the invoices that are still to be paid. More than this no store has open at once. */
const MOST_OPEN = 50_000

type Row = {
  invoice_id: Id<'invoice'>; number: string; reference: string | null; remaining: bigint; currency: string; payer_name: string
  issue_date: string | null; due_date: string | null
}

const CANDIDATES = `
select i.invoice_id, i.number, c.reference, greatest(i.gross_minor - i.credited_minor - i.paid_minor, 0) * (i.document = 'issued')::int as remaining,
  i.currency, i.payer_name, i.issue_date, i.due_date
from invoice i join invoice_content c on c.merchant_id = i.merchant_id and c.invoice_id = i.invoice_id`

const OPEN = `${CANDIDATES}
where i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.document = 'issued' and i.payment in ('unpaid', 'partly_paid')
order by i.invoice_id desc limit $4`

const NAMED = `${CANDIDATES}
where i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.number is not null
  and i.invoice_id in (select n.invoice_id from invoice_content n where n.merchant_id = $1 and n.reference = any ($4))`

/** All open invoices of a store, and those that the lines name by a reference although they are paid or cancelled. */
export async function candidatesFor(
  pool: pg.Pool, { merchantId, storeId, mode }: { merchantId: Id<'merchant'>; storeId: Id<'store'>; mode: Mode }, lines: readonly LineToMatch[],
): Promise<Candidate[]> {
  const references = [...new Set(lines.flatMap(({ reference, remittance }) => [...(reference === null ? [] : [reference]), ...referencesIn(remittance)]))]
  const [open, named] = await Promise.all([
    pool.query<Row>(OPEN, [merchantId, storeId, mode, MOST_OPEN]),
    references.length === 0 ? { rows: [] } : pool.query<Row>(NAMED, [merchantId, storeId, mode, references]),
  ])
  const rows = new Map([...named.rows, ...open.rows].map((row) => [row.invoice_id, row]))
  return [...rows.values()].map((row) => ({
    invoiceId: row.invoice_id, number: row.number, reference: row.reference, remaining: { minor: row.remaining, currency: storedCurrency(row.currency) },
    payerName: row.payer_name, issueDate: row.issue_date, dueDate: row.due_date,
  }))
}
