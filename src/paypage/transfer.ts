import { inFours } from '../merchants/check-digits.ts'
import { purposeText } from '../invoices/invoice-document.ts'
import { payeeOf, transferCodeOf } from '../invoices/paper.ts'
import type { PaySubject } from './store.ts'
import type { PayTransfer } from './view.ts'

/** A plain transfer in hryvnias of what remains, for the app of a Ukrainian bank. Null: this invoice has no such code. */
export function transferOf({ invoice }: Pick<PaySubject, 'invoice'>, path: string): PayTransfer | null {
  if (invoice.seller === null || invoice.currency !== 'UAH') return null
  const seller = payeeOf(invoice.seller)
  const { number, issueDate, origin } = invoice
  const code = transferCodeOf(invoice)
  if (code === null || seller.iban === null || seller.companyCode === null) return null
  return {
    href: code.text, codePath: `${path}/transfer.svg`, recipient: seller.name, recipientCode: seller.companyCode,
    account: inFours(seller.iban), purpose: purposeText({ number, issueDate, origin }),
  }
}
