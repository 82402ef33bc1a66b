import { expect, test } from 'vitest'
import { creditedAtFirst, creditLines, standingAfter, wrongCredits } from './credited.ts'

const line = (description: string, quantity: string, net: string, discountPercent = '0') =>
  ({ description, quantity, unit: 'vnt.', unitPrice: '10', discountPercent, vat: { rate: '21' }, net })
const invoice = { currency: 'EUR', lines: [line('Medis', '3', '30.00'), line('Akmuo', '2', '18.00', '10'), line('Grąžinta', '-1', '-10.00')] }
const words = { none: 'none', amount: 'no amount', most: (text: string) => `at most ${text}`, decimal: String, money: ({ amount }: { amount: string }) => amount }
const chosen = (at: number, said: { quantity?: string; amount?: string }) =>
  creditedAtFirst(invoice).map((one, n) => (n === at ? { ...one, chosen: true, ...said } : one))

test('a line is taken back by quantity at its own price, discount and VAT', () => {
  expect(creditLines(invoice, chosen(1, { quantity: '1,5' }))).toEqual(
    [{ description: 'Akmuo', quantity: '1.5', unit: 'vnt.', unitPrice: '10', discountPercent: '10', vat: { rate: '21' } }],
  )
})

test('a line is taken back by an amount before VAT, whatever its quantity says', () => {
  expect(creditLines(invoice, chosen(0, { quantity: 'two', amount: '4,50' }))).toEqual(
    [{ description: 'Medis', quantity: '1', unit: '', unitPrice: '4.50', vat: { rate: '21' } }],
  )
})

test('no more is taken back of a line than it says, and nothing is not something', () => {
  for (const quantity of ['4', '0', '-1', 'two']) {
    expect(wrongCredits(invoice, chosen(0, { quantity }), words), quantity).toEqual([{ field: 'credit/0/quantity', code: 'too_big', message: 'at most 3' }])
  }
  expect(wrongCredits(invoice, chosen(1, { amount: '18.01' }), words)).toMatchObject([{ field: 'credit/1/amount', message: 'at most 18.00' }])
  expect(wrongCredits(invoice, chosen(1, { amount: 'some' }), words)).toMatchObject([{ field: 'credit/1/amount', message: 'no amount' }])
  expect(wrongCredits(invoice, creditedAtFirst(invoice), words)).toMatchObject([{ field: 'credit/0', message: 'none' }])
  expect(wrongCredits(invoice, chosen(2, {}), words)).toEqual([])
})

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const standing = { currency: 'EUR', gross: eur('100.00'), credited: eur('10.00'), paid: eur('80.00'), refunded: eur('0.00'), overpaid: eur('0.00') }

test('before it is done one sees what is left of the invoice and what of the money goes back', () => {
  expect(standingAfter(standing, eur('10.00'))).toEqual({ left: eur('80.00'), back: null })
  expect(standingAfter(standing, eur('90.00'))).toEqual({ left: eur('0.00'), back: eur('80.00') })
  expect(standingAfter(standing, eur('90.01'))).toEqual({ left: null, back: null })
})
