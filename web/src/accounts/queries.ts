import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Account, MoneyJson, NewAccount, StatementFile } from '../api/nouns.ts'

const TOUCHED = ['account', 'accounts', 'statement-lines', 'account-statement', 'invoice', 'invoices', 'payments', 'overview', 'attention'] as const

const path = (id: string) => ({ params: { path: { id } } })

export const accountsQuery = (store: string) => queryOptions({
  queryKey: ['accounts', store],
  queryFn: () => asked(api.GET('/v1/accounts', { params: { query: { store } } })),
})

const LOOK_AGAIN_MS = 1_000

/** While lines are being matched the page looks again by itself. */
export const accountQuery = (id: string) => queryOptions({
  queryKey: ['account', id],
  refetchInterval: ({ state: { data } }) => (data?.isMatching ? LOOK_AGAIN_MS : false),
  queryFn: () => asked(api.GET('/v1/accounts/{id}', path(id))),
})

/** What a person looks at: incoming lines by state, or what went out. */
export const LINE_VIEWS = ['open', 'matched', 'ignored', 'out'] as const
export type LineView = (typeof LINE_VIEWS)[number]

export const linesQuery = (store: string, account: string, view: LineView) => infiniteQueryOptions({
  queryKey: ['statement-lines', store, account, view],
  initialPageParam: '',
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/statement-lines', {
    params: {
      query: {
        store, account, ...(view === 'out' ? { direction: 'out' } : { direction: 'in', state: view }), ...(pageParam !== '' && { cursor: pageParam }),
      },
    },
  })),
  getNextPageParam: (page) => page.next,
})

export const importQuery = (id: string) => queryOptions({
  queryKey: ['statement-import', id],
  refetchInterval: ({ state: { data } }) => (data?.isMatching === false ? false : LOOK_AGAIN_MS),
  queryFn: () => asked(api.GET('/v1/statement-imports/{id}', path(id))),
})

/** What was matched in the background made this old. */
export function useMatchedNews(isMatching: boolean): void {
  const queries = useQueryClient()
  const was = useRef(isMatching)
  useEffect(() => {
    if (was.current && !isMatching) for (const first of TOUCHED) void queries.invalidateQueries({ queryKey: [first] })
    was.current = isMatching
  }, [isMatching, queries])
}

export const statementQuery = (id: string, { from, to, currency }: { from: string; to: string; currency: string }) => infiniteQueryOptions({
  queryKey: ['account-statement', id, from, to, currency],
  initialPageParam: '',
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/accounts/{id}/statement', {
    params: { path: { id }, query: { from, to, currency, limit: 100, ...(pageParam !== '' && { cursor: pageParam }) } },
  })),
  getNextPageParam: (page) => page.next,
})

/** The provider is asked each time: the answer is kept until it is asked again, and a refusal is not repeated by itself. */
export const agreementQuery = (id: string, { from, to }: { from: string; to: string }) => queryOptions({
  queryKey: ['account-agreement', id, from, to],
  staleTime: Infinity, retry: false,
  queryFn: () => asked(api.GET('/v1/accounts/{id}/agreement', { params: { path: { id }, query: { from, to } } })),
})

/** What came of asking about each day by itself. */
export const agreementDaysQuery = (id: string) => queryOptions({
  queryKey: ['account-agreement-days', id],
  queryFn: () => asked(api.GET('/v1/accounts/{id}/agreement/days', path(id))),
})

export const useOpenAccount = (then: (account: Account) => void) => useCommand({
  changes: TOUCHED, then,
  run: (body: NewAccount, headers) => asked(api.POST('/v1/accounts', { body, headers })),
})

export const usePutChannel = (id: string) => useCommand({
  changes: [...TOUCHED, 'channels'],
  run: (channel: string, headers) => asked(api.POST('/v1/accounts/{id}/channels', { ...path(id), body: { channel }, headers })),
})

export const usePreview = (id: string) => useCommand({
  changes: [],
  run: (body: StatementFile, headers) => asked(api.POST('/v1/accounts/{id}/statement-previews', { ...path(id), body, headers })),
})

export const useImport = (id: string) => useCommand({
  changes: TOUCHED,
  run: (body: StatementFile, headers) => asked(api.POST('/v1/accounts/{id}/statement-imports', { ...path(id), body, headers })),
})

export const useMatch = (line: string, then?: () => void) => useCommand({
  changes: TOUCHED, then,
  run: (invoices: { invoice: string; amount: MoneyJson }[], headers) =>
    asked(api.POST('/v1/statement-lines/{id}/matches', { ...path(line), body: { invoices }, headers })),
})

export const useMatchPayout = (line: string, then: () => void) => useCommand({
  changes: TOUCHED, then,
  run: (from: string, headers) => asked(api.POST('/v1/statement-lines/{id}/payout', { ...path(line), body: { from }, headers })),
})

export const useUndoMatch = (match: string, then: () => void) => useCommand({
  changes: TOUCHED, then,
  run: (reason: string, headers) => asked(api.POST('/v1/matches/{id}/undoing', { ...path(match), body: { reason }, headers })),
})

export const useIgnore = (line: string, isIgnored: boolean) => useCommand({
  changes: TOUCHED,
  run: (_: null, headers) => asked(isIgnored
    ? api.POST('/v1/statement-lines/{id}/reopening', { ...path(line), body: {}, headers })
    : api.POST('/v1/statement-lines/{id}/ignoring', { ...path(line), body: {}, headers })),
})

export const usePayout = (then: () => void) => useCommand({
  changes: TOUCHED, once: true, then,
  run: (body: { from: string; to: string; amount: MoneyJson; paidOn: string; note: string }, headers) => asked(api.POST('/v1/payouts', { body, headers })),
})
