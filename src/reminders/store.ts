import type { Selectable } from 'kysely'
import type pg from 'pg'
import type { InvoiceKey } from '../invoices/find-invoice.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { ReminderScheduleTable } from '../platform/db/schema.ts'
import type { Schedule } from './schedule.ts'

type StoreKey = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }

export type StoredSchedule = Schedule & { readonly isOn: boolean }

/** Null: the store has never had one. */
export async function scheduleOf(db: Pick<Db, 'selectFrom'>, { merchantId, storeId }: StoreKey): Promise<StoredSchedule | null> {
  const row = await db.selectFrom('reminder_schedule').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId).executeTakeFirst()
  return row === undefined ? null : scheduleIn(row)
}

const scheduleIn = (row: Omit<Selectable<ReminderScheduleTable>, 'merchant_id' | 'store_id'>): StoredSchedule => ({
  isOn: row.is_on, steps: row.steps, sendFrom: row.send_from, sendUntil: row.send_until, skipsWeekends: row.skips_weekends,
  skipsHolidays: row.skips_holidays, daysOff: row.days_off, inForceSince: row.in_force_since,
})

export async function putSchedule(tx: Tx, { merchantId, storeId }: StoreKey, schedule: StoredSchedule): Promise<void> {
  const columns = {
    is_on: schedule.isOn, steps: [...schedule.steps], send_from: schedule.sendFrom, send_until: schedule.sendUntil,
    skips_weekends: schedule.skipsWeekends, skips_holidays: schedule.skipsHolidays, days_off: [...schedule.daysOff],
    in_force_since: schedule.inForceSince,
  }
  await tx.insertInto('reminder_schedule').values({ merchant_id: merchantId, store_id: storeId, ...columns })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'store_id']).doUpdateSet(columns)).execute()
}

type ScheduleRow = Selectable<ReminderScheduleTable> & { time_zone: string; country: string }

export type ScheduledStore = StoreKey & { readonly schedule: StoredSchedule; readonly timeZone: string; readonly country: string }

/** Stores that remind, of all merchants: this is for the sweep. */
export async function schedulesInForce(pool: pg.Pool): Promise<ScheduledStore[]> {
  const { rows } = await pool.query<ScheduleRow>({
    name: 'reminder-schedules',
    text: `select r.*, s.time_zone, s.country from reminder_schedule r
      join store s on s.merchant_id = r.merchant_id and s.store_id = r.store_id
      where r.is_on and s.is_open`,
  })
  return rows.map((row) => ({ merchantId: row.merchant_id, storeId: row.store_id, schedule: scheduleIn(row), timeZone: row.time_zone, country: row.country }))
}

/** Where a page of candidates goes on. */
export type After = { readonly dueDate: string; readonly id: Id<'invoice'> }

/**
 * Invoices of these due dates that were neither paid nor credited, have an address, are not paused and have had no
 * reminder of this step or a later one. In the order of due dates; whether each may be reminded is decided under its lock.
 */
export async function candidates(
  pool: pg.Pool, { merchantId, storeId }: StoreKey, mode: Mode,
  { due, after, limit }: { due: readonly { dueDate: string; step: number }[]; after: After | null; limit: number },
): Promise<After[]> {
  const { rows } = await pool.query<{ due_date: string; invoice_id: Id<'invoice'> }>({
    name: 'reminder-candidates',
    text: `select i.due_date, i.invoice_id
      from unnest($4::date[], $5::int[]) as d (due_date, step)
      join invoice i on i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.due_date = d.due_date
      where i.payment = 'unpaid' and i.document = 'issued' and i.origin = 'invoice' and i.credited_minor = 0
        and i.payer_email <> '' and i.tests_channel_id is null
        and ($6::date is null or (i.due_date, i.invoice_id) > ($6::date, $7::uuid))
        and not exists (select from reminder r where r.merchant_id = $1 and r.invoice_id = i.invoice_id and r.step >= d.step)
        and not exists (select from reminder_pause p where p.merchant_id = $1 and p.invoice_id = i.invoice_id)
      order by i.due_date, i.invoice_id limit $8`,
    values: [merchantId, storeId, mode, due.map((one) => one.dueDate), due.map((one) => one.step), after?.dueDate ?? null, after?.id ?? null, limit],
  })
  return rows.map((row) => ({ dueDate: row.due_date, id: row.invoice_id }))
}

/** What of an invoice's history decides about its next reminder. */
export async function reminderHistory(
  db: Pick<Db, 'selectFrom'>, { merchantId, id }: InvoiceKey,
): Promise<{ lastStep: number | null; lastLetterAt: Date | null; isPaused: boolean }> {
  const taken = await db.selectFrom('reminder').select('step').where('merchant_id', '=', merchantId).where('invoice_id', '=', id)
    .orderBy('step', 'desc').limit(1).executeTakeFirst()
  const letter = await db.selectFrom('delivery').select('created_at').where('merchant_id', '=', merchantId).where('invoice_id', '=', id)
    .where('kind', '<>', 'receipt').orderBy('created_at', 'desc').limit(1).executeTakeFirst()
  const pause = await db.selectFrom('reminder_pause').select('paused_at').where('merchant_id', '=', merchantId).where('invoice_id', '=', id).executeTakeFirst()
  return { lastStep: taken?.step ?? null, lastLetterAt: letter?.created_at ?? null, isPaused: pause !== undefined }
}

/** False: the step was taken before, and nothing is written. */
export async function takeStep(
  tx: Tx, { merchantId, id }: InvoiceKey, { step, deliveryId, at }: { step: number; deliveryId: Id<'delivery'>; at: Date },
): Promise<boolean> {
  const inserted = await tx.insertInto('reminder')
    .values({ merchant_id: merchantId, invoice_id: id, step, delivery_id: deliveryId, created_at: at })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** False: it is paused already. */
export async function putPause(tx: Tx, { merchantId, id }: InvoiceKey, { by, at }: { by: string; at: Date }): Promise<boolean> {
  const inserted = await tx.insertInto('reminder_pause').values({ merchant_id: merchantId, invoice_id: id, paused_by: by, paused_at: at })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** False: it was not paused. */
export async function removePause(tx: Tx, { merchantId, id }: InvoiceKey): Promise<boolean> {
  const deleted = await tx.deleteFrom('reminder_pause').where('merchant_id', '=', merchantId).where('invoice_id', '=', id).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
