import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import { MOST_SUGGESTIONS } from './match-lines.ts'
import type { Candidate, LineToMatch } from './match-lines.ts'
import { numbersIn, referencesOf, wordsOf } from './read-names.ts'

type Row = {
  invoice_id: Id<'invoice'>; number: string; reference: string | null; remaining: bigint; currency: string; payer_name: string
  issue_date: string | null; due_date: string | null
}

const CANDIDATES = `
select i.invoice_id, i.number, c.reference, greatest(i.gross_minor - i.credited_minor - i.paid_minor, 0) * (i.document = 'issued')::int as remaining,
  i.currency, i.payer_name, i.issue_date, i.due_date
from invoice i join invoice_content c on c.merchant_id = i.merchant_id and c.invoice_id = i.invoice_id`

/** Of a store, in one mode, and still to be paid: the words of the partial indexes that find them. */
const OPEN = "i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.document = 'issued' and i.payment in ('unpaid', 'partly_paid')"

// A reference is unmistakable, so it finds invoices that are paid or cancelled as well.
const BY_REFERENCE = `${CANDIDATES}
where i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.number is not null
  and i.invoice_id in (select n.invoice_id from invoice_content n where n.merchant_id = $1 and n.reference = any ($4))`

const BY_NUMBER = `${CANDIDATES}
where ${OPEN} and regexp_replace(upper(i.number), '[^0-9A-Z]', '', 'g') = any ($4)`

// Of each amount a few more than there are lines of it, for whether an invoice is alone with its amount; and those whose
// payer shares two words with the line's, which is the least that `samePayer` asks.
const BY_AMOUNT = `${CANDIDATES}
where i.merchant_id = $1 and i.invoice_id in (
  select few.invoice_id from jsonb_to_recordset($4) as asked (minor bigint, currency text, many int) cross join lateral (
    select i.invoice_id from invoice i where ${OPEN} and i.currency = asked.currency
      and i.gross_minor - i.credited_minor - i.paid_minor = asked.minor order by i.issue_date desc, i.invoice_id desc limit asked.many) few
  union all
  select named.invoice_id from jsonb_to_recordset($5) as asked (minor bigint, currency text, words text[]) cross join lateral (
    select i.invoice_id from invoice i where ${OPEN} and i.currency = asked.currency
      and i.gross_minor - i.credited_minor - i.paid_minor = asked.minor
      and (select count(*) from unnest(asked.words) as word
        where position(word in upper(regexp_replace(normalize(i.payer_name, nfd), '[\\u0300-\\u036f]', '', 'g'))) > 0) >= least(2, cardinality(asked.words))
    order by i.issue_date desc, i.invoice_id desc limit $6) named)`

type Scope = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly mode: Mode }

/** What matching can book by itself: invoices that a line names. An equal amount alone is never enough. */
export async function candidatesNamed(pool: pg.Pool, { merchantId, storeId, mode }: Scope, lines: readonly LineToMatch[]): Promise<Candidate[]> {
  const references = [...new Set(lines.flatMap(referencesOf))]
  const numbers = [...new Set(lines.flatMap(({ reference, remittance }) => [...numbersIn(`${reference ?? ''} ${remittance}`)]))]
  const found = await Promise.all([[BY_REFERENCE, references] as const, [BY_NUMBER, numbers] as const].map(async ([query, names]) =>
    (names.length === 0 ? [] : (await pool.query<Row>(query, [merchantId, storeId, mode, names])).rows)))
  return candidatesOf(found.flat())
}

/** What a person is offered: those that the lines name, and those of their amounts. */
export async function candidatesFor(pool: pg.Pool, scope: Scope, lines: readonly LineToMatch[]): Promise<Candidate[]> {
  const { merchantId, storeId, mode } = scope
  const waiting = lines.filter(({ isTransfer, amount }) => isTransfer && amount.minor > 0n)
  const amounts = Map.groupBy(waiting, ({ amount }) => `${amount.minor}${amount.currency}`)
  const few = [...amounts.values()].flatMap(([first, ...more]) =>
    (first === undefined ? [] : [{ minor: String(first.amount.minor), currency: first.amount.currency, many: more.length + 2 }]))
  const named = waiting.flatMap(({ amount, partyName }) => {
    const words = wordsOf(partyName ?? '')
    return words.length === 0 ? [] : [{ minor: String(amount.minor), currency: amount.currency, words }]
  })
  const [byName, byAmount] = await Promise.all([
    candidatesNamed(pool, scope, lines),
    few.length === 0 ? { rows: [] } : pool.query<Row>(BY_AMOUNT, [merchantId, storeId, mode, JSON.stringify(few), JSON.stringify(named), MOST_SUGGESTIONS * 4]),
  ])
  const known = new Set(byName.map(({ invoiceId }) => invoiceId))
  return [...byName, ...candidatesOf(byAmount.rows).filter(({ invoiceId }) => !known.has(invoiceId))]
}

/** Each once. */
const candidatesOf = (rows: readonly Row[]): Candidate[] => [...new Map(rows.map((row) => [row.invoice_id, row])).values()].map((row) => ({
  invoiceId: row.invoice_id, number: row.number, reference: row.reference, remaining: { minor: row.remaining, currency: storedCurrency(row.currency) },
  payerName: row.payer_name, issueDate: row.issue_date, dueDate: row.due_date,
}))
