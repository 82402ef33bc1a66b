import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { CashMove } from '../api/nouns.ts'
import type { ShiftFilter } from '../controls/filters.ts'

const LOOK_AGAIN_MS = 15_000

const path = (id: string) => ({ params: { path: { id } } })

export const shiftsQuery = (store: string, { register, from, to }: ShiftFilter) => infiniteQueryOptions({
  queryKey: ['shifts', store, register, from, to], initialPageParam: '', placeholderData: keepPreviousData, refetchInterval: LOOK_AGAIN_MS,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/shifts', {
    params: { query: { store, ...(register && { register }), ...(from && { from }), ...(to && { to }), ...(pageParam !== '' && { cursor: pageParam }) } },
  })),
  getNextPageParam: (page) => page.next,
})

export const shiftQuery = (id: string) => queryOptions({
  queryKey: ['shift', id], refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/shifts/{id}', path(id))),
})

export const cashMovesQuery = (shift: string) => queryOptions({
  queryKey: ['cash-moves', shift], refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/shifts/{id}/cash-moves', path(shift))),
})

const DECIDED = ['cash-moves', 'shift', 'shifts', 'register', 'registers', 'attention'] as const

export const useFileMoveAgain = (id: string) => useCommand({
  changes: DECIDED,
  run: (_: void, headers): Promise<CashMove> => asked(api.POST('/v1/cash-moves/{id}/file-again', { params: { path: { id }, header: headers }, body: {} })),
})

export const useWithdrawMove = (id: string, then: () => void) => useCommand({
  changes: DECIDED, then,
  run: (reason: string, headers): Promise<CashMove> => asked(api.POST('/v1/cash-moves/{id}/withdrawal', { params: { path: { id }, header: headers }, body: { reason } })),
})
