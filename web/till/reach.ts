import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { NoAnswer } from '../src/api/problem.ts'
import { sessionQuery } from '../src/api/session.ts'

const listen = (changed: () => void): (() => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Whether the server answers, as the last question and the device itself tell. */
export function useReach(asked: Pick<UseQueryResult, 'failureReason' | 'isError'>): boolean {
  const isOnline = useSyncExternalStore(listen, () => navigator.onLine)
  return isOnline && !(asked.failureReason instanceof NoAnswer)
}

const SESSION_EVERY_MS = 2000

/** The session of whoever opened the till on this device, asked for until it is there: without its token nobody signs in or sells. */
export const useTillSession = () =>
  useQuery({ ...sessionQuery, retry: false, refetchInterval: ({ state }) => (state.data === undefined ? SESSION_EVERY_MS : false) })
