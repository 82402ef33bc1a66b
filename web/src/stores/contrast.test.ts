import { expect, test } from 'vitest'
import { contrastWithWhite, READABLE } from './contrast.ts'

test('contrast is that of WCAG 2.2 for the colours it is known of', () => {
  expect(contrastWithWhite('#000000')).toBeCloseTo(21, 5)
  expect(contrastWithWhite('#ffffff')).toBeCloseTo(1, 5)
  expect(contrastWithWhite('#767676')).toBeCloseTo(4.54, 2)
  expect(contrastWithWhite('#777777')).toBeLessThan(READABLE)
})
