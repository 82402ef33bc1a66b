import type { Moment } from './moment.ts'

/** The page of the tax service. */
export const VERIFICATION_PAGE = 'https://cabinet.tax.gov.ua/cashregs/check'

/**
 * Where a payer can check a receipt, which its QR code holds. `sum` with two decimals. `mac` is the PREVDOCHASH of a receipt
 * made offline; null for others. Source: protocol sheet A14.
 */
export function verificationUrl(page: string, { date, time, registerNumber, fiscalNumber, sum, mac }: Moment & {
  readonly registerNumber: string; readonly fiscalNumber: string; readonly sum: string; readonly mac: string | null
}): string {
  const day = `${date.slice(4)}${date.slice(2, 4)}${date.slice(0, 2)}`
  const query = new URLSearchParams({ fn: registerNumber, id: fiscalNumber, date: day, time, sm: sum, ...(mac !== null && { mac }) })
  return `${page}?${query}`
}
