import type { UseQueryResult } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { NoAnswer } from '../src/api/problem.ts'

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
