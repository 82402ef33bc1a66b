import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, isColour, LEAST_CONTRAST, readableOn, visibleOn } from './brand-colour.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('contrast is that of the published examples', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2)
  expect(contrast('#abcdef', '#abcdef')).toBe(1)
})

test('whatever colour a store chooses, the text on its button can be read', () => {
  fc.assert(fc.property(colour, (chosen) => {
    const { text, ratio } = readableOn(chosen)
    expect(contrast(chosen, text)).toBe(ratio)
    expect(ratio).toBeGreaterThanOrEqual(LEAST_CONTRAST.text)
  }))
})

test('whatever colour a store chooses, its outline is visible on a light and on a dark page', () => {
  fc.assert(fc.property(colour, fc.constantFrom('#fbf9f4', '#161513'), (chosen, page) => {
    const outline = visibleOn(page, chosen)
    expect(isColour(outline)).toBe(true)
    expect(contrast(outline, page)).toBeGreaterThanOrEqual(LEAST_CONTRAST.outline)
  }))
})

test('a colour that stands out already is left as the store chose it', () => {
  expect(visibleOn('#ffffff', '#0b5fff')).toBe('#0b5fff')
})

test('only six lower-case hexadecimal digits are a colour', () => {
  expect(['#a1b2c3', '#A1B2C3', '#abc', 'red', '#a1b2c3;}', ''].map(isColour)).toEqual([true, false, false, false, false, false])
})
