import { expect, test } from 'vitest'
import { attentionOf, lookOf } from './mark.tsx'

const open = {
  document: 'issued', payment: 'unpaid', flags: { paidLate: false, inFlight: false }, attention: null, dueDate: '2026-11-30',
  remaining: { amount: '25.00', currency: 'EUR' },
} as const

test('an invoice is overdue from the day after it was due, and not when it is paid', () => {
  expect(lookOf(open, '2026-11-30').text).toBe('payment_unpaid')
  expect(lookOf(open, '2026-12-01').text).toBe('payment_overdue')
  expect(lookOf({ ...open, payment: 'paid' }, '2026-12-01').text).toBe('payment_paid')
})

test('an invoice that a credit note took back whole is neither unpaid nor overdue', () => {
  expect(lookOf({ ...open, remaining: { amount: '0.00', currency: 'EUR' } }, '2026-12-01').text).toBe('credited')
})

test('money in flight is not called overdue', () => {
  expect(lookOf({ ...open, flags: { paidLate: false, inFlight: true } }, '2026-12-01').text).toBe('flagInFlight')
})

test('what needs a person is said before anything else', () => {
  expect(lookOf({ ...open, payment: 'paid', attention: 'conflicted' }, '2026-11-01').tone).toBe('red')
})

test('money that the payer’s bank took back needs a person until somebody has said what was done', () => {
  const refund = {
    id: 'ref_1', payment: 'pay_1', invoice: 'inv_1', amount: { amount: '25.00', currency: 'EUR' }, because: 'charged_back', state: 'succeeded', note: null,
    next: null, sendTo: null, sentAt: null, createdAt: '2026-11-01T10:00:00Z', stateChangedAt: '2026-11-01T10:00:00Z',
    allowed: { send: false, complete: false, withdraw: false, fail: false, acknowledge: true },
  } as const
  expect(attentionOf({ attempts: [], refunds: [refund], payment: 'refunded' })).toBe('charged_back')
  expect(attentionOf({ attempts: [], refunds: [{ ...refund, note: 'Accepted' }], payment: 'refunded' })).toBe(null)
  expect(attentionOf({ attempts: [], refunds: [{ ...refund, because: 'asked', state: 'requested' }], payment: 'overpaid' })).toBe('overpaid')
  expect(attentionOf({ attempts: [], refunds: [{ ...refund, because: 'asked', state: 'requested' }], payment: 'paid' })).toBe('refund')
})
