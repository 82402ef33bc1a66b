import { queryOptions } from '@tanstack/react-query'
import { api, asked, done } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Role } from '../api/nouns.ts'

export const membersQuery = queryOptions({ queryKey: ['members'], queryFn: () => asked(api.GET('/v1/members')) })

export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: () => asked(api.GET('/v1/invitations')) })

export const rolesQuery = queryOptions({ queryKey: ['roles'], staleTime: Infinity, queryFn: () => asked(api.GET('/v1/roles')) })

export type Access = { role: Role; stores: string[] | null }

export const useInvite = (then: () => void) => useCommand({
  changes: ['invitations'], then,
  run: (body: Access & { email: string }, headers) => asked(api.POST('/v1/invitations', { body, headers })),
})

export const useWithdraw = () => useCommand({
  changes: ['invitations'],
  run: (id: string) => done(api.DELETE('/v1/invitations/{id}', { params: { path: { id } } })),
})

export const useChangeMember = (userId: string, then: () => void) => useCommand({
  changes: ['members', 'session'], then,
  run: (body: Access) => asked(api.PATCH('/v1/members/{userId}', { params: { path: { userId } }, body })),
})

export const useRemoveMember = (userId: string, then: () => void) => useCommand({
  changes: ['members', 'session'], then,
  run: (_: null) => done(api.DELETE('/v1/members/{userId}', { params: { path: { userId } } })),
})
