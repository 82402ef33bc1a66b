import { decimal, isZero } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import { element, printXml } from '../../platform/xml/element.ts'
import type { XmlElement } from '../../platform/xml/element.ts'
import type { EInvoice, ELine, EParty, EPayment, EVat } from './e-invoice.ts'
import type { PartyId } from './party-ids.ts'
import { CORE, PEPPOL, PEPPOL_PROCESS } from './profile.ts'
import type { Profile } from './profile.ts'

/**
 * The document as UBL 2.1 (OASIS), by the binding of EN 16931-3-2; with the profile `peppol` also by Peppol BIS Billing 3.0.
 * The order of elements is that of the schemas. What is empty is left out: the rules then say what is missing.
 */
export function writeUbl(document: EInvoice, profile: Profile): string {
  const isInvoice = document.kind === 'invoice'
  const name = isInvoice ? 'Invoice' : 'CreditNote'
  const root = element(name, [
    element('cbc:CustomizationID', profile === 'peppol' ? PEPPOL : CORE),
    element('cbc:ProfileID', profile === 'peppol' ? PEPPOL_PROCESS : null),
    ...headOf(document), ...referencesOf(document),
    partyOf('cac:AccountingSupplierParty', document.seller, document.seller.tradingName),
    partyOf('cac:AccountingCustomerParty', document.buyer, null),
    deliveryOf(document), ...paymentOf(document.payment), ...sumsOf(document),
    ...document.lines.map((line, at) => lineOf(line, at, isInvoice)),
  ], {
    xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${name}-2`,
    'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
    'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  })
  if (root === null) throw new Error('an e-invoice has no content')
  return printXml(root)
}

type Parts = (XmlElement | null)[]

const amount = (name: string, money: Money): XmlElement | null => element(name, decimal(money), { currencyID: money.currency })

/** UNTDID 1001: commercial invoice, credit note. */
const headOf = ({ kind, number, issueDate, dueDate, note, currency }: EInvoice): Parts => [
  element('cbc:ID', number), element('cbc:IssueDate', issueDate),
  ...(kind === 'invoice'
    ? [element('cbc:DueDate', dueDate), element('cbc:InvoiceTypeCode', '380')]
    : [element('cbc:CreditNoteTypeCode', '381')]),
  element('cbc:Note', note), element('cbc:DocumentCurrencyCode', currency),
]

/** The model has no field for a pay link: it goes as a supporting document, and in the terms of payment. */
const referencesOf = ({ buyerReference, orderReference, preceding, payment: { link } }: EInvoice): Parts => [
  element('cbc:BuyerReference', buyerReference),
  element('cac:OrderReference', [element('cbc:ID', orderReference)]),
  preceding && element('cac:BillingReference', [element('cac:InvoiceDocumentReference', [
    element('cbc:ID', preceding.number), element('cbc:IssueDate', preceding.issueDate),
  ])]),
  link === null ? null : element('cac:AdditionalDocumentReference', [
    element('cbc:ID', 'paylink'), element('cbc:DocumentDescription', 'Payment link'),
    element('cac:Attachment', [element('cac:ExternalReference', [element('cbc:URI', link)])]),
  ]),
]

const identifier = (name: string, id: PartyId | null): XmlElement | null =>
  element(name, id?.id ?? null, id === null || id.scheme === null ? {} : { schemeID: id.scheme })

const country = (code: string | null): XmlElement | null => element('cac:Country', [element('cbc:IdentificationCode', code)])

const taxScheme = (id: 'VAT' | 'TAX'): XmlElement | null => element('cac:TaxScheme', [element('cbc:ID', id)])

function partyOf(name: string, party: EParty, tradingName: string | null): XmlElement | null {
  const [street = null, additional = null, ...more] = party.address
  const registered = (id: string | null, scheme: 'VAT' | 'TAX') =>
    (id === null ? null : element('cac:PartyTaxScheme', [element('cbc:CompanyID', id), taxScheme(scheme)]))
  return element(name, [element('cac:Party', [
    identifier('cbc:EndpointID', party.electronicAddress),
    element('cac:PartyName', [element('cbc:Name', tradingName)]),
    element('cac:PostalAddress', [
      element('cbc:StreetName', street), element('cbc:AdditionalStreetName', additional),
      element('cac:AddressLine', [element('cbc:Line', more.join(', '))]), country(party.country),
    ]),
    registered(party.vatId, 'VAT'), registered(party.taxId, 'TAX'),
    element('cac:PartyLegalEntity', [element('cbc:RegistrationName', party.name), identifier('cbc:CompanyID', party.company)]),
    element('cac:Contact', [element('cbc:Telephone', party.phone), element('cbc:ElectronicMail', party.email)]),
  ])])
}

const deliveryOf = ({ delivery }: EInvoice): XmlElement | null => delivery && element('cac:Delivery', [
  element('cbc:ActualDeliveryDate', delivery.date),
  element('cac:DeliveryLocation', [element('cac:Address', [country(delivery.country)])]),
])

/** UNTDID 4461: 68 online payment service, 58 SEPA credit transfer, 30 credit transfer. */
function paymentOf({ reference, account, link, terms }: EPayment): Parts {
  const transfer = account?.isSepa === true ? { code: '58', name: 'SEPA credit transfer' } : { code: '30', name: 'Credit transfer' }
  return [
    link === null ? null : element('cac:PaymentMeans', [
      element('cbc:PaymentMeansCode', '68', { name: 'Online payment' }), element('cbc:PaymentID', reference),
    ]),
    account && element('cac:PaymentMeans', [
      element('cbc:PaymentMeansCode', transfer.code, { name: transfer.name }), element('cbc:PaymentID', reference),
      element('cac:PayeeFinancialAccount', [element('cbc:ID', account.iban), element('cbc:Name', account.name)]),
    ]),
    element('cac:PaymentTerms', [element('cbc:Note', terms)]),
  ]
}

function sumsOf({ vat, sums }: EInvoice): Parts {
  return [
    element('cac:TaxTotal', [amount('cbc:TaxAmount', sums.vat), ...vat.map(vatOf)]),
    element('cac:LegalMonetaryTotal', [
      amount('cbc:LineExtensionAmount', sums.net), amount('cbc:TaxExclusiveAmount', sums.net), amount('cbc:TaxInclusiveAmount', sums.gross),
      isZero(sums.prepaid) ? null : amount('cbc:PrepaidAmount', sums.prepaid), amount('cbc:PayableAmount', sums.payable),
    ]),
  ]
}

const vatOf = ({ category, rate, taxable, tax, reason, reasonCode }: EVat): XmlElement | null => element('cac:TaxSubtotal', [
  amount('cbc:TaxableAmount', taxable), amount('cbc:TaxAmount', tax),
  element('cac:TaxCategory', [
    element('cbc:ID', category), element('cbc:Percent', rate), element('cbc:TaxExemptionReasonCode', reasonCode),
    element('cbc:TaxExemptionReason', reason), taxScheme('VAT'),
  ]),
])

function lineOf(line: ELine, at: number, isInvoice: boolean): XmlElement | null {
  return element(isInvoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine', [
    element('cbc:ID', `${at + 1}`), element('cbc:Note', line.note),
    element(isInvoice ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity', line.quantity, { unitCode: line.unitCode }),
    amount('cbc:LineExtensionAmount', line.net), discountOf(line),
    element('cac:Item', [
      element('cbc:Description', line.description), element('cbc:Name', line.name),
      element('cac:ClassifiedTaxCategory', [element('cbc:ID', line.category), element('cbc:Percent', line.rate), taxScheme('VAT')]),
    ]),
    element('cac:Price', [element('cbc:PriceAmount', line.price, { currencyID: line.net.currency })]),
  ])
}

/** UNTDID 5189: 95 discount. */
const discountOf = ({ discount }: ELine): XmlElement | null => discount && element('cac:AllowanceCharge', [
  element('cbc:ChargeIndicator', 'false'), element('cbc:AllowanceChargeReasonCode', '95'), element('cbc:AllowanceChargeReason', 'Discount'),
  element('cbc:MultiplierFactorNumeric', discount.percent), amount('cbc:Amount', discount.amount), amount('cbc:BaseAmount', discount.base),
])
