import { expect, test } from 'vitest'
import { problemText } from './problem-text.ts'

test('an amount in a refusal is written as its reader writes amounts', () => {
  const remaining = { minor: 123_450n, currency: 'EUR' } as const
  const said = (language: 'lt' | 'en' | 'ka') => problemText(language, 'exceeds_remaining', { remaining })
  expect(said('lt')).toContain('1\u{a0}234,50\u{a0}€')
  expect(said('en')).toContain('1,234.50\u{a0}€')
  expect(said('ka')).toContain('1234,50\u{a0}€')
})
