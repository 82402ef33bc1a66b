import type { Registered } from '../../src/fiscalisers/simulator.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { decimal, zero } from '../../src/money/money.ts'
import { readShiftSums } from '../../src/receipts/read-shift-sums.ts'
import { shiftReport } from '../../src/registers/shift-report.ts'
import { listShifts } from '../../src/registers/shift-store.ts'
import type { TillLife } from './till-life.ts'
import type { Outside, TillWorld } from './till-world.ts'

type OfMerchant = { readonly merchant_id: Id<'merchant'> }

/** The books of all tills, whose day is over, against the services' own registers. Each sentence is a fault; none is right. */
export async function faultsOf({ outside }: TillWorld, lives: readonly TillLife[]): Promise<string[]> {
  const [bought, filed] = [await boughtIn(outside), await filedIn(outside)]
  const faults = [...await notOnce(outside), ...await moneyWithoutReceipt(outside), ...await receiptsWithoutMoney(outside), ...await drawersThatDiffer(outside)]
  for (const life of lives) {
    const { till: { register }, service, values } = life
    const registered = service.simulator.registered(values)
    const own = [
      ...notWitnessed(life, bought.get(register.merchantId)), ...notTheSame(registered, filed.get(register.merchantId) ?? []),
      ...tooLong(registered, service.simulator.now()), ...await sumsThatDiffer(life, registered),
    ]
    faults.push(...own.map((fault) => `${register.id} at ${service.kind.title}: ${fault}`))
  }
  return faults
}

type Bought = OfMerchant & { readonly sales: bigint; readonly paid: bigint }

async function boughtIn({ pool }: Outside): Promise<ReadonlyMap<Id<'merchant'>, Bought>> {
  const { rows } = await pool.query<Bought>(
    `select merchant_id, sum(sales)::bigint as sales, sum(paid)::bigint as paid from (
       select merchant_id, 1 as sales, 0 as paid from receipt where kind = 'sale'
       union all select merchant_id, 0, amount_minor from payment where source = 'attempt') made group by merchant_id`)
  return new Map(rows.map((row) => [row.merchant_id, row]))
}

/** Each sale and each payment that was made is there, once. */
const notWitnessed = ({ witnessed }: TillLife, { sales, paid }: Pick<Bought, 'sales' | 'paid'> = { sales: 0n, paid: 0n }): string[] => [
  ...(Number(sales) === witnessed.sales ? [] : [`${sales} sales of ${witnessed.sales} that were made`]),
  ...(paid === witnessed.paidByLinkMinor ? [] : [`${paid} paid by link of ${witnessed.paidByLinkMinor}`]),
]

const isOfMoney = ({ kind }: Registered): boolean => kind === 'sale' || kind === 'return' || kind === 'service_in' || kind === 'service_out'

/** What each register has filed of receipts and cash moves, in the order in which they were made. */
async function filedIn({ pool }: Outside): Promise<ReadonlyMap<Id<'merchant'>, string[]>> {
  const { rows } = await pool.query<OfMerchant & { line: string }>(
    `select d.merchant_id, d.kind || ' ' || coalesce(r.fiscal_number, d.fiscal_number) || ' ' || coalesce(r.total_minor + r.rounding_minor, m.amount_minor) || ' ' || coalesce(s.fiscal_number, '') as line
     from fiscal_document d
     left join receipt r on r.merchant_id = d.merchant_id and r.receipt_id = d.subject_id and r.state in ('registered', 'offline')
     left join receipt s on s.merchant_id = r.merchant_id and s.receipt_id = r.returns_id
     left join cash_move m on m.merchant_id = d.merchant_id and m.move_id = d.subject_id
     where d.kind in ('sale', 'return', 'service_in', 'service_out') and d.state in ('filed', 'offline') order by d.merchant_id, d.position`)
  const filed = new Map<Id<'merchant'>, string[]>()
  for (const { merchant_id: id, line } of rows) filed.getOrInsert(id, []).push(line)
  return filed
}

/** Each receipt and cash move of ours is in the service's register, once, in the order in which it was made, and nothing else is. */
function notTheSame(registered: readonly Registered[], ours: readonly string[]): string[] {
  const theirs = registered.filter(isOfMoney).map(({ kind, fiscalNumber, amount, of }) => `${kind} ${fiscalNumber} ${amount?.minor ?? ''} ${of ?? ''}`)
  const at = Math.max(ours.length, theirs.length)
  const differs = Array.from({ length: at }, (_, index) => index).find((index) => ours[index] !== theirs[index])
  return [
    ...(differs === undefined ? [] : [`document ${differs} is ${ours[differs] ?? 'none'} here and ${theirs[differs] ?? 'none'} at the service`]),
    ...(new Set(registered.map(({ kind, ref }) => `${kind} ${ref}`)).size === registered.length ? [] : ['something is registered twice']),
  ]
}

async function notOnce({ pool }: Outside): Promise<string[]> {
  const { rows } = await pool.query<{ receipt_id: string }>(
    `select receipt_id from receipt r where state in ('registered', 'offline')
       and 1 <> (select count(*) from fiscal_document d where d.merchant_id = r.merchant_id and d.subject_id = r.receipt_id and d.state in ('filed', 'offline'))`)
  return rows.map(({ receipt_id: id }) => `receipt ${id} is not registered exactly once`)
}

/** All money of a sale that is over is on its one receipt, or goes back, to the last kopeck. */
async function moneyWithoutReceipt({ pool }: Outside): Promise<string[]> {
  const { rows } = await pool.query<{ payment_id: string; state: string; amount_minor: bigint; sold: bigint; back: bigint }>(
    `select p.payment_id, r.state, p.amount_minor, sold.minor as sold, back.minor as back from payment p
     join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
     join receipt r on r.merchant_id = a.merchant_id and r.invoice_id = a.invoice_id and r.kind = 'sale'
     cross join lateral (select coalesce(sum(s.amount_minor), 0)::bigint as minor from receipt_payment s
       where s.merchant_id = p.merchant_id and s.payment_id = p.payment_id and s.kind = 'sale') sold
     cross join lateral (select coalesce(sum(f.amount_minor), 0)::bigint as minor from refund f
       where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id and f.because = 'overpaid' and f.state not in ('failed', 'reversed')) back
     where r.state <> 'deferred' and p.amount_minor <> sold.minor + back.minor`)
  return rows.map((row) => `payment ${row.payment_id} of ${row.amount_minor}: ${row.sold} on a receipt that is ${row.state}, ${row.back} goes back`)
}

/** A receipt that is registered has all of its money, and a return gives back what it says; of no payment more than there is. */
async function receiptsWithoutMoney({ pool }: Outside): Promise<string[]> {
  const { rows } = await pool.query<{ receipt_id: string; kind: string; minor: bigint }>(
    `select r.receipt_id, r.kind, coalesce(sum(s.amount_minor), 0)::bigint as minor from receipt r
     left join receipt_payment s on s.merchant_id = r.merchant_id and s.receipt_id = r.receipt_id
     where r.state in ('registered', 'offline')
     group by r.merchant_id, r.receipt_id having coalesce(sum(s.amount_minor), 0) <> r.total_minor + r.rounding_minor`)
  const { rows: over } = await pool.query<{ payment_id: string }>(
    `select p.payment_id from payment p where p.amount_minor < (select coalesce(sum(f.amount_minor), 0) from refund f
       where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id and f.state not in ('failed', 'reversed'))`)
  const { rows: twice } = await pool.query<{ payment_id: string }>(
    "select payment_id from receipt_payment where kind = 'sale' group by payment_id having count(*) > 1")
  return [
    ...rows.map((row) => `the ${row.kind} ${row.receipt_id} is registered and has ${row.minor}`),
    ...over.map((row) => `more than all of payment ${row.payment_id} goes back`),
    ...twice.map((row) => `payment ${row.payment_id} is on two receipts`),
  ]
}

const LONGEST_MS = 24 * 3_600_000

type ServiceShift = { readonly openedAt: Date; readonly closedAt: Date | null; readonly documents: readonly Registered[] }

function serviceShifts(registered: readonly Registered[]): ServiceShift[] {
  const starts = registered.flatMap(({ kind }, index) => (kind === 'open_shift' ? [index] : []))
  return starts.flatMap((start, at) => {
    const [opening, ...rest] = registered.slice(start, starts[at + 1])
    const last = rest.at(-1)
    return opening === undefined ? [] : [{ openedAt: opening.at, closedAt: last?.kind === 'close_shift' ? last.at : null, documents: rest.filter(isOfMoney) }]
  })
}

function tooLong(registered: readonly Registered[], now: Date): string[] {
  const shifts = serviceShifts(registered)
  const inside = shifts.reduce((all, { documents }) => all + documents.length, 0)
  return [
    ...shifts.flatMap(({ openedAt, closedAt }, at) => {
      // The last one may have been opened by the clock, while other tills ended their day.
      if (closedAt === null && at < shifts.length - 1) return [`the shift of ${openedAt.toISOString()} was not closed before the next`]
      const ms = (closedAt ?? now).getTime() - openedAt.getTime()
      return ms <= LONGEST_MS ? [] : [`the shift of ${openedAt.toISOString()} took ${ms / 3_600_000} hours`]
    }),
    ...(inside === registered.filter(isOfMoney).length ? [] : ['something is registered outside of a shift']),
  ]
}

const KINDS = [['sale', 'sales'], ['return', 'returns'], ['service_in', 'serviceIn'], ['service_out', 'serviceOut']] as const

/** Each Z-report has the sums that the service has registered in that shift. */
async function sumsThatDiffer({ world: { outside: { db } }, till: { register } }: TillLife, registered: readonly Registered[]): Promise<string[]> {
  const theirs = serviceShifts(registered)
  const { merchantId, storeId, mode, id: registerId } = register
  const asked = { merchantId, storeId, mode, registerId, from: null, before: null }
  const ours = (await listShifts(db, asked, { limit: 1000, after: null })).toSorted((one, other) => one.number - other.number)
  // The next one may have been begun by the clock in the day's last moment, which the service has not heard of yet.
  const known = ours.at(-1)?.state === 'opening' ? [ours.length - 1, ours.length] : [ours.length]
  if (!known.includes(theirs.length)) return [`${ours.length} shifts here, ${theirs.length} at the service`]
  const wrong: string[] = []
  for (const [at, shift] of ours.entries()) {
    const report = await shiftReport(db, { shift, register, readSums: readShiftSums })
    for (const [kind, name] of KINDS) {
      const sum = (theirs[at]?.documents ?? []).filter((one) => one.kind === kind).reduce((all, { amount }) => all + (amount?.minor ?? 0n), 0n)
      const has = decimal({ ...zero('UAH'), minor: sum })
      if (report[name].amount !== has) wrong.push(`shift ${shift.number}: ${name} are ${report[name].amount} in the Z-report and ${has} at the service`)
    }
    for (const { what, ours: one, theirs: other } of report.differences.filter((difference) => difference.what !== 'drawer')) {
      wrong.push(`shift ${shift.number}: ${what} are ${one.amount} here and ${other.amount} in the service's report`)
    }
  }
  return wrong
}

/** The journal's drawer holds what all Z-reports together leave in it, and the cash of sales that are not registered. */
async function drawersThatDiffer({ pool }: Outside): Promise<string[]> {
  const { rows } = await pool.query<OfMerchant & { journal: bigint; reports: bigint }>(
    `with leaves as (
       select r.merchant_id, case r.kind when 'sale' then p.amount::numeric else -p.amount::numeric end * 100 as minor
         from receipt r, jsonb_to_recordset(r.payments) as p (form text, amount text) where r.state in ('registered', 'offline') and p.form = 'cash'
       union all select merchant_id, case kind when 'service_in' then amount_minor else -amount_minor end from cash_move m
         where not exists (select from cash_move_withdrawal w where w.merchant_id = m.merchant_id and w.move_id = m.move_id)
       union all select p.merchant_id, p.amount_minor - coalesce((select sum(f.amount_minor) from refund f where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id and f.state = 'succeeded'), 0)
         from payment p join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
         join receipt r on r.merchant_id = a.merchant_id and r.invoice_id = a.invoice_id and r.kind = 'sale' and r.state not in ('registered', 'offline')
         where p.source = 'cash'),
     reports as (select merchant_id, sum(minor)::bigint as minor from leaves group by merchant_id),
     journal as (select merchant_id, sum(balance_minor)::bigint as minor from account_balance where account like 'till:%' group by merchant_id)
     select coalesce(r.merchant_id, j.merchant_id) as merchant_id, coalesce(j.minor, 0) as journal, coalesce(r.minor, 0) as reports
     from reports r full join journal j on j.merchant_id = r.merchant_id where coalesce(j.minor, 0) <> coalesce(r.minor, 0)`)
  return rows.map(({ merchant_id: id, journal, reports }) => `the drawer of ${id} holds ${journal} by the journal and ${reports} by the Z-reports`)
}
