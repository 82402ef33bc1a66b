import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundedQuotient } from '../../money/rounding.ts'
import { CASH_SALE, LIQPAY_SALE, MIXED_SALE, ROUNDED_SALE, uah, UNTAXED_SALE } from '../conformance-documents.ts'
import type { FiscalDocument, Sale } from '../contract.ts'
import { draw, readRef } from './document.ts'
import { document, KEY, register, setup, SHIFT, SOLD } from './fixtures/setup.ts'

const drawn = (content: FiscalDocument['content'], shiftOpen: boolean | null = true, values: Readonly<Record<string, string>> = {}) =>
  draw(document(content), register(shiftOpen), setup(values))

function bodyOf(content: FiscalDocument['content'], shiftOpen: boolean | null = true): { readonly ref: string; readonly body: unknown } {
  const one = drawn(content, shiftOpen)
  if (!one.ok) throw new Error(one.error.detail)
  return { ref: one.value.ref, body: JSON.parse(one.value.content.toString('utf8')) }
}

describe('what is sent', () => {
  test('a cash sale: kopecks, thousandths, codes of the letters, the discount and what was handed over', () => {
    expect(bodyOf({ kind: 'sale', sale: CASH_SALE })).toEqual({
      ref: `sell/${KEY}`,
      body: {
        id: KEY, cashier_name: 'Оксана Коваль',
        goods: [
          { good: { code: '1', name: 'Кава', price: 4_550, tax: [8] }, quantity: 2_000, is_return: false },
          {
            good: { code: '2', name: 'Сир', price: 11_990, barcode: '4820000000017', uktzed: '0406', tax: [7] }, quantity: 250, is_return: false,
            discounts: [{ type: 'DISCOUNT', mode: 'VALUE', value: 98 }],
          },
        ],
        payments: [{ type: 'CASH', value: 20_000, label: 'ГОТІВКА' }],
      },
    })
  })
  test('a LiqPay payment is named as order 601 wants it, with what LiqPay says of the card', () => {
    expect(bodyOf({ kind: 'sale', sale: LIQPAY_SALE }).body).toMatchObject({
      payments: [{
        type: 'CASHLESS', value: 15_050, label: 'Платіж через інтегратора LiqPay', card_mask: '424242******4242', bank_name: 'ПриватБанк', auth_code: '123456',
        rrn: '031234567890', payment_system: 'visa',
      }],
    })
  })
  test('a mixed sale has both payments, a rounded one says so, and without VAT no tax is named', () => {
    expect(bodyOf({ kind: 'sale', sale: MIXED_SALE }).body).toMatchObject({ payments: [{ type: 'CASH', value: 10_000 }, { type: 'CASHLESS', value: 20_000, label: 'Картка' }] })
    expect(bodyOf({ kind: 'sale', sale: ROUNDED_SALE }).body).toMatchObject({ rounding: true, payments: [{ value: 1_250 }] })
    const plain = JSON.stringify(bodyOf({ kind: 'sale', sale: UNTAXED_SALE }).body)
    expect([plain.includes('tax'), plain.includes('rounding'), plain.includes('discounts')]).toEqual([false, false, false])
  })
  test('a return names the sale by Checkbox’s id and is a return on every line', () => {
    const { ref, body } = bodyOf({ kind: 'return', sale: CASH_SALE, of: { fiscalNumber: '1500000001', ref: SOLD } })
    expect(ref).toBe(`sell/${KEY}`)
    expect(body).toMatchObject({ related_receipt_id: SOLD, goods: [{ is_return: true }, { is_return: true }] })
  })
  test('cash comes in above zero and goes out below', () => {
    const service = (value: number) => ({ ref: `service/${KEY}`, body: { id: KEY, payment: { type: 'CASH', value, label: 'Готівка' } } })
    expect(bodyOf({ kind: 'service_in', amount: uah(50_000n) })).toEqual(service(50_000))
    expect(bodyOf({ kind: 'service_out', amount: uah(50_000n) })).toEqual(service(-50_000))
  })
  test('a shift opens under our id, and is closed by its own', () => {
    expect(bodyOf({ kind: 'open_shift' }, false)).toEqual({ ref: `shift/${KEY}`, body: { id: KEY } })
    expect(bodyOf({ kind: 'close_shift' })).toEqual({ ref: `close/${SHIFT}`, body: { skip_client_name_check: true } })
  })
  test('a card mask that is too long is left out, and nothing else', () => {
    const [payment] = LIQPAY_SALE.payments
    if (payment?.card === null || payment === undefined) throw new Error('the sale has no card')
    const sale = { ...LIQPAY_SALE, payments: [{ ...payment, card: { ...payment.card, mask: '4'.repeat(20) } }] }
    const text = JSON.stringify(bodyOf({ kind: 'sale', sale }).body)
    expect([text.includes('card_mask'), text.includes('031234567890')]).toEqual([false, true])
  })
})

describe('what is not drawn', () => {
  const problemOf = (content: FiscalDocument['content'], values: Readonly<Record<string, string>> = {}): string | null => {
    const one = drawn(content, true, values)
    return one.ok ? null : one.error.problem
  }
  test('a letter without a code, and three letters on one line', () => {
    expect(problemOf({ kind: 'sale', sale: CASH_SALE }, { taxCodes: 'А=8' })).toBe('tax')
    const [line] = UNTAXED_SALE.lines
    const sale: Sale = { ...UNTAXED_SALE, lines: line === undefined ? [] : [{ ...line, taxLetters: 'АБВ' }] }
    expect(problemOf({ kind: 'sale', sale }, { taxCodes: 'А=1 Б=2 В=3' })).toBe('tax')
  })
  test.each(['Платіж через інтегратора <назва інтегратора>', ' ', 'x'.repeat(129), 'Картка\n'])('a means of payment that cannot stand on a receipt: %j', (means) => {
    expect(problemOf({ kind: 'sale', sale: { ...LIQPAY_SALE, payments: LIQPAY_SALE.payments.map((one) => ({ ...one, means })) } })).toBe('text')
  })
  test('a return of a sale that has no name at Checkbox', () => {
    expect(problemOf({ kind: 'return', sale: CASH_SALE, of: { fiscalNumber: '1500000001', ref: 'sell/1' } })).toBe('number')
  })
  test('more than a receipt may hold, and a Z-report of its own', () => {
    expect(problemOf({ kind: 'service_in', amount: uah(100_000_000_000n) })).toBeNull()
    expect(problemOf({ kind: 'service_in', amount: uah(100_000_000_001n) })).toBe('amounts')
    expect(problemOf({ kind: 'z_report', totals: { sales: null, returns: null, serviceIn: uah(0n), serviceOut: uah(0n) } })).toBe('shift')
  })
  test('while Checkbox is between open and closed it decides itself', () => {
    expect(drawn({ kind: 'sale', sale: CASH_SALE }, null).ok).toBe(true)
  })
})

describe('properties', () => {
  const lines = fc.array(fc.record({ price: fc.bigInt(1n, 1_000_000n), thousandths: fc.bigInt(1n, 50_000n), off: fc.bigInt(0n, 100n) }), { minLength: 1, maxLength: 20 })

  test('what is sent adds up to what is owed, reckoned as Checkbox reckons: price times thousandths, less the discounts', () => {
    fc.assert(fc.property(lines, (rows) => {
      const sale = saleOf(rows)
      const { body } = bodyOf({ kind: 'sale', sale })
      expect(sumOf(body)).toBe(sale.total.minor)
    }))
  })
  test('one kopeck more or less on any side is not drawn', () => {
    fc.assert(fc.property(lines, fc.constantFrom(1n, -1n), (rows, off) => {
      const sale = saleOf(rows)
      expect(drawn({ kind: 'sale', sale: { ...sale, total: uah(sale.total.minor + off) } }).ok).toBe(false)
      expect(drawn({ kind: 'sale', sale: { ...sale, payments: sale.payments.map((one) => ({ ...one, amount: uah(one.amount.minor + off) })) } }).ok).toBe(false)
    }))
  })
  test('only what was drawn here is read as a name', () => {
    fc.assert(fc.property(fc.string(), (text) => readRef(text) === null))
    expect(readRef(`close/${SHIFT}`)).toEqual({ call: 'close', name: SHIFT })
  })
})

type Row = { readonly price: bigint; readonly thousandths: bigint; readonly off: bigint }

function saleOf(rows: readonly Row[]): Sale {
  const [first] = CASH_SALE.lines
  if (first === undefined) throw new Error('the sale has no line')
  const made = rows.map(({ price, thousandths, off }) => {
    const cost = roundedQuotient(price * thousandths, 1000n)
    return { ...first, price: uah(price), quantity: { digits: thousandths, scale: 3 }, cost: uah(cost), discount: uah(off < cost ? off : 0n) }
  })
  const total = made.reduce((all, { cost, discount }) => all + cost.minor - discount.minor, 0n)
  return { ...LIQPAY_SALE, lines: [...made, first], total: uah(total + 9_100n), payments: LIQPAY_SALE.payments.map((one) => ({ ...one, amount: uah(total + 9_100n) })), taxes: [] }
}

/** Reads the request without the code under test: half a kopeck goes up. */
function sumOf(body: unknown): bigint {
  const text = JSON.stringify(body)
  const prices = [...text.matchAll(/"price":(\d+)/g)].map(([, one]) => BigInt(one ?? '0'))
  const quantities = [...text.matchAll(/"quantity":(\d+)/g)].map(([, one]) => BigInt(one ?? '0'))
  const discounts = [...text.matchAll(/"mode":"VALUE","value":(\d+)/g)].reduce((all, [, one]) => all + BigInt(one ?? '0'), 0n)
  return prices.reduce((all, price, at) => all + (price * (quantities[at] ?? 0n) + 500n) / 1000n, 0n) - discounts
}
