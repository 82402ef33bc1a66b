import type { XmlElement } from '../../platform/xml/element.ts'
import { CREDIT_NOTE_TYPES, DISCOUNT_REASONS, INVOICE_TYPES } from './code-lists.ts'
import { ADDRESS_SCHEMES } from './party-ids.ts'
import { PEPPOL } from './profile.ts'
import { absolute, all, amountAt, categoryOf, descendants, each, has, MILLION, numberAt, one, PERCENT, quantityName, textAt, whole } from './rule.ts'
import type { Rule, Ubl } from './rule.ts'
import { lineIsRight, SLACK } from './rules-totals.ts'
import { isCurrency } from '../../money/currency.ts'

const allowances = ({ allowances: own, lines }: Ubl) => [...own, ...lines.flatMap((line) => all(line, 'cac:AllowanceCharge'))]
const priceAllowances = ({ lines }: Ubl) => lines.flatMap((line) => all(line, 'cac:Price/cac:AllowanceCharge'))
const periods = ({ lines }: Ubl) => lines.filter((line) => has(line, 'cac:InvoicePeriod'))

/** BR letters of Peppol: which category an exemption code belongs to. P0104 to P0111. */
const CATEGORY_OF_CODE = [
  ['P0104', 'VATEX-EU-G', 'G'], ['P0105', 'VATEX-EU-O', 'O'], ['P0106', 'VATEX-EU-IC', 'K'], ['P0107', 'VATEX-EU-AE', 'AE'],
  ['P0108', 'VATEX-EU-D', 'E'], ['P0109', 'VATEX-EU-F', 'E'], ['P0110', 'VATEX-EU-I', 'E'], ['P0111', 'VATEX-EU-J', 'E'],
] as const

function percentIsRight(allowance: XmlElement): boolean {
  const [percent, base] = [numberAt(allowance, 'cbc:MultiplierFactorNumeric'), numberAt(allowance, 'cbc:BaseAmount')]
  return percent === null || base === null || absolute(base * percent - amountAt(allowance, 'cbc:Amount') * PERCENT) <= SLACK * PERCENT
}

function withinPeriod(line: XmlElement, document: Ubl, name: 'StartDate' | 'EndDate'): boolean {
  const day = textAt(line, `cac:InvoicePeriod/cbc:${name}`)
  const [start, end] = [textAt(document.root, 'cac:InvoicePeriod/cbc:StartDate'), textAt(document.root, 'cac:InvoicePeriod/cbc:EndDate')]
  return day === '' || ((start === '' || day >= start) && (end === '' || day <= end))
}

const peppol = (rule: Rule): Rule => ({ ...rule, id: `PEPPOL-EN16931-${rule.id}` })

/** What the network asks for beyond the norm. Source: Peppol BIS Billing 3.0, PEPPOL-EN16931-UBL.sch, May 2025. */
export const PEPPOL_RULES: readonly Rule[] = [
  whole('R001', 'A business process is named.', ({ root }) => has(root, 'cbc:ProfileID')),
  whole('R002', 'There is at most one note.', ({ root }) => all(root, 'cbc:Note').length <= 1),
  whole('R003', 'A buyer reference or an order number is given.', ({ root }) => has(root, 'cbc:BuyerReference') || has(root, 'cac:OrderReference/cbc:ID')),
  whole('R004', 'The specification is Peppol BIS Billing 3.0.', ({ root }) => textAt(root, 'cbc:CustomizationID').startsWith(PEPPOL)),
  whole('R007', 'The business process is written as Peppol writes it.', ({ root }) => /^urn:fdc:peppol\.eu:2017:poacc:billing:\d{2}:1\.0$/.test(textAt(root, 'cbc:ProfileID'))),
  each('R008', 'No element is empty.', ({ root }) => descendants(root), ({ text, children }) => children.length > 0 || text.trim() !== ''),
  whole('R010', 'The buyer has an electronic address.', ({ buyer }) => has(buyer, 'cbc:EndpointID')),
  whole('R020', 'The seller has an electronic address.', ({ seller }) => has(seller, 'cbc:EndpointID')),
  each('R040', 'A discount is its base times its percentage.', allowances, percentIsRight),
  each('R041', 'A discount with a percentage has a base.', allowances, (one_) => !has(one_, 'cbc:MultiplierFactorNumeric') || has(one_, 'cbc:BaseAmount')),
  each('R042', 'A discount with a base has a percentage.', allowances, (one_) => !has(one_, 'cbc:BaseAmount') || has(one_, 'cbc:MultiplierFactorNumeric')),
  each('R043', 'A charge indicator is true or false.', (d) => [...allowances(d), ...priceAllowances(d)], (one_) => ['true', 'false'].includes(textAt(one_, 'cbc:ChargeIndicator'))),
  each('R044', 'A price has no surcharge.', priceAllowances, (one_) => textAt(one_, 'cbc:ChargeIndicator') !== 'true'),
  each('R046', 'A net price is the gross price less the discount.', ({ lines }) => lines, (line) =>
    !has(line, 'cac:Price/cac:AllowanceCharge/cbc:BaseAmount') || amountAt(line, 'cac:Price/cbc:PriceAmount') ===
      amountAt(line, 'cac:Price/cac:AllowanceCharge/cbc:BaseAmount') - amountAt(line, 'cac:Price/cac:AllowanceCharge/cbc:Amount')),
  each('R051', 'All amounts are in the currency of the document.', ({ root }) => descendants(root).filter(({ attributes }) => 'currencyID' in attributes),
    ({ attributes }, { currency }) => attributes['currencyID'] === currency),
  whole('R053', 'There is one tax total with breakdowns.', ({ root }) => all(root, 'cac:TaxTotal').filter((one_) => has(one_, 'cac:TaxSubtotal')).length === 1),
  whole('R054', 'A tax total without breakdowns stands only with a tax currency.', ({ root }) =>
    all(root, 'cac:TaxTotal').filter((one_) => !has(one_, 'cac:TaxSubtotal')).length === (has(root, 'cbc:TaxCurrencyCode') ? 1 : 0)),
  each('R061', 'A direct debit has a mandate.', ({ root }) => all(root, 'cac:PaymentMeans'), (means) =>
    !['49', '59'].includes(textAt(means, 'cbc:PaymentMeansCode')) || has(means, 'cac:PaymentMandate/cbc:ID')),
  each('R110', 'A line\'s period begins within that of the document.', periods, (line, d) => withinPeriod(line, d, 'StartDate')),
  each('R111', 'A line\'s period ends within that of the document.', periods, (line, d) => withinPeriod(line, d, 'EndDate')),
  each('R120', 'A line\'s net amount is quantity times price, less discounts.', ({ lines }) => lines, (line, d) => lineIsRight(line, quantityName(d))),
  each('R121', 'A base quantity is above zero.', ({ lines }) => lines, (line) => (numberAt(line, 'cac:Price/cbc:BaseQuantity') ?? MILLION) > 0n),
  each('R130', 'The unit of a base quantity is that of the quantity.', ({ lines }) => lines, (line, d) => {
    const unit = one(line, 'cac:Price/cbc:BaseQuantity')?.attributes['unitCode']
    return unit === undefined || unit === one(line, quantityName(d))?.attributes['unitCode']
  }),
  each('CL002', 'The reason of a discount is from its code list.', allowances, (one_) =>
    textAt(one_, 'cbc:ChargeIndicator') !== 'false' || !has(one_, 'cbc:AllowanceChargeReasonCode') || DISCOUNT_REASONS.has(textAt(one_, 'cbc:AllowanceChargeReasonCode'))),
  whole('CL007', 'The currency is from ISO 4217.', ({ currency }) => isCurrency(currency)),
  each('CL008', 'The scheme of an electronic address is from its code list.', ({ seller, buyer }) => [...all(seller, 'cbc:EndpointID'), ...all(buyer, 'cbc:EndpointID')],
    ({ attributes }) => ADDRESS_SCHEMES.has(attributes['schemeID'] ?? '')),
  each('F001', 'A date is written YYYY-MM-DD.', ({ root }) => descendants(root).filter(
    ({ name }) => /^cbc:(IssueDate|DueDate|ActualDeliveryDate|StartDate|EndDate|TaxPointDate|PaymentDueDate)$/.test(name),
  ),
    ({ text }) => isDay(text.trim())),
  whole('P0100', 'The type of an invoice is one of the billing process.', ({ root, isCreditNote }) => isCreditNote || INVOICE_TYPES.has(textAt(root, 'cbc:InvoiceTypeCode'))),
  whole('P0101', 'The type of a credit note is one of the billing process.', ({ root, isCreditNote }) => !isCreditNote ||
    CREDIT_NOTE_TYPES.has(textAt(root, 'cbc:CreditNoteTypeCode'))),
  ...CATEGORY_OF_CODE.map(([id, code, category]) => each(id, `${code} stands with category ${category}.`, ({ subtotals }) => subtotals, (row) =>
    textAt(row, 'cac:TaxCategory/cbc:TaxExemptionReasonCode').toUpperCase() !== code || categoryOf(row) === category)),
].map(peppol)

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}
