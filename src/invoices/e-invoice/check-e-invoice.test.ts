import { expect, test } from 'vitest'
import { lineText, someCreditNote, someInvoice } from '../../../test/support/some-invoice.ts'
import type { LineText } from '../line.ts'
import { checkEInvoice, CORE_RULES } from './check-e-invoice.ts'
import { eCreditNoteOf, eInvoiceOf } from './e-invoice.ts'
import type { EInvoice } from './e-invoice.ts'
import { PEPPOL_RULES } from './rules-peppol.ts'
import { writeUbl } from './ubl.ts'

const written = (document: EInvoice | null): string => (document === null ? '' : writeUbl(document, 'peppol'))
const invoiceOf = (vat: LineText['vat']): string =>
  written(eInvoiceOf(someInvoice({ lines: [lineText({ vat, discountPercent: '5' }), lineText({ vat })], paidMinor: 100n, notes: 'Ačiū' }), 'https://kvit.example/pay/x'))
const without = (category: 'E' | 'AE' | 'K' | 'G' | 'O') => invoiceOf({ category, reason: 'Article' })

const S = invoiceOf({ rate: '21' })
const Z = invoiceOf({ rate: '0' })
const [E, AE, K, G, O] = [without('E'), without('AE'), without('K'), without('G'), without('O')]
const NOTE = written(eCreditNoteOf(someCreditNote(someInvoice(), [lineText()]), someInvoice()))
const ALL = { S, Z, E, AE, K, G, O, NOTE }

/** Takes out the first element of a name with all that is in it. */
const cut = (xml: string, name: string): string => xml.replace(new RegExp(`\\n *<${name}[ >][\\s\\S]*?</${name}>`), '')
const cutAll = (xml: string, name: string): string => xml.replaceAll(new RegExp(`\\n *<${name}[ >][\\s\\S]*?</${name}>`, 'g'), '')
/** As `cut`, within the first `part`. */
const cutIn = (xml: string, part: string, name: string): string => inPart(xml, part, (text) => cut(text, name))
const inPart = (xml: string, part: string, change: (text: string) => string): string =>
  xml.replace(new RegExp(`<${part}[ >][\\s\\S]*?</${part}>`), change)
const inAll = (xml: string, part: string, change: (text: string) => string): string =>
  xml.replaceAll(new RegExp(`<${part}[ >][\\s\\S]*?</${part}>`, 'g'), change)
const setIn = (xml: string, part: string, name: string, value: string): string =>
  inPart(xml, part, (text) => text.replace(new RegExp(`(<${name}[^>]*>)[^<]*`), `$1${value}`))
const put = (xml: string, before: string, added: string): string => xml.replace(`<${before}>`, `${added}<${before}>`)

const SELLER = 'cac:AccountingSupplierParty'
const BUYER = 'cac:AccountingCustomerParty'
const SUM = 'cac:LegalMonetaryTotal'
const ROW = 'cac:TaxSubtotal'
const LINE = 'cac:InvoiceLine'
const discount = (inner: string, charge = false): string =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>${charge}</cbc:ChargeIndicator>${inner}</cac:AllowanceCharge>`
const category = (code: string, percent: string): string =>
  `<cac:TaxCategory><cbc:ID>${code}</cbc:ID>${percent === '' ? '' : `<cbc:Percent>${percent}</cbc:Percent>`}</cac:TaxCategory>`
const amountOf = (value: string): string => `<cbc:Amount currencyID="EUR">${value}</cbc:Amount>`
const reasonOf = '<cbc:AllowanceChargeReason>x</cbc:AllowanceChargeReason>'
const addDiscount = (xml: string, inner: string, charge = false): string => put(xml, 'cac:TaxTotal', discount(inner, charge))
const addToLine = (xml: string, inner: string, charge = false): string => put(xml, 'cac:Item', discount(inner, charge))

type Spoiled = readonly [rule: string, xml: string]

const DOCUMENT: readonly Spoiled[] = [
  ['BR-01', cut(S, 'cbc:CustomizationID')], ['BR-02', cut(S, 'cbc:ID')], ['BR-03', cut(S, 'cbc:IssueDate')], ['BR-04', cut(S, 'cbc:InvoiceTypeCode')],
  ['BR-04', cut(NOTE, 'cbc:CreditNoteTypeCode')], ['BR-05', cut(S, 'cbc:DocumentCurrencyCode')], ['BR-06', cutIn(S, SELLER, 'cbc:RegistrationName')],
  ['BR-07', cutIn(S, BUYER, 'cbc:RegistrationName')], ['BR-08', cutIn(S, SELLER, 'cac:PostalAddress')], ['BR-09', cutIn(S, SELLER, 'cac:Country')],
  ['BR-10', cutIn(S, BUYER, 'cac:PostalAddress')], ['BR-11', cutIn(S, BUYER, 'cac:Country')], ['BR-12', cutIn(S, SUM, 'cbc:LineExtensionAmount')],
  ['BR-13', cutIn(S, SUM, 'cbc:TaxExclusiveAmount')], ['BR-14', cutIn(S, SUM, 'cbc:TaxInclusiveAmount')], ['BR-15', cutIn(S, SUM, 'cbc:PayableAmount')],
  ['BR-16', cutAll(S, LINE)], ['BR-49', cut(S, 'cbc:PaymentMeansCode')], ['BR-50', cutIn(S, 'cac:PayeeFinancialAccount', 'cbc:ID')],
  ['BR-61', cut(S, 'cac:PayeeFinancialAccount')], ['BR-52', cutIn(S, 'cac:AdditionalDocumentReference', 'cbc:ID')],
  ['BR-55', cutIn(NOTE, 'cac:BillingReference', 'cbc:ID')], [
    'BR-57',
    cutIn(K, 'cac:Delivery', 'cac:Country').replace('<cac:DeliveryLocation>', '<cac:DeliveryLocation><cac:Address><cbc:CityName>x</cbc:CityName></cac:Address>'),
  ],
  ['BR-62', inPart(S, SELLER, (text) => text.replace(/ schemeID="0200"/, ''))], ['BR-63', inPart(S, BUYER, (text) => text.replace(/ schemeID="0218"/, ''))],
  ['BR-CO-03', put(S, 'cbc:DocumentCurrencyCode', '<cbc:TaxPointDate>2026-11-01</cbc:TaxPointDate>').replace(
    '<cac:OrderReference>', '<cac:InvoicePeriod><cbc:DescriptionCode>35</cbc:DescriptionCode></cac:InvoicePeriod><cac:OrderReference>',
  )],
  ['BR-CO-09', S.replace('>LT100000000019<', '>QQ100000000019<')], ['BR-CO-18', cut(S, ROW)],
  ['BR-CO-25', cut(cut(S, 'cbc:DueDate'), 'cac:PaymentTerms')],
  ['BR-CO-26', inPart(cutIn(S, SELLER, 'cac:PartyTaxScheme'), SELLER, (text) => cut(text, 'cbc:CompanyID'))], ['UBL-SR-44', S.replace('<cbc:PaymentID>RF', '<cbc:PaymentID>XX')],
]

const LINES: readonly Spoiled[] = [
  ['BR-21', cutIn(S, LINE, 'cbc:ID')], ['BR-22', cut(S, 'cbc:InvoicedQuantity')], ['BR-22', cut(NOTE, 'cbc:CreditedQuantity')],
  ['BR-23', S.replace(/ unitCode="H87"/, '')], ['BR-24', cutIn(S, LINE, 'cbc:LineExtensionAmount')], ['BR-25', cutIn(S, 'cac:Item', 'cbc:Name')],
  ['BR-26', cut(S, 'cac:Price')], ['BR-27', setIn(S, 'cac:Price', 'cbc:PriceAmount', '-1')],
  ['BR-28', S.replace(
    '</cbc:PriceAmount>',
    '</cbc:PriceAmount><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:BaseAmount currencyID="EUR">-1</cbc:BaseAmount></cac:AllowanceCharge>',
  )],
  ['BR-CO-04', cut(S, 'cac:ClassifiedTaxCategory')], ['BR-31', addDiscount(S, category('S', '21') + reasonOf)], ['BR-32', addDiscount(S, amountOf('1.00') + reasonOf)],
  ['BR-33', addDiscount(S, amountOf('1.00'))], ['BR-36', addDiscount(S, reasonOf, true)], ['BR-37', addDiscount(S, amountOf('1.00'), true)],
  ['BR-38', addDiscount(S, amountOf('1.00'), true)], ['BR-41', addToLine(S, reasonOf)], ['BR-42', addToLine(S, amountOf('1.00'))], ['BR-CO-23', addToLine(S, amountOf('1.00'))],
  ['BR-43', addToLine(S, reasonOf, true)], ['BR-44', addToLine(S, amountOf('1.00'), true)], ['BR-CO-24', addToLine(S, amountOf('1.00'), true)],
]

const fine = (rule: string, part: string, name: string): Spoiled => [rule, inPart(S, part, (text) => text.replace(new RegExp(`(<${name}[^>]*>)[^<]*`), '$11.005'))]

const TOTALS: readonly Spoiled[] = [
  ['BR-CO-10', setIn(S, SUM, 'cbc:LineExtensionAmount', '1.00')], ['BR-CO-11', addDiscount(S, amountOf('1.00'))], ['BR-CO-12', addDiscount(S, amountOf('1.00'), true)],
  ['BR-CO-13', setIn(S, SUM, 'cbc:TaxExclusiveAmount', '1.00')], ['BR-CO-14', setIn(S, 'cac:TaxTotal', 'cbc:TaxAmount', '1.00')],
  ['BR-CO-15', setIn(S, SUM, 'cbc:TaxInclusiveAmount', '1.00')], ['BR-CO-16', setIn(S, SUM, 'cbc:PayableAmount', '1.00')],
  ['BR-CO-17', setIn(S, ROW, 'cbc:TaxAmount', '40.95')], ['BR-45', cutIn(S, ROW, 'cbc:TaxableAmount')], ['BR-46', cutIn(S, ROW, 'cbc:TaxAmount')],
  ['BR-47', cutIn(S, 'cac:TaxCategory', 'cbc:ID')], ['BR-48', cutIn(S, 'cac:TaxCategory', 'cbc:Percent')],
  fine('BR-DEC-09', SUM, 'cbc:LineExtensionAmount'), fine('BR-DEC-12', SUM, 'cbc:TaxExclusiveAmount'), fine('BR-DEC-14', SUM, 'cbc:TaxInclusiveAmount'),
  fine('BR-DEC-16', SUM, 'cbc:PrepaidAmount'), fine('BR-DEC-18', SUM, 'cbc:PayableAmount'), fine('BR-DEC-13', 'cac:TaxTotal', 'cbc:TaxAmount'),
  fine('BR-DEC-19', ROW, 'cbc:TaxableAmount'), fine('BR-DEC-20', ROW, 'cbc:TaxAmount'), fine('BR-DEC-23', LINE, 'cbc:LineExtensionAmount'),
  fine('BR-DEC-24', LINE, 'cbc:Amount'), fine('BR-DEC-25', LINE, 'cbc:BaseAmount'),
  ['BR-DEC-10', S.replace(`</${SUM}>`, `<cbc:AllowanceTotalAmount>0.001</cbc:AllowanceTotalAmount></${SUM}>`)],
  ['BR-DEC-11', S.replace(`</${SUM}>`, `<cbc:ChargeTotalAmount>0.001</cbc:ChargeTotalAmount></${SUM}>`)],
  ['BR-DEC-17', S.replace(`</${SUM}>`, `<cbc:PayableRoundingAmount>0.001</cbc:PayableRoundingAmount></${SUM}>`)],
  ['BR-DEC-01', addDiscount(S, amountOf('0.001'))], ['BR-DEC-02', addDiscount(S, '<cbc:BaseAmount>0.001</cbc:BaseAmount>')],
  ['BR-DEC-05', addDiscount(S, amountOf('0.001'), true)], ['BR-DEC-06', addDiscount(S, '<cbc:BaseAmount>0.001</cbc:BaseAmount>', true)],
  ['BR-DEC-27', addToLine(S, amountOf('0.001'), true)], ['BR-DEC-28', addToLine(S, '<cbc:BaseAmount>0.001</cbc:BaseAmount>', true)],
]

const noNumbers = (xml: string): string => inPart(xml, SELLER, (text) => cutAll(text, 'cac:PartyTaxScheme'))
const LETTERS = [['S', S, 'BR-S'], ['Z', Z, 'BR-Z'], ['E', E, 'BR-E'], ['AE', AE, 'BR-AE'], ['K', K, 'BR-IC'], ['G', G, 'BR-G'], ['O', O, 'BR-O']] as const

/** Outside VAT a number is what must not be there, and a rate too. */
function spoiledOf([code, xml, rules]: (typeof LETTERS)[number]): Spoiled[] {
  const party = code === 'O' ? put(
    xml, 'cac:PartyLegalEntity',
    '<cac:PartyTaxScheme><cbc:CompanyID>LT1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>',
  ) : noNumbers(xml)
  const rate = code === 'S' ? '0' : '7'
  const lineRate = code === 'O'
    ? xml.replace(/(<cac:ClassifiedTaxCategory>\s*<cbc:ID>O<\/cbc:ID>)/, '$1<cbc:Percent>0</cbc:Percent>')
    : setIn(xml, 'cac:ClassifiedTaxCategory', 'cbc:Percent', rate)
  const reason = code === 'S' || code === 'Z'
    ? xml.replace('</cbc:Percent>\n', '</cbc:Percent><cbc:TaxExemptionReason>x</cbc:TaxExemptionReason>\n')
    : cut(cut(xml, 'cbc:TaxExemptionReason'), 'cbc:TaxExemptionReasonCode')
  return [
    [`${rules}-01`, cut(xml, ROW)], [`${rules}-02`, party],
    [`${rules}-03`, addDiscount(party, category(code, ''))], [`${rules}-04`, addDiscount(party, category(code, ''), true)],
    [`${rules}-05`, lineRate], [`${rules}-06`, addDiscount(xml, category(code, rate))], [`${rules}-07`, addDiscount(xml, category(code, rate), true)],
    [`${rules}-08`, setIn(xml, ROW, 'cbc:TaxableAmount', '1.00')], [`${rules}-09`, setIn(xml, ROW, 'cbc:TaxAmount', '1.00')], [`${rules}-10`, reason],
  ]
}

const VAT: readonly Spoiled[] = [
  ...LETTERS.flatMap(spoiledOf),
  ['BR-AE-02', inPart(inPart(AE, BUYER, (text) => cut(text, 'cac:PartyTaxScheme')), BUYER, (text) => cut(text, 'cbc:CompanyID'))],
  ['BR-IC-02', cutIn(K, BUYER, 'cac:PartyTaxScheme')], ['BR-IC-11', cut(K, 'cbc:ActualDeliveryDate')], ['BR-IC-12', cut(K, 'cac:DeliveryLocation')],
  ['BR-O-11', O.replace('</cac:TaxTotal>', `<cac:TaxSubtotal>${category('S', '21')}</cac:TaxSubtotal></cac:TaxTotal>`)],
  ['BR-O-12', O.replace(/(<cac:ClassifiedTaxCategory>\s*<cbc:ID>)O/, '$1S')],
  ['BR-O-13', addDiscount(O, category('S', '21'))], ['BR-O-14', addDiscount(O, category('S', '21'), true)],
]

const CODES: readonly Spoiled[] = [
  ['BR-CL-01', setIn(S, 'Invoice', 'cbc:InvoiceTypeCode', '999')], ['BR-CL-03', S.replace('currencyID="EUR"', 'currencyID="EUX"')],
  ['BR-CL-04', setIn(S, 'Invoice', 'cbc:DocumentCurrencyCode', 'EUX')], ['BR-CL-11', S.replace('<cbc:CompanyID schemeID="0200"', '<cbc:CompanyID schemeID="9999"')],
  ['BR-CL-14', S.replace('>LV<', '>QQ<')], ['BR-CL-16', S.replace('>68<', '>168<')], ['BR-CL-17', S.replace(/(<cac:TaxCategory>\s*<cbc:ID>)S/, '$1Q')],
  ['BR-CL-18', S.replace(/(<cac:ClassifiedTaxCategory>\s*<cbc:ID>)S/, '$1Q')], ['BR-CL-19', S.replace('>95<', '>9<')], ['BR-CL-22', G.replace('VATEX-EU-G', 'VATEX-EU-X')],
  ['BR-CL-23', S.replace('"H87"', '"PIECE"')], ['BR-CL-25', S.replace('<cbc:EndpointID schemeID="0200"', '<cbc:EndpointID schemeID="9999"')],
]

const price = (inner: string): string => S.replace('</cbc:PriceAmount>', `</cbc:PriceAmount>${inner}`)
const period = (start: string, end: string): string => `<cac:InvoicePeriod><cbc:StartDate>${start}</cbc:StartDate><cbc:EndDate>${end}</cbc:EndDate></cac:InvoicePeriod>`
const periods = put(put(S, 'cac:OrderReference', period('2026-11-01', '2026-11-30')), 'cac:Item', period('2026-10-01', '2026-12-31'))
const reasonIn = (code: string): string => S.replace('</cbc:Percent>\n', `</cbc:Percent><cbc:TaxExemptionReasonCode>${code}</cbc:TaxExemptionReasonCode>\n`)

const PEPPOL: readonly Spoiled[] = ([
  ['R001', cut(S, 'cbc:ProfileID')], ['R002', S.replace('<cbc:Note>', '<cbc:Note>x</cbc:Note><cbc:Note>')], ['R003', cut(S, 'cac:OrderReference')],
  ['R004', S.replace('#compliant#', '#')], ['R007', S.replace('billing:01:1.0', 'billing')], ['R008', put(S, 'cac:OrderReference', '<cbc:BuyerReference> </cbc:BuyerReference>')],
  ['R010', cutIn(S, BUYER, 'cbc:EndpointID')], ['R020', cutIn(S, SELLER, 'cbc:EndpointID')], ['R040', setIn(S, LINE, 'cbc:Amount', '5.03')],
  ['R041', cutIn(S, LINE, 'cbc:BaseAmount')], ['R042', cutIn(S, LINE, 'cbc:MultiplierFactorNumeric')], ['R043', S.replace('>false<', '>no<')],
  ['R044', price('<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator></cac:AllowanceCharge>')],
  ['R046', price('<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>1</cbc:Amount><cbc:BaseAmount>1</cbc:BaseAmount></cac:AllowanceCharge>')],
  ['R051', S.replace('currencyID="EUR"', 'currencyID="USD"')],
  ['R053', S.replace('<cac:TaxTotal>', '<cac:TaxTotal><cac:TaxSubtotal><cbc:TaxAmount>0</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal><cac:TaxTotal>')],
  ['R054', S.replace('<cac:TaxTotal>', '<cac:TaxTotal><cbc:TaxAmount>0</cbc:TaxAmount></cac:TaxTotal><cac:TaxTotal>')], ['R061', S.replace('>68<', '>59<')],
  ['R110', periods], ['R111', periods], ['R120', setIn(S, LINE, 'cbc:LineExtensionAmount', '95.05')], ['R121', price('<cbc:BaseQuantity>0</cbc:BaseQuantity>')],
  ['R130', price('<cbc:BaseQuantity unitCode="KGM">1</cbc:BaseQuantity>')], ['CL002', S.replace('>95<', '>9<')], ['CL007', setIn(S, 'Invoice', 'cbc:DocumentCurrencyCode', 'EUX')],
  ['CL008', S.replace('<cbc:EndpointID schemeID="0200"', '<cbc:EndpointID schemeID="9999"')], ['F001', setIn(S, 'Invoice', 'cbc:IssueDate', '02.11.2026')],
  ['P0100', setIn(S, 'Invoice', 'cbc:InvoiceTypeCode', '326')], ['P0101', setIn(NOTE, 'CreditNote', 'cbc:CreditNoteTypeCode', '380')],
  ['P0104', reasonIn('VATEX-EU-G')], ['P0105', reasonIn('VATEX-EU-O')], ['P0106', reasonIn('VATEX-EU-IC')], ['P0107', reasonIn('VATEX-EU-AE')],
  ['P0108', reasonIn('VATEX-EU-D')], ['P0109', reasonIn('VATEX-EU-F')], ['P0110', reasonIn('VATEX-EU-I')], ['P0111', reasonIn('VATEX-EU-J')],
] as const).map(([id, xml]) => [`PEPPOL-EN16931-${id}`, xml] as const)

const SPOILED: readonly Spoiled[] = [...DOCUMENT, ...LINES, ...TOTALS, ...VAT, ...CODES, ...PEPPOL]

test.each(Object.entries(ALL))('nothing is wrong with what is spoiled below: %s', (_, xml) => {
  expect(checkEInvoice(xml, 'peppol')).toEqual([])
})

test.each(SPOILED)('%s is found where it is broken', (rule, xml) => {
  expect(Object.values(ALL)).not.toContain(xml)
  expect(checkEInvoice(xml, 'peppol').map((finding) => finding.rule)).toContain(rule)
})

test('every rule is broken once above', () => {
  const tried = new Set(SPOILED.map(([rule]) => rule))
  expect([...CORE_RULES, ...PEPPOL_RULES].map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([])
})

test('a fault in a line is told with the line', () => {
  const second = inAll(S, LINE, (text) => (text.includes('<cbc:ID>2</cbc:ID>') ? cut(text, 'cac:Price') : text))
  expect(checkEInvoice(second, 'peppol').find(({ rule }) => rule === 'BR-26')?.line).toBe(1)
})

test.each(['', 'no xml', '<Invoice><cbc:ID></Invoice>', '<Order xmlns="x"><cbc:ID>1</cbc:ID></Order>'])('%j is no UBL document', (text) => {
  expect(checkEInvoice(text, 'core').map(({ rule }) => rule)).toEqual(['XML'])
})
