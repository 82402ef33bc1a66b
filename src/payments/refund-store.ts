import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { prepared } from '../platform/db/database-driver.ts'
import type { RefundChange, RefundState } from './money-change.ts'
import { isStanding } from './refund.ts'

export type StoredRefund = {
  readonly id: Id<'refund'>
  readonly state: RefundState
  readonly because: RefundChange['because']
  readonly amountMinor: bigint
  readonly providerKey: string | null
  readonly sequence: number
  /** It gives the money of returned goods back, and their return, which is registered, has lowered the invoice. */
  readonly isCredited: boolean
}

/** Money that an invoice had, and what of it went back or is to go back, oldest first. */
export type PaymentWithRefunds = {
  readonly id: Id<'payment'>
  readonly amountMinor: bigint
  readonly refunds: readonly StoredRefund[]
  /** A till's receipt stands for it: its money goes back by a return that is registered itself. */
  readonly isOnReceipt: boolean
}

type InvoiceOfMerchant = { readonly merchantId: Id<'merchant'>; readonly id: Id<'invoice'> }

const STANDING = 'standing-payments'
const STANDING_PAYMENTS = `
select p.payment_id, p.amount_minor,
  exists (select from receipt_payment s where s.merchant_id = $1 and s.payment_id = p.payment_id and s.kind = 'sale') as is_on_receipt,
  r.refund_id, r.state, r.because, r.amount_minor as back_minor, r.provider_key, r.sequence,
  exists (select from receipt_payment b join receipt t on t.merchant_id = b.merchant_id and t.receipt_id = b.receipt_id
    where b.merchant_id = $1 and b.refund_id = r.refund_id and t.state in ('registered', 'offline')) as is_credited
from allocation a join payment p on p.merchant_id = a.merchant_id and p.payment_id = a.payment_id
left join refund r on r.merchant_id = p.merchant_id and r.payment_id = p.payment_id
where a.merchant_id = $1 and a.invoice_id = $2
  and not exists (select from payment_reversal v where v.merchant_id = p.merchant_id and v.payment_id = p.payment_id)
order by p.payment_id, r.refund_id`

type PaymentsRow = { payment_id: Id<'payment'>; amount_minor: bigint; is_on_receipt: boolean } & (RefundRow | { [Column in keyof RefundRow]: null })
type RefundRow = {
  refund_id: Id<'refund'>; state: RefundState; because: RefundChange['because']
  back_minor: bigint; provider_key: string | null; sequence: number; is_credited: boolean
}

/**
 * The payments of an invoice but for those that were undone, oldest first. Read after the invoice's version, it is
 * still true when that version is written.
 */
export async function standingPayments(pool: pg.Pool, { merchantId, id }: InvoiceOfMerchant): Promise<PaymentWithRefunds[]> {
  return grouped((await pool.query<PaymentsRow>({ name: STANDING, text: STANDING_PAYMENTS, values: [merchantId, id] })).rows)
}

/** As `standingPayments`, for who holds the invoice's lock. */
export async function standingPaymentsLocked(tx: Tx, { merchantId, id }: InvoiceOfMerchant): Promise<PaymentWithRefunds[]> {
  return grouped((await tx.executeQuery<PaymentsRow>(prepared(STANDING, STANDING_PAYMENTS, [merchantId, id]))).rows)
}

function grouped(rows: readonly PaymentsRow[]): PaymentWithRefunds[] {
  return [...Map.groupBy(rows, (row) => row.payment_id)].map(([id, ofOne]) => ({
    id, amountMinor: ofOne[0]?.amount_minor ?? 0n, isOnReceipt: ofOne[0]?.is_on_receipt === true,
    refunds: ofOne.flatMap((row) => (row.refund_id === null ? [] : [refundIn(row)])),
  }))
}

const refundIn = (row: RefundRow): StoredRefund => ({
  id: row.refund_id, state: row.state, because: row.because, amountMinor: row.back_minor, providerKey: row.provider_key, sequence: row.sequence,
  isCredited: row.is_credited,
})

/** What has really gone back, in minor units; a task that waits is not counted. */
export const goneMinor = (refunds: readonly StoredRefund[]): bigint => sumOf(refunds.filter(({ state }) => state === 'succeeded'))

/** What of all these is given back or promised to be, in minor units. */
export const standingMinor = (refunds: readonly StoredRefund[]): bigint => sumOf(refunds.filter(({ state }) => isStanding(state)))

/** What neither went back nor is to go back by an open task, in minor units. */
export const leftMinor = ({ amountMinor, refunds }: PaymentWithRefunds): bigint =>
  amountMinor - standingMinor(refunds)

/** A task that nobody has begun to carry out. */
export const isOpenTask = ({ state }: StoredRefund): boolean => state === 'requested' || state === 'approved'

export const sumOf = (refunds: readonly StoredRefund[]): bigint => refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)

/** The refund gives money of a till's receipt back, and is of no return that is registered: CR9. */
export const receiptComesFirst = ({ isOnReceipt }: PaymentWithRefunds, { because, isCredited }: StoredRefund): boolean =>
  because === 'asked' && isOnReceipt && !isCredited
