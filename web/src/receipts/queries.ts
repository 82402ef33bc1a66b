import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Receipt } from '../api/nouns.ts'

const LOOK_AGAIN_MS = 15_000

const path = (id: string) => ({ params: { path: { id } } })

export type ReceiptsAsked = {
  readonly search?: string; readonly register?: string; readonly from?: string; readonly to?: string
  readonly shift?: string; readonly payment?: string
  /** States, with commas between. */
  readonly state?: string
}

export const receiptsQuery = (store: string, wanted: ReceiptsAsked) => infiniteQueryOptions({
  queryKey: ['receipts', store, wanted], initialPageParam: '', placeholderData: keepPreviousData, refetchInterval: LOOK_AGAIN_MS,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/receipts', { params: { query: { store, ...wanted, ...(pageParam !== '' && { cursor: pageParam }) } } })),
  getNextPageParam: (page) => page.next,
})

export const receiptQuery = (id: string) => queryOptions({
  queryKey: ['receipt', id], refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/receipts/{id}', path(id))),
})

export const proofQuery = (id: string) => queryOptions({
  queryKey: ['receipt', id, 'proof'], refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/receipts/{id}/proof', path(id))),
})

export const useCheckReceipt = (id: string) => useCommand({
  changes: ['receipt', 'receipts'],
  run: (_: void, headers): Promise<Receipt> => asked(api.POST('/v1/receipts/{id}/check', { params: { path: { id }, header: headers }, body: {} })),
})

/** Gives a return up that the tax service refused. */
export const useGiveUpReturn = (id: string, then: () => void) => useCommand({
  changes: ['receipt', 'receipts', 'attention'], then,
  run: (_: null, headers): Promise<Receipt> => asked(api.POST('/v1/receipts/{id}/cancel', { params: { path: { id }, header: headers }, body: {} })),
})

export const useFileReceiptAgain = (id: string) => useCommand({
  changes: ['receipt', 'receipts', 'attention'],
  run: (_: void, headers): Promise<Receipt> => asked(api.POST('/v1/receipts/{id}/file-again', { params: { path: { id }, header: headers }, body: {} })),
})
