import { QueryCache, QueryClient } from '@tanstack/react-query'
import { sessionQuery } from './api/session.ts'
import { Problem } from './api/problem.ts'

const FRESH_MS = 10_000

const isRefusal = (error: Error): boolean => error instanceof Problem && error.status < 500

/** What the server has said lately. A session that has ended anywhere is noticed everywhere. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof Problem && error.status === 401) queries.setQueryData(sessionQuery.queryKey, null)
    },
  }),
  defaultOptions: {
    // Without a network a question fails at once, and the screen says so, instead of waiting unseen for one.
    queries: { networkMode: 'always', staleTime: FRESH_MS, retry: (count, error) => count < 2 && !isRefusal(error) },
    mutations: { networkMode: 'always', retry: false },
  },
})
