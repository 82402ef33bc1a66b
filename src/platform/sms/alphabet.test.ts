import fc from 'fast-check'
import smpp from 'smpp'
import { expect, test } from 'vitest'
import { encodedParts, inPlainLetters, sizeOf } from './alphabet.ts'

/** The table of the fact sheet on SMS, row by row: text, alphabet, units, parts. */
const ROWS = [
  ['a'.repeat(160), 'gsm', 160, 1], ['a'.repeat(161), 'gsm', 161, 2], ['a'.repeat(306), 'gsm', 306, 2], ['a'.repeat(307), 'gsm', 307, 3],
  ['€'.repeat(80), 'gsm', 160, 1], ['€'.repeat(81), 'gsm', 162, 2],
  [`ą${'a'.repeat(69)}`, 'ucs2', 70, 1], [`ą${'a'.repeat(70)}`, 'ucs2', 71, 2],
  ['ж'.repeat(134), 'ucs2', 134, 2], ['ж'.repeat(135), 'ucs2', 135, 3],
  ['😀'.repeat(35), 'ucs2', 70, 1], ['😀'.repeat(36), 'ucs2', 72, 2],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm', 306, 3],
  ['Saskaita KV-123 apmoketa. Suma 127,07 EUR. Aciu!', 'gsm', 48, 1],
  ['Sąskaita KV-123 apmokėta. Suma 127,07 EUR. Ačiū!', 'ucs2', 48, 1],
] as const

test('a text is counted as an operator counts it', () => {
  for (const [text, alphabet, units, parts] of ROWS) expect(sizeOf(text), text.slice(0, 20)).toMatchObject({ alphabet, units, parts })
  expect(sizeOf('').parts).toBe(1)
  expect(sizeOf('abc').left).toBe(157)
})

test('what is sent in parts is read again as it was written, whatever was written', () => {
  const gsmText = fc.array(fc.constantFrom(...'@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ azAZ09{}[]~^|\\€à§')).map((letters) => letters.join(''))
  fc.assert(fc.property(fc.oneof(gsmText, fc.string({ unit: 'grapheme', maxLength: 400 })), (text) => {
    const { alphabet, parts } = encodedParts(text)
    const read = Buffer.concat([...parts])
    const again = alphabet === 'gsm' ? smpp.encodings.ASCII.decode(read) : smpp.encodings.UCS2.decode(read)
    expect(again).toBe(text)
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(parts.length === 1 ? (alphabet === 'gsm' ? 160 : 140) : alphabet === 'gsm' ? 153 : 134)
    expect(sizeOf(text).parts).toBe(parts.length)
  }))
})

test('plain letters make a Baltic text fit the narrow alphabet and leave other scripts alone', () => {
  expect(inPlainLetters('Sąskaita „KV-123“ – 127,07\u00a0€. Ačiū, žąsie…')).toBe('Saskaita "KV-123" - 127,07 €. Aciu, zasie...')
  expect(sizeOf(inPlainLetters('Ģirts maksā šķērsām, õ ž š ü ä')).alphabet).toBe('gsm')
  for (const text of ['Рахунок їжак', 'ინვოისი', 'Йод']) expect(inPlainLetters(text)).toBe(text)
})
