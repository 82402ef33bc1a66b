import { sql } from 'kysely'
import { businessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ReadProgress } from '../merchants/stores/store-json.ts'
import type { Db } from '../platform/db/database.ts'
import { documentNumber } from './issue-invoice.ts'

/** How far each store has come: its next number, and whether it has issued an invoice and been paid one. */
export const readProgressOf = ({ db, clock }: { db: Db; clock: Clock }): ReadProgress => async (merchantId, stores) => {
  const { rows } = await sql<{
    store_id: (typeof stores)[number]['storeId']
    mode: string
    year: number | null
    last_number: number | null
    has_invoice: boolean
    has_payment: boolean
  }>`
    select s.store_id, s.mode, n.year, n.last_number,
      exists (select from invoice i where i.merchant_id = s.merchant_id and i.store_id = s.store_id and i.number is not null
        and i.tests_channel_id is null) as has_invoice,
      exists (select from payment p where p.merchant_id = s.merchant_id and p.store_id = s.store_id) as has_payment
    from store s
    left join lateral (select year, last_number from number_series n where n.merchant_id = s.merchant_id and n.store_id = s.store_id
      and n.mode = s.mode and n.document = 'invoice' order by year desc limit 1) n on true
    where s.merchant_id = ${merchantId}`.execute(db)
  return new Map(stores.map((store) => {
    const row = rows.find((one) => one.store_id === store.storeId)
    const year = Number(businessDate(clock.now(), store.timeZone).slice(0, 4))
    const last = row?.year === year ? row.last_number ?? 0 : 0
    return [store.storeId, {
      nextInvoiceNumber: documentNumber(store.numberPrefix, year, last + 1),
      hasInvoice: row?.has_invoice ?? false, hasPayment: row?.has_payment ?? false,
    }]
  }))
}
