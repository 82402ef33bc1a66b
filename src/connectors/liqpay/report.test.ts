import { describe, expect, test } from 'vitest'
import type { Report } from '../contract.ts'
import { PAID, PUBLIC_KEY, setup } from './fixtures/setup.ts'
import { readObject } from './json.ts'
import { readReport, STATUS } from './report.ts'

const LIVE = { publicKey: 'i00000000001', privateKey: 'private' } as const

/** The object as text, so that numbers can be written as LiqPay writes them. */
function read(json: string, values: Readonly<Record<string, string>> = {}): Report | null {
  const told = readObject(json)
  return told === null ? null : readReport(told, setup(values).config)
}
const told = (change: Readonly<Record<string, unknown>>, values: Readonly<Record<string, string>> = {}): Report | null =>
  read(JSON.stringify({ ...PAID, ...change }), values)
const withAmount = (amount: string): Report | null => read(JSON.stringify({ ...PAID, amount: 0 }).replace('"amount":0', `"amount":${amount}`))

/** Section 10 of the sheet, word for word. */
const SHEET: readonly (readonly [group: Report['status'], words: readonly string[]])[] = [
  ['confirmed', ['success', 'sandbox', 'wait_compensation']], ['refused', ['failure', 'error', 'try_again']], ['refunded', ['reversed']], ['noted', ['wait_reserve']],
  ['unrecognised', ['subscribed', 'unsubscribed']], ['authorised', ['hold_wait', 'wait_lc']], ['unconfirmed', ['wait_accept', 'wait_card']],
  ['waiting', ['processing', 'wait_secure']],
  ['open', [
    'invoice_wait', 'prepared', 'cash_wait', '3ds_verify', 'otp_verify', 'cvv_verify', 'captcha_verify', 'ivr_verify', 'password_verify', 'phone_verify', 'pin_verify',
    'sender_verify', 'receiver_verify', 'senderapp_verify', 'p24_verify', 'mp_verify', 'wait_qr', 'wait_sender',
  ]],
]
const WORDS = SHEET.flatMap(([status, words]) => words.map((word) => [word, status] as const))

describe('the statuses', () => {
  test.each(WORDS)('%s is %s', (word, status) => expect(told({ status: word })?.status).toBe(status))
  test('are all in the table, and no other is', () => expect([...STATUS.keys()].toSorted()).toEqual(WORDS.map(([word]) => word).toSorted()))
  test('that pay are three, and reserved or unverified money is none of them', () => {
    expect(WORDS.filter(([word]) => told({ status: word })?.status === 'confirmed').map(([word]) => word)).toEqual(['success', 'sandbox', 'wait_compensation'])
  })
  test.each(['paid', 'SUCCESS', 'Success', 'success ok', 'constructor', '__proto__', '0'])('"%s" is neither success nor failure, and a person looks', (word) => {
    expect(told({ status: word })).toMatchObject({ status: 'unrecognised', doubt: expect.stringContaining(word) })
  })
  test('an order that LiqPay takes for wrong is refused, and says why', () => {
    expect(told({ status: 'error', err_code: 'err_wrong' })).toMatchObject({ status: 'refused', doubt: 'LiqPay takes the order for wrong: err_wrong' })
  })
})

test('a receipt gets what the acquirer calls the payment, or LiqPay where no acquirer is named', () => {
  const paidAt = new Date(PAID.end_date)
  expect(told({ rrn_debit: '031234567890', authcode_debit: '123456', sender_iban: 'UA213223130000026007233566001' })?.slip)
    .toEqual({ reference: '031234567890', authCode: '123456', mask: '424242*42', paidAt })
  expect(told({})?.slip).toEqual({ reference: '2000000001', authCode: null, mask: '424242*42', paidAt })
})

describe('C08: test and live', () => {
  test('with the keys of the sandbox everything is a test, by either word', () => {
    for (const status of ['success', 'sandbox']) expect(told({ status })).toMatchObject({ status: 'confirmed', mode: 'test' })
  })
  test('with real keys money is live, and what says sandbox is not', () => {
    expect(told({ public_key: LIVE.publicKey }, LIVE)).toMatchObject({ status: 'confirmed', mode: 'live' })
    expect(told({ public_key: LIVE.publicKey, status: 'sandbox' }, LIVE)).toMatchObject({ status: 'confirmed', mode: 'test' })
  })
  test('what is of the other pair of keys is of another shop', () => {
    expect(told({ public_key: LIVE.publicKey })).toBeNull()
    expect(told({}, LIVE)).toBeNull()
    expect(told({ public_key: `${PUBLIC_KEY} ` })).toBeNull()
  })
})

describe('C17: amounts', () => {
  test.each([
    ['150.5', 15_050n], ['150.50', 15_050n], ['170.0', 17_000n], ['200', 20_000n], ['"200"', 20_000n], ['"7.34"', 734n], ['0.07', 7n], ['999999.99', 99_999_999n],
    ['90071992547.41', 9_007_199_254_741n],
  ])('%s is %s kopecks', (text, minor) => expect(withAmount(text)?.asked).toEqual({ minor, currency: 'UAH' }))
  test.each(['1.505e2', '1E2', '100.005', '-1', '"NaN"', '"١٠"', '9007199254740993', '"1,00"', '"01.00"', '" 100"', '"0x10"', '""', 'null', '{}', '[]', 'true', '"1_000"'])(
    '%s is doubted', (text) => expect(withAmount(text)).toMatchObject({ asked: null, doubt: expect.stringContaining('amount') }))
  test('C04: the currency is what LiqPay says, in capitals, and nothing else stands for it', () => {
    expect(told({ currency: 'EUR' })?.asked).toEqual({ minor: 15_050n, currency: 'EUR' })
    for (const currency of ['uah', 'грн', '980', '', null]) expect(told({ currency })).toMatchObject({ asked: null, doubt: expect.any(String) })
  })
  test('a conversion keeps what was asked and tells what was credited', () => {
    expect(told({ amount: 100, currency: 'USD', amount_credit: 4100, currency_credit: 'UAH' })).toMatchObject({
      asked: { minor: 10_000n, currency: 'USD' }, transferred: { minor: 410_000n, currency: 'UAH' },
    })
  })
  test('C03: less credited than asked is told as it is', () => expect(told({ amount_credit: 1 })?.transferred).toEqual({ minor: 100n, currency: 'UAH' }))
  test('nothing is transferred while nothing has come', () => expect(told({ status: 'processing' })?.transferred).toBeNull())
})

describe('refunds', () => {
  const at = 1_769_990_000_000
  test('a payment reversed has gone back whole', () => {
    expect(told({ status: 'reversed', refund_date_last: at })).toMatchObject({ status: 'refunded', refund: { amount: { minor: 15_050n }, counts: 'all', at: new Date(at) } })
  })
  test('a part leaves the payment a success, with all that has gone back so far', () => {
    expect(told({ refund_amount: 50.5, refund_date_last: at })).toMatchObject({ status: 'refunded', refund: { amount: { minor: 5_050n }, counts: 'all' } })
    expect(told({ refund_amount: 50.5, refund_date_last: at }, { partialRefunds: 'last' })).toMatchObject({ refund: { counts: 'this', at: new Date(at) } })
  })
  test('nothing is said of refunds where LiqPay says nothing, and zero where it says zero', () => {
    expect(told({})?.refund).toBeNull()
    expect(told({ refund_amount: 0.0 })).toMatchObject({ status: 'confirmed', refund: { amount: { minor: 0n }, counts: 'all' } })
  })
  test('C22: more than was paid, and what is no amount, is doubted', () => {
    expect(told({ refund_amount: 150.51 })?.doubt).toBe('more is refunded than was paid')
    expect(told({ status: 'success', refund_amount: '1e2' })?.doubt).toBe('how much went back is not readable')
  })
  test('reserved money that was let go never came; taken and given back, it went back', () => {
    expect(told({ action: 'hold', status: 'reversed' })).toMatchObject({ status: 'refused', refund: null })
    expect(told({ action: 'hold', status: 'reversed', completion_date: at })?.status).toBe('refunded')
  })
})

test('the payer is the card or the account, with a country that is known', () => {
  expect(told({
    sender_first_name: 'Оксана', sender_last_name: 'Коваль', sender_iban: 'UA21', sender_card_country: 440,
  })?.payer).toEqual({ name: 'Оксана Коваль', account: 'UA21', country: 'LT' })
  expect(told({ sender_card_country: 999 })?.payer.country).toBeNull()
})
