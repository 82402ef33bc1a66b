import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Channel } from '../api/nouns.ts'

const LOOK_AGAIN_MS = 2_500

const TOUCHED = ['channel', 'channels', 'store', 'overview'] as const

const path = (id: string) => ({ params: { path: { id } } })

export const connectorsQuery = (language: string) => queryOptions({
  queryKey: ['connectors', language], placeholderData: keepPreviousData,
  staleTime: Infinity,
  queryFn: () => asked(api.GET('/v1/connectors')),
})

export const channelsQuery = (store: string) => queryOptions({
  queryKey: ['channels', store],
  queryFn: () => asked(api.GET('/v1/channels', { params: { query: { store } } })),
})

/** Whether a test payment was made whose message has not come yet. */
export const awaitsCallback = ({ testInvoice, state }: Channel): boolean => testInvoice?.payment === 'unpaid' && state === 'testing'

/** While the message of a test payment is awaited the page looks again by itself. */
export const channelQuery = (id: string) => queryOptions({
  queryKey: ['channel', id],
  refetchInterval: (query) => (query.state.data && awaitsCallback(query.state.data) ? LOOK_AGAIN_MS : false),
  queryFn: () => asked(api.GET('/v1/channels/{id}', path(id))),
})

type Then = ((channel: Channel) => void) | undefined

export const useConnect = ({ store, account }: { store: string; account: string | undefined }, then: Then) => useCommand({
  changes: [...TOUCHED, 'account', 'accounts'], then,
  run: (connector: string, headers) => asked(api.POST('/v1/channels', { body: { store, connector, ...(account !== undefined && { account }) }, headers })),
})

export const useRename = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (name: string) => asked(api.PATCH('/v1/channels/{id}', { ...path(id), body: { name } })),
})

export const useCredentials = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (body: { values: Record<string, string>; evenUnchecked: boolean }) => asked(api.PUT('/v1/channels/{id}/credentials', { ...path(id), body })),
})

export const useEndFormerKey = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (_: null) => asked(api.DELETE('/v1/channels/{id}/former-key', path(id))),
})

export const useStep = (id: string) => useCommand({
  changes: TOUCHED,
  run: ({ stepId, done }: { stepId: string; done: boolean }, headers) =>
    asked(api.POST('/v1/channels/{id}/steps/{stepId}', { params: { path: { id, stepId } }, body: { done }, headers })),
})

export const useVerify = (id: string) => useCommand({
  changes: TOUCHED,
  run: (_: null) => asked(api.POST('/v1/channels/{id}/verification', { ...path(id), body: {} })),
})

export const useCheckReference = (id: string) => useCommand({
  changes: [...TOUCHED, 'invoices', 'payments', 'account', 'account-statement', 'account-agreement'],
  run: (reference: string, headers) => asked(api.POST('/v1/channels/{id}/reference-checks', { ...path(id), body: { reference }, headers })),
})

export const useTestPayment = (id: string) => useCommand({
  changes: [...TOUCHED, 'invoices'],
  run: (_: null) => asked(api.POST('/v1/channels/{id}/test-payment', { ...path(id), body: {} })),
})

export const useGoLive = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (_: null, headers) => asked(api.POST('/v1/channels/{id}/live', { ...path(id), body: {}, headers })),
})

export const useSuspend = (id: string, then: Then) => useCommand({
  changes: TOUCHED, then,
  run: (reason: string, headers) => asked(api.POST('/v1/channels/{id}/suspension', { ...path(id), body: { reason }, headers })),
})

export const useResume = (id: string) => useCommand({
  changes: TOUCHED,
  run: (_: null) => asked(api.DELETE('/v1/channels/{id}/suspension', path(id))),
})
