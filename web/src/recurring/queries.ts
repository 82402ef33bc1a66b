import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Recurring, RecurringFields, RecurringRule } from '../api/nouns.ts'

const path = (id: string) => ({ params: { path: { id } } })

export const recurringListQuery = (store: string) => infiniteQueryOptions({
  queryKey: ['recurring list', store],
  initialPageParam: '',
  queryFn: ({ pageParam }) => asked(api.GET('/v1/recurring-invoices', { params: { query: { store, ...(pageParam !== '' && { cursor: pageParam }) } } })),
  getNextPageParam: (page) => page.next,
})

export const recurringQuery = (id: string) => queryOptions({
  queryKey: ['recurring', id],
  queryFn: () => asked(api.GET('/v1/recurring-invoices/{id}', path(id))),
})

export const datesQuery = (store: string, rule: RecurringRule | null, mostIssues: number | null) => queryOptions({
  queryKey: ['recurring dates', store, rule, mostIssues],
  placeholderData: keepPreviousData,
  enabled: rule !== null,
  queryFn: ({ signal }) => (rule === null ? { dates: [] } : asked(api.POST('/v1/recurring-invoices/dates', { body: { store, rule, mostIssues }, signal }))),
})

/** Writes a new one, or changes the one of this `id`. */
export const useWriteRecurring = (id: string | null, then: (id: string) => void) => useCommand({
  changes: ['recurring list', 'recurring'],
  run: async (body: RecurringFields, headers) => {
    const written = id === null ? api.POST('/v1/recurring-invoices', { body, headers }) : api.PUT('/v1/recurring-invoices/{id}', { ...path(id), body })
    return asked<{ id: string }>(written)
  },
  then: (written) => then(written.id),
})

export const useMoveRecurring = (id: string, then?: () => void) => useCommand({
  changes: ['recurring list', 'recurring'], then,
  run: (state: Recurring['state']) => asked(api.PUT('/v1/recurring-invoices/{id}/state', { ...path(id), body: { state } })),
})
