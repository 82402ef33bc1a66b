import type { Seller } from '../invoices/invoice.ts'
import type { ReceiptTexts } from '../platform/i18n/en/receipt.ts'
import { centre } from '../platform/pdf/strip.ts'
import type { StripRow } from '../platform/pdf/strip.ts'

/** Who sells and where, at the head of all that a till prints. */
export function sellerRows({ legalName, storeName, address, vatCode, companyCode }: Seller, texts: ReceiptTexts): StripRow[] {
  const id = vatCode === '' ? companyCode && `${texts.taxNumber} ${companyCode}` : `${texts.vatNumber} ${vatCode}`
  return [legalName, storeName === legalName ? '' : storeName, address, id].filter((text) => text !== '').map((text, at) => centre(text, at === 0))
}
