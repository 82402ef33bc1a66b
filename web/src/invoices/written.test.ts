import { expect, test } from 'vitest'
import { amountOf, emptyLine, emptyPayer, fieldsOf, lineOf, unreadable, unreasoned } from './written.ts'
import type { Written } from './written.ts'

const line = { ...emptyLine('a', '21'), description: 'Medis', quantity: '2', unitPrice: '12,5' }
const written: Written = {
  customer: null, payer: { ...emptyPayer, name: 'UAB Ąžuolas' }, language: 'lt', currency: 'EUR', externalNumber: '', dueDate: '',
  payUntil: '', notes: '', buyerReference: '', orderReference: '', lines: [line],
}

test('a line typed with a decimal comma is sent as the API writes numbers', () => {
  expect(lineOf(line)).toMatchObject({ quantity: '2', unitPrice: '12.5', discountPercent: '0', vat: { rate: '21' } })
})

test('a line without VAT says why', () => {
  expect(lineOf({ ...line, vat: 'AE', vatReason: 'PVMĮ 96 str.' })?.vat).toEqual({ category: 'AE', reason: 'PVMĮ 96 str.' })
})

test('a line without VAT that does not say why is asked for the reason, not for another rate', () => {
  const wrong = unreasoned({ ...written, lines: [line, { ...line, vat: 'E' }, { ...line, vat: 'E', vatReason: 'PVMĮ 21 str.' }] }, 'why')
  expect(wrong.map((problem) => problem.field)).toEqual(['lines/1/vat/reason'])
})

test('each number that cannot be read is named by its place', () => {
  const wrong = unreadable({ ...written, lines: [line, { ...line, quantity: 'two', unitPrice: '' }] }, 'a number')
  expect(wrong.map((problem) => problem.field)).toEqual(['lines/1/quantity', 'lines/1/unitPrice'])
})

test('what was left empty is sent as nothing, not as an empty text', () => {
  expect(fieldsOf(written, 'Europe/Vilnius')).toMatchObject({ externalNumber: null, dueDate: null, payUntil: null })
})

test('a payment by hand is more than nothing', () => {
  expect(amountOf('12,5', 'EUR')).toEqual({ amount: '12.50', currency: 'EUR' })
  for (const text of ['0', '0,00', '-5', 'x', '1.234']) expect(amountOf(text, 'EUR')).toBeNull()
})
