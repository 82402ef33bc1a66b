import { createContext, use, useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

const SHOWN_MS = 4000

type Say = (text: string) => void

const Context = createContext<Say>(() => undefined)

/** Says briefly what has happened, to the eye and to a screen reader. */
export const useSay = (): Say => use(Context)

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<{ text: string; at: number } | null>(null)
  const say = useCallback((text: string) => setSaid({ text, at: Date.now() }), [])
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <Context value={say}>
      {children}
      <div className="announcer" role="status" aria-live="polite">
        {said !== null && <p key={said.at}><Icon name="check" size={18} />{said.text}</p>}
      </div>
    </Context>
  )
}
