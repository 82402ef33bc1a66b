import { defaultSmsWords, findSmsWords, smsText } from '../deliveries/sms-words.ts'
import type { SmsWords } from '../deliveries/sms-words.ts'
import type { WrittenSms } from '../deliveries/send-sms.ts'
import type { QueuedSms } from '../deliveries/sms-delivery.ts'
import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import { formatAmount, formatDate } from '../platform/i18n/format.ts'
import { findInvoice } from './find-invoice.ts'
import type { Invoice } from './invoice.ts'
import { markSent } from './mark-sent.ts'
import { payToken, shortPayUrl } from './pay-link.ts'
import { remainingMinor } from './payment-state.ts'

export type InvoiceSmsDeps = { readonly db: Db; readonly vault: Vault; readonly publicUrl: URL }

/** `shown`: the text with its link as `{link}`, for to keep. */
type ComposedSms = { readonly text: string; readonly shown: string }

/** The invoice's text message as it would leave now. Null for a draft, which has neither number nor link. */
export async function composeInvoiceSms(deps: InvoiceSmsDeps, invoice: Invoice, language: Language): Promise<ComposedSms | null> {
  const { merchantId, id: invoiceId, storeId, seller, number, currency } = invoice
  const token = await payToken(deps.db, deps.vault, { merchantId, invoiceId })
  if (token === null || number === null || seller === null) return null
  const words = await findSmsWords(deps.db, { merchantId, storeId, language }) ?? defaultSmsWords(language)
  return textOf(words, language, {
    payer: invoice.payer.name, number, store: seller.storeName, dueDate: invoice.dueDate,
    toPay: { minor: remainingMinor(invoice), currency }, link: shortPayUrl(deps.publicUrl, token),
  })
}

export type SmsFacts = {
  readonly payer: string
  readonly number: string
  readonly store: string
  /** YYYY-MM-DD */
  readonly dueDate: string | null
  readonly toPay: Money
  readonly link: string
}

/** Amounts carry the currency's code: most signs of currencies would force the wide alphabet. */
export function textOf(words: SmsWords, language: Language, { dueDate, toPay, link, ...facts }: SmsFacts): ComposedSms {
  const values = {
    ...facts, amount: `${formatAmount(language, toPay)} ${toPay.currency}`,
    dueDate: dueDate === null ? '' : formatDate(language, dueDate, 'short'),
  }
  return { text: smsText(words, language, { ...values, link }), shown: smsText(words, language, { ...values, link: '{link}' }) }
}

/** Writes a queued message from what the invoice is now: one that asks for nothing any more does not go out. */
export async function writeInvoiceSms(deps: InvoiceSmsDeps, { merchantId, invoiceId, language }: QueuedSms): Promise<WrittenSms> {
  const invoice = await findInvoice(deps.db, { merchantId, id: invoiceId })
  if (invoice === null || invoice.document === 'draft') throw new Error('a text message was queued for an invoice that was never issued')
  if (invoice.document === 'cancelled') return { kind: 'withdrawn', because: 'invoice_cancelled' }
  if (remainingMinor(invoice) === 0n) return { kind: 'withdrawn', because: 'nothing_to_pay' }
  const composed = await composeInvoiceSms(deps, invoice, language)
  if (composed === null) throw new Error('an issued invoice has no link')
  return { kind: 'written', ...composed, onSent: (tx, at) => markSent(tx, { merchantId, invoiceId, at }) }
}
