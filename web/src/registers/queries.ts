import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { CashierFields, CashRegister, RegisterFields } from '../api/nouns.ts'

const LOOK_AGAIN_MS = 15_000
const STANDING_EVERY_MS = 5000

const TOUCHED = ['registers', 'register'] as const

const path = (id: string) => ({ params: { path: { id } } })

export const registersQuery = (store: string) => queryOptions({
  queryKey: ['registers', store], refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/cash-registers', { params: { query: { store } } })),
})

export const registerQuery = (id: string) => queryOptions({
  queryKey: ['register', id], refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/cash-registers/{id}', path(id))),
})

/** The open shift and what its fiscal service can do now; nobody waits for a second try of it, since the next look is near. */
export const standingQuery = (register: string) => queryOptions({
  queryKey: ['till-standing', register], refetchInterval: STANDING_EVERY_MS, retry: false,
  queryFn: () => asked(api.GET('/v1/cash-registers/{id}/shift', path(register))),
})

export const paymentMeansQuery = (register: string) => queryOptions({
  queryKey: ['payment-means', register],
  queryFn: () => asked(api.GET('/v1/cash-registers/{id}/payment-means', path(register))),
})

export const fiscalisersQuery = (language: string) => queryOptions({
  queryKey: ['fiscalisers', language], staleTime: Infinity, placeholderData: keepPreviousData,
  queryFn: () => asked(api.GET('/v1/fiscalisers')),
})

export const cashiersQuery = (store: string) => queryOptions({
  queryKey: ['cashiers', store],
  queryFn: () => asked(api.GET('/v1/cashiers', { params: { query: { store } } })),
})

type Then = (register: CashRegister) => void

export const useAddRegister = (store: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (name: string, headers) => asked(api.POST('/v1/cash-registers', { body: { store, name }, headers })),
})

export const useChangeRegister = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (body: RegisterFields) => asked(api.PATCH('/v1/cash-registers/{id}', { ...path(id), body })),
})

export const useFiscaliser = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (body: { fiscaliser: string; values: Record<string, string> }) => asked(api.PUT('/v1/cash-registers/{id}/fiscaliser', { ...path(id), body })),
})

export const useRegisterStep = (id: string) => useCommand({
  changes: TOUCHED,
  run: ({ stepId, ...body }: { stepId: string; fiscaliser: string; done: boolean }, headers) =>
    asked(api.POST('/v1/cash-registers/{id}/steps/{stepId}', { params: { path: { id, stepId } }, body, headers })),
})

export const useCheckRegister = (id: string) => useCommand({
  changes: TOUCHED,
  run: (_: null) => asked(api.POST('/v1/cash-registers/{id}/check', { ...path(id), body: {} })),
})

type CashierAsk = Required<Pick<CashierFields, 'name' | 'mayReturn' | 'mostDiscountPercent' | 'mostCashOut'>> & { readonly pin: string }

export const useGiveUpOffline = (id: string, then: Then) => useCommand({
  changes: [...TOUCHED, 'till-standing', 'receipts'], then,
  run: (_: null, headers) => asked(api.POST('/v1/cash-registers/{id}/give-up-offline', { ...path(id), body: {}, headers })),
})

/** Adds a cashier to `store`, or changes the cashier `id`. */
export const useSaveCashier = (at: { store: string } | { id: string }, then: () => void) => useCommand({
  changes: ['cashiers'], then,
  run: ({ pin, ...fields }: CashierAsk, headers) => ('store' in at
    ? asked(api.POST('/v1/cashiers', { body: { ...fields, pin, store: at.store }, headers }))
    : asked(api.PATCH('/v1/cashiers/{id}', { ...path(at.id), body: { ...fields, ...(pin !== '' && { pin }) } }))),
})

export const useArchiveCashier = (id: string) => useCommand({
  changes: ['cashiers'],
  run: (archived: boolean) => asked(api.PATCH('/v1/cashiers/{id}', { ...path(id), body: { archived } })),
})
