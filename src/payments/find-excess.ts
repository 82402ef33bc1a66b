import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { isOfExcess } from './excess-tasks.ts'
import { standingPayments } from './refund-store.ts'

/** The tasks that give back what was paid beyond the debt, and that nobody has carried out yet. */
export async function excessTasks(
  pool: pg.Pool, { merchantId, invoiceId }: { readonly merchantId: Id<'merchant'>; readonly invoiceId: Id<'invoice'> },
): Promise<Id<'refund'>[]> {
  const payments = await standingPayments(pool, { merchantId, id: invoiceId })
  return payments.flatMap(({ refunds }) => refunds.filter(isOfExcess).map(({ id }) => id))
}
