import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pdfPages, pdfText } from '../../../test/support/pdf-text.ts'
import { loadFonts } from './fonts.ts'
import { createPdfPrinter } from './printer.ts'
import type { PdfJob } from './printer.ts'
import { qrPng } from './qr.ts'

const PLAIN = `
#let data = json("/data.json")
#set document(title: data.text, date: datetime(year: 2026, month: 11, day: 2))
#set text(font: ("Noto Sans", "Noto Sans Georgian", "Noto Sans Armenian"), fallback: false)
#data.text

#if "picture" in data { image("/images/picture") }
`
const printer = createPdfPrinter(new Map([['plain.typ', PLAIN], ['broken.typ', '#nothing-of-that-name']]))
const { printable } = loadFonts()

function job(text: string, more: Partial<PdfJob> = {}): PdfJob {
  return { template: 'plain.typ', data: { text }, images: new Map(), attachments: [], ...more }
}

describe('what a merchant typed', () => {
  test.each([
    '#read("/etc/passwd")', '*bold* _it_ `raw`', '$x^2$', '<img src=http://192.0.2.1/x>', '#image("/images/picture")', '] #panic() [',
    '\\u{41} \\ // /* */', '= Heading', '@ref <label>', '"}, "text": "',
  ])('P04: %s comes out as it was typed', (text) => {
    expect(pdfText(printer.print(job(text))).replaceAll('\n', '')).toBe(text)
  })

  test('seven languages and the signs of their currencies are in our fonts', () => {
    const text = 'ąčęėįšųūž āēģīķļņ õäöü їієґ ქვითარი ёъыэ €₾₴֏₸₽£zł − „“«»’ №'
    expect(printable(text)).toBe(text)
    expect(pdfText(printer.print(job(text))).replaceAll(/\s/g, '')).toBe(text.replaceAll(' ', ''))
  })

  test.each([
    ['Pizza 🍕!', 'Pizza !'], ['日本', '??'], ['a\u0000b\u2028c', 'a b c'], ['pay\u202egpj.exe', 'paygpj.exe'], ['e\u0301 и\u0306', 'é й'],
    ['ა\u0301', 'ა'], ['one\ntwo', 'one\ntwo'], ['👨‍👩‍👧', ''],
  ])('%j is printed %j: no character without a glyph reaches the paper', (text, printed) => {
    expect(printable(text)).toBe(printed)
  })

  test('whatever it is, the document comes out', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(pdfPages(printer.print(job(text))).length).toBeGreaterThan(0)
    }), { numRuns: 300 })
  })
})

describe('the file', () => {
  test('is PDF/A-3b and has the date of its data', () => {
    const file = Buffer.from(printer.print(job('x'))).toString('latin1')
    expect(file).toContain('<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>')
    expect(file).toContain('<xmp:CreateDate>2026-11-02T00:00:00Z</xmp:CreateDate>')
  })

  test('carries what is attached, by name and kind', () => {
    const content = Buffer.from('<Invoice>ąžuolas</Invoice>')
    const file = printer.print(job('x', {
      attachments: [{ name: 'factur-x.xml', mediaType: 'text/xml', content, relationship: 'alternative', description: 'The same as XML' }],
    }))
    const text = Buffer.from(file).toString('latin1')
    expect(text).toContain('/AFRelationship /Alternative')
    expect(text).toContain('(factur-x.xml)')
    const streams = [...text.matchAll(/\/Subtype \/text#2Fxml[^]*?stream\n([^]*?)\nendstream/g)].map(([, body = '']) => Buffer.from(body, 'latin1'))
    expect(streams.map((body) => (body.includes('<Invoice') ? body : inflateSync(body)).toString())).toEqual([content.toString()])
  })

  test('is the same from a printer that has printed other things before, and from a new one', () => {
    const first = printer.print(job('same', { data: { text: 'same', picture: true }, images: new Map([['picture', qrPng('a')]]) }))
    printer.print(job('other'))
    const again = job('same', { data: { text: 'same', picture: true }, images: new Map([['picture', qrPng('a')]]) })
    expect(printer.print(again)).toEqual(first)
    expect(createPdfPrinter(new Map([['plain.typ', PLAIN]])).print(again)).toEqual(first)
  })
})

describe('a picture', () => {
  test('is recognised by whether it can be drawn', () => {
    expect(printer.canShow(qrPng('a'))).toBe(true)
    expect(printer.canShow(Buffer.from('not a picture'))).toBe(false)
    expect(printer.canShow(Buffer.from(qrPng('a')).subarray(0, 60))).toBe(false)
  })

  test('of one document is gone in the next', () => {
    printer.print(job('x', { images: new Map([['picture', qrPng('a')]]) }))
    expect(() => printer.print(job('x', { data: { text: 'x', picture: true } }))).toThrow('file not found')
  })
})

test('a mistake in a template is a bug and names itself', () => {
  expect(() => printer.print(job('x', { template: 'broken.typ' }))).toThrow('unknown variable')
  expect(() => printer.print(job('x', { template: 'missing.typ' }))).toThrow('No template')
})
