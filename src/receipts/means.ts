import { inForce } from '../fiscalisers/tables/dated.ts'
import { meansText, PAYMENT_MEANS } from '../fiscalisers/tables/payment-means.ts'
import type { PaymentMeans } from '../fiscalisers/tables/payment-means.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { CashRegister } from '../registers/register.ts'

/** `cash`, `card` (a terminal beside the till), `transfer`, or a connector's id for its own payments. */
type MeansKey = 'cash' | 'card' | 'transfer' | (string & {})

type MeansAt = { readonly country: string; readonly day: BusinessDate }

/** Rows of the law's table by our keys. A connector is an integrator of its name. */
const ROWS: Readonly<Record<string, PaymentMeans['key']>> = { cash: 'cash', card: 'card', transfer: 'iban' }

/** How a receipt names the means: as the register has it, else as the country's law does on that day, else `own`. */
export function meansName(register: Pick<CashRegister, 'paymentNames'>, key: MeansKey, { country, day }: MeansAt, own: string): string {
  const chosen = register.paymentNames[key]
  if (chosen !== undefined && chosen !== '') return chosen
  if (country !== 'UA') return own
  const row = ROWS[key] ?? 'integrator'
  const means = inForce(PAYMENT_MEANS, day).value.find((one) => one.key === row)
  return (means && meansText(means, row === 'integrator' ? own : null)) ?? own
}
