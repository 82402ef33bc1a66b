import type { Edition } from './dated.ts'

/** One means of payment as a receipt must name it. */
export type PaymentMeans = {
  readonly key: string
  readonly form: 'cash' | 'cashless'
  /** The words of the law. `<name>` stands where the name of the service belongs, and is never printed itself. */
  readonly text: string
}

const SHEET = 'protocol sheet fiscal-dps A16, read 2026-11-22'

const EARLIER: readonly PaymentMeans[] = [
  { key: 'cash', form: 'cash', text: 'ГОТІВКА' },
  { key: 'card', form: 'cashless', text: 'КАРТКА' },
]

const ORDER_601: readonly PaymentMeans[] = [
  { key: 'cash', form: 'cash', text: 'ГОТІВКА' },
  { key: 'card', form: 'cashless', text: 'Картка' },
  { key: 'own_acquiring', form: 'cashless', text: 'Інтернет еквайринг' },
  { key: 'internet_banking', form: 'cashless', text: 'Інтернет банкінг' },
  { key: 'integrator', form: 'cashless', text: 'Платіж через інтегратора <name>' },
  { key: 'current_account', form: 'cashless', text: 'З поточного рахунку' },
  { key: 'iban', form: 'cashless', text: 'За реквізитами (IBAN)' },
  { key: 'transfer', form: 'cashless', text: 'Переказ через ННПП' },
  { key: 'transfer_terminal', form: 'cashless', text: 'Переказ через ПТКС ННПП' },
  { key: 'bank_terminal', form: 'cashless', text: 'Переказ через ПТКС банку' },
  { key: 'gift_card', form: 'cashless', text: 'Подарунковий сертифікат' },
  { key: 'voucher', form: 'cashless', text: 'Талон' },
  { key: 'token', form: 'cashless', text: 'Жетон' },
  { key: 'chip', form: 'cashless', text: 'Фішка' },
  { key: 'electronic_substitute', form: 'cashless', text: 'Електронний грошовий замінник' },
  { key: 'gaming_substitute', form: 'cashless', text: 'Ігровий замінник гривні' },
  { key: 'electronic_money', form: 'cashless', text: 'Електронні гроші <name>' },
  { key: 'digital_money', form: 'cashless', text: 'Цифрові гроші <name>' },
  { key: 'cryptocurrency', form: 'cashless', text: 'Криптовалюта <name>' },
  { key: 'cash_on_delivery', form: 'cashless', text: 'Післяплата' },
]

/**
 * Line 19 of a receipt, "means of payment". The day is that of the order; when it came into force was not seen, which is why
 * the edition is not confirmed. `cash_on_delivery` is the usage of shops and stands in no order.
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
