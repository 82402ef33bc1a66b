import { addDays, businessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { isColour } from '../merchants/brand-colour.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { exponentOf, storedCurrency } from '../money/currency.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { LetterKind } from './find-words.ts'
import { invoiceLetter, receiptLetter } from './letter-invoice.ts'
import type { Letter } from './letter.ts'

const PAYER: Readonly<Record<Language, string>> = {
  lt: 'Jonas Petraitis', lv: 'Anna Bērziņa', et: 'Mari Tamm', uk: 'Олена Коваленко', ka: 'ნინო ბერიძე',
  ru: 'Анна Петрова', en: 'Anna Smith',
}

const KVIT: Colour = '#b45309'

/** Days from the letter to the due date of the invented invoice, where the letter is about that; else the store's own. */
const DUE_IN: Readonly<Partial<Record<LetterKind, number>>> = { reminder: 3, overdue: -3 }

type Sample = {
  readonly kind: LetterKind
  readonly language: Language
  readonly words: { readonly subject: string; readonly body: string }
  readonly publicUrl: URL
  readonly now: Date
}

/** The letter as a payer of this store would get it today, with the data of an invented invoice over 25 units. */
export function sampleLetter(store: StoreRow, { kind, language, words, publicUrl, now }: Sample): Letter {
  const currency = storedCurrency(store.currency)
  const today = businessDate(now, store.time_zone)
  const amount = { minor: 25n * 10n ** BigInt(exponentOf(currency)), currency }
  const view = {
    language, words, mode: store.mode, timeZone: store.time_zone, payerName: PAYER[language],
    store: {
      name: store.name, colour: isColour(store.brand_colour) ? store.brand_colour : KVIT, email: store.email, phone: store.phone,
    },
    number: `${store.number_prefix}${today.slice(0, 4)}-0042`, dueDate: addDays(today, DUE_IN[kind] ?? store.due_days),
    link: new URL('/pay/0123456789example', publicUrl).href, attached: true, canReply: isMailAddress(store.email),
  }
  return kind !== 'receipt'
    ? invoiceLetter({ ...view, kind, toPay: amount, methods: [] })
    : receiptLetter({ ...view, kind, paid: amount, left: { minor: 0n, currency }, at: now, method: null, reference: 'KV-7Q2M-81XT', receiptLink: `${view.link}/receipt.pdf` })
}
