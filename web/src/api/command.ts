import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { isOpen, orderKeys } from './idempotency.ts'

type Command<Ask, Answer> = {
  /** Carries the order out; `headers` hold the key under which it is carried out once. */
  readonly run: (ask: Ask, headers: { 'idempotency-key': string }) => Promise<Answer>
  /** First words of the query keys that an accepted order makes old. */
  readonly changes: readonly string[]
  /** Carried out at most once by this form, whatever is changed in it while no answer came: what moves money. */
  readonly once?: boolean
  readonly then?: ((answer: Answer, ask: Ask) => void | Promise<void>) | undefined
}

/** A change asked of the server. What is on the screen is fetched anew before the order counts as done. */
export function useCommand<Ask, Answer>({ run, changes, once = false, then }: Command<Ask, Answer>): UseMutationResult<Answer, Error, Ask> {
  const queries = useQueryClient()
  const [keys] = useState(() => orderKeys(() => crypto.randomUUID(), { once }))
  const lookAgain = () => Promise.all(changes.map((first) => queries.invalidateQueries({ queryKey: [first] })))
  return useMutation<Answer, Error, Ask>({
    mutationFn: (ask) => run(ask, { 'idempotency-key': keys.keyFor(ask) }),
    onSuccess: async (answer, ask) => {
      keys.answered()
      await lookAgain()
      await then?.(answer, ask)
    },
    onError: (error) => {
      if (!isOpen(error)) keys.answered()
      else if (once) void lookAgain()
    },
  })
}
