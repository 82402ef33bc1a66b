import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import { isPositive } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { letterTexts } from '../platform/i18n/catalogue.ts'
import { formatDate, formatMoment, formatMoney, say } from '../platform/i18n/format.ts'
import { htmlOf } from './letter-html.tsx'
import { textOf } from './letter-text.ts'
import { fillPlaceholders, oneLine, paragraphsOf } from './letter-words.ts'
import type { OwnWords, PlaceholderValues } from './letter-words.ts'
import type { Letter, LetterBlock, LetterContent } from './letter.ts'

/** What letters to a payer have in common. Empty texts are left out. */
export type PayerLetterView = {
  readonly language: Language
  readonly mode: Mode
  readonly timeZone: string
  readonly store: { readonly name: string; readonly colour: Colour; readonly email: string; readonly phone: string }
  readonly payerName: string
  readonly number: string
  /** YYYY-MM-DD */
  readonly dueDate: string | null
  /** Absolute address of the pay page. */
  readonly link: string
  readonly words: OwnWords
  /** Whether a PDF goes with it. */
  readonly attached: boolean
  /** Whether an answer to the letter reaches the seller: a Reply-To was set. */
  readonly canReply: boolean
}

/**
 * `fresh_link` answers a payer who asked for a new link; `reminder` and `overdue` remind of an invoice before and after its
 * due date. `methods` are names in the order of the pay page.
 */
export type InvoiceLetterView = PayerLetterView & {
  readonly kind: 'invoice' | 'fresh_link' | 'reminder' | 'overdue'
  readonly toPay: Money
  readonly methods: readonly string[]
}

export type ReceiptLetterView = PayerLetterView & {
  readonly kind: 'receipt'
  readonly paid: Money
  /** What is left of the invoice after this payment. */
  readonly left: Money
  readonly at: Date
  readonly method: string | null
  readonly reference: string
  /** Absolute address of this payment's receipt: the pay page of a part payment still asks for the rest. */
  readonly receiptLink: string
}

/** `till_return`: of a receipt by which goods came back. `link` is the receipt's public page. */
type TillLetterView = PayerLetterView & {
  readonly kind: 'till_receipt' | 'till_return'
  readonly amount: Money
  readonly at: Date
  /** Null where no tax service is told. */
  readonly fiscalNumber: string | null
  /** Where the tax service shows it; null where it named no address. */
  readonly verifyUrl: string | null
}

const KEY = {
  invoice: 'invoice', fresh_link: 'freshLink', receipt: 'receipt', reminder: 'reminder', overdue: 'overdue', till_receipt: 'tillReceipt',
  till_return: 'tillReturn',
} as const

/** The catalogue's words for a letter, with their placeholders, as the settings screen shows them before a store writes its own. */
export const defaultWords = (kind: keyof typeof KEY, language: Language): { readonly subject: string; readonly body: string } =>
  letterTexts[language][KEY[kind]]

/** How many methods a letter names before it counts the others. */
const METHODS_NAMED = 5

export function invoiceLetter(view: InvoiceLetterView): Letter {
  const { language, dueDate, number } = view
  const texts = letterTexts[language]
  const amount = formatMoney(language, view.toPay)
  const dueLine = view.kind === 'overdue' ? texts.overdueLine : texts.dueLine
  const about = dueDate === null ? say(language, texts.invoiceLine, { number }) : say(language, dueLine, { number, date: formatDate(language, dueDate) })
  return letterOf(view, amount, [
    { kind: 'sum', label: texts.toPay, sum: amount, about },
    { kind: 'button', label: say(language, texts.pay, { amount }), href: view.link, asText: texts.linkAsText },
    ...methodsNote(view),
    ...(view.attached ? [{ kind: 'note', text: texts.attachedInvoice } as const] : []),
  ])
}

export function receiptLetter(view: ReceiptLetterView): Letter {
  const { language } = view
  const texts = letterTexts[language]
  const amount = formatMoney(language, view.paid)
  const rows: (readonly [string, string])[] = [[texts.label.time, formatMoment(language, view.at, view.timeZone, 'short')]]
  if (view.method !== null) rows.push([texts.label.method, view.method])
  rows.push([texts.label.reference, view.reference])
  if (isPositive(view.left)) rows.push([texts.left, formatMoney(language, view.left)])
  return letterOf(view, amount, [
    { kind: 'sum', label: texts.paid, sum: amount, about: say(language, texts.invoiceLine, { number: view.number }) },
    { kind: 'facts', rows },
    { kind: 'button', label: texts.openReceipt, href: view.receiptLink, asText: texts.linkAsText },
    ...(view.attached ? [{ kind: 'note', text: texts.attachedReceipt } as const] : []),
  ])
}

export function tillLetter(view: TillLetterView): Letter {
  const { language, verifyUrl } = view
  const texts = letterTexts[language]
  const amount = formatMoney(language, view.amount)
  const rows: (readonly [string, string])[] = [[texts.label.time, formatMoment(language, view.at, view.timeZone, 'short')]]
  if (view.fiscalNumber !== null) rows.push([texts.label.fiscalNumber, view.fiscalNumber])
  return letterOf(view, amount, [
    { kind: 'sum', label: view.kind === 'till_return' ? texts.returned : texts.paid, sum: amount, about: say(language, texts.tillReceiptLine, { number: view.number }) },
    { kind: 'facts', rows },
    { kind: 'button', label: texts.openTillReceipt, href: view.link, asText: texts.linkAsText },
    ...(verifyUrl === null ? [] : [{ kind: 'paragraph', text: `${texts.checkTillReceipt}\n${verifyUrl}`, link: verifyUrl } as const]),
    ...(view.attached ? [{ kind: 'note', text: texts.attachedTillReceipt } as const] : []),
  ])
}

function methodsNote({ language, methods }: InvoiceLetterView): readonly LetterBlock[] {
  if (methods.length === 0) return []
  const { methods: all, moreMethods } = letterTexts[language]
  // One more name takes no more room than the words "and 1 more".
  if (methods.length <= METHODS_NAMED + 1) return [{ kind: 'note', text: say(language, all, { methods: methods.join(', ') }) }]
  const named = methods.slice(0, METHODS_NAMED).join(', ')
  return [{ kind: 'note', text: say(language, moreMethods, { methods: named, count: methods.length - METHODS_NAMED }) }]
}

/** The store's words or the catalogue's, then what the letter is about, then how to reach the seller. */
function letterOf(view: InvoiceLetterView | ReceiptLetterView | TillLetterView, amount: string, about: readonly LetterBlock[]): Letter {
  const { language, mode, store, link } = view
  const words = defaultWords(view.kind, language)
  const values: PlaceholderValues = {
    payer: view.payerName, number: view.number, amount, store: store.name, link,
    dueDate: view.dueDate === null ? '' : formatDate(language, view.dueDate),
  }
  const body = paragraphsOf(fillPlaceholders(view.words.body ?? words.body, values))
  const content: LetterContent = {
    language, mode, from: store,
    subject: subjectOf(language, mode, fillPlaceholders(view.words.subject ?? words.subject, values)),
    blocks: [...body.map((text) => ({ kind: 'paragraph', text, link }) as const), ...about, ...contactNote(view)],
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}

/** One line, and in test mode it says so before anything else. */
const subjectOf = (language: Language, mode: Mode, subject: string): string =>
  oneLine(mode === 'test' ? letterTexts[language].test.subject.replace('{subject}', () => subject) : subject)

function contactNote({ language, store, canReply }: PayerLetterView): readonly LetterBlock[] {
  const texts = letterTexts[language]
  const reach = [store.email, store.phone].filter((text) => text !== '').join(', ')
  const lines = [
    ...(canReply ? [say(language, texts.replyTo, { store: store.name })] : []),
    ...(reach === '' ? [] : [`${texts.contacts} ${reach}`]),
  ]
  return lines.length === 0 ? [] : [{ kind: 'note', text: lines.join('\n') }]
}
