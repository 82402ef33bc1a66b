import { expect, test } from 'vitest'
import { glossOf, meansText } from './means.tsx'

const english = { language: 'en', t: (key: string, { name = '' }: { name?: string | number } = {}) => `${key} ${name}`.trim() } as const

test.each([
  'ГОТІВКА', 'КАРТКА', 'Картка', 'За реквізитами (IBAN)', 'Платіж через інтегратора LiqPay',
])('“%s” on a Ukrainian receipt has a meaning in the reader\'s own language', (means) => {
  expect(glossOf(means, english)).not.toBeNull()
})

test('the provider keeps its name within the meaning', () => {
  expect(meansText('Платіж через інтегратора LiqPay', english)).toBe('Платіж через інтегратора LiqPay (meansThrough LiqPay)')
})

test('words of the shop\'s own, and a reader of Ukrainian, need none', () => {
  expect(glossOf('Подарункова картка', english)).toBeNull()
  expect(glossOf('Картка', { ...english, language: 'uk' })).toBeNull()
})
