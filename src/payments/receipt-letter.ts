import type { QueuedDelivery } from '../deliveries/delivery.ts'
import { findWords } from '../deliveries/find-words.ts'
import { defaultWords, receiptLetter } from '../deliveries/letter-invoice.ts'
import type { Written } from '../deliveries/send-letter.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { senderView } from '../invoices/invoice-letter.ts'
import { receiptPdf } from '../invoices/invoice-pdf.ts'
import { brandOf } from '../invoices/paper.ts'
import { payToken, payUrl } from '../invoices/pay-link.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { DOCUMENT_TEXTS } from '../platform/i18n/document-texts.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { findReceipt } from './find-receipt.ts'
import type { ReceiptDeps } from './find-receipt.ts'

export type ReceiptLetterDeps = ReceiptDeps & { readonly vault: Vault; readonly publicUrl: URL; readonly printer: () => PdfPrinter }

/** Writes the letter that thanks for one payment and carries its receipt. */
export async function writeReceiptLetter(
  deps: ReceiptLetterDeps, { merchantId, invoiceId, paymentId, storeId, language }: QueuedDelivery,
): Promise<Written> {
  const invoice = await findInvoice(deps.db, { merchantId, id: invoiceId })
  const token = await payToken(deps.db, deps.vault, { merchantId, invoiceId })
  const receipt = invoice === null || paymentId === null ? null : await findReceipt(deps, invoice, { which: paymentId, language })
  const seller = invoice?.seller ?? null
  if (invoice !== null && receipt === null) return { kind: 'withdrawn', because: 'payment_reversed' }
  if (invoice === null || seller === null || token === null || receipt === null) throw new Error('a receipt was queued for what is no payment of its invoice')
  const { mode, dueDate } = invoice
  const own = await findWords(deps.db, { merchantId, storeId, kind: 'receipt', language })
  const { store, canReply } = senderView(seller, await brandOf(deps.db, merchantId, storeId))
  const link = payUrl(deps.publicUrl, token)
  const letter = receiptLetter({
    kind: 'receipt', language, mode, timeZone: receipt.timeZone, store, canReply, payerName: invoice.payer.name,
    number: receipt.invoiceNumber, dueDate, link, receiptLink: `${link}/receipt.pdf?payment=${receipt.number}`, words: own ?? defaultWords('receipt', language), attached: true,
    // The provider's number is what the payer's bank and the seller both can look up.
    paid: receipt.amount, left: receipt.remaining, at: receipt.paidAt, method: receipt.method, reference: receipt.providerReference ?? receipt.number,
  })
  const filename = `${DOCUMENT_TEXTS[language].receipt} ${receipt.invoiceNumber}.pdf`
  return {
    kind: 'written', letter, fromName: seller.storeName, replyTo: isMailAddress(seller.email) ? seller.email : null, onSent: null,
    attachments: [{ filename, contentType: 'application/pdf', content: Buffer.from(receiptPdf(deps.printer(), receipt)) }],
  }
}
