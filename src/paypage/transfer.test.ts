import { expect, test } from 'vitest'
import { newId } from '../kernel/ids.ts'
import { readNbuCode } from '../invoices/read-nbu-qr.ts'
import type { PaySubject } from './store.ts'
import { transferOf } from './transfer.ts'

const seller: NonNullable<PaySubject['invoice']['seller']> = {
  storeName: 'Кав’ярня', legalName: 'ТОВ «Кав’ярня»', companyCode: '12345678', vatCode: '', address: '', country: 'UA', email: '', phone: '', website: '',
  iban: 'UA22 3052 9900 0002 6001 2345 6789 0', bankName: '',
}

const invoice: PaySubject['invoice'] = {
  merchantId: newId('merchant'), id: newId('invoice'), storeId: newId('store'), mode: 'test', version: 1, sequence: 1, document: 'issued',
  currency: 'UAH', grossMinor: 100_000n, paidMinor: 40_000n, refundedMinor: 10_000n, creditedMinor: 5_000n, payUntil: null, paidAt: null, paidLate: false,
  liveAttemptId: null, leaseUntil: null, origin: 'invoice', number: '2026-0042', issueDate: '2026-11-02', dueDate: null, language: 'uk', lines: [],
  gross: { minor: 100_000n, currency: 'UAH' }, payer: { name: '', email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null }, seller, reference: null,
}

test('PL12: a payer is offered a transfer of what is left after payments and credits', () => {
  const transfer = transferOf({ invoice }, '/pay/x')
  expect(transfer).toMatchObject({
    codePath: '/pay/x/transfer.svg', recipient: 'ТОВ «Кав’ярня»', recipientCode: '12345678', account: 'UA22 3052 9900 0002 6001 2345 6789 0',
    purpose: 'Оплата за рахунком № 2026-0042 від 02.11.2026',
  })
  expect(readNbuCode(transfer?.href ?? '')).toMatchObject({ amount: 'UAH550', purpose: transfer?.purpose, reference: '2026-0042', lockMask: 'FFFF' })
})

test('what a cash register sold is paid by its receipt, not by an invoice that nobody has', () => {
  const transfer = transferOf({ invoice: { ...invoice, origin: 'till' } }, '/pay/x')
  expect([transfer?.purpose, readNbuCode(transfer?.href ?? '')]).toMatchObject(['Оплата за чеком № 2026-0042 від 02.11.2026', { purpose: transfer?.purpose }])
})

test.each<[string, Partial<PaySubject['invoice']>]>([
  ['in euros', { currency: 'EUR' }], ['without a seller', { seller: null }], ['to an account elsewhere', { seller: { ...seller, iban: 'LT377300012345678901' } }],
  ['without an account', { seller: { ...seller, iban: '' } }], ['without a company code', { seller: { ...seller, companyCode: '' } }], ['that is paid', { paidMinor: 105_000n }],
])('no transfer is offered for an invoice %s', (_, change) => {
  expect(transferOf({ invoice: { ...invoice, ...change } }, '/pay/x')).toBeNull()
})
