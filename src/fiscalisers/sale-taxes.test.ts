import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, zero } from '../money/money.ts'
import { saleTaxes } from './sale-taxes.ts'
import { CASH_STEP, roundingOf } from './tables/cash-rounding.ts'
import { inForce } from './tables/dated.ts'
import { meansText, PAYMENT_MEANS } from './tables/payment-means.ts'
import { TAX_LETTERS } from './tables/tax-letters.ts'

const uah = (minor: bigint) => ({ minor, currency: 'UAH' } as const)
const line = (cost: bigint, taxLetters: string, discount = 0n) => ({ cost: uah(cost), discount: uah(discount), taxLetters })
const TABLE = inForce(TAX_LETTERS, '2026-01-31').value

test('excise comes off first, then VAT of the rest, as in the official sample', () => {
  const taxes = saleTaxes([line(25_990n, 'АГ')], TABLE, 'UAH')
  expect(taxes?.map(({ letter, turnover, base, tax }) => [letter, turnover.minor, base.minor, tax.minor])).toEqual([
    ['А', 25_990n, 24_752n, 4125n], ['Г', 25_990n, 25_990n, 1238n],
  ])
})

test('a tax is rounded once on the sum of its letter, and not line by line', () => {
  const taxes = saleTaxes([line(7n, 'Б'), line(7n, 'Б'), line(7n, 'Б')], TABLE, 'UAH')
  expect(taxes?.map(({ tax }) => tax.minor)).toEqual([1n])
})

test('a letter that the merchant’s table lacks is not guessed at: the Latin A is none of ours', () => {
  expect(saleTaxes([line(100n, 'A')], TABLE, 'UAH')).toBeNull()
  expect(saleTaxes([line(100n, '')], [], 'UAH')).toEqual([])
})

test('the VAT of mixed goods is reckoned from what is left of all excise, to the kopeck', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.bigInt(1n, 10_000_000n), fc.constantFrom('А', 'Б', 'АГ', 'БГ')), { minLength: 1, maxLength: 8 }), (lines) => {
    const taxes = saleTaxes(lines.map(([cost, letters]) => line(cost, letters)), TABLE, 'UAH') ?? []
    const excise = taxes.find(({ type }) => type === 1)?.tax ?? zero('UAH')
    const bases = taxes.filter(({ type }) => type === 0).reduce((all, { base }) => add(all, base), zero('UAH'))
    expect(add(bases, excise)).toEqual(uah(lines.reduce((all, [cost]) => all + cost, 0n)))
  }))
})

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
