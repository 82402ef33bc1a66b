import { createContext, use, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { Session } from '../api/nouns.ts'
import { useSession } from '../api/session.ts'
import { dayIn } from '../language/days.ts'
import { useReader } from '../language/reader.tsx'

type StoreBrief = Session['stores'][number]

type Chosen = { readonly store: StoreBrief; readonly choose: (id: string) => void }

const Context = createContext<Chosen | null>(null)

const KEPT = 'kvit.store'

/** The store whose lists are shown, remembered on this device. Shows `none` while there is no store. */
export function StoreProvider({ none, children }: { none: ReactNode; children: ReactNode }) {
  const { stores } = useSession()
  const [id, setId] = useState(() => localStorage.getItem(KEPT))
  const store = stores.find((one) => one.id === id) ?? stores[0]
  const chosen = useMemo(() => store && {
    store,
    choose: (next: string) => {
      localStorage.setItem(KEPT, next)
      setId(next)
    },
  }, [store])
  return chosen === undefined ? none : <Context value={chosen}>{children}</Context>
}

export function useChosenStore(): Chosen {
  const chosen = use(Context)
  if (chosen === null) throw new TypeError('useChosenStore outside of StoreProvider')
  return chosen
}

export const useStore = (): StoreBrief => useChosenStore().store

/** Moments as the clock in the store shows them. */
export function useWhen(): (at: string, length?: 'long' | 'short' | 'clock') => string {
  const { moment } = useReader()
  const { timeZone } = useStore()
  return (at, length) => moment(timeZone, at, length)
}

/** Today's business date in the store. */
export function useToday(): string {
  return dayIn(useStore().timeZone, new Date())
}
