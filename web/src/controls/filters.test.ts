import { expect, test } from 'vitest'
import { readInvoiceFilter, readPaymentFilter } from './filters.ts'

test('a shared address opens the list that was shared', () => {
  expect(readInvoiceFilter({ view: 'overdue', search: 'Ąžuolas', customer: 'cus_test_1', from: '2026-11-01' }))
    .toEqual({ view: 'overdue', search: 'Ąžuolas', customer: 'cus_test_1', from: '2026-11-01' })
})

test('what an address says wrongly is left out, so that the list still opens', () => {
  expect(readInvoiceFilter({ view: 'nonsense', from: '2026-13-45', to: 7, search: '' })).toEqual({})
  expect(readPaymentFilter({ source: 'theft', from: "1' or 1=1" })).toEqual({})
})

test('a number searched for stays a text', () => {
  expect(readPaymentFilter({ search: 20260042 })).toEqual({ search: '20260042' })
})
