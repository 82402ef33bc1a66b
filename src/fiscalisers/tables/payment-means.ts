import type { Edition } from './dated.ts'

/** One means of payment as a receipt must name it. */
export type PaymentMeans = {
  readonly key: 'cash' | 'card' | 'iban' | 'integrator'
  /** The words of the law. `<name>` stands where the name of the service belongs, and is never printed itself. */
  readonly text: string
}

const SHEET = 'protocol sheet fiscal-dps A16, read 2026-11-22'

const EARLIER: readonly PaymentMeans[] = [{ key: 'cash', text: 'ГОТІВКА' }, { key: 'card', text: 'КАРТКА' }]

const ORDER_601: readonly PaymentMeans[] = [
  { key: 'cash', text: 'ГОТІВКА' },
  { key: 'card', text: 'Картка' },
  { key: 'iban', text: 'За реквізитами (IBAN)' },
  { key: 'integrator', text: 'Платіж через інтегратора <name>' },
]

/**
 * Line 19 of a receipt, "means of payment", as far as a till of ours takes them. The day is that of the order; when it came
 * into force was not seen, which is why the edition is not confirmed.
 */
export const PAYMENT_MEANS: readonly [Edition<readonly PaymentMeans[]>, ...Edition<readonly PaymentMeans[]>[]] = [
  { from: null, source: `usage under order of the Ministry of Finance 13 of 21.01.2016; ${SHEET}`, isConfirmed: false, value: EARLIER },
  { from: '2024-11-22', source: `order of the Ministry of Finance 601 of 22.11.2024; ${SHEET}`, isConfirmed: false, value: ORDER_601 },
]

const MOST_CHARACTERS = 128
const PLACE = '<name>'

/** What the receipt says. Null where a name is needed and missing or unfit, or where none belongs. */
export function meansText({ text }: PaymentMeans, name: string | null): string | null {
  if (!text.includes(PLACE)) return name === null ? text : null
  if (name === null || name.trim() === '' || /[<>\p{Cc}]/u.test(name)) return null
  const said = text.replace(PLACE, () => name.trim())
  return said.length > MOST_CHARACTERS ? null : said
}
