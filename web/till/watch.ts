import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useSay } from '../src/controls/announcer.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt } from '../src/api/nouns.ts'
import { changedReceipts, deferredQuery } from './queries.ts'
import { chime } from './sound.ts'

const EVERY_MS = 1000

const PAID: ReadonlySet<Receipt['state']> = new Set(['registering', 'registered', 'offline'])

/** Those of the changed receipts that waited for money and have it. `waited` is brought up to date: what ended otherwise waits no more. */
export function paidNow<R extends Pick<Receipt, 'id' | 'state'>>(waited: Set<string>, changed: readonly R[]): readonly R[] {
  const paid: R[] = []
  for (const receipt of changed) {
    if (receipt.state === 'deferred') waited.add(receipt.id)
    else if (waited.delete(receipt.id) && PAID.has(receipt.state)) paid.push(receipt)
  }
  return paid
}

/** Asks every second what has changed at this register, shows it everywhere, and says aloud what was paid. Answers how many wait. */
export function useWatch(register: string): number {
  const { t, money } = useReader()
  const say = useSay()
  const queries = useQueryClient()
  const { data: deferred } = useQuery(deferredQuery(register))
  // Those that waited are told of even where the list was asked for again, and had lost them, before this question's answer.
  const waited = useRef(new Set<string>())
  useEffect(() => deferred?.forEach(({ id }) => waited.current.add(id)), [deferred])
  const tell = useEffectEvent((receipts: readonly Receipt[]) => {
    const paid = paidNow(waited.current, receipts)
    if (paid.length > 0) {
      chime()
      say(paid.map(({ number, total }) => t('tillPaidNow', { number, amount: money(total) })).join(' '))
    }
    void queries.invalidateQueries({ queryKey: ['till-receipts'] })
  })
  useEffect(() => {
    const leaving = new AbortController()
    let cursor: string | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const answer = document.hidden ? null : await changedReceipts(register, cursor, leaving.signal).catch(() => null)
      if (leaving.signal.aborted) return
      if (answer !== null) {
        if (cursor !== null && answer.items.length > 0) tell(answer.items)
        cursor = answer.cursor
      }
      timer = setTimeout(() => void look(), EVERY_MS)
    }
    void look()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [register])
  return deferred?.length ?? 0
}
