import { describe, expect, test } from 'vitest'
import { NOW } from '../../test/support/builders.ts'
import { readEscpos } from '../../test/support/escpos-reader.ts'
import type { PrintedPaper } from '../../test/support/escpos-reader.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { newId } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { PAPER } from '../platform/pdf/paper-width.ts'
import type { PaperWidth } from '../platform/pdf/paper-width.ts'
import { createStripPrinter, stripPdf, stripPicture } from '../platform/pdf/strip.ts'
import type { Strip, StripRow } from '../platform/pdf/strip.ts'
import { escposOf } from './escpos.ts'
import type { EscposAsk } from './escpos.ts'
import { printedReceipt } from './receipt-view.ts'
import type { KeptLine, Receipt } from './receipt.ts'

const printer = createStripPrinter()

const VERIFY = 'https://cabinet.tax.gov.ua/cashregs/check?fn=4000123456&id=1234567890&date=20261102&time=120000&sm=71.00'

const GOODS: Readonly<Record<Language, readonly [seller: string, name: string]>> = {
  lt: ['UAB „Žąsų ūkis“', 'Duona rugienė su kmynais, šviežiai kepta ąžuolinėje krosnyje, 1 kg'], lv: ['SIA Rīgas ķirši', 'Rupjmaize ar ķimenēm, šķēlēs'],
  et: ['OÜ Õunaaed', 'Täisteraleib köömnetega, värskelt küpsetatud'], uk: ['ТОВ Їжа й ґанок', 'Хліб житній із кмином, щойно спечений у дров\'яній печі'],
  ru: ['ООО Ёлка', 'Хлеб ржаной с тмином, подовый, объёмный'], ka: ['შპს პურის სახლი', 'ჭვავის პური კვლიავით, ახლად გამომცხვარი'],
  en: ['Rye & Co', 'Rye bread with caraway, freshly baked'],
}
const CURRENCY = { lt: 'EUR', lv: 'EUR', et: 'EUR', uk: 'UAH', ru: 'UAH', ka: 'GEL', en: 'EUR' } as const

const line = (name: string, quantity: string, cost: string): KeptLine => ({
  product: null, code: '1', name, barcode: null, uktzed: null, dkpp: null, unitCode: null, unitName: 'kg', quantity, price: '25.50', cost,
  discount: '0.00', amount: cost, taxLetters: '',
})

function sale(language: Language, more: Partial<Receipt> = {}): Strip {
  const merchantId = newId('merchant')
  const currency = CURRENCY[language]
  const [legalName, name] = GOODS[language]
  const receipt: Receipt = {
    merchantId, id: newId('receipt'), storeId: newId('store'), mode: 'live', registerId: newId('cashRegister'), shiftId: null, kind: 'sale', state: 'registered',
    number: 'KV-R2026-0042', invoiceId: newId('invoice'), cashierId: newId('cashier'), cashierName: 'O. K.', returnsId: null, language, currency,
    total: { minor: 7100n, currency }, rounding: { minor: 0n, currency }, lines: [line(name, '2', '51.00'), line('X1', '1', '20.00')], taxes: [],
    payments: [{ form: 'cash', means: null, amount: '71.00', given: '100.00', slip: null, payment: null }], sends: [], expiresAt: null, documentId: newId('fiscalDocument'),
    fiscalNumber: '1234567890', localNumber: 7n, fiscalAt: NOW, fiscalUrl: VERIFY, problem: null, moneyDue: false, toCash: false, sealedToken: Buffer.alloc(0),
    askedKey: null, sequence: 1, createdAt: NOW, stateChangedAt: NOW, changedAt: NOW, ...more,
  }
  const seller = { legalName, storeName: legalName, address: '', companyCode: '12345678', vatCode: '', email: '', phone: '', website: '', iban: '', bankName: '', country: '' }
  return printedReceipt({ receipt, seller, registerName: '1', registerNumber: '4000123456', timeZone: 'Europe/Kyiv', saleNumber: null, controlNumber: null }, language)
}

const paperOf = (receipt: Strip, width: PaperWidth, more: Partial<EscposAsk> = {}): PrintedPaper =>
  readEscpos(escposOf(printer, receipt, { width, asPicture: false, opensDrawer: false, ...more }))

/** As read aloud: what stands for the same is the same, and lines do not matter. */
const spoken = (text: string): string => text.replaceAll(/[\s\u00a0\u202f\u2009]+/g, '').replaceAll('−', '-').replaceAll('×', 'x').replaceAll('₴', 'грн')

const wordsOf = (row: StripRow): string => (row.kind === 'rule' ? '' : row.kind === 'pair' ? row.left + row.right : row.text)

const LETTERED = LANGUAGES.filter((language) => language !== 'ka')
const WIDTHS = [58, 80] as const

describe.each(WIDTHS)('on paper of %d mm', (width) => {
  test.each(LETTERED)('what the printer reads in %s is the receipt, whole and in order, and no line is too long', (language) => {
    const receipt = sale(language)
    const { lines, picture, qr, cut } = paperOf(receipt, width)
    const said = spoken(lines.map(({ text }) => text).join('')).replaceAll(/-{5,}/g, '')
    const wanted = receipt.rows.filter(({ kind }) => kind !== 'rule')
    // A name of several lines has its amount at the end of the last, so rows are compared whole.
    for (const row of wanted) for (const word of wordsOf(row).split(/[\s\u00a0\u202f]+/)) expect(said, word).toContain(spoken(word))
    expect(said.length).toBe(spoken(wanted.map(wordsOf).join('') + receipt.verifyText).length)
    expect(lines.every(({ text }) => text.length <= PAPER[width].columns)).toBe(true)
    expect([picture, qr?.text, qr?.level, cut]).toEqual([[], VERIFY, 'M', 'partial'])
  })

  test('an amount stands at the right edge, in the last line of its name, and the total is bold', () => {
    const { lines } = paperOf(sale('uk'), width)
    const price = lines.find(({ text }) => text.endsWith('51,00'))
    const total = lines.find(({ text }) => text.startsWith(RECEIPT_TEXTS.uk.total))
    expect([price?.text.length, total?.text.length, total?.bold, price?.bold]).toEqual([PAPER[width].columns, PAPER[width].columns, true, false])
    expect(total?.text).toMatch(/^\S+ +71,00 грн$/)
  })

  test('Georgian, which no printer has letters for, is drawn: the same dots as its paper, and the code is still the printer’s own', () => {
    const receipt = sale('ka')
    const { lines, picture, qr, cut } = paperOf(receipt, width)
    const { width: across, height, data } = stripPicture(printer, receipt, width)
    const isDark = (x: number, y: number): boolean => y < height && (data[(y * across + x) * 4] ?? 255) <= 128
    expect(across).toBe(PAPER[width].dots)
    expect(picture).toEqual(picture.map((row, y) => row.map((_, x) => isDark(x, y))))
    expect(picture.flat().filter((dot) => dot).length).toBeGreaterThan(5000)
    expect([lines.every(({ text }) => text === ''), qr?.text, cut]).toEqual([true, VERIFY, 'partial'])
    const text = pdfText(stripPdf(printer, receipt, width)).replaceAll(/\s/g, '')
    for (const row of receipt.rows) expect(text).toContain(wordsOf(row).slice(0, 12).replaceAll(/\s/g, ''))
  })

  test('the code is as large as the paper takes', () => {
    const long = { ...sale('uk'), verifyUrl: `https://check.example/${'x'.repeat(400)}` }
    const { qr } = paperOf(long, width)
    expect(qr?.text).toBe(long.verifyUrl)
    expect((qr?.dots ?? 0) * (17 + 4 * 17 + 8)).toBeLessThanOrEqual(PAPER[width].dots)
    expect(paperOf(sale('uk'), width).qr?.dots).toBe(6)
  })
})

test('a receipt is printed by the first page that has all its letters, and one with a letter of none is drawn', () => {
  const pagesOf = (text: string) => paperOf({ ...sale('en'), rows: [{ kind: 'text', text }] }, 58).pages
  expect(['bread', 'Хлеб', 'Хліб, ґанок', 'Duona ąčęėįšųūž', 'ТОВ «М’ята»'].map(pagesOf)).toEqual([[17], [17], [44], [51], [46]])
  const odd = paperOf({ ...sale('en'), rows: [{ kind: 'text', text: 'Хліб ąčę' }] }, 58)
  expect([odd.pages, odd.lines.every(({ text }) => text === ''), odd.picture.length > 0]).toEqual([[], true, true])
})

test('a sign that stands for a command on a page is no letter of it, so that a name commands nothing', () => {
  const paper = (text: string) => paperOf({ ...sale('en'), rows: [{ kind: 'text', text }] }, 58)
  for (const text of ['←p012', '↔V0', '⌂', '\u001bp012', 'Хліб ←p012']) expect(paper(text), text).toMatchObject({ pages: [], pulses: 0 })
  expect(['§ 5', '• bread'].map((text) => paper(text).pages)).toEqual([[51], [51]])
})

test('the drawer opens when it is asked for and only then; a printer with another table takes everything as a picture', () => {
  const receipt = sale('uk')
  expect([paperOf(receipt, 80).pulses, paperOf(receipt, 80, { opensDrawer: true }).pulses]).toEqual([0, 1])
  expect(paperOf(receipt, 80, { asPicture: true })).toMatchObject({ pages: [], pulses: 0 })
  expect(paperOf(receipt, 80, { asPicture: true }).picture.length).toBeGreaterThan(200)
})

test('a receipt that is none yet says so before anything else, and has no code', () => {
  const { lines, qr } = paperOf(sale('uk', { state: 'registering', fiscalUrl: null }), 80)
  expect([lines.slice(0, 2).map(({ text }) => text).join(' ').trim().startsWith(RECEIPT_TEXTS.uk.state_registering.slice(0, 20)), lines[0]?.bold, qr]).toEqual([true, true, null])
})

test('the code of a text is the one that the documents give for it', () => {
  const bytes = escposOf(printer, { ...sale('en'), verifyUrl: 'KVIT' }, { width: 58, asPicture: false, opensDrawer: true })
  const hex = Buffer.from(bytes).toString('hex')
  expect(hex).toContain('1d286b0400314132001d286b03003143061d286b03003145311d286b07003150304b5649541d286b0300315130')
  expect(hex).toContain('1b700032fa')
})
