import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked, done } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Delivery, Invoice, InvoiceFields, LineFields, MoneyJson } from '../api/nouns.ts'
import type { InvoiceFilter } from '../controls/filters.ts'

const FOUND = 5

/** What a change of an invoice makes old. */
const TOUCHED = ['invoices', 'invoice', 'timeline', 'attention', 'overview', 'payments', 'payment', 'store'] as const

/** The filter of a list as the address of the API takes it. */
export const askedBy = (store: string, { view, search, customer, from, to }: InvoiceFilter) => ({
  store, ...(view && { view }), ...(search && { search }), ...(customer && { customer }),
  ...(from && { issuedFrom: from }), ...(to && { issuedTo: to }),
})

export const invoicesQuery = (store: string, filter: InvoiceFilter) => infiniteQueryOptions({
  queryKey: ['invoices', askedBy(store, filter)],
  initialPageParam: '',
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/invoices', {
    params: { query: { ...askedBy(store, filter), ...(pageParam !== '' && { cursor: pageParam }) } },
  })),
  getNextPageParam: (page) => page.next,
})

export const invoiceTotalsQuery = (store: string, filter: InvoiceFilter) => queryOptions({
  queryKey: ['invoices', 'totals', askedBy(store, filter)],
  placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/invoices/totals', { params: { query: askedBy(store, filter) } })),
})

export const invoicesFound = (store: string, search: string) => queryOptions({
  queryKey: ['invoices', 'found', store, search],
  placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/invoices', { params: { query: { store, search, limit: FOUND } } })),
})

const MATCHABLE = 50

/** What money on a statement may be for: whatever the search finds, or what is still to be paid. */
export const invoicesToMatch = (store: string, search: string) => queryOptions({
  queryKey: ['invoices', 'to match', store, search],
  placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/invoices', { params: { query: { store, limit: MATCHABLE, ...(search === '' ? { view: 'unpaid' } : { search }) } } })),
})

const LOOK_AGAIN_MS = 5_000

const isMoving = ({ flags, deliveries, refunds, attempts }: Invoice): boolean =>
  flags.inFlight || attempts.some(({ state, decision }) => state === 'authorised' && decision !== null)
  || deliveries.some(({ state }) => state === 'queued') || refunds.some(({ state }) => state === 'pending' || state === 'unknown')

/** While money is on its way, or a letter waits, the page looks again by itself. */
export const invoiceQuery = (id: string) => queryOptions({
  queryKey: ['invoice', id],
  refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data) ? LOOK_AGAIN_MS : false),
  queryFn: () => asked(api.GET('/v1/invoices/{id}', { params: { path: { id } } })),
})

/** `changed` is any text that differs when the invoice does, so that the history is fetched with it. */
export const timelineQuery = (id: string, changed: string) => queryOptions({
  queryKey: ['timeline', id, changed],
  placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/invoices/{id}/timeline', { params: { path: { id } } })),
})

export const messageQuery = (id: string) => queryOptions({
  queryKey: ['message', id],
  staleTime: Infinity,
  queryFn: () => asked(api.GET('/v1/messages/{id}', { params: { path: { id } } })),
})

/** The letter as it would leave now: asked for anew each time, for it says what is left to pay. `withPdf` null: as the store has it, which the answer tells. */
export const letterOfInvoiceQuery = (id: string, withPdf: boolean | null) => queryOptions({
  queryKey: ['invoice letter', id, withPdf],
  placeholderData: keepPreviousData,
  gcTime: 0,
  queryFn: ({ signal }) => asked(api.GET('/v1/invoices/{id}/letter', { params: { path: { id }, query: withPdf === null ? {} : { withPdf } }, signal })),
})

/** The text message as it would leave now, and how long it is. */
export const smsOfInvoiceQuery = (id: string) => queryOptions({
  queryKey: ['invoice sms', id],
  gcTime: 0,
  queryFn: ({ signal }) => asked(api.GET('/v1/invoices/{id}/sms', { params: { path: { id } }, signal })),
})

/** Whether a provider can bring the invoice to the payer's bank app, and until when it could be paid there. */
export const bankAppOfInvoiceQuery = (id: string) => queryOptions({
  queryKey: ['invoice bank app', id],
  gcTime: 0,
  queryFn: ({ signal }) => asked(api.GET('/v1/invoices/{id}/bank-app', { params: { path: { id } }, signal })),
})

export const calculationQuery = (lines: readonly LineFields[], currency: string) => queryOptions({
  queryKey: ['calculation', currency, lines],
  staleTime: Infinity,
  placeholderData: keepPreviousData,
  queryFn: ({ signal }) => asked(api.POST('/v1/invoices/calculation', { body: { lines: [...lines], currency }, signal })),
})

type Then = (() => void) | undefined

const path = (id: string) => ({ params: { path: { id } } })

/** Writes a new invoice, or changes the draft `id`. */
export const useWriteInvoice = (id: string | null, then: (id: string) => void) => useCommand({
  changes: TOUCHED,
  run: async (body: InvoiceFields, headers) => {
    const written = id === null ? api.POST('/v1/invoices', { body, headers }) : api.PATCH('/v1/invoices/{id}', { ...path(id), body })
    return asked<{ id: string }>(written)
  },
  then: (invoice) => then(invoice.id),
})

export const useIssue = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (_: null, headers) => asked(api.POST('/v1/invoices/{id}/issue', { ...path(id), body: {}, headers })),
})

export const useSend = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (body: { recipients: string[]; withPdf?: boolean; withEInvoice: boolean }, headers) => asked(api.POST('/v1/invoices/{id}/deliveries', { ...path(id), body, headers })),
})

export const eInvoiceQuery = (id: string) => queryOptions({
  queryKey: ['invoice', id, 'e-invoice'],
  queryFn: () => asked(api.GET('/v1/invoices/{id}/e-invoice', path(id))),
})

export const useSendEInvoice = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, once: true, then,
  run: (_: null, headers) => asked(api.POST('/v1/invoices/{id}/e-invoice', { ...path(id), body: {}, headers })),
})

export const useSendSms = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (phone: string, headers) => asked(api.POST('/v1/invoices/{id}/sms', { ...path(id), body: { phone }, headers })),
})

export const useBringToBankApp = (id: string, then?: (delivery: Delivery) => void) => useCommand({
  changes: TOUCHED, then,
  run: (phone: string, headers) => asked(api.POST('/v1/invoices/{id}/bank-app', { ...path(id), body: { phone }, headers })),
})

export const useGivePayCode = (id: string) => useCommand({
  changes: [],
  run: (_: null, headers) => asked(api.POST('/v1/invoices/{id}/pay-codes', { ...path(id), body: {}, headers })),
})

type Received = { amount: MoneyJson; source: 'cash' | 'manual'; receivedOn: string; note: string }

export const useRecord = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, once: true, then,
  run: (body: Received, headers) => asked(api.POST('/v1/invoices/{id}/payments', { ...path(id), body, headers })),
})

export const useCancel = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (reason: string, headers) => asked(api.POST('/v1/invoices/{id}/cancellation', { ...path(id), body: { reason }, headers })),
})

export const useCredit = (id: string, then?: Then) => useCommand({
  changes: TOUCHED, once: true, then,
  run: (body: { reason: string; lines?: LineFields[] }, headers) => asked(api.POST('/v1/invoices/{id}/credit-notes', { ...path(id), body, headers })),
})

export const useRemoveDraft = (id: string, then?: Then) => useCommand({
  changes: ['invoices', 'overview'], then,
  run: (_: null) => done(api.DELETE('/v1/invoices/{id}', path(id))),
})

type Settlement = { as: 'failed' | 'paid'; reason: string; amount?: MoneyJson; providerRef?: string; receivedOn?: string }

export const useSettle = (attempt: string, then?: Then) => useCommand({
  changes: [...TOUCHED, 'attempt'], then,
  run: (body: Settlement, headers) => asked(api.POST('/v1/attempts/{id}/settlement', { ...path(attempt), body, headers })),
})

export const useCapture = (attempt: string, then?: Then) => useCommand({
  changes: [...TOUCHED, 'attempt'], once: true, then,
  run: (amount: MoneyJson, headers) => asked(api.POST('/v1/attempts/{id}/capture', { ...path(attempt), body: { amount }, headers })),
})

export const useRelease = (attempt: string, then?: Then) => useCommand({
  changes: [...TOUCHED, 'attempt'], once: true, then,
  run: (_: null, headers) => asked(api.POST('/v1/attempts/{id}/release', { ...path(attempt), body: {}, headers })),
})

export const useWithdrawOrder = (attempt: string, then?: Then) => useCommand({
  changes: [...TOUCHED, 'attempt'], once: true, then,
  run: (_: null, headers) => asked(api.POST('/v1/attempts/{id}/withdrawal', { ...path(attempt), body: {}, headers })),
})

export const useWithdrawRefund = (refund: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (reason: string, headers) => asked(api.POST('/v1/refunds/{id}/withdrawal', { ...path(refund), body: { reason }, headers })),
})

export const useCompleteRefund = (refund: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (note: string, headers) => asked(api.POST('/v1/refunds/{id}/completion', { ...path(refund), body: { note }, headers })),
})

export const useSendRefund = (refund: string, then?: Then) => useCommand({
  changes: TOUCHED, once: true, then,
  run: (_: null, headers) => asked(api.POST('/v1/refunds/{id}/sending', { ...path(refund), body: {}, headers })),
})

export const useAcknowledgeChargeback = (refund: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (note: string, headers) => asked(api.POST('/v1/refunds/{id}/acknowledgement', { ...path(refund), body: { note }, headers })),
})

export const useFailRefund = (refund: string, then?: Then) => useCommand({
  changes: TOUCHED, then,
  run: (reason: string, headers) => asked(api.POST('/v1/refunds/{id}/failure', { ...path(refund), body: { reason }, headers })),
})
