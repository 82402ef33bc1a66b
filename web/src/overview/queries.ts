import { queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import type { Attention } from '../api/nouns.ts'

const LOOK_AGAIN_MS = 30_000

export const attentionQuery = (store: string) => queryOptions({
  queryKey: ['attention', store],
  refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/attention', { params: { query: { store } } })),
})

export const overviewQuery = (store: string) => queryOptions({
  queryKey: ['overview', store],
  refetchInterval: LOOK_AGAIN_MS,
  queryFn: () => asked(api.GET('/v1/overview', { params: { query: { store } } })),
})

/** How much waits for a person, of all sorts together. */
export const waitingCount = (
  {
    conflicted, unknown, reserved, overpaid, refunds, chargedBack, tills,
  }: Pick<Attention, 'conflicted' | 'unknown' | 'reserved' | 'overpaid' | 'refunds' | 'chargedBack' | 'tills'>,
): number =>
  conflicted + unknown + reserved + overpaid + refunds + chargedBack + tills
