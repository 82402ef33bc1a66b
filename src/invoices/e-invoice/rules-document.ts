import { isCountry } from './code-lists.ts'
import { all, amountAt, each, has, hasTaxNumber, one, textAt, whole } from './rule.ts'
import type { Rule, Ubl } from './rule.ts'

/** What the document as a whole must say. Source: EN 16931-1 and its rule files 1.3.14.1 and 1.3.16. */
export const DOCUMENT_RULES: readonly Rule[] = [
  ...required([
    ['BR-01', 'a specification identifier', 'cbc:CustomizationID'], ['BR-02', 'an invoice number', 'cbc:ID'],
    ['BR-03', 'an issue date', 'cbc:IssueDate'], ['BR-05', 'a currency code', 'cbc:DocumentCurrencyCode'],
    ['BR-06', 'the seller\'s name', 'cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName'],
    ['BR-07', 'the buyer\'s name', 'cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName'],
    ['BR-08', 'the seller\'s postal address', 'cac:AccountingSupplierParty/cac:Party/cac:PostalAddress'],
    ['BR-09', 'the country in the seller\'s address', 'cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode'],
    ['BR-10', 'the buyer\'s postal address', 'cac:AccountingCustomerParty/cac:Party/cac:PostalAddress'],
    ['BR-11', 'the country in the buyer\'s address', 'cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode'],
    ['BR-12', 'the sum of line net amounts', 'cac:LegalMonetaryTotal/cbc:LineExtensionAmount'],
    ['BR-13', 'the total without VAT', 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount'],
    ['BR-14', 'the total with VAT', 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount'],
    ['BR-15', 'the amount due', 'cac:LegalMonetaryTotal/cbc:PayableAmount'],
    ['BR-CO-18', 'at least one VAT breakdown', 'cac:TaxTotal/cac:TaxSubtotal'],
  ]),
  whole('BR-04', 'An invoice has a type code.', (d) => has(d.root, d.isCreditNote ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode')),
  whole('BR-16', 'An invoice has at least one line.', ({ lines }) => lines.length > 0),
  each('BR-49', 'A payment instruction has a payment means code.', payments, (means) => has(means, 'cbc:PaymentMeansCode')),
  each('BR-50', 'An account of a payment instruction has its identifier.', accounts, (account) => has(account, 'cbc:ID')),
  each('BR-61', 'A credit transfer names the account.', payments, (means) =>
    !['30', '58'].includes(textAt(means, 'cbc:PaymentMeansCode')) || has(means, 'cac:PayeeFinancialAccount/cbc:ID')),
  each('BR-52', 'A supporting document has a reference.', ({ root }) => all(root, 'cac:AdditionalDocumentReference'), (one_) => has(one_, 'cbc:ID')),
  each('BR-55', 'A preceding invoice has its number.', ({ root }) => all(root, 'cac:BillingReference'), (one_) => has(one_, 'cac:InvoiceDocumentReference/cbc:ID')),
  each('BR-57', 'A deliver-to address has its country.', ({ root }) => all(root, 'cac:Delivery/cac:DeliveryLocation/cac:Address'),
    (address) => has(address, 'cac:Country/cbc:IdentificationCode')),
  each('BR-62', 'The seller\'s electronic address has a scheme.', ({ seller }) => all(seller, 'cbc:EndpointID'), ({ attributes }) => (attributes['schemeID'] ?? '') !== ''),
  each('BR-63', 'The buyer\'s electronic address has a scheme.', ({ buyer }) => all(buyer, 'cbc:EndpointID'), ({ attributes }) => (attributes['schemeID'] ?? '') !== ''),
  whole('BR-CO-03', 'A VAT point date and a code for it exclude each other.', ({ root }) =>
    !has(root, 'cbc:TaxPointDate') || !has(root, 'cac:InvoicePeriod/cbc:DescriptionCode')),
  each('BR-CO-09', 'A VAT number begins with its country.', vatSchemes, (scheme) => startsWithCountry(textAt(scheme, 'cbc:CompanyID'))),
  whole('BR-CO-25', 'Where something is due, there is a due date or terms of payment.', ({ root }) =>
    amountAt(root, 'cac:LegalMonetaryTotal/cbc:PayableAmount') <= 0n ||
    has(root, 'cbc:DueDate') || has(root, 'cac:PaymentMeans/cbc:PaymentDueDate') || has(root, 'cac:PaymentTerms/cbc:Note')),
  whole('BR-CO-26', 'The seller has an identifier, a register number or a VAT number.', ({ seller }) =>
    has(seller, 'cac:PartyIdentification/cbc:ID') || has(seller, 'cac:PartyLegalEntity/cbc:CompanyID') || hasTaxNumber(seller)),
  whole('UBL-SR-44', 'All payment instructions carry one reference.', (d) =>
    new Set(payments(d).flatMap((means) => all(means, 'cbc:PaymentID').map(({ text }) => text.trim()))).size <= 1),
]

function required(facts: readonly (readonly [id: string, what: string, path: string])[]): Rule[] {
  return facts.map(([id, what, path]) => whole(id, `An invoice has ${what}.`, ({ root }) => has(root, path)))
}

function payments({ root }: Ubl) {
  return all(root, 'cac:PaymentMeans')
}

function accounts({ root }: Ubl) {
  return all(root, 'cac:PaymentMeans/cac:PayeeFinancialAccount')
}

function vatSchemes({ seller, buyer }: Ubl) {
  return [...all(seller, 'cac:PartyTaxScheme'), ...all(buyer, 'cac:PartyTaxScheme')].filter((scheme) => one(scheme, 'cac:TaxScheme/cbc:ID')?.text.trim() === 'VAT')
}

function startsWithCountry(number: string): boolean {
  return isCountry(number.slice(0, 2)) || ['EL', 'XI', '1A'].includes(number.slice(0, 2))
}
