import { expect, test } from 'vitest'
import type { GuideStep } from '../api/nouns.ts'
import { stepToOpen } from './step-to-open.ts'

const STEPS = ['account', 'cashier', 'credentials', 'test_receipt'].map((id): GuideStep => (
  { id, kind: id === 'credentials' ? 'credentials' : 'provider', title: id, reason: '', todo: [], paste: [], done: '', awaits: false }))

const opened = (...done: string[]): string | null => stepToOpen(STEPS, ({ id }) => done.includes(id))

test('a guide opens where one was, also when a program gave the credentials without a word about the steps before', () => {
  expect(opened()).toBe('account')
  expect(opened('account')).toBe('cashier')
  expect(opened('credentials')).toBe('test_receipt')
  expect(opened('account', 'cashier', 'credentials', 'test_receipt')).toBeNull()
})
