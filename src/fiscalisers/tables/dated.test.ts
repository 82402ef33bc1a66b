import { expect, test } from 'vitest'
import { CASH_STEP } from './cash-rounding.ts'
import { inForce } from './dated.ts'
import { meansText, PAYMENT_MEANS } from './payment-means.ts'

test('the step of rounding cash is that of the day', () => {
  expect(['2025-09-30', '2025-10-01', '2026-11-22'].map((day) => inForce(CASH_STEP, day).value)).toEqual([10n, 50n, 50n])
})

test('the means of payment are those of the day, and a placeholder never reaches a receipt', () => {
  const today = inForce(PAYMENT_MEANS, '2026-11-22').value
  const integrator = today.find(({ key }) => key === 'integrator')
  const card = today.find(({ key }) => key === 'card')
  if (integrator === undefined || card === undefined) throw new Error('the table lacks them')
  expect(meansText(integrator, 'LiqPay')).toBe('Платіж через інтегратора LiqPay')
  expect(meansText(card, null)).toBe('Картка')
  for (const name of [null, ' ', '<назва інтегратора>', 'a\nb', 'x'.repeat(129)]) expect(meansText(integrator, name)).toBeNull()
  expect(inForce(PAYMENT_MEANS, '2020-01-01').value.map(({ text }) => text)).toEqual(['ГОТІВКА', 'КАРТКА'])
})
