import type { QueuedDelivery } from '../deliveries/delivery.ts'
import { tillLetter } from '../deliveries/letter-invoice.ts'
import type { Written } from '../deliveries/send-letter.ts'
import { senderView } from '../invoices/invoice-letter.ts'
import { brandOf } from '../invoices/paper.ts'
import { add } from '../money/money.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { stripPdf } from '../platform/pdf/strip.ts'
import { findPrinted } from './find-printed.ts'
import { receiptUrl } from './json.ts'
import { printedReceipt, titleOf } from './receipt-view.ts'
import { receiptById } from './store.ts'

export type TillLetterDeps = { readonly db: Db; readonly vault: Vault; readonly publicUrl: URL; readonly stripPrinter: () => PdfPrinter }

/** Writes the letter that carries a till's receipt: its public page, its fiscal number, where that is checked, and its PDF. */
export async function writeTillLetter({ db, vault, publicUrl, stripPrinter }: TillLetterDeps, { merchantId, receiptId, language }: QueuedDelivery): Promise<Written> {
  const receipt = receiptId === null ? null : await receiptById(db, { merchantId, id: receiptId })
  if (receipt === null) throw new Error('a letter was queued for a receipt that is none')
  const from = await findPrinted(db, receipt)
  const { seller, timeZone } = from
  const { store, canReply } = senderView(seller, await brandOf(db, merchantId, receipt.storeId))
  const token = vault.unseal(receipt.sealedToken, { merchantId, objectId: receipt.id, field: 'token' }).reveal()
  const letter = tillLetter({
    kind: receipt.kind === 'return' ? 'till_return' : 'till_receipt', language, mode: receipt.mode, timeZone, store, canReply, payerName: '', number: receipt.number,
    dueDate: null, link: receiptUrl(publicUrl, token), words: { subject: null, body: null }, attached: true, amount: add(receipt.total, receipt.rounding),
    at: receipt.fiscalAt ?? receipt.stateChangedAt, fiscalNumber: receipt.fiscalNumber, verifyUrl: receipt.fiscalUrl,
  })
  const filename = `${titleOf(receipt, RECEIPT_TEXTS[language])} ${receipt.number}.pdf`
  const content = Buffer.from(stripPdf(stripPrinter(), printedReceipt(from, language), 80))
  return {
    kind: 'written', letter, fromName: seller.storeName, replyTo: isMailAddress(seller.email) ? seller.email : null, onSent: null,
    attachments: [{ filename, contentType: 'application/pdf', content }],
  }
}
