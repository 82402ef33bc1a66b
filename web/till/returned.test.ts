import { expect, test } from 'vitest'
import { leftOf } from './returned.ts'
import type { Receipt } from '../src/api/nouns.ts'

const line = {
  product: null, code: '1', name: 'Кава', barcode: null, uktzed: null, dkpp: null, unitCode: 2009, unitName: 'шт', taxLetters: 'А',
  price: { amount: '40.00', currency: 'UAH' }, cost: { amount: '40.00', currency: 'UAH' }, discount: { amount: '0.00', currency: 'UAH' },
  amount: { amount: '40.00', currency: 'UAH' },
} as const
const lines = (...quantities: readonly string[]): Receipt['lines'] => quantities.map((quantity) => ({ ...line, quantity }))
const back = (state: Receipt['state'], of: number, quantity: string) => ({ state, lines: [{ ...line, quantity, of }] })

test('what is left of a sale is what no return has brought back, to the gram', () => {
  const sale = { lines: lines('3', '1.25', '2') }
  expect(leftOf(sale, [])).toEqual(['3', '1.25', '2'])
  expect(leftOf(sale, [back('registered', 0, '1'), back('offline', 1, '0.456'), back('registered', 0, '2')])).toEqual(['0', '0.794', '2'])
})

test('goods of a return that the service refused are kept for it, and those of one that was given up are the sale’s again', () => {
  expect(leftOf({ lines: lines('2') }, [back('rejected', 0, '1')])).toEqual(['1'])
  expect(leftOf({ lines: lines('2') }, [back('cancelled', 0, '1')])).toEqual(['2'])
})
