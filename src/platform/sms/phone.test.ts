import { expect, test } from 'vitest'
import { toE164 } from './phone.ts'

test('a number is understood as the people of the store’s country write it', () => {
  const written: readonly (readonly [string, string, string | null])[] = [
    ['LT', '+370 612 34567', '+37061234567'], ['LT', '8 612 34567', '+37061234567'], ['LT', '(8-612) 34567', '+37061234567'],
    ['LT', '061234567', '+37061234567'], ['LT', '61234567', '+37061234567'], ['LT', '0037061234567', '+37061234567'], ['LT', '37061234567', '+37061234567'],
    ['LV', '2612 3456', '+37126123456'], ['EE', '5123 4567', '+37251234567'], ['EE', '512 3456', '+3725123456'],
    ['UA', '067 123 45 67', '+380671234567'], ['GE', '555 12 34 56', '+995555123456'], ['GE', '+995 (555) 12-34-56', '+995555123456'],
    ['LT', '+44 7911 123456', '+447911123456'], ['US', '+1 212 555 0100', '+12125550100'],
  ]
  for (const [country, text, expected] of written) expect(toE164(text, country), `${country} ${text}`).toBe(expected)
})

test('what is no whole number of one person is refused, not guessed', () => {
  for (const [country, text] of [
    ['LT', ''], ['LT', '112'], ['LT', '+370 612 345'], ['LT', '+370 612 34567 8'], ['LT', 'jonas@payer.example'], ['LT', '61234567, 61234568'],
    ['US', '212 555 0100'], ['LV', '+371 612'], ['LT', '+0 123 456 789'], ['LT', '8 612 34567 ext 5'],
  ] as const) expect(toE164(text, country), text).toBeNull()
})
