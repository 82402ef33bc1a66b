import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { remembered, sessionQuery } from '../api/session.ts'
import type { Session } from '../api/nouns.ts'

/** Takes a fresh session into use and opens the page that was asked for. */
export function useEnter(): (session: Session, back?: string) => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async (session, back = '/') => {
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, remembered(session))
    await navigate({ href: back })
  }
}
