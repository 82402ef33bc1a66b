import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pdfPages, pdfText } from '../../test/support/pdf-text.ts'
import { LANGUAGES } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import type { Currency } from '../money/currency.ts'
import { parseDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { parseMoney, subtract, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { qrPng } from '../platform/pdf/qr.ts'
import { bankCodeOf } from './invoice-document.ts'
import type { CreditNoteDocument, DocumentLine, InvoiceDocument, ReceiptDocument, Seller } from './invoice-document.ts'
import { createDocumentPrinter, creditNotePdf, invoicePdf, receiptPdf } from './invoice-pdf.ts'
import { readNbuCode } from './read-nbu-qr.ts'
import { totalsOf } from './totals.ts'
import type { LineVat } from './totals.ts'

const printer = createDocumentPrinter()
const dec = (text: string): Decimal => parseDecimal(text) ?? ZERO
const money = (text: string, currency: Currency): Money => parseMoney(text, currency) ?? zero(currency)

const SELLER: Seller = {
  name: 'UAB Pavyzdys', companyCode: '300000017', vatCode: 'LT100000000019', address: 'Gedimino pr. 1\nLT-01103 Vilnius',
  contacts: ['info@pavyzdys.example'], iban: 'LT377300012345678901', bankName: 'Swedbank, AB', colour: '#b7791f', logo: null,
}

const line = (description: string, vat: LineVat = { rate: dec('21') }): DocumentLine =>
  ({ description, quantity: dec('3'), unit: 'vnt.', unitPrice: dec('33.34'), discount: null, vat })

type Change = Partial<InvoiceDocument> & { readonly currency?: Currency; readonly paidText?: string }

function invoice({ currency = 'EUR', paidText = '0', lines = [line('Kava')], ...change }: Change = {}): InvoiceDocument {
  const totals = totalsOf(lines, currency)
  const paid = money(paidText, currency)
  return {
    language: 'lt', mode: 'live', number: 'KV-2026-000123', issueDate: '2026-11-02', dueDate: '2026-11-16', seller: SELLER,
    payer: { name: 'SIA Piemērs', companyCode: null, vatCode: null, address: null, contacts: [] },
    lines, totals, notes: '', cancelled: false, draft: false, credited: zero(currency), paid, remaining: subtract(totals.gross, paid),
    payLink: 'https://kvit.example.com/pay/kS3oWcQxT1m9Zb7fR2yVhA', reference: 'RF91KVIT2026000123', ...change,
  }
}

const shown = (document: InvoiceDocument): string => pdfText(invoicePdf(printer, document, [])).replaceAll(/[\u00a0\u202f]/g, ' ')

describe('an invoice on paper', () => {
  test('says who, how much, by when and how to pay', () => {
    const text = shown(invoice())
    for (const said of [
      'PVM sąskaita faktūra', 'KV-2026-000123', '121,02 €', '2026 m. lapkričio 16 d.', 'UAB Pavyzdys', 'SIA Piemērs', '300000017',
      'LT100000000019', 'Kava', '3 vnt.', '33,34', '100,02', 'PVM 21 %', '21,00 €', 'Vienas šimtas dvidešimt vienas euras 02 ct',
      'LT37 7300 0123 4567 8901', 'RF91 KVIT 2026 0001 23', 'Swedbank, AB', 'kvit.example.com/pay/',
    ]) expect(text).toContain(said)
    expect(text).not.toContain('Bandymas')
  })

  test.each<[Language, Currency, string, string]>([
    ['lt', 'EUR', 'PVM sąskaita faktūra', '121,02 €'], ['lv', 'EUR', 'Rēķins', '121,02 €'], ['et', 'EUR', 'Arve', '121,02 €'],
    ['uk', 'UAH', 'Рахунок', '121,02 ₴'], ['ka', 'GEL', 'ინვოისი', '121,02 ₾'], ['ru', 'EUR', 'Счёт', '121,02 €'], ['en', 'AMD', 'VAT invoice', '121.02 ֏'],
  ])('in %s and %s it is titled %s and asks for %s', (language, currency, title, amount) => {
    const text = shown(invoice({ language, currency }))
    expect(text).toContain(title)
    expect(text.replaceAll('\n', '')).toContain(amount)
  })

  test('several rates make a VAT table with the reason for each exemption', () => {
    const exempt: LineVat = { exempt: 'PVM įstatymo 20 str.', category: 'E' }
    const text = shown(invoice({ lines: [line('Kava'), line('Vanduo', { rate: dec('9') }), line('Gydymas', exempt)] }))
    for (const said of ['PVM tarifas', '21 %', '9 %', 'Be PVM', 'PVM įstatymo 20 str.']) expect(text).toContain(said)
  })

  test('a seller outside VAT prints no rate, only the reason', () => {
    const text = shown(invoice({ seller: { ...SELLER, vatCode: null }, lines: [line('Kava', { exempt: 'Ne PVM mokėtojas', category: 'O' })] }))
    expect(text).toContain('Ne PVM mokėtojas')
    expect(text).not.toMatch(/PVM (sąskaita|tarifas|suma)/)
  })

  test('a test invoice says so on every page', () => {
    const pages = pdfPages(invoicePdf(printer, invoice({ mode: 'test', lines: Array.from({ length: 60 }, (_, n) => line(`Kava ${n}`)) }), []))
    expect(pages.length).toBeGreaterThan(1)
    for (const page of pages) expect(page).toContain('Bandymas: pinigai netikri')
  })

  test('a logo stands for the name at the top, and one that cannot be read is left out instead of stopping the invoice', () => {
    const withLogo = (logo: Uint8Array): string => shown(invoice({ seller: { ...SELLER, logo } }))
    expect(withLogo(qrPng('logo')).split('\n')[0]).toBe('PVM sąskaita faktūra')
    expect(withLogo(Buffer.from('no picture')).split('\n')[0]).toBe('UAB Pavyzdys')
  })

  test('a word longer than its column is broken, and a text longer than a page goes on on the next', () => {
    const text = shown(invoice({ lines: [line(`${'x'.repeat(120)} ${'ilgas '.repeat(1700)}galas`)] }))
    expect(text.replaceAll('\n', '')).toContain('x'.repeat(120))
    expect(text.match(/(?:x\n?){60,}/)?.[0].length).toBeGreaterThan(120)
    expect(text).toContain('galas')
  })
})

describe('what is still to be paid', () => {
  test('is what the bank code and the page ask for after a part payment', () => {
    const part = invoice({ paidText: '50.00' })
    expect(bankCodeOf(part)?.text.split('\n').slice(5, 10)).toEqual(['UAB Pavyzdys', 'LT377300012345678901', 'EUR71.02', '', 'RF91KVIT2026000123'])
    const text = shown(part)
    for (const said of ['Sumokėta', '−50,00 €', 'Liko mokėti', '71,02 €']) expect(text).toContain(said)
    expect(invoicePdf(printer, part, [])).not.toEqual(invoicePdf(printer, invoice(), []))
  })

  test.each([['paid', { paidText: '121.02' }, 'Apmokėta'], ['cancelled', { cancelled: true }, 'Anuliuota']] as const)(
    'a %s invoice has no code, no account and no link', (_, change, said) => {
      const text = shown(invoice(change))
      expect(text).toContain(said)
      expect(text).not.toMatch(/LT37|kvit\.example/)
      expect(bankCodeOf(invoice(change))).toBeNull()
    })

  test('an invoice that was credited and never paid is not called paid', () => {
    const issued = invoice()
    const text = shown({ ...issued, credited: issued.totals.gross, remaining: zero(issued.totals.gross.currency) })
    expect(text).toContain('Kredituota')
    expect(text).not.toContain('Apmokėta')
  })

  test.each<[string, Change]>([
    ['hryvnias', { currency: 'UAH' }], ['a seller without account', { seller: { ...SELLER, iban: null } }],
    ['an account outside SEPA', { seller: { ...SELLER, iban: 'UA223052990000026001234567890' } }],
  ])('there is no EPC code for %s, and the invoice is printed', (_, change) => {
    expect(bankCodeOf(invoice(change))).toBeNull()
    expect(shown(invoice(change))).toContain('KV-2026-000123')
  })

  const UKRAINIAN: Change = {
    language: 'uk', currency: 'UAH', reference: null,
    seller: { ...SELLER, name: 'ТОВ «Кав’ярня»', companyCode: '12345678', iban: 'UA223052990000026001234567890', bankName: 'АТ КБ «ПриватБанк»' },
  }

  test('PL12: a Ukrainian invoice carries the code of the National Bank, which asks for what is left', () => {
    const part = invoice({ ...UKRAINIAN, paidText: '50.00' })
    expect(bankCodeOf(part)?.standard).toBe('nbu')
    expect(readNbuCode(bankCodeOf(part)?.text ?? '')).toEqual({
      format: '003', kind: 'UCT', name: 'ТОВ «Кав’ярня»', account: 'UA223052990000026001234567890', amount: 'UAH71.02', recipientCode: '12345678',
      category: 'MP2B/GDDS', reference: 'KV-2026-000123', purpose: 'Оплата за рахунком № KV-2026-000123 від 02.11.2026', note: '', lockMask: 'FFFF', validUntil: '',
    })
    const text = shown(part)
    for (const said of ['UA22 3052 9900 0002 6001 2345 6789 0', '71,02 ₴', 'Відскануйте в застосунку']) expect(text.replaceAll(/\s+/g, ' ')).toContain(said)
  })

  test.each<[string, Change]>([
    ['without a company code', { seller: { ...SELLER, companyCode: null, iban: 'UA223052990000026001234567890' } }],
    ['to an account elsewhere', { seller: SELLER }], ['that is paid', { paidText: '121.02' }], ['that is cancelled', { cancelled: true }], ['of a draft', { draft: true }],
  ])('there is no code for hryvnias %s, and the invoice is printed', (_, change) => {
    expect(bankCodeOf(invoice({ ...UKRAINIAN, ...change }))).toBeNull()
    expect(shown(invoice({ ...UKRAINIAN, ...change }))).toContain('121,02')
  })

  test('without a reference the code carries the number', () => {
    expect(bankCodeOf(invoice({ reference: null }))?.text.split('\n').at(-1)).toBe('KV-2026-000123')
  })
})

describe('many lines', () => {
  test('the last line and the sums stand on one page, whatever the number of lines', () => {
    for (let count = 12; count <= 40; count++) {
      const long = invoice({ lines: Array.from({ length: count }, (_, n) => line(`Prekė${n + 1} ${'labai ilgas pavadinimas '.repeat(n % 4)}`)) })
      const pages = pdfPages(invoicePdf(printer, long, []))
      const sums = pages.findIndex((page) => page.includes('Iš viso'))
      expect(pages[sums]).toContain(`Prekė${count} `.trim())
      expect(pages.at(-1)).toContain(`${pages.length} puslapis iš ${pages.length}`)
    }
  })

  test('every page repeats the heads, and no line is lost or parted', () => {
    const pages = pdfPages(invoicePdf(printer, invoice({ lines: Array.from({ length: 60 }, (_, n) => line(`Prekė${n}x\nb\nc\nd\ne\nantra${n}x`)) }), []))
    for (const page of pages.slice(0, -1)) expect(page).toContain('Pavadinimas')
    for (let n = 0; n < 60; n++) {
      const at = pages.findIndex((page) => page.includes(`Prekė${n}x`))
      expect(at).toBeGreaterThanOrEqual(0)
      expect(pages[at]).toContain(`antra${n}x`)
    }
  })
})

describe('a credit note and a receipt', () => {
  const { language, mode, issueDate, seller, payer, lines, totals, notes } = invoice()
  const note: CreditNoteDocument = {
    language, mode, issueDate, seller, payer, lines, totals, notes, number: 'KR-2026-000007', reason: 'Grąžintos prekės',
    invoice: { number: 'KV-2026-000123', issueDate: '2026-11-02' },
  }
  const receipt: ReceiptDocument = {
    language: 'lt', mode: 'live', number: 'pay_live_01', seller: SELLER, payerName: 'SIA Piemērs', amount: money('50.00', 'EUR'),
    paidAt: new Date('2026-11-05T22:30:00Z'), timeZone: 'Europe/Vilnius', method: 'Swedbank', providerReference: '123456789',
    invoiceNumber: 'KV-2026-000123', remaining: money('71.02', 'EUR'),
  }

  test('a credit note names its invoice and reason and asks for nothing', () => {
    const text = pdfText(creditNotePdf(printer, note, []))
    for (const said of ['Kreditinė sąskaita', 'KR-2026-000007', 'KV-2026-000123', 'Grąžintos prekės']) expect(text).toContain(said)
    expect(text).not.toMatch(/LT37|kvit\.example/)
  })

  test('a receipt proves the payment, in the store’s own time', () => {
    const text = pdfText(receiptPdf(printer, receipt)).replaceAll('\u00a0', ' ')
    for (const said of ['Mokėjimo kvitas', '50,00 €', 'Penkiasdešimt eurų 00 ct', 'KV-2026-000123', 'Swedbank', '123456789', '71,02 €', '00:30']) {
      expect(text).toContain(said)
    }
  })

  test.each(LANGUAGES)('both come out in %s', (reader) => {
    expect(pdfPages(creditNotePdf(printer, { ...note, language: reader }, []))).toHaveLength(1)
    expect(pdfPages(receiptPdf(printer, { ...receipt, language: reader }))).toHaveLength(1)
  })
})

describe('the file', () => {
  test('same data, same bytes, whatever was printed in between and by whichever printer', () => {
    const first = invoicePdf(printer, invoice(), [])
    invoicePdf(printer, invoice({ language: 'ka' }), [])
    expect(invoicePdf(printer, invoice(), [])).toEqual(first)
    expect(invoicePdf(createDocumentPrinter(), invoice(), [])).toEqual(first)
  })

  test('P04: no field of an invoice is ever read as markup', () => {
    const evil = '#read("/etc/passwd") *b* $x$ <img src=http://192.0.2.1/x> #pagebreak()'
    const party = { name: evil, companyCode: evil, vatCode: evil, address: evil, contacts: [evil] }
    const document = invoice({
      number: evil, seller: { ...SELLER, ...party, bankName: evil }, payer: party, notes: evil, reference: null,
      lines: [{ ...line(evil, { exempt: evil, category: 'E' }), unit: evil }], payLink: `https://kvit.example.com/${encodeURIComponent(evil)}`,
    })
    const words = shown(document).split(/\s+/).join(' ')
    expect(words.match(/#read\("\/etc\/passwd"\)/g)?.length).toBeGreaterThanOrEqual(14)
    expect(words).not.toContain('root:')
  })

  test('any text anywhere gives a document', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
    fc.assert(fc.property(text, text, text, text, fc.constantFrom(...LANGUAGES), (name, description, notes, number, language) => {
      const document = invoice({ language, notes, number, seller: { ...SELLER, name, address: notes }, lines: [line(description)], reference: null })
      expect(pdfPages(invoicePdf(printer, document, [])).length).toBeGreaterThan(0)
    }), { numRuns: 60 })
  })
})
