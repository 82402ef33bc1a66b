import { expect, test } from 'vitest'
import { LANGUAGES } from '../kernel/language.ts'
import { money } from '../../test/support/builders.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { createDocumentPrinter } from './invoice-pdf.ts'
import { posterPdf } from './poster.ts'
import type { Poster } from './poster.ts'

const printer = createDocumentPrinter()
const poster: Poster = {
  language: 'en', mode: 'live', store: 'Gintaro kelias', brand: { colour: '#b45309', logo: null }, url: 'https://kvit.example/pay/0123456789abcdefABCDEF',
  date: '2026-11-22', invoice: { number: 'GK-2026-0005', left: money('181.50') },
}
const textOf = (changed: Partial<Poster>): string => pdfText(Buffer.from(posterPdf(printer, { ...poster, ...changed }))).replaceAll(/\s+/g, ' ')

test('a leaf says who asks how much for what, and where its code leads', () => {
  const text = textOf({})
  for (const part of ['Gintaro kelias', 'Invoice GK-2026-0005', '181.50', 'Scan to pay']) expect(text).toContain(part)
  expect(text.replaceAll(' ', '')).toContain(poster.url)
  expect(textOf({ mode: 'test' })).not.toBe(text)
})

test('a leaf is one page in every language, however long the names are, and for a store it names no sum', () => {
  for (const language of LANGUAGES) {
    for (const invoice of [poster.invoice, null]) {
      const pdf = Buffer.from(posterPdf(printer, {
        ...poster, language, invoice, store: 'Viešoji įstaiga „Rytų Lietuvos gintaro ir lino amatų draugija“', mode: 'test',
      })).toString('latin1')
      expect([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length, language).toBe(1)
    }
    expect(textOf({ language, invoice: null })).not.toContain('181')
  }
})
