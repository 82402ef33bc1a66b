import { tillAccount } from '../../src/journal/entry.ts'
import { findBalance } from '../../src/journal/find-balance.ts'
import type { Registered } from '../../src/fiscalisers/simulator.ts'
import { decimal, zero } from '../../src/money/money.ts'
import { readShiftSums } from '../../src/receipts/read-shift-sums.ts'
import { shiftReport } from '../../src/registers/shift-report.ts'
import { shiftsOf } from '../../src/registers/shift-store.ts'
import { refOf } from '../../src/registers/register.ts'
import type { TillWorld } from './till-world.ts'

/** The books of a till whose day is over against the service's own register. Each sentence is a fault; none is right. */
export async function faultsOf(world: TillWorld): Promise<string[]> {
  const registered = world.simulator.registered(world.values)
  return [
    ...await notWitnessed(world), ...await notTheSame(world, registered), ...await moneyWithoutReceipt(world), ...await receiptsWithoutMoney(world),
    ...tooLong(registered), ...await sumsThatDiffer(world, registered), ...await drawerThatDiffers(world),
  ]
}

/** Each sale and each payment that was made is there, once. */
async function notWitnessed({ outside: { pool }, till: { register }, witnessed }: TillWorld): Promise<string[]> {
  const { rows: [row] } = await pool.query<{ sales: bigint; paid: bigint }>(
    `select (select count(*) from receipt where merchant_id = $1 and kind = 'sale') as sales,
       (select coalesce(sum(amount_minor), 0)::bigint from payment where merchant_id = $1 and source = 'attempt') as paid`, [register.merchantId])
  return [
    ...(Number(row?.sales) === witnessed.sales ? [] : [`${row?.sales} sales of ${witnessed.sales} that were made`]),
    ...(row?.paid === witnessed.paidByLinkMinor ? [] : [`${row?.paid} paid by link of ${witnessed.paidByLinkMinor}`]),
  ]
}

const isOfMoney = ({ kind }: Registered): boolean => kind === 'sale' || kind === 'return' || kind === 'service_in' || kind === 'service_out'

/** Each receipt and cash move of ours is in the service's register, once, in the order in which it was made, and nothing else is. */
async function notTheSame({ outside: { pool }, till: { register } }: TillWorld, registered: readonly Registered[]): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select d.kind || ' ' || coalesce(r.fiscal_number, d.fiscal_number) || ' ' || coalesce(r.total_minor + r.rounding_minor, m.amount_minor) || ' ' || coalesce(s.fiscal_number, '') as line
     from fiscal_document d
     left join receipt r on r.merchant_id = d.merchant_id and r.receipt_id = d.subject_id and r.state in ('registered', 'offline')
     left join receipt s on s.merchant_id = r.merchant_id and s.receipt_id = r.returns_id
     left join cash_move m on m.merchant_id = d.merchant_id and m.move_id = d.subject_id
     where d.merchant_id = $1 and d.kind in ('sale', 'return', 'service_in', 'service_out') and d.state = 'filed' order by d.position`, [register.merchantId])
  const { rows: missing } = await pool.query<{ receipt_id: string }>(
    `select receipt_id from receipt r where merchant_id = $1 and state in ('registered', 'offline')
       and 1 <> (select count(*) from fiscal_document d where d.merchant_id = r.merchant_id and d.subject_id = r.receipt_id and d.state = 'filed')`, [register.merchantId])
  const ours = rows.map(({ line }) => line)
  const theirs = registered.filter(isOfMoney).map(({ kind, fiscalNumber, amount, of }) => `${kind} ${fiscalNumber} ${amount?.minor ?? ''} ${of ?? ''}`)
  const at = Math.max(ours.length, theirs.length)
  const differs = Array.from({ length: at }, (_, index) => index).find((index) => ours[index] !== theirs[index])
  return [
    ...(differs === undefined ? [] : [`document ${differs} is ${ours[differs] ?? 'none'} here and ${theirs[differs] ?? 'none'} at the service`]),
    ...missing.map(({ receipt_id: id }) => `receipt ${id} is not registered exactly once`),
    ...(new Set(registered.map(({ kind, ref }) => `${kind} ${ref}`)).size === registered.length ? [] : ['something is registered twice']),
  ]
}

/** All money of a sale that is over is on its one receipt, or goes back, to the last kopeck. */
async function moneyWithoutReceipt({ outside: { pool }, till: { register } }: TillWorld): Promise<string[]> {
  const { rows } = await pool.query<{ payment_id: string; state: string; amount_minor: bigint; sold: bigint; back: bigint }>(
    `select p.payment_id, r.state, p.amount_minor, sold.minor as sold, back.minor as back from payment p
     join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
     join receipt r on r.merchant_id = a.merchant_id and r.invoice_id = a.invoice_id and r.kind = 'sale'
     cross join lateral (select coalesce(sum(s.amount_minor), 0)::bigint as minor from receipt_payment s
       where s.merchant_id = p.merchant_id and s.payment_id = p.payment_id and s.kind = 'sale') sold
     cross join lateral (select coalesce(sum(f.amount_minor), 0)::bigint as minor from refund f
       where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id and f.because = 'overpaid' and f.state not in ('failed', 'reversed')) back
     where p.merchant_id = $1 and r.state <> 'deferred' and p.amount_minor <> sold.minor + back.minor`, [register.merchantId])
  return rows.map((row) => `payment ${row.payment_id} of ${row.amount_minor}: ${row.sold} on a receipt that is ${row.state}, ${row.back} goes back`)
}

/** A receipt that is registered has all of its money, and a return gives back what it says; of no payment more than there is. */
async function receiptsWithoutMoney({ outside: { pool }, till: { register } }: TillWorld): Promise<string[]> {
  const { rows } = await pool.query<{ receipt_id: string; kind: string; minor: bigint }>(
    `select r.receipt_id, r.kind, coalesce(sum(s.amount_minor), 0)::bigint as minor from receipt r
     left join receipt_payment s on s.merchant_id = r.merchant_id and s.receipt_id = r.receipt_id
     where r.merchant_id = $1 and r.state in ('registered', 'offline')
     group by r.merchant_id, r.receipt_id having coalesce(sum(s.amount_minor), 0) <> r.total_minor + r.rounding_minor`, [register.merchantId])
  const { rows: over } = await pool.query<{ payment_id: string }>(
    `select p.payment_id from payment p where p.merchant_id = $1 and p.amount_minor < (select coalesce(sum(f.amount_minor), 0) from refund f
       where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id and f.state not in ('failed', 'reversed'))`, [register.merchantId])
  const { rows: twice } = await pool.query<{ payment_id: string }>(
    "select payment_id from receipt_payment where merchant_id = $1 and kind = 'sale' group by payment_id having count(*) > 1", [register.merchantId])
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

function tooLong(registered: readonly Registered[]): string[] {
  const shifts = serviceShifts(registered)
  const inside = shifts.reduce((all, { documents }) => all + documents.length, 0)
  return [
    ...shifts.flatMap(({ openedAt, closedAt }) => {
      if (closedAt === null) return [`the shift of ${openedAt.toISOString()} was not closed before the next`]
      const ms = closedAt.getTime() - openedAt.getTime()
      return ms <= LONGEST_MS ? [] : [`the shift of ${openedAt.toISOString()} took ${ms / 3_600_000} hours`]
    }),
    ...(inside === registered.filter(isOfMoney).length ? [] : ['something is registered outside of a shift']),
  ]
}

const KINDS = [['sale', 'sales'], ['return', 'returns'], ['service_in', 'serviceIn'], ['service_out', 'serviceOut']] as const

/** Each Z-report has the sums that the service has registered in that shift. */
async function sumsThatDiffer({ outside: { db }, till: { register } }: TillWorld, registered: readonly Registered[]): Promise<string[]> {
  const theirs = serviceShifts(registered)
  const ours = (await shiftsOf(db, refOf(register), { below: null, limit: 1000 })).toSorted((one, other) => one.number - other.number)
  if (ours.length !== theirs.length) return [`${ours.length} shifts here, ${theirs.length} at the service`]
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
async function drawerThatDiffers({ outside: { db, pool }, till: { register } }: TillWorld): Promise<string[]> {
  const { merchantId, mode, currency } = register
  const { rows: [row] } = await pool.query<{ minor: bigint }>(
    `select (
       (select coalesce(sum(case r.kind when 'sale' then p.amount::numeric else -p.amount::numeric end), 0) from receipt r, jsonb_to_recordset(r.payments) as p (form text, amount text)
         where r.merchant_id = $1 and r.state in ('registered', 'offline') and p.form = 'cash') * 100
       + (select coalesce(sum(case kind when 'service_in' then amount_minor else -amount_minor end), 0) from cash_move where merchant_id = $1)
       + (select coalesce(sum(p.amount_minor - coalesce((select sum(f.amount_minor) from refund f where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id and f.state = 'succeeded'), 0)), 0)
           from payment p join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
           join receipt r on r.merchant_id = a.merchant_id and r.invoice_id = a.invoice_id and r.kind = 'sale' and r.state not in ('registered', 'offline')
           where p.merchant_id = $1 and p.source = 'cash')
     )::bigint as minor`, [merchantId])
  const journal = await findBalance(db, { merchantId, mode, currency, account: tillAccount(register.id) })
  return row?.minor === journal ? [] : [`the drawer holds ${journal} by the journal and ${row?.minor} by the Z-reports`]
}
