import { afterEach, expect, test } from 'vitest'
import { Type } from 'typebox'
import { openTestDatabase } from '../../../test/support/database.ts'
import { inTransaction } from '../db/database.ts'
import { openJobs } from './jobs.ts'
import type { Jobs } from './jobs.ts'

const { db, pool } = openTestDatabase()
const KIND = { name: 'parcels', data: Type.Object({ parcel: Type.String() }), retries: 0, retrySeconds: 1 }

const open: Jobs[] = []
afterEach(async () => { for (const jobs of open.splice(0)) await jobs.stop() })

test('a job whose last try throws is given up by name, and the operator hears of the error', async () => {
  const errors: unknown[] = []
  const jobs = openJobs(pool, [KIND], (error) => { errors.push(error) })
  open.push(jobs)
  await jobs.start()
  const tried: { parcel: string; isLastTry: boolean }[] = []
  const over = new Promise<string>((resolve) => {
    void jobs.work(KIND, {
      handle: async ({ parcel }, isLastTry) => {
        tried.push({ parcel, isLastTry })
        throw new Error('the wheel broke')
      },
      giveUp: async ({ parcel }) => resolve(parcel),
    })
  })
  await inTransaction(db, (tx) => jobs.enqueue(tx, KIND, { parcel: 'P-1' }))
  expect(await over).toBe('P-1')
  expect(tried).toEqual([{ parcel: 'P-1', isLastTry: true }])
  expect(errors).toEqual([new Error('the wheel broke')])
})
