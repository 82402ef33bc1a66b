import type { IdKind } from '../../src/kernel/ids.ts'
import type { RouteFact } from '../../src/platform/http/route.ts'

type IdFor = (kind: IdKind) => string

const line = { description: 'Goods', quantity: '1', unit: '', unitPrice: '4.00', vat: { rate: '21' } }
const RULE = { every: 'month', count: 1, monthDay: 31, startsOn: '2026-01-31', endsOn: null }
const euro = { amount: '1.00', currency: 'EUR' }

/**
 * A body that each route takes, as far as its schema is concerned; `id` gives an object for those that name one.
 * Undefined: the route reads none.
 */
export const BODIES: Readonly<Record<string, (id: IdFor) => unknown>> = {
  'PATCH /v1/session': (id) => ({ merchant: id('merchant') }),
  'POST /v1/password-changes': () => ({ current: 'not the password', next: 'another horse battery' }),
  'PATCH /v1/members/:userId': (id) => ({ role: 'viewer', stores: [id('store')] }),
  'POST /v1/invitations': (id) => ({ email: 'new@vilkas.example', role: 'viewer', stores: [id('store')] }),
  'POST /v1/api-keys': (id) => ({ name: 'Key', mode: 'test', permissions: ['invoices.read'], stores: [id('store')] }),
  'POST /v1/stores': () => ({ name: 'Store', language: 'lt', currency: 'EUR', country: 'LT' }),
  'PATCH /v1/stores/:id': () => ({ name: 'Store of vilkas' }),
  'POST /v1/stores/:id/live': () => ({}),
  'PUT /v1/stores/:id/logo': () => LOGO,
  'PUT /v1/stores/:id/letters/:kind/:language': () => ({ subject: 'Invoice {number}', body: 'Hello' }),
  'POST /v1/stores/:id/letters/:kind/:language/preview': () => ({ subject: 'Invoice', body: 'Hello' }),
  'PUT /v1/stores/:id/reminders': () => ({
    isOn: true, steps: [-3, 1, 7], sendFrom: '09:00', sendUntil: '18:00', skipsWeekends: true, skipsHolidays: true, daysOff: [],
  }),
  'POST /v1/invoices/:id/pay-codes': () => ({}),
  'PUT /v1/invoices/:id/reminders': () => ({ isPaused: true }),
  'POST /v1/invoices/:id/reminders': () => ({}),
  'POST /v1/recurring-invoices': (id) => ({ store: id('store'), customer: id('customer'), lines: [line], rule: RULE }),
  'PUT /v1/recurring-invoices/:id': (id) => ({ customer: id('customer'), lines: [line], rule: RULE }),
  'PUT /v1/recurring-invoices/:id/state': () => ({ state: 'paused' }),
  'POST /v1/recurring-invoices/dates': (id) => ({ store: id('store'), rule: RULE }),
  'POST /v1/channels': (id) => ({ store: id('store'), connector: 'paysera' }),
  'PATCH /v1/channels/:id': () => ({ name: 'Paysera' }),
  'PUT /v1/channels/:id/credentials': () => ({ values: { projectId: '555123', password: 'x' }, evenUnchecked: true }),
  'POST /v1/channels/:id/steps/:stepId': () => ({ done: true }),
  'POST /v1/channels/:id/verification': () => ({}),
  'POST /v1/channels/:id/reference-checks': () => ({ reference: 'ab'.repeat(32) }),
  'POST /v1/channels/:id/live': () => ({}),
  'POST /v1/channels/:id/suspension': () => ({ reason: 'holidays' }),
  'POST /v1/channels/:id/test-payment': () => ({}),
  'POST /v1/customers': (id) => ({ store: id('store'), name: 'Customer' }),
  'PATCH /v1/customers/:id': () => ({ name: 'Customer of vilkas' }),
  'POST /v1/products': (id) => ({ store: id('store'), code: 'A-2', name: 'Product', price: euro, unit: { code: 2009, name: 'vnt.' } }),
  'POST /v1/products/import': (id) => ({ store: id('store'), content: Buffer.from('Code;Name;Price\nA-1;Bread;1,00\n').toString('base64') }),
  'PATCH /v1/products/:id': () => ({ name: 'Product of vilkas', price: euro }),
  'PUT /v1/stores/:id/tax-letters': () => ({ items: [{ letter: 'А', type: 0, name: 'ПДВ', percent: '20', inForceFrom: '2011-01-01', source: '' }] }),
  'POST /v1/invoices': (id) => ({ store: id('store'), customer: id('customer'), lines: [line] }),
  'POST /v1/invoices/calculation': () => ({ currency: 'EUR', lines: [line] }),
  'PATCH /v1/invoices/:id': (id) => ({ customer: id('customer'), lines: [line] }),
  'POST /v1/invoices/:id/issue': () => ({}),
  'POST /v1/invoices/:id/deliveries': () => ({ recipients: ['somebody@vilkas.example'] }),
  'POST /v1/invoices/:id/e-invoice': () => ({}),
  'POST /v1/invoices/:id/sms': () => ({ phone: '+37061234567' }),
  'POST /v1/invoices/:id/bank-app': () => ({ phone: '+380501234567' }),
  'PUT /v1/stores/:id/sms/:language': () => ({ body: 'Pay: {link}', plainLetters: true }),
  'POST /v1/stores/:id/sms/:language/preview': () => ({ body: 'Pay: {link}', plainLetters: true }),
  'POST /v1/invoices/:id/cancellation': () => ({ reason: 'by mistake' }),
  'POST /v1/invoices/:id/credit-notes': () => ({ reason: 'returned', lines: [line] }),
  'POST /v1/invoices/:id/payments': () => ({ amount: euro, source: 'cash', receivedOn: '2026-01-05' }),
  'POST /v1/payments/:id/refunds': () => ({ amount: euro }),
  'POST /v1/refunds/:id/sending': () => ({}),
  'POST /v1/refunds/:id/failure': () => ({ reason: 'the portal shows none' }),
  'POST /v1/refunds/:id/acknowledgement': () => ({ note: 'evidence sent' }),
  'POST /v1/refunds/:id/completion': () => ({ note: 'sent back' }),
  'POST /v1/refunds/:id/withdrawal': () => ({ reason: 'asked twice' }),
  'POST /v1/accounts': (id) => ({ store: id('store'), kind: 'merchant_account', name: 'Account', currency: 'EUR' }),
  'PATCH /v1/accounts/:id': () => ({ name: 'Account of vilkas' }),
  'POST /v1/accounts/:id/channels': (id) => ({ channel: id('channel') }),
  'POST /v1/accounts/:id/statement-previews': () => ({ fileName: 'a.csv', content: Buffer.from('Data;Suma;Gavėjas\n2026-01-05;1.00;Ona\n').toString('base64') }),
  'POST /v1/accounts/:id/statement-imports': () => ({ fileName: 'a.csv', content: Buffer.from('Data;Suma;Gavėjas\n2026-01-05;1.00;Ona\n').toString('base64') }),
  'POST /v1/statement-lines/:id/matches': (id) => ({ invoices: [{ invoice: id('invoice'), amount: euro }], reason: 'the payer said so' }),
  'POST /v1/statement-lines/:id/payout': (id) => ({ from: id('moneyAccount'), reason: 'paid out' }),
  'POST /v1/statement-lines/:id/ignoring': () => ({ reason: 'a gift' }),
  'POST /v1/statement-lines/:id/reopening': () => ({ reason: 'by mistake' }),
  'POST /v1/matches/:id/undoing': () => ({ reason: 'of another payer' }),
  'POST /v1/payouts': (id) => ({ from: id('moneyAccount'), to: id('moneyAccount'), amount: euro, paidOn: '2026-01-05' }),
  'POST /v1/cash-registers': (id) => ({ store: id('store'), name: 'Till' }),
  'PATCH /v1/cash-registers/:id': () => ({ name: 'Till of vilkas' }),
  'PUT /v1/cash-registers/:id/fiscaliser': () => ({ fiscaliser: null }),
  'POST /v1/cash-registers/:id/steps/:stepId': () => ({ done: true }),
  'POST /v1/cash-registers/:id/check': () => ({}),
  'POST /v1/cash-registers/:id/give-up-offline': () => ({}),
  'POST /v1/cash-registers/:id/sign-in': (id) => ({ cashier: id('cashier'), pin: '2580' }),
  'POST /v1/cash-registers/:id/sign-out': () => ({}),
  'POST /v1/cash-registers/:id/shifts': () => ({}),
  'POST /v1/cash-registers/:id/cash-moves': () => ({ kind: 'service_in', amount: euro, note: 'change' }),
  'POST /v1/cash-moves/:id/file-again': () => ({}),
  'POST /v1/cash-moves/:id/withdrawal': () => ({ reason: 'by mistake' }),
  'POST /v1/shifts/:id/close': () => ({}),
  'POST /v1/cashiers': (id) => ({ store: id('store'), name: 'Ona', pin: '2580' }),
  'PATCH /v1/cashiers/:id': () => ({ name: 'Ona' }),
  'POST /v1/receipts': (id) => ({
    register: id('cashRegister'), lines: [{ product: id('product'), name: 'Goods', unitName: 'pcs', quantity: '1', price: euro }], payments: [{ form: 'cash', amount: euro }],
    customer: id('customer'),
  }),
  'POST /v1/receipts/:id/check': () => ({}),
  'POST /v1/receipts/:id/send': () => ({ by: 'screen' }),
  'POST /v1/receipts/:id/cancel': () => ({ reason: 'by mistake' }),
  'POST /v1/receipts/:id/file-again': () => ({}),
  'POST /v1/receipts/:id/register-late': () => ({}),
  'POST /v1/receipts/:id/give-back': () => ({}),
  'POST /v1/receipts/:id/returns': () => ({ lines: [{ index: 0, quantity: '1' }], refund: 'cash' }),
  'POST /v1/attempts/:id/capture': () => ({ amount: euro }),
  'POST /v1/attempts/:id/release': () => ({}),
  'POST /v1/attempts/:id/withdrawal': () => ({}),
  'POST /v1/attempts/:id/settlement': () => ({ as: 'failed', reason: 'the provider says so', amount: euro }),
}

/** One pixel. */
const LOGO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Queries that name an object, by the path's last word. */
const NAMED: Readonly<Record<string, readonly IdKind[]>> = {
  channels: ['store'], customers: ['store'], products: ['store'], 'product-units': ['store'], 'export.csv': ['store'],
  invoices: ['store', 'customer'], payments: ['store'], attention: ['store'], overview: ['store'], audit: ['store'],
  'cash-registers': ['store'], shifts: ['store'], receipts: ['store'], cashiers: ['store'], accounts: ['store'], 'statement-lines': ['store'], 'recurring-invoices': ['store'],
}

/** What a question has to say besides. */
const SAID: Readonly<Record<string, string>> = { 'return-quote': '?lines=0:1&refund=cash' }

export const saying = ({ url }: RouteFact): string => SAID[url.split('/').at(-1) ?? ''] ?? ''

/** Path parts that are no id. */
export const PARTS: Readonly<Record<string, string>> = { kind: 'invoice', language: 'lt', stepId: 'project' }

/** The query by which a list is asked for one object, with `?`; empty where there is none. */
export function naming({ url }: RouteFact, id: IdFor): string {
  const kinds = NAMED[url.split('/').at(-1) ?? ''] ?? []
  return kinds.length === 0 ? '' : `?${kinds.map((kind) => `${kind}=${id(kind)}`).join('&')}`
}
