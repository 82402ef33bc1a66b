import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { payToken } from '../invoices/pay-link.ts'
import type { Id } from '../kernel/ids.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { sendFreshLink } from './fresh-link.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const EXPIRED = new Date(NOW.getTime() - 1000)
const A_WEEK_ON = new Date('2026-11-09T10:00:00Z')

let jobs: Jobs
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
})
afterAll(() => jobs.stop())

const ask = async ({ merchantId }: Place, invoiceId: Id<'invoice'>) =>
  sendFreshLink({ db, pool, clock: { now: () => NOW }, jobs }, await payToken(db, vault, { merchantId, invoiceId }) ?? '')

async function traces({ merchantId }: Place, invoiceId: Id<'invoice'>) {
  const rows = async (text: string) => (await pool.query(text, [merchantId, invoiceId])).rows
  return {
    invoice: (await rows('select pay_until from invoice where merchant_id = $1 and invoice_id = $2'))[0],
    letters: await rows('select kind, recipient from delivery where merchant_id = $1 and invoice_id = $2'),
    events: await rows(`select type, actor, sequence, data from event where merchant_id = $1 and object_id = $2 and type = 'invoice.prolonged'`),
    audit: await rows('select action, actor, change from audit_record where merchant_id = $1 and object_id = $2'),
  }
}

test('a fresh link works for a week, and letter, event and audit record say that the payer asked for it', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place, { payUntil: EXPIRED })
  await ask(place, id)
  await ask(place, id)
  const payUntil = A_WEEK_ON.toISOString()
  expect(await traces(place, id)).toEqual({
    invoice: { pay_until: A_WEEK_ON }, letters: [{ kind: 'fresh_link', recipient: PAYER.email }],
    events: [{ type: 'invoice.prolonged', actor: 'payer', sequence: 2, data: { payUntil, lastDay: '2026-11-09' } }],
    audit: [{ action: 'invoice.prolonged', actor: 'payer', change: { payUntil: { from: EXPIRED.toISOString(), to: payUntil } } }],
  })
})

test('an invoice that is paid while its payer asks for a fresh link is neither prolonged nor asked for again', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place, { payUntil: EXPIRED })
  const other = await pool.connect()
  await other.query('begin')
  await other.query(
    `update invoice set paid_minor = gross_minor, payment = 'paid', version = version + 1 where merchant_id = $1 and invoice_id = $2`, [place.merchantId, id],
  )
  const asked = ask(place, id)
  await expect.poll(async () => (await pool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount).toBe(1)
  await other.query('commit')
  other.release()
  await asked
  expect(await traces(place, id)).toEqual({ invoice: { pay_until: EXPIRED }, letters: [], events: [], audit: [] })
})

test('without an address there is nobody to send it to, and the link stays as it was', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place, { payUntil: EXPIRED, payer: { ...PAYER, email: '' } })
  await ask(place, id)
  expect(await traces(place, id)).toEqual({ invoice: { pay_until: EXPIRED }, letters: [], events: [], audit: [] })
})
