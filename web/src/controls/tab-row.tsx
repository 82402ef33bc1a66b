import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

/** Links among which one is open. On a phone the row is longer than the screen: the open one is brought into sight. */
export function TabRow({ label, children }: { label: string; children: ReactNode }) {
  const row = useRef<HTMLElement>(null)
  const shown = useRef<Element | null>(null)
  useEffect(() => {
    const open = row.current?.querySelector('[aria-current]') ?? null
    if (open === shown.current) return
    shown.current = open
    open?.scrollIntoView({ block: 'nearest', inline: 'center' })
  })
  return <nav className="tabs" ref={row} aria-label={label}>{children}</nav>
}
