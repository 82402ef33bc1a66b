import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Customer, CustomerFields } from '../api/nouns.ts'

const FOUND = 5
const CHOICES = 100

export const customersQuery = (store: string, search: string | undefined) => infiniteQueryOptions({
  queryKey: ['customers', store, search],
  initialPageParam: '',
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/customers', {
    params: { query: { store, ...(search && { search }), ...(pageParam !== '' && { cursor: pageParam }) } },
  })),
  getNextPageParam: (page) => page.next,
})

const few = (store: string, search: string, limit: number) => queryOptions({
  queryKey: ['customers', 'few', store, search, limit],
  placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/customers', { params: { query: { store, limit, ...(search !== '' && { search }) } } })),
})

export const customersFound = (store: string, search: string) => few(store, search, FOUND)

export const customerChoices = (store: string) => few(store, '', CHOICES)

export const customerQuery = (id: string) => queryOptions({
  queryKey: ['customer', id],
  queryFn: () => asked(api.GET('/v1/customers/{id}', { params: { path: { id } } })),
})

type Saved = (customer: Customer) => void

/** Keeps a new customer of `store`, or changes the customer `id`. */
export const useSaveCustomer = (at: { store: string } | { id: string }, then: Saved) => useCommand({
  changes: ['customers', 'customer'], then,
  run: (fields: CustomerFields, headers) => asked(
    'store' in at
      ? api.POST('/v1/customers', { body: { ...fields, store: at.store }, headers })
      : api.PATCH('/v1/customers/{id}', { params: { path: { id: at.id } }, body: fields }),
  ),
})

/** An archived customer stands in no list and no choice. */
export const useArchiveCustomer = (id: string, then: () => void) => useCommand({
  changes: ['customers', 'customer'], then,
  run: (archived: boolean) => asked(api.PATCH('/v1/customers/{id}', { params: { path: { id } }, body: { archived } })),
})
