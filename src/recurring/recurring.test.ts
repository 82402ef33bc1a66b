import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { idOf } from '../platform/http/id-param.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { recurringRoutes } from './api.ts'
import { issueIfDue } from './issue-due.ts'
import { issueRecurring } from './jobs.ts'

const database = openTestDatabase()
const { db, pool } = database
const vault = openVault(randomBytes(32))

let jobs: Jobs
let system: CallerApp
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
  system = await startCallerApp(database, (app, clock) => recurringRoutes(app, { db, clock }))
})
afterAll(() => jobs.stop())

const TODAY = new Date('2026-11-02T10:00:00Z')
const LINE = { description: 'Rent for {month}', quantity: '1', unit: 'mo', unitPrice: '300', vat: { category: 'O', reason: 'Not a VAT payer' } }
const MONTHLY = { every: 'month', count: 1, monthDay: 31, startsOn: '2026-11-02', endsOn: null }
const ASK = { payer: { name: 'Jonas Petraitis', email: 'jonas@payer.example' }, language: 'en', lines: [LINE], rule: MONTHLY }

type Told = {
  id: string
  state: string
  nextOn: string | null
  dates: string[]
  issues: number
  problem: string | null
  code?: string
  issued: { period: string; number: string; invoice: string }[]
}

async function made(more: object = {}): Promise<{ place: Place; owner: Asker; id: string; told: Told; look: () => Promise<Told> }> {
  const place = await somePlace(pool)
  system.clock.at = TODAY
  const owner = await system.person(place)
  const answer = await owner.ask('POST', '/v1/recurring-invoices', { ...ASK, ...more })
  const told = answer.json<Told>()
  expect(answer.status, JSON.stringify(told)).toBe(201)
  return { place, owner, id: told.id, told, look: async () => (await owner.ask('GET', `/v1/recurring-invoices/${told.id}`)).json<Told>() }
}

const errors: unknown[] = []

/** Rounds until nothing is left, as every process runs them. */
async function rounds(at: string): Promise<void> {
  while (await issueRecurring({ db, pool, vault, jobs }, new Date(at), (error) => errors.push(error)));
}

const lettersOf = async ({ merchantId }: Place) =>
  (await pool.query<{ recipient: string; kind: string }>('select recipient, kind from delivery where merchant_id = $1', [merchantId])).rows

test('IN11 on its day it issues itself once, with number, letter and the month in its text, and names the next day', async () => {
  const { place, told, look } = await made({ sends: true, dueDays: 10 })
  expect(told).toMatchObject({ state: 'active', nextOn: '2026-11-30' })
  expect(told.dates).toHaveLength(12)
  expect(told.dates.slice(0, 4)).toEqual(['2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28'])
  await rounds('2026-11-30T05:59:00Z')
  expect((await look()).issues).toBe(0)
  for (const at of ['2026-11-30T06:00:00Z', '2026-11-30T06:01:00Z', '2026-12-30T10:00:00Z']) await rounds(at)
  expect(await look()).toMatchObject({ issues: 1, nextOn: '2026-12-31', issued: [{ period: '2026-11-30', number: '2026-0001' }] })
  expect(await lettersOf(place)).toEqual([{ recipient: 'jonas@payer.example', kind: 'invoice' }])
  const { rows } = await pool.query(`select i.issue_date, i.due_date, c.lines->0->>'description' as line from invoice i
    join invoice_content c on c.merchant_id = i.merchant_id and c.invoice_id = i.invoice_id where i.merchant_id = $1`, [place.merchantId])
  expect(rows).toEqual([{ issue_date: '2026-11-30', due_date: '2026-12-10', line: 'Rent for November 2026' }])
})

test('after months of standing still every missed period gets its invoice, in order and without a gap in the numbers', async () => {
  const { look } = await made()
  await rounds('2027-03-15T10:00:00Z')
  expect((await look()).issued.map(({ period, number }) => `${period} ${number}`)).toEqual([
    '2027-02-28 2027-0004', '2027-01-31 2027-0003', '2026-12-31 2027-0002', '2026-11-30 2027-0001',
  ])
})

test('any number of processes at once issue a period once', async () => {
  const { place, id, look } = await made({ sends: true })
  const key = { merchantId: place.merchantId, id: idOf('recurring', id) }
  const at = new Date('2026-11-30T10:00:00Z')
  const done = await Promise.all(Array.from({ length: 5 }, () => issueIfDue({ db, vault, jobs }, key, at)))
  expect(done.toSorted()).toEqual(['idle', 'idle', 'idle', 'idle', 'issued'])
  expect((await look()).issued).toHaveLength(1)
  expect(await lettersOf(place)).toHaveLength(1)
})

test('killed in the middle it leaves nothing behind: no draft, no number, no period, and the next round issues it', async () => {
  const { place, id, look } = await made({ sends: true })
  const key = { merchantId: place.merchantId, id: idOf('recurring', id) }
  const dying: Jobs = { ...jobs, enqueue: async () => { throw new Error('killed') } }
  await expect(issueIfDue({ db, vault, jobs: dying }, key, new Date('2026-11-30T10:00:00Z'))).rejects.toThrow('killed')
  expect((await pool.query('select from invoice where merchant_id = $1', [place.merchantId])).rowCount).toBe(0)
  expect(await look()).toMatchObject({ issues: 0, nextOn: '2026-11-30' })
  await rounds('2026-11-30T10:01:00Z')
  expect((await look()).issued).toMatchObject([{ number: '2026-0001' }])
})

test('it ends after so many invoices, after its last day, or when a person ends it; an end is final', async () => {
  const counted = await made({ mostIssues: 2 })
  expect(counted.told.dates).toEqual(['2026-11-30', '2026-12-31'])
  await rounds('2027-06-15T10:00:00Z')
  expect(await counted.look()).toMatchObject({ state: 'ended', issues: 2, nextOn: null, dates: [] })
  const dated = await made({ rule: { ...MONTHLY, endsOn: '2026-12-31' } })
  await rounds('2027-06-15T10:00:00Z')
  expect(await dated.look()).toMatchObject({ state: 'ended', issues: 2 })
  const stopped = await made()
  expect((await stopped.owner.ask('PUT', `/v1/recurring-invoices/${stopped.id}/state`, { state: 'ended' })).json()).toMatchObject({ state: 'ended', dates: [] })
  expect((await stopped.owner.ask('PUT', `/v1/recurring-invoices/${stopped.id}/state`, { state: 'active' })).json()).toMatchObject({ code: 'recurring_ended' })
  await rounds('2027-06-15T10:00:00Z')
  expect((await stopped.look()).issues).toBe(0)
})

test('what passes while it is paused is not issued afterwards', async () => {
  const { owner, id, look } = await made()
  await owner.ask('PUT', `/v1/recurring-invoices/${id}/state`, { state: 'paused' })
  await rounds('2027-01-10T10:00:00Z')
  system.clock.at = new Date('2027-01-10T10:00:00Z')
  expect((await owner.ask('PUT', `/v1/recurring-invoices/${id}/state`, { state: 'active' })).json()).toMatchObject({ nextOn: '2027-01-31' })
  await rounds('2027-01-31T10:00:00Z')
  expect((await look()).issued.map(({ period }) => period)).toEqual(['2027-01-31'])
})

test('a changed rule holds for what is to come and never issues a day again', async () => {
  const { owner, id } = await made()
  await rounds('2026-11-30T10:00:00Z')
  system.clock.at = new Date('2026-11-30T11:00:00Z')
  const changed = await owner.ask('PUT', `/v1/recurring-invoices/${id}`, { ...ASK, rule: { ...MONTHLY, every: 'week', monthDay: null, startsOn: '2026-11-30' } })
  expect(changed.json()).toMatchObject({ nextOn: '2026-12-07', issues: 1 })
})

test('a closed store issues nothing, says why, and goes on when it is open again', async () => {
  const { place, look } = await made()
  await pool.query('update store set is_open = false where merchant_id = $1', [place.merchantId])
  await rounds('2026-11-30T10:00:00Z')
  expect(await look()).toMatchObject({ issues: 0, problem: 'store_closed', nextOn: '2026-11-30' })
  await pool.query('update store set is_open = true where merchant_id = $1', [place.merchantId])
  await rounds('2026-11-30T10:30:00Z')
  expect((await look()).issues).toBe(0)
  await rounds('2026-11-30T11:00:00Z')
  expect(await look()).toMatchObject({ issues: 1, problem: null })
})

test('IN11 the next twelve dates can be looked at before anything is kept; rules that make no sense are refused', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  system.clock.at = TODAY
  const preview = (rule: object) => owner.ask('POST', '/v1/recurring-invoices/dates', { rule: { ...MONTHLY, ...rule } })
  expect((await preview({})).json<{ dates: string[] }>().dates).toHaveLength(12)
  for (const wrong of [{ monthDay: null }, { every: 'week' }, { endsOn: '2026-01-01' }, { startsOn: '2026-02-30' }, { startsOn: '9999-12-31' }, { monthDay: 32 }]) {
    expect((await preview(wrong)).status, JSON.stringify(wrong)).toBe(422)
  }
  const refused = async (more: object) => (await owner.ask('POST', '/v1/recurring-invoices', { ...ASK, ...more })).json<{ code: string }>().code
  expect(await refused({ sends: true, payer: { name: 'Jonas' } })).toBe('no_recipient')
  expect(await refused({ lines: [{ ...LINE, unitPrice: '0' }] })).toBe('nothing_owed')
  expect(await refused({ rule: { ...MONTHLY, startsOn: '2026-01-01', endsOn: '2026-10-31' } })).toBe('invalid')
  expect((await system.key({ ...place, mode: 'test' }).ask('GET', '/v1/recurring-invoices')).json()).toMatchObject({ items: [] })
})

test('one that breaks and many whose hour has not come keep no other waiting', async () => {
  const asleep = await made({ rule: { ...MONTHLY, monthDay: 1 } })
  await pool.query(`insert into recurring_invoice select (jsonb_populate_record(r, jsonb_build_object('recurring_id', uuidv7()))).*
    from recurring_invoice r, generate_series(1, 250) where r.merchant_id = $1`, [asleep.place.merchantId])
  await pool.query(`update store set time_zone = 'Pacific/Honolulu' where merchant_id = $1`, [asleep.place.merchantId])
  const broken = await made({ rule: { ...MONTHLY, monthDay: 1 } })
  await pool.query(`update recurring_invoice set content = '"unreadable"' where merchant_id = $1`, [broken.place.merchantId])
  const due = await made({ rule: { ...MONTHLY, monthDay: 1 }, notes: `${'x'.repeat(1990)} {month}` })
  await rounds('2026-12-01T09:00:00Z')
  expect((await due.look()).issues).toBe(1)
  expect(errors.splice(0)).not.toEqual([])
  const { rows } = await pool.query('select problem from recurring_invoice where merchant_id = $1', [broken.place.merchantId])
  expect(rows).toEqual([{ problem: 'failed' }])
})
