import type { CashRegister, Receipt, Shift } from './office.ts'

/** Cash that goes back to the payer. */
export const changeOf = ({ payments, payable }: Receipt): bigint => payments.reduce((all, { value }) => all + value, 0n) - payable

type Totals = Readonly<Record<'initial' | 'balance' | 'cash_sales' | 'card_sales' | 'cash_returns' | 'card_returns' | 'service_in' | 'service_out', bigint>>

/** Of the receipts of one shift that are registered; the drawer begins with what it had. */
export function totalsOf({ receipts, shifts }: CashRegister, shift: Shift): Totals {
  const done = receipts.filter(({ status }) => status === 'DONE')
  const of = (where: readonly Receipt[], type: Receipt['type'], form: 'CASH' | 'CASHLESS'): bigint => where.filter((one) => one.type === type)
    .reduce((all, one) => all + one.payments.reduce((sum, { type: paid, value }) => sum + (paid === form ? value : 0n), 0n) - (form === 'CASH' ? changeOf(one) : 0n), 0n)
  const drawer = (where: readonly Receipt[]): bigint =>
    of(where, 'SELL', 'CASH') - of(where, 'RETURN', 'CASH') + of(where, 'SERVICE_IN', 'CASH') - of(where, 'SERVICE_OUT', 'CASH')
  const own = done.filter(({ shiftId }) => shiftId === shift.id)
  const earlier = new Set(shifts.slice(0, shifts.indexOf(shift)).map(({ id }) => id))
  const initial = drawer(done.filter(({ shiftId }) => earlier.has(shiftId)))
  return {
    initial, balance: initial + drawer(own), cash_sales: of(own, 'SELL', 'CASH'), card_sales: of(own, 'SELL', 'CASHLESS'),
    cash_returns: of(own, 'RETURN', 'CASH'), card_returns: of(own, 'RETURN', 'CASHLESS'),
    service_in: of(own, 'SERVICE_IN', 'CASH'), service_out: of(own, 'SERVICE_OUT', 'CASH'),
  }
}
