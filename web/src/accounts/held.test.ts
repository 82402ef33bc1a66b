import { expect, test } from 'vitest'
import { heldOf } from './held.ts'

const account = { balance: { amount: '40.00', currency: 'EUR' }, otherBalances: [{ amount: '0.00', currency: 'PLN' }] }

test('an account holds its own currency and each that its channels ever took, also where nothing is left', () => {
  expect(heldOf(account, 'EUR')?.amount).toBe('40.00')
  expect(heldOf(account, 'PLN')?.amount).toBe('0.00')
  expect(heldOf(account, 'GEL')).toBeNull()
})
