import { expect, test } from 'vitest'
import { nextAct } from './test-step.ts'

const made = { id: 'inv_test_1', payUrl: 'https://kvit.example/pay/x', payment: 'unpaid', createdAt: '2026-11-02T10:00:00.000Z' }
const channel = { testInvoice: made, secretsSet: { password: '2026-11-02T09:00:00.000Z' }, verifyProblem: null, isTicked: false }
const soon = new Date('2026-11-02T10:00:30Z')
const late = new Date('2026-11-02T10:02:00Z')

test('a test payment is made, then paid', () => {
  expect(nextAct({ ...channel, testInvoice: null }, soon)).toBe('make')
  expect(nextAct(channel, soon)).toBe('pay')
})

test('where the provider refuses the credentials, or no message comes, they are corrected before anything else', () => {
  expect(nextAct({ ...channel, verifyProblem: 'wrong sign' }, soon)).toBe('correct')
  expect(nextAct(channel, late)).toBe('correct')
})

test('a test payment made with the old credentials is not paid but made anew', () => {
  expect(nextAct({ ...channel, secretsSet: { password: '2026-11-02T10:01:00.000Z' } }, late)).toBe('remake')
})

test('once its money is booked there is nothing to do', () => {
  expect(nextAct({ ...channel, isTicked: true }, late)).toBe('done')
})
