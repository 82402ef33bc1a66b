import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { Icon } from '../controls/icon.tsx'

export function OutsidePage({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Kvit`
    const typing = document.activeElement instanceof HTMLInputElement
    if (!typing) heading.current?.focus()
  }, [title])
  return (
    <div className="outside-page">
      <h1 tabIndex={-1} ref={heading}>{title}</h1>
      {intro !== undefined && <p className="intro">{intro}</p>}
      {children}
    </div>
  )
}

/** Says that a letter may be on its way, and never whether the address is known. */
export function LookInMail({ title, text, hint }: { title: string; text: string; hint: string }) {
  return (
    <OutsidePage title={title}>
      <span className="mail-mark"><Icon name="mail" size={32} /></span>
      <p>{text}</p>
      <p className="quiet">{hint}</p>
    </OutsidePage>
  )
}
