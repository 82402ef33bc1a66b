import type pg from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { PayerJson, SellerJson } from '../invoices/invoice.ts'
import type { InvoiceOrigin, Payer, Seller } from '../invoices/invoice.ts'
import { LineJson } from '../invoices/line.ts'
import type { LineText } from '../invoices/line.ts'
import type { ChannelVersion } from '../merchants/channels/open-channel.ts'
import { logoPath } from '../merchants/stores/logo.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { AttemptState } from '../payments/attempt.ts'
import { INVOICE_COLUMNS, invoiceInPayment } from '../payments/invoice-in-payment.ts'
import type { InvoiceInPaymentRow } from '../payments/invoice-in-payment.ts'
import type { InvoiceInPayment } from '../payments/money-change.ts'
import { tokenHash } from '../platform/crypto/token.ts'

/** A channel and the version in which it was seen, so that it need not be read again. `troubleAt` as in `isInTrouble`. */
export type SeenChannel = ChannelVersion & { readonly id: Id<'channel'>; readonly troubleAt: Date | null }

/** Everything behind one pay link, read at one moment. */
export type PaySubject = {
  readonly linkIsActive: boolean
  readonly invoice: InvoiceInPayment & {
    readonly origin: InvoiceOrigin; readonly number: string; readonly issueDate: string; readonly dueDate: string | null; readonly language: Language
    readonly lines: readonly LineText[]; readonly payer: Payer; readonly gross: Money
    /** As it was when the invoice was issued. */
    readonly seller: Seller | null
    /** ISO 11649, without spaces. */
    readonly reference: string | null
  }
  readonly store: {
    readonly name: string; readonly isOpen: boolean; readonly language: Language; readonly country: string; readonly timeZone: string
    readonly brandColour: string; readonly legalName: string; readonly companyCode: string; readonly email: string
    readonly phone: string; readonly website: string; readonly termsUrl: string; readonly partPayments: boolean; readonly pageToken: string | null
    readonly logo: { readonly path: string; readonly width: number; readonly height: number } | null
  }
  /** Channels that may take this invoice's money now. */
  readonly channels: readonly SeenChannel[]
  /** The newest attempt, which is the live one where there is one. */
  readonly attempt: {
    readonly id: Id<'attempt'>; readonly channelId: Id<'channel'>; readonly connector: string; readonly state: AttemptState
    readonly method: string | null; readonly language: Language; readonly asked: Money
    readonly waitingSince: Date | null; readonly claimedAt: Date | null; readonly startedAt: Date
    readonly providerRef: string | null
    /** The provider was to bring it to the payer's bank app, and no browser of ours has opened it since. */
    readonly isBrought: boolean
  } | null
  /** Oldest first; money that was found not to be of this invoice is not among them. */
  readonly payments: readonly { readonly id: Id<'payment'>; readonly amount: Money; readonly at: Date; readonly method: string | null
    readonly channelId: Id<'channel'> | null; readonly providerRef: string | null }[]
}

const FIND = `
select t.merchant_id, l.state as link_state, ${INVOICE_COLUMNS}, i.origin, i.number, i.issue_date, i.due_date, i.language, c.lines, c.payer, c.seller, c.reference,
  s.name, s.is_open, s.language as store_language, s.country, s.time_zone, s.brand_colour, s.legal_name, s.company_code,
  s.email, s.phone, s.website, s.terms_url, s.part_payments, s.page_token, g.version as logo_version, g.width, g.height,
  coalesce((select jsonb_agg(jsonb_build_object('id', h.channel_id, 'settingsVersion', h.settings_version,
      'factsAt', h.facts_at, 'pinnedProof', h.pinned_proof, 'troubleAt', h.trouble_at) order by h.channel_id)
    from channel h where h.merchant_id = t.merchant_id and h.store_id = i.store_id and h.mode = i.mode
    and h.state = case i.mode when 'live' then 'live' else 'testing' end), '[]') as channels,
  a.attempt_id, a.channel_id, a.connector, a.a_state, a.method, a.asked_minor, a.waiting_since, a.claimed_at, a.created_at as started_at,
  a.provider_ref as attempt_ref, a.language as attempt_language, a.brought,
  coalesce((select jsonb_agg(jsonb_build_object('id', p.payment_id, 'minor', p.amount_minor::text, 'at', p.received_at, 'method', p.method,
      'channelId', p.channel_id, 'providerRef', p.provider_ref)
    order by p.payment_id) from allocation o join payment p on p.merchant_id = o.merchant_id and p.payment_id = o.payment_id
    where o.merchant_id = t.merchant_id and o.invoice_id = i.invoice_id
      and not exists (select from payment_reversal v where v.merchant_id = o.merchant_id and v.payment_id = o.payment_id)), '[]') as payments
from token t
join payment_link l on l.merchant_id = t.merchant_id and l.link_id = t.object_id
join invoice i on i.merchant_id = t.merchant_id and i.invoice_id = l.invoice_id
join invoice_content c on c.merchant_id = t.merchant_id and c.invoice_id = i.invoice_id
join store s on s.merchant_id = t.merchant_id and s.store_id = i.store_id
left join store_logo g on g.merchant_id = t.merchant_id and g.store_id = i.store_id
left join lateral (
  select a.attempt_id, a.channel_id, h.connector, a.state as a_state, a.method, a.asked_minor, a.waiting_since, a.claimed_at, a.created_at,
    a.provider_ref, a.language, a.brought
  from attempt a join channel h on h.merchant_id = a.merchant_id and h.channel_id = a.channel_id
  where a.merchant_id = t.merchant_id and a.invoice_id = i.invoice_id
  order by a.attempt_id = i.live_attempt_id desc nulls last, a.attempt_id desc limit 1
) a on true
where t.token_hash = $1 and t.purpose = 'pay_link'`

type Row = InvoiceInPaymentRow & {
  merchant_id: Id<'merchant'>; link_state: string; origin: InvoiceOrigin; number: string; issue_date: string; due_date: string | null; language: Language
  lines: unknown; payer: unknown; seller: unknown; reference: string | null; name: string; is_open: boolean; store_language: Language; country: string; time_zone: string
  brand_colour: string; legal_name: string; company_code: string; email: string; phone: string; website: string; terms_url: string
  part_payments: boolean; page_token: string | null; logo_version: string | null; width: number | null; height: number | null; channels: unknown; payments: unknown
} & Attempted

type Attempted =
  | { attempt_id: null }
  | { attempt_id: Id<'attempt'>; channel_id: Id<'channel'>; connector: string; a_state: AttemptState; method: string | null
      asked_minor: bigint; waiting_since: Date | null; claimed_at: Date | null; started_at: Date; attempt_ref: string | null; attempt_language: Language; brought: boolean }

const Lines = Type.Array(LineJson)
const Channels = Type.Array(Type.Object({
  id: Type.Unsafe<Id<'channel'>>(Type.String()), settingsVersion: Type.Integer(), factsAt: Type.Union([Type.String(), Type.Null()]),
  pinnedProof: Type.Union([Type.String(), Type.Null()]), troubleAt: Type.Union([Type.String(), Type.Null()]),
}))
const Payments = Type.Array(Type.Object({
  id: Type.Unsafe<Id<'payment'>>(Type.String()), minor: Type.String(), at: Type.String(), method: Type.Union([Type.String(), Type.Null()]),
  channelId: Type.Union([Type.Unsafe<Id<'channel'>>(Type.String()), Type.Null()]), providerRef: Type.Union([Type.String(), Type.Null()]),
}))

const timeOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

function logoOf({ merchant_id: merchantId, store_id: storeId, logo_version: version, width, height }: Row): PaySubject['store']['logo'] {
  const path = logoPath({ merchantId, storeId, version })
  return path === null || width === null || height === null ? null : { path, width, height }
}

/** One statement. Null: no such link, in the same time as one that has expired. */
export async function findPaySubject(pool: pg.Pool, token: string): Promise<PaySubject | null> {
  const { rows: [row] } = await pool.query<Row>({ name: 'pay-subject', text: FIND, values: [tokenHash(token)] })
  if (row === undefined) return null
  const currency = storedCurrency(row.currency)
  return {
    linkIsActive: row.link_state === 'active',
    invoice: {
      ...invoiceInPayment(row.merchant_id, row), origin: row.origin, number: row.number, issueDate: row.issue_date, dueDate: row.due_date,
      language: row.language, lines: Value.Parse(Lines, row.lines), payer: Value.Parse(PayerJson, row.payer),
      seller: row.seller === null ? null : Value.Parse(SellerJson, row.seller), reference: row.reference,
      gross: { minor: row.gross_minor, currency },
    },
    store: {
      name: row.name, isOpen: row.is_open, language: row.store_language, country: row.country, timeZone: row.time_zone,
      brandColour: row.brand_colour, legalName: row.legal_name, companyCode: row.company_code, email: row.email, phone: row.phone,
      website: row.website, termsUrl: row.terms_url, partPayments: row.part_payments, pageToken: row.page_token,
      logo: logoOf(row),
    },
    channels: Value.Parse(Channels, row.channels).map((channel) => ({
      ...channel, factsAt: timeOf(channel.factsAt), troubleAt: timeOf(channel.troubleAt),
    })),
    attempt: row.attempt_id === null ? null : {
      id: row.attempt_id, channelId: row.channel_id, connector: row.connector, state: row.a_state, method: row.method,
      asked: { minor: row.asked_minor, currency }, waitingSince: row.waiting_since, claimedAt: row.claimed_at, startedAt: row.started_at,
      providerRef: row.attempt_ref, language: row.attempt_language, isBrought: row.brought,
    },
    payments: Value.Parse(Payments, row.payments).map(({ minor, at, ...payment }) => ({ ...payment, amount: { minor: BigInt(minor), currency }, at: new Date(at) })),
  }
}
