import type { XmlElement } from '../../platform/xml/element.ts'
import { all, amountAt, each, has, quantityName, textAt } from './rule.ts'
import type { Rule, Ubl } from './rule.ts'

const lines = (document: Ubl) => document.lines
/** Lines that hold an allowance (or charge) which breaks the rule. */
const lineAllowances = (id: string, says: string, indicator: 'false' | 'true', holds: (allowance: XmlElement) => boolean): Rule =>
  each(id, says, lines, (line) => all(line, 'cac:AllowanceCharge').every((one) => textAt(one, 'cbc:ChargeIndicator') !== indicator || holds(one)))

const documentAllowances = (id: string, says: string, indicator: 'false' | 'true', holds: (allowance: XmlElement) => boolean): Rule =>
  each(id, says, ({ allowances }) => allowances.filter((one) => textAt(one, 'cbc:ChargeIndicator') === indicator), holds)

const hasReason = (allowance: XmlElement) => has(allowance, 'cbc:AllowanceChargeReason') || has(allowance, 'cbc:AllowanceChargeReasonCode')
const hasAmount = (allowance: XmlElement) => has(allowance, 'cbc:Amount')
const hasCategory = (allowance: XmlElement) => has(allowance, 'cac:TaxCategory/cbc:ID')

/** What each line must say, and each discount. */
export const LINE_RULES: readonly Rule[] = [
  each('BR-21', 'A line has an identifier.', lines, (line) => has(line, 'cbc:ID')),
  each('BR-22', 'A line has a quantity.', lines, (line, document) => has(line, quantityName(document))),
  each('BR-23', 'A quantity has a unit.', lines, (line, document) =>
    all(line, quantityName(document)).every(({ attributes }) => (attributes['unitCode'] ?? '') !== '')),
  each('BR-24', 'A line has a net amount.', lines, (line) => has(line, 'cbc:LineExtensionAmount')),
  each('BR-25', 'A line names the item.', lines, (line) => has(line, 'cac:Item/cbc:Name')),
  each('BR-26', 'A line has the item\'s net price.', lines, (line) => has(line, 'cac:Price/cbc:PriceAmount')),
  each('BR-27', 'A net price is not negative.', lines, (line) => amountAt(line, 'cac:Price/cbc:PriceAmount') >= 0n),
  each('BR-28', 'A gross price is not negative.', lines, (line) => amountAt(line, 'cac:Price/cac:AllowanceCharge/cbc:BaseAmount') >= 0n),
  each('BR-CO-04', 'A line has a VAT category.', lines, (line) => has(line, 'cac:Item/cac:ClassifiedTaxCategory/cbc:ID')),
  documentAllowances('BR-31', 'A discount of the document has an amount.', 'false', hasAmount),
  documentAllowances('BR-32', 'A discount of the document has a VAT category.', 'false', hasCategory),
  documentAllowances('BR-33', 'A discount of the document has a reason.', 'false', hasReason),
  documentAllowances('BR-36', 'A surcharge of the document has an amount.', 'true', hasAmount),
  documentAllowances('BR-37', 'A surcharge of the document has a VAT category.', 'true', hasCategory),
  documentAllowances('BR-38', 'A surcharge of the document has a reason.', 'true', hasReason),
  lineAllowances('BR-41', 'A discount of a line has an amount.', 'false', hasAmount),
  lineAllowances('BR-42', 'A discount of a line has a reason.', 'false', hasReason),
  lineAllowances('BR-CO-23', 'A discount of a line has a reason or its code.', 'false', hasReason),
  lineAllowances('BR-43', 'A surcharge of a line has an amount.', 'true', hasAmount),
  lineAllowances('BR-44', 'A surcharge of a line has a reason.', 'true', hasReason),
  lineAllowances('BR-CO-24', 'A surcharge of a line has a reason or its code.', 'true', hasReason),
]
