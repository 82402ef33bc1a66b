import { isCurrency } from '../../money/currency.ts'
import type { XmlElement } from '../../platform/xml/element.ts'
import { CREDIT_NOTE_TYPES, DISCOUNT_REASONS, INVOICE_TYPES, isCountry, isExemptionCode, PAYMENT_MEANS, VAT_CATEGORIES } from './code-lists.ts'
import { ADDRESS_SCHEMES, COMPANY_SCHEMES } from './party-ids.ts'
import { all, descendants, each, quantityName, textAt, whole } from './rule.ts'
import type { Rule, Ubl } from './rule.ts'
import { UNIT_CODES } from './units.ts'

const coded = (id: string, what: string, select: (document: Ubl) => readonly XmlElement[], isCode: (text: string) => boolean): Rule =>
  each(id, `${what} is from its code list.`, select, ({ text }) => isCode(text.trim()))

const named = (name: string) => ({ root }: Ubl) => descendants(root).filter((one) => one.name === name)

const scheme = (id: string, what: string, select: (document: Ubl) => readonly XmlElement[], known: ReadonlySet<string>): Rule =>
  each(id, `The scheme of ${what} is from its code list.`, select, ({ attributes: { schemeID } }) => schemeID === undefined || known.has(schemeID))

/** Codes from their lists: of a long list only what can stand on our invoices is known here, so a code that passes is right, and we write no other. */
export const CODE_RULES: readonly Rule[] = [
  whole('BR-CL-01', 'The document type is from its code list.', ({ root, isCreditNote }) => (isCreditNote
    ? CREDIT_NOTE_TYPES.has(textAt(root, 'cbc:CreditNoteTypeCode')) : INVOICE_TYPES.has(textAt(root, 'cbc:InvoiceTypeCode')))),
  each('BR-CL-03', 'The currency of an amount is from ISO 4217.', ({ root }) => descendants(root).filter(({ attributes }) => 'currencyID' in attributes),
    ({ attributes }) => isCurrency(attributes['currencyID'] ?? '')),
  coded('BR-CL-04', 'The currency of the document', named('cbc:DocumentCurrencyCode'), isCurrency),
  scheme('BR-CL-11', 'a register number', ({ seller, buyer }) => [
    ...all(seller, 'cac:PartyLegalEntity/cbc:CompanyID'), ...all(buyer, 'cac:PartyLegalEntity/cbc:CompanyID'),
  ], COMPANY_SCHEMES),
  coded('BR-CL-14', 'A country', named('cbc:IdentificationCode'), isCountry),
  coded('BR-CL-16', 'A payment means', named('cbc:PaymentMeansCode'), (code) => PAYMENT_MEANS.has(code)),
  coded(
    'BR-CL-17', 'The category of a breakdown',
    ({ subtotals, allowances }) => [...subtotals, ...allowances].flatMap((one) => all(one, 'cac:TaxCategory/cbc:ID')),
    (code) => VAT_CATEGORIES.has(code),
  ),
  coded('BR-CL-18', 'The category of a line', ({ lines }) => lines.flatMap((line) => all(line, 'cac:Item/cac:ClassifiedTaxCategory/cbc:ID')), (code) => VAT_CATEGORIES.has(code)),
  coded('BR-CL-19', 'The reason of a discount', ({ root }) => descendants(root).filter(({ name, children }) => name === 'cac:AllowanceCharge' &&
    children.some((child) => child.name === 'cbc:ChargeIndicator' && child.text.trim() === 'false')).flatMap((one) => all(one, 'cbc:AllowanceChargeReasonCode')),
  (code) => DISCOUNT_REASONS.has(code)),
  coded('BR-CL-22', 'The code of an exemption', named('cbc:TaxExemptionReasonCode'), isExemptionCode),
  each('BR-CL-23', 'A unit is from UN/ECE Recommendation 20 or 21.', ({ lines }) => lines, (line, document) =>
    all(line, quantityName(document)).every(({ attributes }) => UNIT_CODES.has(attributes['unitCode'] ?? ''))),
  scheme('BR-CL-25', 'an electronic address', named('cbc:EndpointID'), ADDRESS_SCHEMES),
]
