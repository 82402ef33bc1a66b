import type { XmlElement } from '../../platform/xml/element.ts'
import { amountAt, categoryOf, each, has, hasTaxNumber, hasVatId, numberAt, sumAt, textAt, whole } from './rule.ts'
import type { Rule, Ubl } from './rule.ts'
import { taxIsRight } from './rules-totals.ts'

/** The seven categories that can stand on our invoices, with the letters their rules are named by. */
const CATEGORIES = [
  { code: 'S', rules: 'BR-S' }, { code: 'Z', rules: 'BR-Z' }, { code: 'E', rules: 'BR-E' }, { code: 'AE', rules: 'BR-AE' },
  { code: 'K', rules: 'BR-IC' }, { code: 'G', rules: 'BR-G' }, { code: 'O', rules: 'BR-O' },
] as const
type Category = (typeof CATEGORIES)[number]

const rowsOf = ({ subtotals }: Ubl, code: string) => subtotals.filter((row) => categoryOf(row) === code)
const linesOf = ({ lines }: Ubl, code: string) => lines.filter((line) => categoryOf(line) === code)
const allowancesOf = ({ allowances }: Ubl, code: string, indicator: 'false' | 'true') =>
  allowances.filter((one) => categoryOf(one) === code && textAt(one, 'cbc:ChargeIndicator') === indicator)
const isUsed = (document: Ubl, code: string): boolean =>
  linesOf(document, code).length > 0 || document.allowances.some((one) => categoryOf(one) === code)

const rateOf = (holder: XmlElement): bigint | null =>
  numberAt(holder, 'cac:TaxCategory/cbc:Percent') ?? numberAt(holder, 'cac:Item/cac:ClassifiedTaxCategory/cbc:Percent')

/** Who must be known to the tax office for a category to be used. */
const PARTIES: Readonly<Record<Category['code'], (document: Ubl) => boolean>> = {
  S: ({ seller }) => hasTaxNumber(seller), Z: ({ seller }) => hasTaxNumber(seller), E: ({ seller }) => hasTaxNumber(seller),
  AE: ({ seller, buyer }) => hasTaxNumber(seller) && (hasVatId(buyer) || has(buyer, 'cac:PartyLegalEntity/cbc:CompanyID')),
  K: ({ seller, buyer }) => hasVatId(seller) && hasVatId(buyer), G: ({ seller }) => hasVatId(seller),
  O: ({ seller, buyer }) => !hasVatId(seller) && !hasVatId(buyer),
}

const PARTIES_SAY: Readonly<Record<Category['code'], string>> = {
  S: 'the seller has a VAT or tax number', Z: 'the seller has a VAT or tax number', E: 'the seller has a VAT or tax number',
  AE: 'the seller has a VAT or tax number and the buyer a VAT or register number', K: 'seller and buyer have VAT numbers',
  G: 'the seller has a VAT number', O: 'no VAT number of seller or buyer is given',
}

function rateIsRight(code: Category['code'], holder: XmlElement): boolean {
  const rate = rateOf(holder)
  if (code === 'O') return rate === null
  return code === 'S' ? rate !== null && rate > 0n : rate === 0n
}

/** Of S one breakdown a rate, of each other category one in all. */
function taxableIsRight(document: Ubl, code: Category['code'], row: XmlElement): boolean {
  const counts = (holder: XmlElement): boolean => code !== 'S' || rateOf(holder) === rateOf(row)
  const sum = sumAt(linesOf(document, code).filter(counts), 'cbc:LineExtensionAmount')
    + sumAt(allowancesOf(document, code, 'true').filter(counts), 'cbc:Amount')
    - sumAt(allowancesOf(document, code, 'false').filter(counts), 'cbc:Amount')
  return amountAt(row, 'cbc:TaxableAmount') === sum
}

function breakdownIsThere(document: Ubl, code: Category['code']): boolean {
  const count = rowsOf(document, code).length
  return code === 'S' ? count > 0 === isUsed(document, code) : count === (isUsed(document, code) ? 1 : 0)
}

const hasReason = (row: XmlElement) => has(row, 'cac:TaxCategory/cbc:TaxExemptionReason') || has(row, 'cac:TaxCategory/cbc:TaxExemptionReasonCode')

/** Rules 01 to 10, which every category has under its own letters. */
function rulesOf({ code, rules }: Category): Rule[] {
  const named = (number: string, says: string) => [`${rules}-${number}`, `Category ${code}: ${says}.`] as const
  const rate = code === 'O' ? 'no rate' : code === 'S' ? 'a rate above zero' : 'the rate zero'
  return [
    whole(...named('01', 'lines and breakdowns of it go together'), (d) => breakdownIsThere(d, code)),
    whole(...named('02', PARTIES_SAY[code]), (d) => linesOf(d, code).length === 0 || PARTIES[code](d)),
    whole(...named('03', `${PARTIES_SAY[code]} (discounts)`), (d) => allowancesOf(d, code, 'false').length === 0 || PARTIES[code](d)),
    whole(...named('04', `${PARTIES_SAY[code]} (surcharges)`), (d) => allowancesOf(d, code, 'true').length === 0 || PARTIES[code](d)),
    each(...named('05', `lines have ${rate}`), (d) => linesOf(d, code), (line) => rateIsRight(code, line)),
    each(...named('06', `discounts have ${rate}`), (d) => allowancesOf(d, code, 'false'), (one) => rateIsRight(code, one)),
    each(...named('07', `surcharges have ${rate}`), (d) => allowancesOf(d, code, 'true'), (one) => rateIsRight(code, one)),
    each(...named('08', 'the taxable amount is the sum of its lines'), (d) => rowsOf(d, code), (row, d) => taxableIsRight(d, code, row)),
    each(...named('09', 'the VAT is reckoned from the taxable amount'), (d) => rowsOf(d, code), (row, d) =>
      (code === 'S' ? taxIsRight(row, d) : amountAt(row, 'cbc:TaxAmount') === 0n)),
    each(...named('10', code === 'S' || code === 'Z' ? 'no exemption reason is given' : 'an exemption reason is given'), (d) => rowsOf(d, code),
      (row) => hasReason(row) === (code !== 'S' && code !== 'Z')),
  ]
}

const hasOutsideVat = (document: Ubl): boolean => rowsOf(document, 'O').length > 0

/** What each VAT category asks for. Source: EN 16931-1, 6.4.3. */
export const VAT_RULES: readonly Rule[] = [
  ...CATEGORIES.flatMap(rulesOf),
  whole('BR-IC-11', 'A supply within the Union has a delivery date or an invoicing period.', (d) => rowsOf(d, 'K').length === 0 ||
    has(d.root, 'cac:Delivery/cbc:ActualDeliveryDate') || has(d.root, 'cac:InvoicePeriod')),
  whole('BR-IC-12', 'A supply within the Union has a country of delivery.', (d) => rowsOf(d, 'K').length === 0 ||
    has(d.root, 'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode')),
  whole('BR-O-11', 'Beside a breakdown outside VAT there is no other.', (d) => !hasOutsideVat(d) || d.subtotals.every((row) => categoryOf(row) === 'O')),
  each('BR-O-12', 'Beside a breakdown outside VAT all lines are outside VAT.', (d) => (hasOutsideVat(d) ? d.lines : []), (line) => categoryOf(line) === 'O'),
  each('BR-O-13', 'Beside a breakdown outside VAT all discounts are outside VAT.', (d) => (hasOutsideVat(d) ? allDiscounts(d, 'false') : []), (one) => categoryOf(one) === 'O'),
  each('BR-O-14', 'Beside a breakdown outside VAT all surcharges are outside VAT.', (d) => (hasOutsideVat(d) ? allDiscounts(d, 'true') : []), (one) => categoryOf(one) === 'O'),
]

function allDiscounts({ allowances }: Ubl, indicator: 'false' | 'true') {
  return allowances.filter((one) => textAt(one, 'cbc:ChargeIndicator') === indicator)
}
