import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { orderKeys } from './idempotency.ts'
import { NoAnswer } from './problem.ts'

type Command<Ask, Answer> = {
  /** Carries the order out; `headers` hold the key under which it is carried out once. */
  readonly run: (ask: Ask, headers: { 'idempotency-key': string }) => Promise<Answer>
  /** First words of the query keys that an accepted order makes old. */
  readonly changes: readonly string[]
  readonly then?: ((answer: Answer, ask: Ask) => void | Promise<void>) | undefined
}

/** A change asked of the server. What is on the screen is fetched anew before the order counts as done. */
export function useCommand<Ask, Answer>({ run, changes, then }: Command<Ask, Answer>): UseMutationResult<Answer, Error, Ask> {
  const queries = useQueryClient()
  const [keys] = useState(() => orderKeys(() => crypto.randomUUID()))
  return useMutation<Answer, Error, Ask>({
    mutationFn: (ask) => run(ask, { 'idempotency-key': keys.keyFor(ask) }),
    onSuccess: async (answer, ask) => {
      keys.answered()
      await Promise.all(changes.map((first) => queries.invalidateQueries({ queryKey: [first] })))
      await then?.(answer, ask)
    },
    onError: (error) => {
      if (!(error instanceof NoAnswer)) keys.answered()
    },
  })
}
