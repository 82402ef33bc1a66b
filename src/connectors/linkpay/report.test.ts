import { describe, expect, test } from 'vitest'
import type { Config } from './config.ts'
import { order, PAYMENT, REFERENCE, SETTLED, setup } from './fixtures/setup.ts'
import { orderReference, paymentDescription, referenceIn } from './order-reference.ts'
import { readReport, readStatus } from './report.ts'

const told = (change: Readonly<Record<string, unknown>> = {}, bank: Config['bank'] = 'lhv') => readReport({ ...SETTLED, ...change }, PAYMENT, setup({ bank }))

test('a settled payment is money of its order, all of it standing', () => {
  expect(told()).toEqual({
    status: 'confirmed', reference: REFERENCE, providerRef: PAYMENT, asked: { minor: 12_050n, currency: 'EUR' },
    transferred: { minor: 12_050n, currency: 'EUR' }, mode: 'test', method: 'lhv_ob_ee',
    payer: { name: 'Example Buyer', account: 'EE471000001020145685', country: null },
    refund: { amount: { minor: 0n, currency: 'EUR' }, at: null, counts: 'all' }, doubt: null,
  })
})

test.each([
  ['initial', 'open'], ['waiting_for_sca', 'open'], ['waiting_for_3ds_response', 'open'], ['waiting_for_bav', 'open'], ['confirmed_3ds', 'waiting'],
  ['3ds_confirmed', 'waiting'], ['sent_for_processing', 'waiting'], ['authorised', 'authorised'], ['authorized', 'authorised'], ['settled', 'confirmed'],
  ['failed', 'refused'], ['abandoned', 'refused'], ['voided', 'refused'], ['refunded', 'refunded'], ['chargebacked', 'charged_back'],
  ['charged_back', 'charged_back'], ['Settled', 'unrecognised'], ['paid', 'unrecognised'], ['constructor', 'unrecognised'],
])('the state %s means %s', (state, status) => expect(readStatus(state)).toBe(status))

test('a state that is not listed makes a person look', () => {
  expect(told({ payment_state: 'settled_partly' })).toMatchObject({ status: 'unrecognised', doubt: 'state settled_partly is not listed' })
})

describe('refunds', () => {
  test.each([
    [0, null], [120.5, null], [100.25, 'charged back, and a part still stands'],
  ])('a lost dispute takes all that came; with %d standing the doubt is %s', (standing_amount, doubt) => {
    expect(told({ payment_state: 'chargebacked', standing_amount })).toMatchObject({ refund: { amount: { minor: 12050n }, counts: 'all' }, doubt })
  })
  test('a part that went back is the difference of what was paid and what is standing', () => {
    expect(told({ payment_state: 'refunded', standing_amount: 100.25 })?.refund).toEqual({ amount: { minor: 2025n, currency: 'EUR' }, at: null, counts: 'all' })
  })
  test('where the bank only marks it, no money is said to have gone back', () => {
    expect(told({ payment_state: 'refunded', standing_amount: 100.25 }, 'seb')?.refund).toMatchObject({ amount: { minor: 2025n }, counts: 'marked' })
    expect(told({ payment_state: 'refunded', standing_amount: 100.25, payment_method: 'card' }, 'seb')?.refund).toMatchObject({ counts: 'all' })
  })
  test('without a readable standing amount a person looks', () => {
    expect(told({ payment_state: 'refunded', standing_amount: null })).toMatchObject({ refund: null, doubt: 'refunded, and how much is not readable' })
  })
  test('settled and yet less is standing: that much came, as of reserved money of which a part was taken', () => {
    expect(told({ standing_amount: 1 })).toMatchObject({ asked: { minor: 12_050n }, transferred: { minor: 100n }, doubt: null })
  })
})

describe('C17: an amount is plain digits or nothing', () => {
  test.each([[1.28, 128n], [10, 1000n], ['10.00', 1000n], ['0.01', 1n], [999_999_999_999.99, 99_999_999_999_999n]])('%s is read', (amount, minor) =>
    expect(told({ initial_amount: amount, standing_amount: amount })?.asked).toEqual({ minor, currency: 'EUR' }))
  test.each([['1e2'], [' 100'], ['100.005'], [100.005], ['-1'], [-1], ['NaN'], ['١٠'], [2 ** 53], ['1,00'], ['01.00'], [''], [null], [{}], [true]])(
    '%s is doubted', (amount) => expect(told({ initial_amount: amount })).toMatchObject({ asked: null, doubt: expect.stringContaining('amount') }))
})

test('C04: the currency is the processing account’s, and an unknown one is doubted', () => {
  expect(told({ account_name: 'USD3D1' })?.asked).toEqual({ minor: 12_050n, currency: 'USD' })
  expect(told({ account_name: 'SHOP' })?.doubt).toBe('the currency of the processing account is not known')
  expect(told({ account_name: 'SHOP', currency: 'EUR' })?.doubt).toBeNull()
})

test('an answer of another merchant or about another payment is no answer', () => {
  expect(told({ api_username: 'ffffffffffffffff' })).toBeNull()
  expect(told({ payment_reference: '00'.repeat(32) })).toBeNull()
  expect(told({ payment_state: null })).toBeNull()
})

test('an order made elsewhere names none of ours, unless a field of the link carries our name', () => {
  expect(told({ order_reference: 'webshop-114' })?.reference).toBe('')
  expect(told({ order_reference: 'EP-1', linkpay_customer_data: { custom_field_1: REFERENCE } })?.reference).toBe(REFERENCE)
})

describe('the order reference', () => {
  const SIGNS = /^[a-zA-Z0-9/\-?:().,'+]{1,120}$/
  test.each([
    'KV-2026-0042', 'SF 0007', 'Сч/00-ї', 'ინვ-1', 'Žalgirio Nr. 5', '***', 'x'.repeat(400), '',
  ])('of invoice "%s" has only signs the gateway takes, and leads back', (invoiceNumber) => {
    const made = orderReference(order({ invoiceNumber }))
    expect(made).toMatch(SIGNS)
    expect(referenceIn(made)).toBe(REFERENCE)
  })
  test('shows the invoice’s number in Latin letters', () => {
    expect(orderReference(order({ invoiceNumber: 'Рах-Ї 7/ž' }))).toBe(`Rakh-I-7/z/${REFERENCE}`)
    expect(paymentDescription('SF 0007', 'Žemuogės & «Чайка»')).toBe('SF-0007 Zemuoges Chaika')
  })
})
