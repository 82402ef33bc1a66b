import type pg from 'pg'
import { addDays, businessDate, startOfDay } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Place } from './attention.ts'

/** Of money in the store's own currency; that in another is in the lists. */
type Overview = {
  readonly today: Money
  /** The last seven days with today, and the seven before them. */
  readonly week: Money
  readonly weekBefore: Money
  /** The last fourteen days, today last. */
  readonly days: readonly { readonly date: BusinessDate; readonly amount: Money }[]
  /** All that is still to be paid; `overdue` is the part of it whose day has passed. */
  readonly due: Owed
  readonly overdue: Owed
}

type Owed = { readonly count: number; readonly amount: Money }

const DAYS = 14
const WEEK = 7

const RECEIVED = `
select (p.received_at at time zone $5)::date as day, sum(p.amount_minor)::bigint as minor
from payment p
where p.merchant_id = $1 and p.store_id = $2 and p.mode = $3 and p.currency = $4 and p.received_at >= $6 and p.received_at < $7
  and not exists (select from payment_reversal v where v.merchant_id = p.merchant_id and v.payment_id = p.payment_id)
group by day`

const OWED = `
select count(*) as count, coalesce(sum(minor), 0)::bigint as minor, count(*) filter (where is_late) as late_count,
  coalesce(sum(minor) filter (where is_late), 0)::bigint as late_minor
from (
  select i.gross_minor - i.credited_minor - i.paid_minor as minor, coalesce(i.due_date < $5::date, false) as is_late from invoice i
  where i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.currency = $4 and i.document = 'issued' and i.origin = 'invoice'
    and i.payment in ('unpaid', 'partly_paid') and i.gross_minor - i.credited_minor > i.paid_minor
) as open`

/** What came in and what is owed, by the days of the store's clock. */
export async function overviewOf(
  pool: pg.Pool, { merchantId, storeId, mode }: Place,
  { currency, timeZone, now }: { currency: Currency; timeZone: string; now: Date },
): Promise<Overview> {
  const today = businessDate(now, timeZone)
  const dates = Array.from({ length: DAYS }, (_, at) => addDays(today, at + 1 - DAYS))
  const at = [merchantId, storeId, mode, currency]
  const [{ rows: received }, { rows: [owed] }] = await Promise.all([
    pool.query<{ day: BusinessDate; minor: bigint }>(RECEIVED, [
      ...at, timeZone, startOfDay(dates[0] ?? today, timeZone), startOfDay(addDays(today, 1), timeZone),
    ]),
    pool.query<{ count: bigint; minor: bigint; late_count: bigint; late_minor: bigint }>(OWED, [...at, today]),
  ])
  const money = (minor: bigint): Money => ({ minor, currency })
  const byDay = new Map(received.map((row) => [row.day, row.minor]))
  const minors = dates.map((date) => byDay.get(date) ?? 0n)
  const sum = (some: readonly bigint[]) => money(some.reduce((total, minor) => total + minor, 0n))
  return {
    today: money(minors.at(-1) ?? 0n), week: sum(minors.slice(WEEK)), weekBefore: sum(minors.slice(0, WEEK)),
    days: dates.map((date, index) => ({ date, amount: money(minors[index] ?? 0n) })),
    due: { count: Number(owed?.count ?? 0n), amount: money(owed?.minor ?? 0n) },
    overdue: { count: Number(owed?.late_count ?? 0n), amount: money(owed?.late_minor ?? 0n) },
  }
}
