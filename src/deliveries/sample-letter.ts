import { addDays, businessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { isColour } from '../merchants/brand-colour.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { ExampleInvoice } from './example-invoice.ts'
import type { LetterKind } from './find-words.ts'
import { invoiceLetter, receiptLetter } from './letter-invoice.ts'
import type { Letter } from './letter.ts'

const KVIT: Colour = '#b45309'

/** Days from the letter to the due date, where the letter is about that; else the invoice's own. */
const DUE_IN: Partial<Record<LetterKind, number>> = { reminder: 3, overdue: -3 }

type Sample = {
  readonly kind: LetterKind
  readonly language: Language
  readonly words: { readonly subject: string; readonly body: string }
  readonly invoice: ExampleInvoice
  readonly publicUrl: URL
  readonly now: Date
}

/** The letter as a payer of this store would get it today. Its link leads nowhere: a preview gives away no address to pay at. */
export function sampleLetter(store: StoreRow, { kind, language, words, invoice, publicUrl, now }: Sample): Letter {
  const { payerName, number, amount } = invoice
  const due = DUE_IN[kind]
  const view = {
    language, words, mode: store.mode, timeZone: store.time_zone, payerName, number,
    store: {
      name: store.name, colour: isColour(store.brand_colour) ? store.brand_colour : KVIT, email: store.email, phone: store.phone,
    },
    dueDate: due === undefined ? invoice.dueDate : addDays(businessDate(now, store.time_zone), due),
    link: new URL('/pay/0123456789example', publicUrl).href, attached: kind === 'receipt' || store.attach_pdf, canReply: isMailAddress(store.email),
  }
  return kind !== 'receipt'
    ? invoiceLetter({ ...view, kind, toPay: amount, methods: [] })
    : receiptLetter({
      ...view, kind, paid: amount, left: { minor: 0n, currency: amount.currency }, at: now, method: null, reference: 'KV-7Q2M-81XT',
      receiptLink: `${view.link}/receipt.pdf`,
    })
}
