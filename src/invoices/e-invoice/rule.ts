import { currencyOf, exponentOf } from '../../money/currency.ts'
import type { XmlElement } from '../../platform/xml/element.ts'

/** A parsed UBL invoice or credit note: what the rules are asked about. It knows nothing of how the XML came to be. */
export type Ubl = {
  readonly root: XmlElement
  readonly isCreditNote: boolean
  readonly lines: readonly XmlElement[]
  /** Of the tax totals: one VAT breakdown each. */
  readonly subtotals: readonly XmlElement[]
  /** Discounts and surcharges of the whole document, which Kvit does not write. */
  readonly allowances: readonly XmlElement[]
  readonly seller: XmlElement | null
  readonly buyer: XmlElement | null
  readonly currency: string
}

/** A rule of EN 16931 or Peppol BIS 3.0. */
export type Rule = {
  /** As the official rule files name it. */
  readonly id: string
  /** What must hold, in the words of the norm, shortened. */
  readonly says: string
  /** The elements that break the rule; the root stands for the whole document. */
  readonly broken: (document: Ubl) => readonly XmlElement[]
}

/** A rule about the document as a whole. */
export const whole = (id: string, says: string, holds: (document: Ubl) => boolean): Rule =>
  ({ id, says, broken: (document) => (holds(document) ? [] : [document.root]) })

/** A rule about each of some elements. */
export const each = (
  id: string, says: string, select: (document: Ubl) => readonly XmlElement[], holds: (one: XmlElement, document: Ubl) => boolean,
): Rule => ({ id, says, broken: (document) => select(document).filter((one) => !holds(one, document)) })

/** The elements at a path of names such as `cac:Item/cbc:Name`; `*` is any name. */
export function all(from: XmlElement | null, path: string): readonly XmlElement[] {
  const start: readonly XmlElement[] = from === null ? [] : [from]
  return path.split('/').reduce((found, name) => found.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name)), start)
}

export const one = (from: XmlElement | null, path: string): XmlElement | null => all(from, path)[0] ?? null

/** Without the space around it; '' where there is no such element. */
export const textAt = (from: XmlElement | null, path: string): string => one(from, path)?.text.trim() ?? ''

/** A blank element says nothing. */
export const has = (from: XmlElement | null, path: string): boolean => all(from, path).some(({ text, children }) => text.trim() !== '' || children.length > 0)

export const descendants = (from: XmlElement): readonly XmlElement[] => from.children.flatMap((child) => [child, ...descendants(child)])

/** Millionths: every number of an invoice has at most six decimals. */
export const MILLION = 1_000_000n

/** What an amount in millionths is multiplied by, to be compared with an amount times a percentage, both in millionths. */
export const PERCENT = 10n ** 8n

/** The number at a path in millionths. Null: there is none, or it is no plain decimal. */
export function numberAt(from: XmlElement | null, path: string): bigint | null {
  const [, sign, whole_, fraction = ''] = /^([-+]?)(\d+)(?:\.(\d{0,6}))?$/.exec(textAt(from, path)) ?? []
  if (whole_ === undefined) return null
  const value = BigInt(whole_ + fraction.padEnd(6, '0'))
  return sign === '-' ? -value : value
}

/** As `numberAt`; nothing counts as zero, as in a sum. */
export const amountAt = (from: XmlElement | null, path: string): bigint => numberAt(from, path) ?? 0n

export const sumAt = (from: readonly XmlElement[], path: string): bigint => from.reduce((sum, element) => sum + amountAt(element, path), 0n)

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value)

/** Half of the currency's smallest unit: what rounding once may move an amount. Never under half a cent. */
export function halfUnit(currency: string): bigint {
  const known = currencyOf(currency)
  return 5n * 10n ** BigInt(5 - Math.min(2, known === null ? 2 : exponentOf(known)))
}

/** Category code of a VAT breakdown, an allowance or a line's item. */
export const categoryOf = (holder: XmlElement): string =>
  textAt(holder, 'cac:TaxCategory/cbc:ID') || textAt(holder, 'cac:Item/cac:ClassifiedTaxCategory/cbc:ID')

export const hasVatId = (party: XmlElement | null): boolean => taxNumbers(party).some((scheme) => textAt(scheme, 'cac:TaxScheme/cbc:ID') === 'VAT')

/** A VAT number, or another number of a tax office. */
export const hasTaxNumber = (party: XmlElement | null): boolean => taxNumbers(party).length > 0

const taxNumbers = (party: XmlElement | null) => all(party, 'cac:PartyTaxScheme').filter((scheme) => has(scheme, 'cbc:CompanyID'))

export function viewOf(root: XmlElement): Ubl {
  const isCreditNote = root.name === 'CreditNote'
  return {
    root, isCreditNote, lines: all(root, isCreditNote ? 'cac:CreditNoteLine' : 'cac:InvoiceLine'),
    subtotals: all(root, 'cac:TaxTotal/cac:TaxSubtotal'), allowances: all(root, 'cac:AllowanceCharge'),
    seller: one(root, 'cac:AccountingSupplierParty/cac:Party'), buyer: one(root, 'cac:AccountingCustomerParty/cac:Party'),
    currency: textAt(root, 'cbc:DocumentCurrencyCode'),
  }
}

export const quantityName = ({ isCreditNote }: Ubl): string => (isCreditNote ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity')
