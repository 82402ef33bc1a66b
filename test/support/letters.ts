import type { Language } from '../../src/kernel/language.ts'
import { accountLetter } from '../../src/deliveries/letter-account.ts'
import type { AccountLetterView } from '../../src/deliveries/letter-account.ts'
import { invoiceLetter, receiptLetter } from '../../src/deliveries/letter-invoice.ts'
import type { InvoiceLetterView, ReceiptLetterView } from '../../src/deliveries/letter-invoice.ts'
import type { Letter } from '../../src/deliveries/letter.ts'

/** Every letter with the data of one imagined store, for tests and for looking at. */
export const LINK = 'https://kvit.example/pay/k3v9q2m8x7w4t1z6r5y0bh'

export function invoiceView(language: Language, changed: Partial<InvoiceLetterView> = {}): InvoiceLetterView {
  return {
    kind: 'invoice', language, mode: 'live', timeZone: 'Europe/Vilnius',
    store: { name: 'Medaus krautuvė', colour: '#c77700', email: 'labas@medauskrautuve.lt', phone: '+370 612 34567' },
    payerName: 'Jonas Petraitis', number: '2026-0042', dueDate: '2026-11-30', link: LINK, words: { subject: null, body: null }, attached: true, canReply: true,
    toPay: { minor: 2500n, currency: 'EUR' }, methods: ['Swedbank', 'SEB', 'Luminor', 'Citadele', 'Revolut', 'Apple Pay', 'Google Pay'], ...changed,
  }
}

export function receiptView(language: Language, changed: Partial<ReceiptLetterView> = {}): ReceiptLetterView {
  return {
    ...invoiceView(language), kind: 'receipt', paid: { minor: 2500n, currency: 'EUR' }, left: { minor: 0n, currency: 'EUR' },
    at: new Date('2026-11-20T12:05:00Z'), method: 'Swedbank', reference: 'KV-7Q2M-81XT',
    receiptLink: `${LINK}/receipt.pdf?payment=pay_live_01m80c2k3he00ag54yz334xvhg`, ...changed,
  }
}

function accountView(language: Language, kind: Exclude<AccountLetterView['kind'], 'invitation'>): AccountLetterView {
  return { kind, language, link: 'https://kvit.example/account/7w4t1z6r5y0bh', validUntil: { at: new Date('2026-11-21T12:00:00Z'), timeZone: 'Europe/Vilnius' } }
}

export function everyLetter(language: Language): Readonly<Record<string, Letter>> {
  const own = { subject: 'Medus laukia: {number}', body: 'Labas, {payer}!\n\nUž medų – {amount} iki {dueDate}.\nMokėkite čia: {link}\n\nSu pagarba,\n{store} {unknown}' }
  return {
    invoice: invoiceLetter(invoiceView(language)),
    own: invoiceLetter(invoiceView(language, { words: own, mode: 'test', methods: ['Swedbank'] })),
    freshLink: invoiceLetter(invoiceView(language, { kind: 'fresh_link', dueDate: null, attached: false })),
    receipt: receiptLetter(receiptView(language)),
    partReceipt: receiptLetter(receiptView(language, { left: { minor: 100000n, currency: 'EUR' }, mode: 'test', method: null })),
    activation: accountLetter(accountView(language, 'activation')),
    alreadyRegistered: accountLetter(accountView(language, 'already_registered')),
    reset: accountLetter(accountView(language, 'reset')),
    passwordChanged: accountLetter({ ...accountView(language, 'password_changed'), validUntil: null }),
    invitation: accountLetter({
      kind: 'invitation', language, link: 'https://kvit.example/invitation/7w4t1z6r5y0bh', validUntil: null, inviter: 'Rūta Kazlauskienė',
      merchant: 'UAB „Bitininkų namai“', role: 'accountant',
    }),
  }
}
