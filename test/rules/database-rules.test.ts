import { DatabaseError } from 'pg'
import { describe, expect, test } from 'vitest'
import { newId } from '../../src/kernel/ids.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { issuedInvoice, money, NOW, someAttempt, someChannel, somePlace } from '../support/builders.ts'
import type { Place } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'

const { pool } = openTestDatabase()

/** insufficient_privilege, which our own trigger says too: there the message tells which table it guards. */
const APPEND_ONLY = '42501'

/** The code by which PostgreSQL refuses, or what our trigger says; null if it does not. */
async function refusal(text: string, values: readonly unknown[] = []): Promise<string | null> {
  try {
    await pool.query(text, [...values])
    return null
  } catch (error) {
    if (error instanceof DatabaseError) return error.code === APPEND_ONLY ? error.message : error.code ?? 'without a code'
    throw error
  }
}

const CHECK = '23514'
const UNIQUE = '23505'
const FOREIGN_KEY = '23503'

const insert = (table: string, row: Readonly<Record<string, unknown>>): [text: string, values: unknown[]] => [
  `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row).map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(row),
]

const entryOf = (merchantId: Id<'merchant'>, more: Readonly<Record<string, unknown>> = {}) => ({
  merchant_id: merchantId, entry_id: newId('journalEntry'), mode: 'live', kind: 'invoice_issued', subject_id: newId('invoice'), currency: 'EUR',
  accounts: ['receivable', 'revenue'], amounts: [4000n, -4000n], booked_at: NOW, ...more,
})

const paymentOf = (place: Place, more: Readonly<Record<string, unknown>> = {}) => ({
  merchant_id: place.merchantId, payment_id: newId('payment'), store_id: place.storeId, mode: place.mode, source: 'cash', amount_minor: 4000n,
  currency: 'EUR', received_at: NOW, created_at: NOW, ...more,
})

/** One row in each table that nobody may change. */
async function oneOfEach(place: Place): Promise<void> {
  const { merchantId } = place
  const invoiceId = await issuedInvoice(pool, place, money('40.00'))
  const payment = paymentOf(place)
  await pool.query(...insert('journal_entry', entryOf(merchantId)))
  await pool.query(...insert('payment', payment))
  await pool.query(...insert('allocation', {
    merchant_id: merchantId, payment_id: payment.payment_id, invoice_id: invoiceId, amount_minor: 4000n, created_at: NOW,
  }))
  await pool.query(...insert('event', {
    merchant_id: merchantId, event_id: newId('event'), mode: 'live', type: 'invoice.issued', object_id: invoiceId, sequence: 1, at: NOW, actor: 'kvit', data: {},
  }))
  await pool.query(...insert('audit_record', {
    merchant_id: merchantId, audit_id: newId('auditRecord'), at: NOW, actor: 'kvit', action: 'store.opened', object_id: place.storeId, change: {},
  }))
  await pool.query(...insert('inbound_raw', { merchant_id: merchantId, inbound_id: newId('inboundMessage'), method: 'GET', query: 'a=b', body: Buffer.alloc(0) }))
}

describe.each(['journal_entry', 'payment', 'allocation', 'event', 'audit_record', 'inbound_raw'])('what stands in %s stands for ever', (table) => {
  test('it is neither changed, nor removed, nor emptied', async () => {
    await oneOfEach(await somePlace(pool))
    expect((await pool.query(`select from ${table}`)).rowCount).toBeGreaterThan(0)
    expect(await refusal(`update ${table} set merchant_id = merchant_id`)).toBe(`${table} is append-only`)
    expect(await refusal(`delete from ${table}`)).toBe(`${table} is append-only`)
    expect(await refusal(`truncate ${table} cascade`)).toBe(`${table} is append-only`)
    expect(await refusal(`insert into ${table} select * from ${table} on conflict do nothing`)).toBeNull()
  })
})

describe('the journal', () => {
  test('an entry whose postings do not sum to zero is refused', async () => {
    const { merchantId } = await somePlace(pool)
    expect(await refusal(...insert('journal_entry', entryOf(merchantId)))).toBeNull()
    expect(await refusal(...insert('journal_entry', entryOf(merchantId, { amounts: [4000n, -3999n] })))).toBe(CHECK)
    expect(await refusal(...insert('journal_entry', entryOf(merchantId, { amounts: [9007199254740993n, -9007199254740992n] })))).toBe(CHECK)
  })

  test('an entry has an amount for each account, and at least two', async () => {
    const { merchantId } = await somePlace(pool)
    expect(await refusal(...insert('journal_entry', entryOf(merchantId, { amounts: [1n, -1n, 0n] })))).toBe(CHECK)
    expect(await refusal(...insert('journal_entry', entryOf(merchantId, { accounts: ['cash'], amounts: [0n] })))).toBe(CHECK)
  })

  test('one thing is booked once as what it is', async () => {
    const { merchantId } = await somePlace(pool)
    const entry = entryOf(merchantId)
    expect(await refusal(...insert('journal_entry', entry))).toBeNull()
    expect(await refusal(...insert('journal_entry', { ...entry, entry_id: newId('journalEntry') }))).toBe(UNIQUE)
    expect(await refusal(...insert('journal_entry', { ...entry, entry_id: newId('journalEntry'), kind: 'invoice_cancelled' }))).toBeNull()
  })
})

describe('payments', () => {
  test('the same money of a provider is a payment once', async () => {
    const place = await somePlace(pool)
    const { attemptId } = await someAttempt(pool, { place, asked: money('40.00') })
    const told = { source: 'attempt', attempt_id: attemptId, channel_id: place.channelId, provider_ref: '903311274' }
    expect(await refusal(...insert('payment', paymentOf(place, told)))).toBeNull()
    expect(await refusal(...insert('payment', paymentOf(place, told)))).toBe(UNIQUE)
    expect(await refusal(...insert('payment', paymentOf(place, { ...told, provider_ref: '903311275' })))).toBeNull()
  })

  test('a payment by an attempt names it and the provider’s reference; a payment is never nothing', async () => {
    const place = await somePlace(pool)
    expect(await refusal(...insert('payment', paymentOf(place, { source: 'attempt' })))).toBe(CHECK)
    expect(await refusal(...insert('payment', paymentOf(place, { amount_minor: 0n })))).toBe(CHECK)
    expect(await refusal(...insert('payment', paymentOf(place, { amount_minor: -1n })))).toBe(CHECK)
  })
})

describe('test and live never meet', () => {
  const attempt = (place: Place, invoiceId: Id<'invoice'>, more: Readonly<Record<string, unknown>> = {}) => insert('attempt', {
    merchant_id: place.merchantId, attempt_id: newId('attempt'), invoice_id: invoiceId, channel_id: place.channelId, store_id: place.storeId,
    mode: place.mode, asked_minor: 4000n, currency: 'EUR', language: 'lt', created_at: NOW, state_changed_at: NOW, ...more,
  })

  test('C08: a test attempt cannot use a live channel, nor a live attempt one that is being tested', async () => {
    const live = await somePlace(pool)
    const testChannel = await someChannel(pool, { ...live, mode: 'test' })
    const liveInvoice = await issuedInvoice(pool, live, money('40.00'))
    const testInvoice = await issuedInvoice(pool, { ...live, mode: 'test' }, money('40.00'))
    expect(await refusal(...attempt(live, liveInvoice))).toBeNull()
    expect(await refusal(...attempt(live, testInvoice, { mode: 'test', channel_id: testChannel }))).toBeNull()
    expect(await refusal(...attempt(live, testInvoice, { mode: 'test' }))).toBe(CHECK)
    expect(await refusal(...attempt(live, liveInvoice, { channel_id: testChannel }))).toBe(CHECK)
    expect(await refusal(...attempt(live, testInvoice))).toBe(CHECK)
    expect(await refusal(...attempt(live, liveInvoice, { mode: 'test', channel_id: testChannel }))).toBe(CHECK)
  })

  test.each(['draft', 'awaiting_provider', 'suspended'])('no attempt uses a channel that is %s', async (state) => {
    const place = await somePlace(pool)
    const invoiceId = await issuedInvoice(pool, place, money('40.00'))
    await pool.query('update channel set state = $3 where merchant_id = $1 and channel_id = $2', [place.merchantId, place.channelId, state])
    expect(await refusal(...attempt(place, invoiceId))).toBe(CHECK)
  })

  test('no attempt uses the channel of another store', async () => {
    const [one, other] = [await somePlace(pool), await somePlace(pool)]
    await pool.query(`insert into store (merchant_id, store_id, name, mode, language, currency, country, time_zone, brand_colour, legal_name, created_at)
      select $1, $2, name, mode, language, currency, country, time_zone, brand_colour, legal_name, created_at from store where merchant_id = $3`,
    [one.merchantId, other.storeId, other.merchantId])
    const elsewhere = await issuedInvoice(pool, { ...one, storeId: other.storeId }, money('40.00'))
    expect(await refusal(...attempt(one, elsewhere))).toBe(CHECK)
  })

  test('a live invoice needs a store that was opened for real money', async () => {
    const place = await somePlace(pool, 'test')
    await expect(issuedInvoice(pool, { ...place, mode: 'live' }, money('40.00'))).rejects.toThrow('a live invoice needs a live store')
    await expect(issuedInvoice(pool, place, money('40.00'))).resolves.toBeDefined()
  })

  test('a channel is live in the mode live only', async () => {
    const place = await somePlace(pool, 'test')
    expect(await refusal("update channel set state = 'live' where merchant_id = $1 and channel_id = $2", [place.merchantId, place.channelId])).toBe(CHECK)
  })
})

describe('T05: a row of one merchant cannot point at a row of another', () => {
  test.each(['attempt', 'payment', 'allocation', 'refund', 'delivery'])('%s', async (table) => {
    const [ours, theirs] = [await somePlace(pool), await somePlace(pool)]
    const rowOf = async (place: Place): Promise<Readonly<Record<string, unknown>>> => {
      const tried = await someAttempt(pool, { place, asked: money('40.00') })
      const payment = paymentOf(place, { source: 'attempt', attempt_id: tried.attemptId, channel_id: place.channelId, provider_ref: tried.attemptId })
      if (table === 'payment') return payment
      await pool.query(...insert('payment', payment))
      const about = { merchant_id: place.merchantId, invoice_id: tried.invoiceId, store_id: place.storeId, mode: 'live', created_at: NOW }
      switch (table) {
        case 'attempt': return {
          ...about, attempt_id: newId('attempt'), channel_id: place.channelId, asked_minor: 1n, currency: 'EUR', language: 'lt', state_changed_at: NOW,
        }
        case 'allocation': return { merchant_id: place.merchantId, payment_id: payment.payment_id, invoice_id: tried.invoiceId, amount_minor: 1n, created_at: NOW }
        case 'refund': return {
          ...about, refund_id: newId('refund'), payment_id: payment.payment_id, state: 'requested', because: 'asked', amount_minor: 1n, currency: 'EUR', state_changed_at: NOW,
        }
        default: return {
          ...about, delivery_id: newId('delivery'), kind: 'invoice', recipient: 'a@example.org', language: 'lt', subject: 'a', state: 'queued', requested_by: 'kvit',
        }
      }
    }
    const [own, foreign] = [await rowOf(ours), await rowOf(theirs)]
    for (const column of Object.keys(own).filter((name) => /^(invoice|payment|attempt|channel)_id$/.test(name) && name !== `${table}_id`)) {
      const code = await refusal(...insert(table, { ...own, [column]: foreign[column] }))
      expect([FOREIGN_KEY, ...(table === 'attempt' ? [CHECK] : [])], `${table}.${column}`).toContain(code)
    }
    expect(await refusal(...insert(table, own))).toBeNull()
  })

  test('nor is it read along with one: a join that forgets the merchant finds nothing by itself', async () => {
    const [ours, theirs] = [await somePlace(pool), await somePlace(pool)]
    await someAttempt(pool, { place: ours, asked: money('40.00') })
    await someAttempt(pool, { place: theirs, asked: money('40.00') })
    const { rowCount } = await pool.query(`select from attempt a join invoice i on i.invoice_id = a.invoice_id
      where a.merchant_id = $1 and i.merchant_id = $2`, [ours.merchantId, theirs.merchantId])
    expect(rowCount).toBe(0)
  })
})
