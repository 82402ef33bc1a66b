import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit, isFit } from './alphabet.ts'

test('signs that a fiscal document cannot hold are written as the tax service suggests', () => {
  expect(fit('м\u02bcята \u00b4 10 ₴', 128)).toBe("м'ята ' 10 грн")
  expect(fit('Ґ ґ Є є І і Ї ї № « » – — ’ €', 128)).toBe('Ґ ґ Є є І і Ї ї № « » – — ’ €')
  expect(fit('кава\n☕\tз молоком', 128)).toBe('кава ? з молоком')
  expect(fit('я'.repeat(200), 128)).toBe('я'.repeat(128))
})

test('whatever the text, the result can be written, is not too long, and is left alone the second time', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, longest) => {
    const once = fit(text, longest)
    expect(once.length).toBeLessThanOrEqual(longest)
    expect(fit(once, longest)).toBe(once)
    expect(once).toMatch(/^[^\p{Cc}\p{Emoji_Presentation}]*$/u)
  }))
})

test('words of the law are taken as they are or not at all', () => {
  expect(isFit('Платіж через інтегратора LiqPay', 128)).toBe(true)
  for (const text of ['', 'Електронні гроші <name>', 'а\nб', 'сума ₴', ' Картка', 'я'.repeat(129)]) expect(isFit(text, 128)).toBe(false)
})
