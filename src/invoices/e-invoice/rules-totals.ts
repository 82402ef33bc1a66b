import type { XmlElement } from '../../platform/xml/element.ts'
import { absolute, all, amountAt, each, halfUnit, has, MILLION, numberAt, one, PERCENT, sumAt, textAt, whole } from './rule.ts'
import type { Rule, Ubl } from './rule.ts'

const totals = ({ root }: Ubl): XmlElement | null => one(root, 'cac:LegalMonetaryTotal')
const total = (document: Ubl, name: string): bigint => amountAt(totals(document), `cbc:${name}`)
const ofKind = ({ allowances }: Ubl, indicator: 'false' | 'true') => allowances.filter((one_) => textAt(one_, 'cbc:ChargeIndicator') === indicator)

/** The VAT of a breakdown is its taxable amount times its rate, rounded once: reckoned exactly, without the norm's slack of one whole unit. */
export function taxIsRight(subtotal: XmlElement, { currency }: Ubl): boolean {
  const exact = amountAt(subtotal, 'cbc:TaxableAmount') * amountAt(subtotal, 'cac:TaxCategory/cbc:Percent')
  const written = amountAt(subtotal, 'cbc:TaxAmount') * PERCENT
  return absolute(written - exact) <= halfUnit(currency) * PERCENT
}

const SUMS: readonly Rule[] = [
  whole('BR-CO-10', 'The sum of line net amounts is that of the lines.', (d) => total(d, 'LineExtensionAmount') === sumAt(d.lines, 'cbc:LineExtensionAmount')),
  whole('BR-CO-11', 'The sum of discounts is that of the discounts.', (d) => total(d, 'AllowanceTotalAmount') === sumAt(ofKind(d, 'false'), 'cbc:Amount')),
  whole('BR-CO-12', 'The sum of surcharges is that of the surcharges.', (d) => total(d, 'ChargeTotalAmount') === sumAt(ofKind(d, 'true'), 'cbc:Amount')),
  whole('BR-CO-13', 'The total without VAT is the lines less discounts plus surcharges.', (d) =>
    total(d, 'TaxExclusiveAmount') === total(d, 'LineExtensionAmount') - total(d, 'AllowanceTotalAmount') + total(d, 'ChargeTotalAmount')),
  whole('BR-CO-14', 'The total VAT is the sum of the breakdowns.', (d) =>
    d.subtotals.length === 0 || amountAt(d.root, 'cac:TaxTotal/cbc:TaxAmount') === sumAt(d.subtotals, 'cbc:TaxAmount')),
  whole('BR-CO-15', 'The total with VAT is the total without it and the VAT.', (d) =>
    total(d, 'TaxInclusiveAmount') === total(d, 'TaxExclusiveAmount') + amountAt(d.root, 'cac:TaxTotal/cbc:TaxAmount')),
  whole('BR-CO-16', 'The amount due is the total less what was paid, and rounding.', (d) =>
    total(d, 'PayableAmount') === total(d, 'TaxInclusiveAmount') - total(d, 'PrepaidAmount') + total(d, 'PayableRoundingAmount')),
  each('BR-CO-17', 'The VAT of a breakdown is its taxable amount times its rate.', ({ subtotals }) => subtotals, taxIsRight),
  each('BR-45', 'A VAT breakdown has a taxable amount.', ({ subtotals }) => subtotals, (row) => has(row, 'cbc:TaxableAmount')),
  each('BR-46', 'A VAT breakdown has a tax amount.', ({ subtotals }) => subtotals, (row) => has(row, 'cbc:TaxAmount')),
  each('BR-47', 'A VAT breakdown has a category.', ({ subtotals }) => subtotals, (row) => has(row, 'cac:TaxCategory/cbc:ID')),
  each('BR-48', 'A VAT breakdown has a rate, unless it is outside VAT.', ({ subtotals }) => subtotals, (row) =>
    textAt(row, 'cac:TaxCategory/cbc:ID') === 'O' || has(row, 'cac:TaxCategory/cbc:Percent')),
]

/** At most two decimals, and readable at all. */
const isAmount = ({ text }: XmlElement): boolean => /^[-+]?\d+(\.\d{1,2})?$/.test(text.trim())

const decimals = (id: string, what: string, select: (document: Ubl) => readonly XmlElement[]): Rule =>
  each(id, `${what} has at most two decimals.`, select, isAmount)

const inTotals = (name: string) => (document: Ubl) => all(totals(document), `cbc:${name}`)
const inLines = (path: string, indicator: 'false' | 'true' | null = null) => ({ lines }: Ubl) => lines.flatMap((line) =>
  (indicator === null ? all(line, path) : all(line, 'cac:AllowanceCharge').filter((one_) => textAt(one_, 'cbc:ChargeIndicator') === indicator).flatMap((one_) => all(one_, path))))
const inDocument = (path: string, indicator: 'false' | 'true') => (document: Ubl) => ofKind(document, indicator).flatMap((one_) => all(one_, path))

const DECIMALS: readonly Rule[] = [
  decimals('BR-DEC-01', 'A discount of the document', inDocument('cbc:Amount', 'false')),
  decimals('BR-DEC-02', 'The base of a discount of the document', inDocument('cbc:BaseAmount', 'false')),
  decimals('BR-DEC-05', 'A surcharge of the document', inDocument('cbc:Amount', 'true')),
  decimals('BR-DEC-06', 'The base of a surcharge of the document', inDocument('cbc:BaseAmount', 'true')),
  decimals('BR-DEC-09', 'The sum of line net amounts', inTotals('LineExtensionAmount')),
  decimals('BR-DEC-10', 'The sum of discounts', inTotals('AllowanceTotalAmount')),
  decimals('BR-DEC-11', 'The sum of surcharges', inTotals('ChargeTotalAmount')),
  decimals('BR-DEC-12', 'The total without VAT', inTotals('TaxExclusiveAmount')),
  decimals('BR-DEC-13', 'The total VAT', ({ root }) => all(root, 'cac:TaxTotal/cbc:TaxAmount')),
  decimals('BR-DEC-14', 'The total with VAT', inTotals('TaxInclusiveAmount')),
  decimals('BR-DEC-16', 'The paid amount', inTotals('PrepaidAmount')),
  decimals('BR-DEC-17', 'The rounding amount', inTotals('PayableRoundingAmount')),
  decimals('BR-DEC-18', 'The amount due', inTotals('PayableAmount')),
  decimals('BR-DEC-19', 'The taxable amount of a breakdown', ({ subtotals }) => subtotals.flatMap((row) => all(row, 'cbc:TaxableAmount'))),
  decimals('BR-DEC-20', 'The VAT of a breakdown', ({ subtotals }) => subtotals.flatMap((row) => all(row, 'cbc:TaxAmount'))),
  decimals('BR-DEC-23', 'The net amount of a line', inLines('cbc:LineExtensionAmount')),
  decimals('BR-DEC-24', 'A discount of a line', inLines('cbc:Amount', 'false')),
  decimals('BR-DEC-25', 'The base of a discount of a line', inLines('cbc:BaseAmount', 'false')),
  decimals('BR-DEC-27', 'A surcharge of a line', inLines('cbc:Amount', 'true')),
  decimals('BR-DEC-28', 'The base of a surcharge of a line', inLines('cbc:BaseAmount', 'true')),
]

/** How the sums hang together, and how finely they are written. */
export const TOTAL_RULES: readonly Rule[] = [...SUMS, ...DECIMALS]

/** Whether a line's net amount is quantity × price ÷ base quantity, less discounts and plus surcharges, to two hundredths. */
export function lineIsRight(line: XmlElement, quantity: string): boolean {
  const base = numberAt(line, 'cac:Price/cbc:BaseQuantity') ?? MILLION
  const allowances = all(line, 'cac:AllowanceCharge').reduce((sum, one_) =>
    sum + (textAt(one_, 'cbc:ChargeIndicator') === 'true' ? amountAt(one_, 'cbc:Amount') : -amountAt(one_, 'cbc:Amount')), 0n)
  const goods = amountAt(line, quantity) * amountAt(line, 'cac:Price/cbc:PriceAmount')
  return absolute(goods - (amountAt(line, 'cbc:LineExtensionAmount') - allowances) * base) <= SLACK * absolute(base)
}

/** PEPPOL-EN16931-R120 and R040 let 0.02 pass. Millionths. */
export const SLACK = 20_000n
