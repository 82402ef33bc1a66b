import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LT_SELLER, lineText, LV_PAYER, someCreditNote, someInvoice } from '../../../test/support/some-invoice.ts'
import { decimal } from '../../money/money.ts'
import { parseXml } from '../../platform/xml/parse-xml.ts'
import type { Invoice } from '../invoice.ts'
import { reckonedLines } from '../line.ts'
import type { LineText } from '../line.ts'
import { checkEInvoice } from './check-e-invoice.ts'
import { eCreditNoteOf, eInvoiceOf } from './e-invoice.ts'
import type { EInvoice } from './e-invoice.ts'
import type { Profile } from './profile.ts'
import { all, textAt } from './rule.ts'
import { writeUbl } from './ubl.ts'

const LINK = 'https://kvit.example/pay/kS3oWcQxT1m9Zb7fR2yVhA'
const reason = 'PVM įstatymo str.'

function written(document: EInvoice | null, profile: Profile = 'peppol'): string {
  if (document === null) throw new Error('no document')
  return writeUbl(document, profile)
}
const xmlOf = (change: Partial<Invoice> = {}, profile: Profile = 'peppol'): string => written(eInvoiceOf(someInvoice(change), LINK), profile)
const rulesOf = (xml: string, profile: Profile = 'peppol'): string[] => checkEInvoice(xml, profile).map(({ rule }) => rule)

function valuesOf(xml: string, path: string): string[] {
  return all(parseXml(xml), path).map(({ text }) => text)
}

describe('an e-invoice', () => {
  test('says what EN 16931 and Peppol ask for, in the order of the schema', () => {
    const xml = xmlOf({ notes: 'Ačiū' })
    expect(rulesOf(xml)).toEqual([])
    expect(parseXml(xml)?.children.map(({ name }) => name)).toEqual([
      'cbc:CustomizationID', 'cbc:ProfileID', 'cbc:ID', 'cbc:IssueDate', 'cbc:DueDate', 'cbc:InvoiceTypeCode', 'cbc:Note', 'cbc:DocumentCurrencyCode',
      'cac:OrderReference', 'cac:AdditionalDocumentReference', 'cac:AccountingSupplierParty', 'cac:AccountingCustomerParty',
      'cac:PaymentMeans', 'cac:PaymentMeans', 'cac:PaymentTerms', 'cac:TaxTotal', 'cac:LegalMonetaryTotal', 'cac:InvoiceLine',
    ])
    expect(valuesOf(xml, 'cac:LegalMonetaryTotal/*')).toEqual(['100.02', '100.02', '121.02', '121.02'])
  })

  test('carries the pay link, the account and one reference for both', () => {
    const xml = xmlOf()
    expect(valuesOf(xml, 'cac:PaymentMeans/cbc:PaymentMeansCode')).toEqual(['68', '58'])
    expect(valuesOf(xml, 'cac:PaymentMeans/cbc:PaymentID')).toEqual(['RF17KV20260042', 'RF17KV20260042'])
    expect(valuesOf(xml, 'cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID')).toEqual(['LT377300012345678901'])
    expect(valuesOf(xml, 'cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference/cbc:URI')).toEqual([LINK])
    expect(valuesOf(xml, 'cac:PaymentTerms/cbc:Note')).toEqual([`Apmokėkite internetu: ${LINK}`])
  })

  test('an account outside SEPA is reached by a plain credit transfer', () => {
    const seller = { ...LT_SELLER, iban: 'UA223052990000026001234567890' }
    expect(valuesOf(xmlOf({ seller }), 'cac:PaymentMeans/cbc:PaymentMeansCode')).toEqual(['68', '30'])
  })

  test('what was paid is deducted, and a paid one asks for nothing', () => {
    const part = xmlOf({ paidMinor: 5000n })
    expect(valuesOf(part, 'cac:LegalMonetaryTotal/*')).toEqual(['100.02', '100.02', '121.02', '50.00', '71.02'])
    expect(eInvoiceOf(someInvoice({ paidMinor: 5000n, refundedMinor: 5000n }), LINK)?.sums).toEqual(eInvoiceOf(someInvoice({ paidMinor: 5000n }), LINK)?.sums)
    const paid = xmlOf({ paidMinor: 12_202n })
    expect(valuesOf(paid, 'cac:LegalMonetaryTotal/cbc:PayableAmount')).toEqual(['0.00'])
    expect(paid).not.toContain('PaymentMeans')
    expect([...rulesOf(part), ...rulesOf(paid)]).toEqual([])
  })

  test('a discount is an allowance of its line, and the price stays whole', () => {
    const xml = xmlOf({ lines: [lineText({ discountPercent: '12.5' })] })
    expect(valuesOf(xml, 'cac:InvoiceLine/cac:AllowanceCharge/*')).toEqual(['false', '95', 'Discount', '12.5', '12.50', '100.02'])
    expect(valuesOf(xml, 'cac:InvoiceLine/cbc:LineExtensionAmount')).toEqual(['87.52'])
    expect(valuesOf(xml, 'cac:InvoiceLine/cac:Price/cbc:PriceAmount')).toEqual(['33.34'])
    expect(rulesOf(xml)).toEqual([])
  })

  test('units are codes, and a unit of the seller\'s own is told in words', () => {
    const xml = xmlOf({ lines: [lineText({ unit: 'val.' }), lineText({ unit: 'KGM' }), lineText({ unit: 'rietimas' }), lineText({ unit: '' })] })
    const codes = all(parseXml(xml), 'cac:InvoiceLine/cbc:InvoicedQuantity').map(({ attributes }) => attributes['unitCode'])
    expect(codes).toEqual(['HUR', 'KGM', 'ZZ', 'C62'])
    expect(valuesOf(xml, 'cac:InvoiceLine/cbc:Note')).toEqual(['rietimas'])
    expect(valuesOf(xmlOf({ language: 'ru', lines: [lineText({ unit: 'год' })] }), 'cac:InvoiceLine/cbc:Note')).toEqual([])
  })

  test('a test document says so to the person who reads it', () => {
    expect(valuesOf(xmlOf({ mode: 'test', notes: 'Ačiū' }), 'cbc:Note')).toEqual(['Bandymas: pinigai netikri\nAčiū'])
  })

  test('control characters and markup in a merchant\'s texts do not break it', () => {
    const name = 'A\u0000\u0008 & <b>"B"</b> ]]> \ud800 ქართული'
    const xml = xmlOf({ payer: { ...LV_PAYER, name } })
    expect(valuesOf(xml, 'cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName')).toEqual(['A & <b>"B"</b> ]]> \ufffd ქართული'])
  })

  test('there is none of a draft or of a cancelled invoice', () => {
    expect(eInvoiceOf(someInvoice({ document: 'cancelled' }), LINK)).toBeNull()
    expect(eInvoiceOf(someInvoice({ number: null }), LINK)).toBeNull()
  })
})

describe('lines without VAT', () => {
  const rowOf = (xml: string) => valuesOf(xml, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/*')

  test.each([
    ['AE', ['AE', '0', 'VATEX-EU-AE', reason, '']], ['K', ['K', '0', 'VATEX-EU-IC', reason, '']], ['G', ['G', '0', 'VATEX-EU-G', reason, '']],
    ['E', ['E', '0', reason, '']],
  ] as const)('of category %s name reason and code', (category, row) => {
    const xml = xmlOf({ lines: [lineText({ vat: { category, reason } })] })
    expect(rowOf(xml)).toEqual(row)
    expect(rulesOf(xml)).toEqual([])
  })

  test('of an exempt supply carry the code that the seller gives', () => {
    const xml = xmlOf({ lines: [lineText({ vat: { category: 'E', reason, reasonCode: 'VATEX-EU-132' } })] })
    expect(rowOf(xml)).toEqual(['E', '0', 'VATEX-EU-132', reason, ''])
  })

  test('outside VAT: no rate, and nobody\'s VAT number is named', () => {
    const xml = xmlOf({ lines: [lineText({ vat: { category: 'O', reason } })] })
    expect(rowOf(xml)).toEqual(['O', 'VATEX-EU-O', reason, ''])
    expect(xml).not.toContain('PartyTaxScheme')
    expect(rulesOf(xml)).toEqual([])
  })

  test('a supply within the Union names day and country of delivery', () => {
    const xml = xmlOf({ lines: [lineText({ vat: { category: 'K', reason } })] })
    expect(valuesOf(xml, 'cac:Delivery/cbc:ActualDeliveryDate')).toEqual(['2026-11-02'])
    expect(valuesOf(xml, 'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode')).toEqual(['LV'])
  })

  test('several categories stand beside each other', () => {
    const xml = xmlOf({ lines: [lineText(), lineText({ vat: { rate: '9' } }), lineText({ vat: { rate: '0' } }), lineText({ vat: { category: 'E', reason } })] })
    expect(valuesOf(xml, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID')).toEqual(['S', 'S', 'E', 'Z'])
    expect(rulesOf(xml)).toEqual([])
  })

  test('an exempt seller without VAT number is known by the register number', () => {
    const xml = xmlOf({ seller: { ...LT_SELLER, vatCode: '' }, lines: [lineText({ vat: { category: 'E', reason } })] })
    expect(valuesOf(xml, 'cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID')).toEqual(['TAX'])
    expect(rulesOf(xml)).toEqual([])
  })
})

test('a VAT number written as at home gets its country', () => {
  const xml = xmlOf({ payer: { ...LV_PAYER, vatCode: '4000 3000 001' } })
  expect(valuesOf(xml, 'cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID')).toEqual(['LV40003000001'])
})

test('a company that Peppol does not reach still gets the European document', () => {
  const xml = xmlOf({ payer: { ...LV_PAYER, country: 'UA', companyCode: '12345678', vatCode: '' } }, 'core')
  expect(rulesOf(xml, 'core')).toEqual([])
  expect(rulesOf(xml, 'peppol')).toContain('PEPPOL-EN16931-R010')
})

describe('a credit note', () => {
  const invoice = someInvoice()
  const xml = written(eCreditNoteOf(someCreditNote(invoice, [lineText({ quantity: '1' })]), invoice))

  test('has positive amounts, names its invoice, and asks for nothing', () => {
    expect(rulesOf(xml)).toEqual([])
    expect(parseXml(xml)?.children.map(({ name }) => name)).toEqual([
      'cbc:CustomizationID', 'cbc:ProfileID', 'cbc:ID', 'cbc:IssueDate', 'cbc:CreditNoteTypeCode', 'cbc:Note', 'cbc:DocumentCurrencyCode', 'cac:OrderReference',
      'cac:BillingReference', 'cac:AccountingSupplierParty', 'cac:AccountingCustomerParty', 'cac:PaymentTerms', 'cac:TaxTotal', 'cac:LegalMonetaryTotal', 'cac:CreditNoteLine',
    ])
    expect(valuesOf(xml, 'cac:LegalMonetaryTotal/cbc:PayableAmount')).toEqual(['40.34'])
    expect(valuesOf(xml, 'cac:BillingReference/cac:InvoiceDocumentReference/*')).toEqual(['KV-2026-0042', '2026-11-02'])
    expect(valuesOf(xml, 'cac:CreditNoteLine/cbc:CreditedQuantity')).toEqual(['1'])
  })
})

const number = (whole: number, decimals: number) => fc.tuple(fc.nat(whole), fc.nat(10 ** decimals - 1))
  .map(([left, right]) => `${left}.${String(right).padStart(decimals, '0')}`)
const vat = fc.oneof(
  fc.constantFrom('21', '9', '5.5', '0', '25.5').map((rate) => ({ rate })),
  fc.constantFrom('E', 'AE', 'K', 'G').map((category) => ({ category, reason })),
)
const line = fc.record({
  description: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).map((text) => `x${text}`), unit: fc.constantFrom('vnt.', 'kg', 'h', '', 'rietimas'),
  quantity: fc.oneof({ weight: 5, arbitrary: number(999, 3) }, { weight: 1, arbitrary: number(3, 2).map((text) => `-${text}`) }),
  unitPrice: number(9999, 4), discountPercent: fc.oneof(fc.constant('0'), fc.constantFrom('5', '12.5', '33.3333', '100')), vat,
})
const lines: fc.Arbitrary<LineText[]> = fc.oneof(
  fc.array(line, { minLength: 1, maxLength: 12 }),
  fc.array(line.map((one) => ({ ...one, vat: { category: 'O' as const, reason } })), { minLength: 1, maxLength: 5 }),
)
const owes = (all_: readonly LineText[]): boolean => {
  const reckoned = reckonedLines(all_, 'EUR')
  return 'totals' in reckoned && reckoned.totals.gross.minor > 0n
}

test('whatever the lines, rates and discounts: the totals are those of the invoice, and no rule is broken', () => {
  fc.assert(fc.property(lines.filter(owes), (of) => {
    const invoice = someInvoice({ lines: of })
    const xml = written(eInvoiceOf(invoice, LINK))
    const root = parseXml(xml)
    expect(checkEInvoice(xml, 'peppol')).toEqual([])
    expect(textAt(root, 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount')).toBe(decimal(invoice.net))
    expect(textAt(root, 'cac:TaxTotal/cbc:TaxAmount')).toBe(decimal(invoice.vat))
    expect(textAt(root, 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount')).toBe(decimal(invoice.gross))
    expect(textAt(root, 'cac:LegalMonetaryTotal/cbc:PayableAmount')).toBe(decimal(invoice.gross))
    expect(all(root, 'cac:TaxTotal/cac:TaxSubtotal').map((row) => [textAt(row, 'cbc:TaxableAmount'), textAt(row, 'cbc:TaxAmount')]))
      .toEqual(invoice.totals.map(({ taxable, tax }) => [taxable, tax]))
  }), { numRuns: 300 })
})

test('whatever is credited: the totals are those of the credit note, and no rule is broken', () => {
  fc.assert(fc.property(lines.filter(owes), (of) => {
    const invoice = someInvoice({ lines: of })
    const note = someCreditNote(invoice, of)
    const xml = written(eCreditNoteOf(note, invoice))
    expect(checkEInvoice(xml, 'peppol')).toEqual([])
    expect(textAt(parseXml(xml), 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount')).toBe(decimal(note.gross))
  }))
})
