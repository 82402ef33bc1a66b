import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { Sent } from '../../src/connectors/simulator.ts'
import { journalFaults } from './journal.ts'
import type { Id } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/platform/db/database.ts'

/** The provider is satisfied by these and will not come again. */
export const isAcknowledged = ({ answer }: Sent): boolean => answer !== null && answer.status === 200 && answer.body === 'OK'

/** What is wrong with the books of one merchant, judged from outside. Every list is empty when nothing is. */
export type Verdict = {
  /** INV-1: acknowledged callbacks that are not in the inbox byte for byte. */
  readonly lost: readonly string[]
  /** INV-2: provider references counted more than once, or booked more than once in the journal. */
  readonly countedTwice: readonly string[]
  /** INV-3: currencies that do not sum to zero, balances that differ from their postings. */
  readonly journal: readonly string[]
  /** INV-6: payments for which the provider's own journal has no money of that amount. */
  readonly ghosts: readonly string[]
  /** Money the provider told us of and we acknowledged, but did not book. */
  readonly missing: readonly string[]
  /** INV-7: events without exactly one row in the outbox. */
  readonly untold: readonly string[]
  /** Invoices whose state does not follow from their payments. */
  readonly wrongInvoices: readonly string[]
}

export const NOTHING_WRONG: Verdict = { lost: [], countedTwice: [], journal: [], ghosts: [], missing: [], untold: [], wrongInvoices: [] }

/** Holds the simulator's own record against the database. To be asked when the queue is quiet. */
export async function verdictOn(database: Database, merchantId: Id<'merchant'>, provider: Pick<PayseraSimulator, 'sent' | 'journal'>): Promise<Verdict> {
  const ask = textsOf(database.pool, merchantId)
  const inbox = new Set(await ask(`select encode(m.sha256, 'hex') || ' ' || r.method || ' ' || r.query || ' ' || encode(r.body, 'hex')
    from inbound_message m join inbound_raw r on r.merchant_id = m.merchant_id and r.inbound_id = m.inbound_id where m.merchant_id = $1`))
  const acknowledged = provider.sent().filter(isAcknowledged)
  const booked = new Set(await ask(`select provider_ref || ' ' || amount_minor || ' ' || currency from payment where merchant_id = $1`))
  const taken = new Map(provider.journal().filter(({ kind }) => kind === 'paid').map((entry) => [`${entry.requestId} ${entry.minor} ${entry.currency}`, entry.orderId]))
  const told = new Set(acknowledged.flatMap((sent) => ('orderId' in sent && typeof sent.orderId === 'string' ? [sent.orderId] : [])))
  return {
    lost: acknowledged.map(rawOf).filter((raw) => !inbox.has(raw)),
    countedTwice: await ask(`select provider_ref from payment where merchant_id = $1 group by channel_id, provider_ref having count(*) > 1
      union all select subject_id::text from journal_entry where merchant_id = $1 and kind = 'payment_received' group by subject_id having count(*) > 1
      union all select payment_id::text from payment p where merchant_id = $1 and
        (select count(*) from journal_entry j where j.merchant_id = p.merchant_id and j.subject_id = p.payment_id and j.kind = 'payment_received') <> 1`),
    journal: await journalFaults(database.db, merchantId),
    ghosts: [...booked].filter((payment) => !taken.has(payment)),
    missing: [...taken].filter(([payment, orderId]) => told.has(orderId) && !booked.has(payment)).map(([payment]) => payment),
    untold: await ask(`select e.type || ' ' || e.event_id from event e left join outbox o on o.merchant_id = e.merchant_id and o.event_id = e.event_id
      where e.merchant_id = $1 and o.event_id is null`),
    wrongInvoices: await ask(`select i.invoice_id || ' is ' || i.payment || ' with ' || i.paid_minor from invoice i
      left join lateral (select coalesce(sum(amount_minor), 0) as paid from allocation a where a.merchant_id = i.merchant_id and a.invoice_id = i.invoice_id) a on true
      where i.merchant_id = $1 and (i.paid_minor <> a.paid or i.payment <> case when a.paid = 0 then 'unpaid' when a.paid < i.gross_minor then 'partly_paid'
        when a.paid = i.gross_minor then 'paid' else 'overpaid' end)`),
  }
}

/** INV-8: resolves when no acknowledged message waits to be applied. Throws with those that still do after `withinMs`. */
export async function quiet(database: Database, merchantId: Id<'merchant'>, withinMs = 20_000): Promise<void> {
  const ask = textsOf(database.pool, merchantId)
  await until('every acknowledged message to be applied', async () => {
    const waiting = await ask(`select inbound_id::text from inbound_message where merchant_id = $1 and outcome = 'received'`)
    return waiting.length === 0
  }, { withinMs })
}

/** Asks again and again, because only another process knows when it is so. Throws with `what` after `withinMs`. */
export async function until(
  what: string, ask: () => Promise<boolean>, { withinMs = 20_000, everyMs = 20 }: { withinMs?: number; everyMs?: number } = {},
): Promise<void> {
  const end = performance.now() + withinMs
  while (!await ask()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** Everything money touches. "Zero effect" means that a digest of all of it is the same before and after. */
const TOUCHED = ['invoice', 'attempt', 'payment', 'allocation', 'refund', 'journal_entry', 'account_balance', 'event', 'outbox', 'audit_record', 'delivery',
  'receipt', 'receipt_payment', 'fiscal_document', 'shift', 'cash_move', 'cash_move_withdrawal']

/** A digest of each table that money touches, row by row. */
export async function effects({ pool }: Pick<Database, 'pool'>): Promise<Record<string, string>> {
  const digests = await Promise.all(TOUCHED.map(async (table) => {
    const { rows: [row] } = await pool.query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${table} t`,
    )
    return [table, row?.digest ?? ''] as const
  }))
  return Object.fromEntries(digests)
}

/** Fingerprint and bytes of a callback as the inbox should have them, reckoned from what the provider sent. */
function rawOf({ method, url, body }: Sent): string {
  const query = url.split(/\?(.*)/s, 2)[1] ?? ''
  const fingerprint = createHash('sha256').update(`${method}\n${query}\n`).update(body).digest('hex')
  return `${fingerprint} ${method} ${query} ${Buffer.from(body).toString('hex')}`
}

const textsOf = (pool: pg.Pool, merchantId: Id<'merchant'>) => async (text: string): Promise<string[]> => {
  const { rows } = await pool.query<string[]>({ text, values: [merchantId], rowMode: 'array' })
  return rows.map(([one]) => one ?? '')
}
