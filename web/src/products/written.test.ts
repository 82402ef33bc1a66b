import { expect, test } from 'vitest'
import type { KnownUnit, Product } from '../api/nouns.ts'
import { faultsIn, fieldsOf, newProduct, OTHER, writtenOf } from './written.ts'

const UNITS: readonly KnownUnit[] = [{ code: 2009, name: 'шт', weighed: false }, { code: 301, name: 'кг', weighed: true }]

const product: Product = {
  id: 'prd_1', store: 'sto_1', code: '301', barcodes: ['2000000003016'], name: 'Кава в зернах', unit: { code: 301, name: 'кг' }, weighed: true,
  price: { amount: '980.00', currency: 'UAH' }, taxLetters: 'А', uktzed: null, dkpp: '56.10.11-00', createdAt: '', changedAt: '', archivedAt: null, notFiled: [],
}
const FIELDS = ['barcodes', 'code', 'dkpp', 'name', 'price', 'taxLetters', 'uktzed', 'unit', 'weighed']
const SAY = { missing: 'missing', amount: 'amount', number: 'number' }

test('a product that nobody changed is sent as it was', () => {
  for (const one of [product, { ...product, unit: { code: null, name: 'порція' }, barcodes: [] }, { ...product, unit: { code: 2009, name: 'штука' } }]) {
    const sent = fieldsOf(writtenOf(one, UNITS, 'uk'), UNITS, 'UAH')
    expect({ ...one, ...sent }).toEqual(one)
    expect(Object.keys(sent).toSorted()).toEqual(FIELDS)
  }
})

test('a price is typed with the reader’s decimal sign, and barcodes without one are not sent', () => {
  const written = { ...newProduct(UNITS), name: 'Раф', code: '7', price: '85,5', barcodes: [' 77 ', ''] }
  expect(faultsIn(written, 'UAH', SAY)).toEqual([])
  expect(fieldsOf(written, UNITS, 'UAH')).toMatchObject({ price: { amount: '85.50', currency: 'UAH' }, barcodes: ['77'], unit: { code: 2009, name: 'шт' }, uktzed: null })
})

test('what is missing or no number is told beside its field before anything is sent', () => {
  const fields = (more: object) => faultsIn({ ...newProduct(UNITS), ...more }, 'UAH', SAY).map(({ field }) => field)
  expect(fields({})).toEqual(['name', 'code', 'price/amount'])
  expect(fields({ name: 'Раф', code: '7', price: '1,005' })).toEqual(['price/amount'])
  expect(fields({ name: 'Раф', code: '7', price: '1', unit: OTHER, unitCode: 'x' })).toEqual(['unit/name', 'unit/code'])
})
