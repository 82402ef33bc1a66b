import { parseDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Sale, SaleLine, SalePayment, SaleTax } from './contract.ts'

/** The documents of the conformance suite, worked out by hand. */

export const uah = (minor: bigint): Money => ({ minor, currency: 'UAH' })

const decimal = (text: string): Decimal => parseDecimal(text) ?? ZERO

const line = (change: Partial<SaleLine>): SaleLine => ({
  code: '1', barcode: null, name: 'Кава', uktzed: null, dkpp: null, unitCode: 2009, unitName: 'шт', quantity: decimal('1'),
  price: uah(9_100n), cost: uah(9_100n), discount: uah(0n), taxLetters: 'А', ...change,
})

const cash = (amount: bigint, given: bigint | null = null): SalePayment =>
  ({ form: 'cash', means: 'ГОТІВКА', amount: uah(amount), given: given === null ? null : uah(given), card: null })

/** As the payment integrator of the sheet tells it. Source: protocol sheet A16, order 601. */
const liqPay = (amount: bigint): SalePayment => ({
  form: 'cashless', means: 'Платіж через інтегратора LiqPay', amount: uah(amount), given: null,
  card: {
    paymentSystem: 'visa', acquirer: 'ПриватБанк', reference: '031234567890', authCode: '123456', mask: '424242******4242',
    terminal: null, at: new Date('2026-01-31T21:59:59Z'),
  },
})

const vat = (letter: 'А' | 'Б', percent: string, turnover: bigint, tax: bigint): SaleTax =>
  ({ letter, type: 0, name: 'ПДВ', percent: decimal(percent), turnover: uah(turnover), base: uah(turnover), tax: uah(tax) })

const plain = (total: bigint, tax: bigint, payments: readonly SalePayment[], rounding = 0n): Sale => ({
  lines: [line({ price: uah(total), cost: uah(total) })], total: uah(total), rounding: uah(rounding), payments, taxes: [vat('А', '20', total, tax)],
})

/** Two coffees and a quarter of a kilogram of cheese with a discount, paid with a banknote: change is given. */
export const CASH_SALE: Sale = {
  lines: [
    line({ quantity: decimal('2'), price: uah(4_550n) }),
    line({
      code: '2', barcode: '4820000000017', name: 'Сир', uktzed: '0406', unitCode: 301, unitName: 'кг', quantity: decimal('0.25'),
      price: uah(11_990n), cost: uah(2_998n), discount: uah(98n), taxLetters: 'Б',
    }),
  ],
  total: uah(12_000n), rounding: uah(0n), payments: [cash(12_000n, 20_000n)],
  taxes: [vat('А', '20', 9_100n, 1_517n), vat('Б', '7', 2_900n, 190n)],
}

export const LIQPAY_SALE = plain(15_050n, 2_508n, [liqPay(15_050n)])

/** Part of it in cash, the rest by card terminal. */
export const MIXED_SALE = plain(30_000n, 5_000n, [cash(10_000n), { ...liqPay(20_000n), means: 'Картка' }])

/** 12.53 is 12.50 in cash by every step of rounding there has been. */
export const ROUNDED_SALE = plain(1_253n, 209n, [cash(1_250n)], -3n)

/** A merchant who pays no VAT has neither letters nor rows. */
export const UNTAXED_SALE: Sale = { ...plain(9_100n, 0n, [cash(9_100n)]), lines: [line({ taxLetters: '' })], taxes: [] }

/** Letters that are lost or dangerous in one encoding or another. */
export const NAMED_SALE: Sale = { ...plain(9_100n, 1_517n, [cash(9_100n)]), lines: [line({ name: 'Сік «Ґава» <0,5 л> & м’ята ʼ ₴ № 7' })] }

/** What no service may be asked to file, and what is wrong with it. */
export const WRONG_SALES: readonly (readonly [string, 'amounts' | 'text', Sale])[] = [
  ['payments that do not make up the total', 'amounts', { ...LIQPAY_SALE, payments: [liqPay(15_049n)] }],
  ['a cashless payment above the total', 'amounts', { ...LIQPAY_SALE, payments: [liqPay(15_051n)] }],
  ['lines that do not make up the total', 'amounts', { ...CASH_SALE, total: uah(12_001n), payments: [cash(12_001n)] }],
  ['a cost that is not quantity times price', 'amounts', { ...UNTAXED_SALE, lines: [line({ taxLetters: '', quantity: decimal('2') })] }],
  ['less cash than is owed', 'amounts', { ...UNTAXED_SALE, payments: [cash(9_100n, 9_000n)] }],
  ['another currency', 'amounts', { ...UNTAXED_SALE, total: { minor: 9_100n, currency: 'EUR' } }],
  ['no line', 'amounts', { ...UNTAXED_SALE, lines: [], total: uah(0n), payments: [] }],
  ['a name of nothing', 'text', { ...UNTAXED_SALE, lines: [line({ taxLetters: '', name: ' ' })] }],
]
