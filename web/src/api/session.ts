import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api, askedIfAny, surroundings } from './client.ts'
import type { Session } from './nouns.ts'
import { Problem } from './problem.ts'

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async (): Promise<Session | null> => {
    const session = await askedIfAny(api.GET('/v1/session'))
    return session === null ? null : remembered(session)
  },
})

/** Later requests carry this session's token. */
export function remembered(session: Session): Session {
  surroundings.csrfToken = session.csrfToken
  return session
}

/** The session of a screen that only a signed-in person reaches. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery)
  if (data === null) throw new Problem({ status: 401, code: 'unauthenticated', title: '', detail: null, fields: [] })
  return data
}

/** Whether the present role may do this; what it may not do is not shown. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}
