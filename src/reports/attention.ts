import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import { attemptsForPerson } from '../payments/find-payments.ts'
import type { AttemptFacts } from '../payments/json.ts'
import type { ChannelOpener } from '../payments/method-titles.ts'
import type { RefundChange, RefundState } from '../payments/money-change.ts'
import { refundWays } from '../payments/refund-way.ts'
import type { RefundWay } from '../payments/refund-way.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'
import { whyTexts } from '../platform/i18n/report-texts.ts'
import { REGISTER_ALARMS } from '../registers/register-attention.ts'
import type { Reader } from './day-words.ts'
import { CHARGED_BACK, DUE_REFUND, OPEN_REFUND } from './invoice-attention.ts'
import { tillAttention } from './till-attention.ts'
import { attemptNext, attentionText, isChargedBack, refundNext } from './why.ts'

export const AttentionJson = Type.Object({
  conflicted: Type.Integer({ description: 'Attempts whose report does not fit, or whose money the payer\'s bank took back.' }), unknown: Type.Integer(),
  reserved: Type.Integer({ description: 'Attempts whose money is reserved, to be taken or let go.' }),
  overpaid: Type.Integer({ description: 'Invoices with too much money for which no refund is under way.' }),
  refunds: Type.Integer({ description: 'Refunds that are not finished and whose money may go: not those of a return that the tax service has still to take.' }),
  chargedBack: Type.Integer({ description: 'Money that payers\' banks took back, about which nobody has said yet what was done.' }),
  tills: Type.Integer({ description: 'Alarms of cash registers, and receipts that the tax service refused.' }),
  items: Type.Array(Type.Object({
    kind: Type.Enum([
      'conflicted', 'charged_back', 'unknown', 'reserved', 'overpaid', 'refund', 'refund_pending', 'refund_unknown', 'receipt_rejected', ...REGISTER_ALARMS,
    ]),
    invoice: Nullable(IdJson('invoice')), attempt: Nullable(IdJson('attempt')), refund: Nullable(IdJson('refund')),
    register: Nullable(IdJson('cashRegister')), receipt: Nullable(IdJson('receipt')), text: Type.String(), since: TimeJson,
  }), { description: 'One for each thing a person can do, the longest waiting first; at most 50 of a kind.' }),
}, { title: 'Attention' })

type Attention = Static<typeof AttentionJson>
type Item = Attention['items'][number]

export type Place = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly mode: Mode }

const SHOWN = 50

// Money that goes back already has its refund to look at; without one somebody has to begin.
const OVERPAID = `invoice i where i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.payment = 'overpaid' and not exists (
  select from refund r where r.merchant_id = $1 and r.invoice_id = i.invoice_id and ${OPEN_REFUND})`

const COUNTS = `
select a.conflicted, a.unknown, a.reserved, (select count(*) from ${OVERPAID}) as overpaid,
  (select count(*) from refund r
    where r.merchant_id = $1 and r.store_id = $2 and r.mode = $3 and ${DUE_REFUND}) as refunds,
  (select count(*) from refund r where r.merchant_id = $1 and r.store_id = $2 and r.mode = $3 and ${CHARGED_BACK}) as charged_back
from (
  select count(*) filter (where state = 'conflicted') as conflicted, count(*) filter (where state = 'unknown') as unknown,
    count(*) filter (where state = 'authorised') as reserved
  from attempt where merchant_id = $1 and store_id = $2 and mode = $3 and state in ('unknown', 'conflicted', 'authorised')
) as a`

const OVERPAID_ITEMS = `
select i.invoice_id, i.number, i.currency, i.paid_minor - i.refunded_minor
    - case i.document when 'issued' then i.gross_minor - i.credited_minor else 0 end as minor,
  coalesce((select max(o.created_at) from allocation o where o.merchant_id = $1 and o.invoice_id = i.invoice_id),
    i.created_at) as since
from ${OVERPAID} order by since limit ${SHOWN}`

const REFUND_ITEMS = `
select r.refund_id, r.payment_id, r.invoice_id, i.number, r.state, r.because, r.note, r.amount_minor as minor, r.currency, r.created_at as since,
  p.channel_id, c.name as channel_name, p.provider_ref, p.method, p.payer_account
from refund r
join invoice i on i.merchant_id = r.merchant_id and i.invoice_id = r.invoice_id
join payment p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
left join channel c on c.merchant_id = p.merchant_id and c.channel_id = p.channel_id
where r.merchant_id = $1 and r.store_id = $2 and r.mode = $3 and (${DUE_REFUND} or (${CHARGED_BACK}))
order by r.refund_id limit ${SHOWN}`

type Counted = { conflicted: bigint; unknown: bigint; reserved: bigint; overpaid: bigint; refunds: bigint; charged_back: bigint }
type Found = { invoice_id: Id<'invoice'>; number: string | null; minor: bigint; currency: string; since: Date }
type RefundFound = Found & {
  refund_id: Id<'refund'>; payment_id: Id<'payment'>; state: RefundState; because: RefundChange['because']; note: string | null
  channel_id: Id<'channel'> | null; channel_name: string | null; provider_ref: string | null; method: string | null; payer_account: string | null
}

/** What needs a person in a store. */
export async function attentionOf(
  { db, pool, openChannel }: { db: Db; pool: pg.Pool; openChannel: ChannelOpener }, place: Place, reader: Reader,
): Promise<Attention> {
  const at = [place.merchantId, place.storeId, place.mode]
  const [tills, { rows: [counts] }, attempts, { rows: overpaid }, { rows: refunds }] = await Promise.all([
    tillAttention(db, place, reader), pool.query<Counted>(COUNTS, at), attemptsForPerson(pool, { ...place, limit: SHOWN }),
    pool.query<Found>(OVERPAID_ITEMS, at), pool.query<RefundFound>(REFUND_ITEMS, at),
  ])
  const ways = await refundWays(openChannel, place.merchantId, refunds.map((row) => (
    { id: row.payment_id, channel: row.channel_id === null ? null : { id: row.channel_id }, providerRef: row.provider_ref, method: row.method }
  )))
  const items = [
    ...tills.items.map((item): Item => ({ ...item, invoice: null, attempt: null, refund: null })),
    ...attempts.flatMap((attempt) => attemptItem(attempt, reader)),
    ...overpaid.map((row) => overpaidItem(row, place.mode, reader)),
    ...refunds.map((row) => refundItem(row, ways.get(row.payment_id) ?? 'no_provider', { mode: place.mode, reader })),
  ]
  return {
    conflicted: Number(counts?.conflicted ?? 0n), unknown: Number(counts?.unknown ?? 0n), reserved: Number(counts?.reserved ?? 0n),
    overpaid: Number(counts?.overpaid ?? 0n), refunds: Number(counts?.refunds ?? 0n), chargedBack: Number(counts?.charged_back ?? 0n),
    tills: tills.count, items: items.toSorted((a, b) => a.since.localeCompare(b.since)),
  }
}

const NO_TILL = { register: null, receipt: null } as const

function attemptItem(attempt: AttemptFacts, reader: Reader): Item[] {
  const { invoice, mode } = attempt
  const kind = attempt.state === 'authorised' ? 'reserved' : attempt.state
  if (kind !== 'conflicted' && kind !== 'unknown' && kind !== 'reserved') return []
  const next = attemptNext(attempt, reader) ?? ''
  return [{
    kind: isChargedBack(attempt) ? 'charged_back' : kind, invoice: publicId('invoice', invoice.id, mode), attempt: publicId('attempt', attempt.id, mode), refund: null,
    ...NO_TILL,
    text: attentionText(reader, { number: invoice.number ?? '', amount: attempt.asked, next }),
    since: attempt.stateChangedAt.toISOString(),
  }]
}

function overpaidItem(row: Found, mode: Mode, reader: Reader): Item {
  const amount = { minor: row.minor, currency: storedCurrency(row.currency) }
  const next = say(reader.language, whyTexts[reader.language].attention.overpaid, { amount: formatMoney(reader.language, amount) })
  return {
    kind: 'overpaid', invoice: publicId('invoice', row.invoice_id, mode), attempt: null, refund: null, ...NO_TILL,
    text: attentionText(reader, { number: row.number ?? '', amount, next }), since: row.since.toISOString(),
  }
}

const REFUND_KIND: Readonly<Partial<Record<RefundState, Item['kind']>>> = { pending: 'refund_pending', unknown: 'refund_unknown' }

function refundItem(row: RefundFound, way: RefundWay, { mode, reader }: { mode: Mode; reader: Reader }): Item {
  const amount = { minor: row.minor, currency: storedCurrency(row.currency) }
  const channel = row.channel_id === null ? null : { id: row.channel_id, name: row.channel_name ?? '' }
  const next = refundNext({ ...row, amount, awaitsReturn: false }, { channel, payerAccount: row.payer_account, way }, reader) ?? ''
  return {
    kind: row.because === 'charged_back' ? 'charged_back' : REFUND_KIND[row.state] ?? 'refund', invoice: publicId('invoice', row.invoice_id, mode),
    attempt: null, refund: publicId('refund', row.refund_id, mode),
    ...NO_TILL,
    text: attentionText(reader, { number: row.number ?? '', amount, next }), since: row.since.toISOString(),
  }
}
