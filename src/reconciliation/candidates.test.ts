import { expect, test } from 'vitest'
import { NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { statementCorpus } from '../../test/support/statement-corpus.ts'
import { candidatesFor, candidatesNamed } from './candidates.ts'
import { decideLines } from './match-lines.ts'
import type { Candidate, LineToMatch } from './match-lines.ts'

const { pool } = openTestDatabase()

/** Issued invoices as matching sees them, and no more of them than the database asks for. */
async function owed(place: Place, candidates: readonly Candidate[]): Promise<void> {
  const values = candidates.map((one) => ({
    id: one.invoiceId, number: one.number, reference: one.reference, payer: one.payerName, gross: String(one.remaining.minor), issued: one.issueDate, due: one.dueDate,
  }))
  await pool.query(
    `with asked as (select * from jsonb_to_recordset($4) as r (id uuid, number text, reference text, payer text, gross bigint, issued date, due date)), made as (
       insert into invoice (merchant_id, invoice_id, store_id, mode, document, number, payer_name, language, currency, net_minor, gross_minor, issue_date, due_date, created_at, issued_at)
       select $1, id, $2, $3, 'issued', number, payer, 'lt', 'EUR', gross, gross, issued, due, $5, $5 from asked)
     insert into invoice_content (merchant_id, invoice_id, lines, totals, payer, reference) select $1, id, '[]', '[]', '{}', reference from asked`,
    [place.merchantId, place.storeId, place.mode, JSON.stringify(values), NOW])
  await pool.query('analyze invoice')
  await pool.query('analyze invoice_content')
}

const corpus = statementCorpus(7)
const lines: readonly LineToMatch[] = corpus.lines.slice(0, 500).map((one) => ({
  amount: { minor: one.amountMinor, currency: 'EUR' }, bookedOn: one.bookedOn, partyName: one.partyName, reference: one.reference, remittance: one.remittance,
  isTransfer: one.code === 'transfer',
}))

test('RC3 what is decided by the few invoices that may be meant is what is decided by all nine thousand', async () => {
  const place = await somePlace(pool)
  await owed(place, corpus.candidates)
  const byAll = decideLines(lines, corpus.candidates)
  const named = await candidatesNamed(pool, place, lines)
  expect(decideLines(lines, named).map(({ booked }) => booked)).toEqual(byAll.map(({ booked }) => booked))
  expect(named.length).toBeLessThan(700)
  for (const from of [0, 25, 50, 75]) {
    const page = lines.slice(from, from + 25)
    const few = await candidatesFor(pool, place, page)
    const scores = (candidates: readonly Candidate[]) => decideLines(page, candidates).map(({ suggestions }) => suggestions.map(({ score, reasons }) => ({ score, reasons })))
    expect(scores(few)).toEqual(scores(corpus.candidates))
    expect(few.length).toBeLessThan(150)
  }
})

test('a line is looked for by indexes, however many invoices are open', async () => {
  const place = await somePlace(pool)
  const [first] = corpus.candidates
  if (first === undefined) throw new Error('the corpus has invoices')
  // A club of which all members owe the same.
  await owed(place, statementCorpus(8).candidates.map((one) => ({ ...one, remaining: { minor: 500n, currency: 'EUR' } })))
  const line: LineToMatch = {
    amount: { minor: 500n, currency: 'EUR' }, bookedOn: '2026-07-01', partyName: first.payerName, reference: null, remittance: 'nario mokestis',
    isTransfer: true,
  }
  const before = await scansSoFar()
  expect((await candidatesFor(pool, place, [line])).length).toBeLessThanOrEqual(22)
  expect(await candidatesNamed(pool, place, [{ ...line, remittance: 'KV 2026 0042' }])).toMatchObject([{ number: 'KV-2026-0042' }])
  const after = await scansSoFar()
  expect(after.get('invoice')).toBe(before.get('invoice'))
  for (const index of ['invoice_owed', 'invoice_bare_number']) expect(after.get(index)).toBeGreaterThan(before.get(index) ?? Infinity)
})

/** How often the table of invoices was read through, and how often each of its indexes was used. */
async function scansSoFar(): Promise<ReadonlyMap<string, number>> {
  await Promise.all(Array.from({ length: 20 }, () => pool.query('select pg_stat_force_next_flush(), pg_sleep(0.05)')))
  const { rows } = await pool.query<{ name: string; scans: number }>(
    `select relname as name, seq_scan::float8 as scans from pg_stat_user_tables where relname = 'invoice'
     union all select indexrelname, idx_scan::float8 from pg_stat_user_indexes where relname = 'invoice'`)
  return new Map(rows.map(({ name, scans }) => [name, scans]))
}
