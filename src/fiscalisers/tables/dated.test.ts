import { expect, test } from 'vitest'
import { CASH_STEP, roundingOf } from './cash-rounding.ts'
import { inForce } from './dated.ts'
import { meansText, PAYMENT_MEANS } from './payment-means.ts'

const uah = (minor: bigint) => ({ minor, currency: 'UAH' } as const)

test('cash is rounded by the step of its day, a half upwards', () => {
  expect(roundingOf(uah(1257n), inForce(CASH_STEP, '2025-09-30').value)).toEqual(uah(3n))
  expect(roundingOf(uah(1224n), inForce(CASH_STEP, '2025-10-01').value)).toEqual(uah(-24n))
  expect(roundingOf(uah(1225n), inForce(CASH_STEP, '2026-11-22').value)).toEqual(uah(25n))
  expect(inForce(CASH_STEP, '2026-11-22').isConfirmed).toBe(false)
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
