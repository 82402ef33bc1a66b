import { expect, test } from 'vitest'
import { found } from './goods-grid.tsx'

const goods = [
  { id: '1', code: '101', barcodes: ['4820000000017'], name: 'Šokoladas „Rūta“' }, { id: '2', code: '17', barcodes: [], name: 'Їжа для котів' },
  { id: '3', code: '1017', barcodes: [], name: 'Sokolado tortas' },
].map((one) => ({ ...one, unit: { code: null, name: 'vnt.' }, weighed: false, price: { amount: '1.00', currency: 'EUR' } }))

const names = (text: string) => found(goods, text).map(({ id }) => id)

test('goods are found without the marks above letters, by any words of the name, and by code with the exact one first', () => {
  expect(names('sokolad')).toEqual(['1', '3'])
  expect(names('ruta šok')).toEqual(['1'])
  expect(names('котів їжа')).toEqual(['2'])
  expect(names('17')).toEqual(['2', '1', '3'])
  expect(names('  ')).toEqual(['1', '2', '3'])
})
