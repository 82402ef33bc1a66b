import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { MoneyJson } from '../api/nouns.ts'
import type { PaymentFilter } from '../controls/filters.ts'

const FOUND = 5

export const paymentsQuery = (store: string, { search, source, from, to }: PaymentFilter) => infiniteQueryOptions({
  queryKey: ['payments', store, search, source, from, to],
  initialPageParam: '',
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/payments', {
    params: {
      query: {
        store, ...(search && { search }), ...(source && { source }), ...(from && { from }), ...(to && { to }),
        ...(pageParam !== '' && { cursor: pageParam }),
      },
    },
  })),
  getNextPageParam: (page) => page.next,
})

export const paymentsFound = (store: string, search: string) => queryOptions({
  queryKey: ['payments', 'found', store, search],
  placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/payments', { params: { query: { store, search, limit: FOUND } } })),
})

const LOOK_AGAIN_MS = 5_000

/** Looks again by itself while a refund of it is under way. */
export const paymentQuery = (id: string) => queryOptions({
  queryKey: ['payment', id],
  refetchInterval: ({ state: { data } }) => (data?.refundable === null && data.reversal === null && data.amount.amount !== data.refunded.amount ? LOOK_AGAIN_MS : false),
  queryFn: () => asked(api.GET('/v1/payments/{id}', { params: { path: { id } } })),
})

export const useRefund = (payment: string, then: () => void) => useCommand({
  changes: ['payment', 'payments', 'invoice', 'invoices', 'timeline', 'attention', 'overview'], once: true, then,
  run: (body: { amount: MoneyJson; note: string }, headers) =>
    asked(api.POST('/v1/payments/{id}/refunds', { params: { path: { id: payment } }, body, headers })),
})
