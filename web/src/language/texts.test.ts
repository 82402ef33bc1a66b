import { expect, test } from 'vitest'
import { firstLanguage } from './texts.ts'

test('a reader is met in the language chosen before, else in the first of the browser’s that Kvit speaks', () => {
  expect(firstLanguage('ka', ['lt-LT'])).toBe('ka')
  expect(firstLanguage(null, ['de-DE', 'lt-LT', 'en'])).toBe('lt')
  expect(firstLanguage('xx', ['fr'])).toBe('en')
})
