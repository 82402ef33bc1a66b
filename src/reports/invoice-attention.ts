import { AWAITS_RETURN } from '../payments/find-payments.ts'

/** Why an invoice needs a person, the most urgent first: of several, a list tells the first. */
export const INVOICE_ATTENTION = ['charged_back', 'conflicted', 'unknown', 'refund_unknown', 'reserved', 'overpaid', 'refund'] as const
export type InvoiceAttention = (typeof INVOICE_ATTENTION)[number]

/** Of `attempt a`. */
const FOR_PERSON = "a.state in ('unknown', 'conflicted', 'authorised')"
/** Of `refund r`: what the payer's bank took back, and about which nobody has said yet what was done. */
export const CHARGED_BACK = "r.because = 'charged_back' and r.state = 'succeeded' and r.note is null"
/** Of `refund r`: not finished. While it is `pending` nobody has anything to do. */
export const OPEN_REFUND = "r.state in ('requested', 'approved', 'pending', 'unknown')"
/** Of `refund r`: open, and its money may go. */
export const DUE_REFUND = `${OPEN_REFUND} and not ${AWAITS_RETURN}`

/** The invoices of merchant $1, store $2 and mode $3 that need a person, some of them twice. Each part has an index of its own. */
export const NEEDY_INVOICES = `
  select a.invoice_id from attempt a where a.merchant_id = $1 and a.store_id = $2 and a.mode = $3 and ${FOR_PERSON}
  union all
  select o.invoice_id from invoice o where o.merchant_id = $1 and o.store_id = $2 and o.mode = $3 and o.payment = 'overpaid'
  union all
  select r.invoice_id from refund r where r.merchant_id = $1 and r.store_id = $2 and r.mode = $3 and ${CHARGED_BACK}
  union all
  select r.invoice_id from refund r where r.merchant_id = $1 and r.store_id = $2 and r.mode = $3 and ${DUE_REFUND} and r.state <> 'pending'`

/** An `InvoiceAttention` of `invoice i` of merchant $1; no row where it needs nobody. */
export const MOST_URGENT = `
  select w.why from (
    select case when a.conflict @> '[{"what": "charged_back"}]' then 'charged_back' when a.state = 'authorised' then 'reserved' else a.state end as why
    from attempt a where a.merchant_id = $1 and a.invoice_id = i.invoice_id and ${FOR_PERSON}
    union all
    select case when ${CHARGED_BACK} then 'charged_back' when r.state = 'unknown' then 'refund_unknown' else 'refund' end
    from refund r where r.merchant_id = $1 and r.invoice_id = i.invoice_id and ((${CHARGED_BACK}) or (${DUE_REFUND} and r.state <> 'pending'))
    union all
    select 'overpaid' where i.payment = 'overpaid'
  ) w order by array_position(array[${INVOICE_ATTENTION.map((why) => `'${why}'`).join(', ')}], w.why) limit 1`
