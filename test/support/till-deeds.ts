import { newId } from '../../src/kernel/ids.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { parseDecimal, ZERO } from '../../src/money/decimal.ts'
import { decimal } from '../../src/money/money.ts'
import type { Money } from '../../src/money/money.ts'
import { inCash } from '../../src/money/reckon.ts'
import { applyReport } from '../../src/payments/apply-report.ts'
import { inTransaction } from '../../src/platform/db/database.ts'
import { endReceipt } from '../../src/receipts/end-receipt.ts'
import type { AskedPayment } from '../../src/receipts/price-sale.ts'
import type { ReceiptState } from '../../src/receipts/receipt.ts'
import { refileReceipt } from '../../src/receipts/refile-receipt.ts'
import { returnGoods } from '../../src/receipts/return-goods.ts'
import { sell } from '../../src/receipts/sell.ts'
import { giveLateBack, takeLate } from '../../src/receipts/take-late.ts'
import { checkRegister } from '../../src/registers/check-register.ts'
import { closeShift } from '../../src/registers/close-shift.ts'
import { moveCash } from '../../src/registers/move-cash.ts'
import { refOf } from '../../src/registers/register.ts'
import { sellingShift } from '../../src/registers/shift-store.ts'
import { readShiftSums } from '../../src/receipts/read-shift-sums.ts'
import { reportOf, someAttempt } from './builders.ts'
import { goods, receiptNow, saleOf, vault } from './till.ts'
import type { TillLife } from './till-life.ts'
import { count, isDeath } from './till-world.ts'
import type { Deps, TillWorld } from './till-world.ts'

/** Whoever asks again when no answer comes: a till by its own name of the sale, a provider by its report. */
async function surely<T>(world: TillWorld, deed: (deps: Deps) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await once(world, async (deps) => ({ is: await deed(deps) }))
    if (answer !== null) return answer.is
    if (tries > 20) throw new Error('no answer at all')
    count(world.counters, 'asked again after no answer')
  }
}

/** A person who sees no answer looks at the list, and does not ask again. Null: no answer came. */
async function once<T>(world: TillWorld, deed: (deps: Deps) => Promise<T>): Promise<T | null> {
  try {
    return await deed(world.process().deps)
  } catch (error) {
    if (!isDeath(error)) throw error
    count(world.counters, 'deed cut off by a kill')
    await world.revived()
    return null
  }
}

const uah = (minor: number): Money => ({ minor: BigInt(minor), currency: 'UAH' })

const actBy = ({ till: { seller }, world: { clock } }: TillLife) => ({ at: clock.now(), actor: 'kvit', cashier: { id: seller.cashierId, name: seller.name } } as const)

export type PaidBy = 'cash' | 'card' | 'cash and card' | 'link' | 'cash and link'

/** Of one or two lines. Their kopecks come never to those that a simulator takes for faults. */
export async function sells(life: TillLife, by: PaidBy): Promise<void> {
  const { till, random, witnessed, world } = life
  const lines = Array.from({ length: 1 + random(2) }, (_, at) => goods(`Товар ${at + 1}`, decimal(uah(100 * (1 + random(400)) + (at === 0
    ? 5 * random(9)
    : 0))), String(1 + random(3)), at === 0 ? 'А' : 'Б'))
  const total = lines.reduce((all, { price, quantity }) => all + price.minor * quantity.digits, 0n)
  const ask = saleOf(lines, paymentsOf(life, { minor: total, currency: 'UAH' }, by), { askedKey: newId('event'), expiresInHours: 1 + random(16) })
  const sold = await surely(world, (deps) => inTransaction(deps.db, (tx) => sell(tx, vault, till, ask, { at: world.clock.now(), actor: 'kvit' })))
  if (!sold.ok) return turnedAway(life, by, sold.error.code)
  witnessed.sales += 1
  count(world.counters, `sold by ${by}`)
}

/** Where there are no numbers, or which is next is not known, or what was made without the tax service is on its way or was refused, nothing may be sold; the buyer goes elsewhere. */
const TURNING_AWAY: ReadonlySet<string> = new Set(['offline_none', 'offline_unknown', 'offline_ending', 'offline_stopped'])

function turnedAway({ world: { counters } }: TillLife, by: PaidBy, code: string): void {
  if (!TURNING_AWAY.has(code)) throw new Error(`a sale by ${by} was refused: ${code}`)
  count(counters, `not sold: ${code}`)
}

function paymentsOf({ till: { register } }: TillLife, total: Money, by: PaidBy): AskedPayment[] {
  const half: Money = { minor: total.minor / 20n * 10n, currency: 'UAH' }
  const rest: Money = { minor: total.minor - half.minor, currency: 'UAH' }
  switch (by) {
    case 'cash': return [{ form: 'cash', amount: inCash(total, register.roundingMinor), given: null }]
    case 'card': return [{ form: 'card', amount: total, slip: null }]
    case 'link': return [{ form: 'link', amount: total }]
    case 'cash and card': return [{ form: 'cash', amount: half, given: null }, { form: 'card', amount: rest, slip: null }]
    case 'cash and link': return [{ form: 'cash', amount: half, given: null }, { form: 'link', amount: rest }]
  }
}

export type ReceiptRow = {
  readonly receipt_id: Id<'receipt'>
  readonly invoice_id: Id<'invoice'>
  readonly open_minor: bigint
  readonly paid_minor: bigint
  readonly kind: 'sale' | 'return'
}

/** The till's receipts in these states, oldest first. */
export async function receiptsIn({ world: { outside: { pool } }, till: { register } }: TillLife, states: readonly ReceiptState[], kind?: 'sale' | 'return'): Promise<ReceiptRow[]> {
  const { rows } = await pool.query<ReceiptRow>({
    name: 'till-days-receipts',
    text: `select r.receipt_id, r.invoice_id, r.kind, i.gross_minor - i.paid_minor as open_minor, i.paid_minor from receipt r join invoice i on i.merchant_id = r.merchant_id and i.invoice_id = r.invoice_id
      where r.merchant_id = $1 and r.state = any ($2) and ($3::text is null or r.kind = $3) order by r.created_at, r.receipt_id`,
    values: [register.merchantId, states, kind ?? null],
  })
  return rows
}

/** A payer pays by the link, and the provider reports it until it is taken. */
export async function pays({ world, till: { place }, witnessed }: TillLife, { invoice_id: invoiceId }: ReceiptRow, minor: bigint): Promise<void> {
  const { outside, clock } = world
  const attempt = await someAttempt(outside.pool, { place, asked: { minor, currency: 'UAH' }, invoiceId })
  const report = reportOf(attempt, { providerRef: attempt.attemptId })
  const applied = await surely(world, ({ pool }) => applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report, inboundId: null, at: clock.now() }))
  if (applied.outcome === 'unmatched') throw new Error(`a payment was ${applied.outcome}: ${applied.reason}`)
  witnessed.paidByLinkMinor += minor
}

export async function withdraws(life: TillLife, { receipt_id: id }: ReceiptRow): Promise<void> {
  const { till: { register }, world } = life
  const receipt = await receiptNow(world.outside.db, { merchantId: register.merchantId, id })
  const done = await once(world, (deps) => endReceipt(deps, receipt, { how: 'withdrawn', reason: 'changed their mind' }, { at: world.clock.now(), actor: 'kvit' }))
  if (done?.ok === true) count(world.counters, 'withdrawn')
}

export async function takesLate(life: TillLife, { receipt_id: id }: ReceiptRow): Promise<void> {
  const { till: { register }, world } = life
  const done = await once(world, (deps) => inTransaction(deps.db, (tx) => takeLate(tx, { merchantId: register.merchantId, id }, { register, country: 'UA' }, actBy(life))))
  if (done?.ok === true) count(world.counters, 'late money taken for the goods')
}

export async function givesLateBack(life: TillLife, { receipt_id: id }: ReceiptRow): Promise<void> {
  const { till: { register }, world } = life
  const receipt = await receiptNow(world.outside.db, { merchantId: register.merchantId, id })
  const done = await once(world, (deps) => giveLateBack(deps, receipt, 'kvit'))
  if (done?.ok === true) count(world.counters, 'late money given back')
}

/** One of the first line comes back. */
export async function returns(life: TillLife, { receipt_id: id }: ReceiptRow, refund: 'cash' | 'way_it_came'): Promise<void> {
  const { till, world } = life
  const done = await once(world, (deps) => inTransaction(deps.db, (tx) => returnGoods(
    tx, vault, { merchantId: till.register.merchantId, id }, till, { lines: [{ index: 0, quantity: parseDecimal('1') ?? ZERO }], refund }, actBy(life))))
  if (done?.ok === true) count(world.counters, `returned for ${refund}`)
}

/** What was complained of is put right, and the tax service is told once more. Repeated until nothing is refused. */
export async function refiles(life: TillLife, { receipt_id: id }: ReceiptRow): Promise<void> {
  const { till: { register }, world } = life
  const receipt = await receiptNow(world.outside.db, { merchantId: register.merchantId, id })
  const done = await once(world, (deps) => inTransaction(deps.db, (tx) => refileReceipt(tx, receipt, register, actBy(life))))
  if (done?.ok === true) count(world.counters, 'refused and filed anew')
}

/** Whoever hears that the tax service has refused what was made without it looks into it, and has it brought once more. Throws if nobody ordered that refusal. */
export async function bringsOnceMore({ till: { register }, world }: TillLife): Promise<void> {
  const problem = (await world.stopped()).get(register.merchantId)
  if (problem === undefined) return
  if (!problem.includes('на замовлення')) throw new Error(`what was made without the tax service was refused: ${problem}`)
  const done = await once(world, (deps) => checkRegister(deps, register))
  if (done?.ok === true) count(world.counters, 'refused and brought once more')
}

export async function movesCash(life: TillLife, kind: 'service_in' | 'service_out', minor: number): Promise<void> {
  const { till: { register, seller }, world } = life
  const cashier = {
    cashierId: seller.cashierId, registerId: register.id, name: seller.name, mayReturn: true, mostDiscountPercent: null, mostCashOutMinor: null,
    expiresAt: new Date(world.clock.now().getTime() + 3_600_000),
  }
  const done = await once(world, (deps) => moveCash(deps, { register, cashier, kind, amount: uah(minor), note: '', actor: 'kvit' }))
  if (done?.ok === true) count(world.counters, kind)
}

export async function closesByHand(life: TillLife): Promise<void> {
  const { till: { register }, world } = life
  const open = await sellingShift(world.outside.db, refOf(register))
  if (open === null) return
  const done = await once(world, (deps) => inTransaction(deps.db, (tx) => closeShift(tx, register, { shiftId: open.id, readSums: readShiftSums, ...actBy(life) })))
  if (done?.ok === true) count(world.counters, 'closed by hand')
}
