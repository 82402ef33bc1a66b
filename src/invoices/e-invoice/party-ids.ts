/**
 * Which lists name companies of a country. Source: EAS code list (electronic addresses) and ISO/IEC 6523 (ICD), as of
 * 2026. `0xxx` codes stand in both lists, `99xx` are addresses made of the VAT number and stand only in EAS. Ukraine,
 * Georgia, Armenia and Kazakhstan have none: their companies are not reached over Peppol.
 */
const COMPANY_SCHEME: Readonly<Record<string, { readonly scheme: string; readonly form: RegExp }>> = {
  LT: { scheme: '0200', form: /^(\d{7}|\d{9})$/ }, LV: { scheme: '0218', form: /^\d{11}$/ }, EE: { scheme: '0191', form: /^\d{8}$/ },
}

const VAT_SCHEME: Readonly<Record<string, string>> = {
  AT: '9914', BE: '9925', BG: '9926', CY: '9928', CZ: '9929', DE: '9930', EE: '9931', ES: '9920', GB: '9932', GR: '9933', HR: '9934',
  HU: '9910', IE: '9935', LT: '9937', LU: '9938', LV: '9939', MT: '9943', NL: '9944', PL: '9945', PT: '9946', RO: '9947', RS: '9948',
  SI: '9949', SK: '9950',
}

/** The schemes of electronic addresses that can stand on our invoices. */
export const ADDRESS_SCHEMES: ReadonlySet<string> = new Set([...Object.values(COMPANY_SCHEME).map(({ scheme }) => scheme), ...Object.values(VAT_SCHEME)])
export const COMPANY_SCHEMES: ReadonlySet<string> = new Set(Object.values(COMPANY_SCHEME).map(({ scheme }) => scheme))

/** An identifier and the list that it is from; null: none of the lists knows such a one. */
export type PartyId = { readonly id: string; readonly scheme: string | null }

type Codes = { readonly country: string | null; readonly companyCode: string | null; readonly vatCode: string | null }

const compact = (text: string): string => text.replaceAll(/[\s.-]/g, '').toUpperCase()

/** The number in the company register, BT-30 and BT-47. */
export function companyId({ country, companyCode }: Codes): PartyId | null {
  if (companyCode === null) return null
  const id = compact(companyCode)
  const { scheme, form } = COMPANY_SCHEME[country ?? ''] ?? {}
  return { id, scheme: scheme !== undefined && form?.test(id) === true ? scheme : null }
}

/** BT-31 and BT-48 begin with the country (BR-CO-09); people leave it out at home. Greece is EL there. */
export function vatId({ country, vatCode }: Codes): string | null {
  if (vatCode === null) return null
  const id = compact(vatCode)
  return /^\d/.test(id) && country !== null ? `${country === 'GR' ? 'EL' : country}${id}` : id
}

/** Where Peppol finds the party, BT-34 and BT-49: by its register number, or else by its VAT number. Null: not known. */
export function electronicAddress(codes: Codes): PartyId | null {
  const company = companyId(codes)
  if (company !== null && company.scheme !== null) return company
  const vat = vatId(codes)
  const country = vat?.slice(0, 2) ?? ''
  const scheme = VAT_SCHEME[country === 'EL' ? 'GR' : country]
  return vat !== null && scheme !== undefined && /^[A-Z]{2}[0-9A-Z]{2,13}$/.test(vat) ? { id: vat, scheme } : null
}
