import { queryOptions } from '@tanstack/react-query'
import { api, asked, done } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { NewKey } from '../api/nouns.ts'

export const keysQuery = queryOptions({ queryKey: ['api-keys'], queryFn: () => asked(api.GET('/v1/api-keys')) })

export const useMakeKey = (then: (made: { secret: string }) => void) => useCommand({
  changes: ['api-keys'], then,
  run: (body: NewKey, headers) => asked(api.POST('/v1/api-keys', { body, headers })),
})

export const useRevokeKey = (id: string, then: () => void) => useCommand({
  changes: ['api-keys'], then,
  run: (_: null) => done(api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } })),
})
