import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { readDeliveryReport } from '../platform/mail/delivery-report.ts'
import type { DeliveryReport } from '../platform/mail/delivery-report.ts'
import { openMailReceiver } from '../platform/mail/mail-receiver.ts'
import type { MailReceiver } from '../platform/mail/mail-receiver.ts'
import type { ReturnAddresses } from '../platform/mail/return-address.ts'
import type { DeliveryState } from './delivery.ts'
import { moveDelivery } from './move-delivery.ts'

type Deps = { readonly db: Db; readonly clock: Clock }

/** Takes in what mail servers return to the senders of our letters. */
export const receiveMailReports = (
  deps: Deps, addresses: ReturnAddresses, at: { readonly host: string; readonly port: number }, onError: (error: unknown) => void,
): Promise<MailReceiver> => openMailReceiver({
  ...at, recipientOf: addresses.read, onError,
  async take(id, raw) {
    const report = await readDeliveryReport(raw)
    return report === null ? 'taken' : applyMailReport(deps, id, report)
  },
})

/** Row: where the letter is. Column: what a mail server tells. No cell: it changes nothing. */
const NEXT: Partial<Record<DeliveryState, Partial<Record<DeliveryReport['kind'], 'delivered' | 'failed'>>>> = {
  sent: { delivered: 'delivered', failed: 'failed' },
  delivered: { failed: 'failed' }, // one server had taken it for its mailbox, another behind it did not
}

/** `later`: the letter is just being sent, and whether it left is not written down yet. */
async function applyMailReport({ db, clock }: Deps, id: Id<'delivery'>, report: DeliveryReport): Promise<'taken' | 'later'> {
  const found = await db.selectFrom('delivery').select('merchant_id').where('delivery_id', '=', id).executeTakeFirst()
  if (found === undefined) return 'taken'
  return inTransaction(db, (tx) => applyTo(tx, { merchantId: found.merchant_id, id }, report, clock.now()))
}

async function applyTo(
  tx: Tx, { merchantId, id }: { readonly merchantId: Id<'merchant'>; readonly id: Id<'delivery'> }, report: DeliveryReport, at: Date,
): Promise<'taken' | 'later'> {
  const { state, mode, invoice_id: invoiceId } = await tx.selectFrom('delivery').select(['state', 'mode', 'invoice_id'])
    .where('merchant_id', '=', merchantId).where('delivery_id', '=', id).forUpdate().executeTakeFirstOrThrow()
  if (state === 'queued') return 'later'
  const next = NEXT[state]?.[report.kind]
  if (next !== undefined) await moveDelivery(tx, { merchantId, id, mode, invoiceId }, { state: next, problem: report.kind === 'failed' ? report.said : null }, at)
  return 'taken'
}
