import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

/** The screen above this one; with `account`, the tab of that merchant account's channels. */
export type Back = { readonly text: string } & (
  | { readonly to: '/' | '/invoices' | '/recurring' | '/payments' | '/customers' | '/channels' | '/accounts' | '/till/products' | '/till/registers' | '/till/shifts' | '/till/receipts' }
  | { readonly to: '/accounts/$id'; readonly account: string }
)

type PageProps = {
  readonly title: string
  readonly actions?: ReactNode
  readonly back?: Back
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A screen: its title takes the focus when it opens, so that a screen reader begins there. */
export function Page({ title, actions, back, aside, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Kvit`
  }, [title])
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="page">
      {back && <BackLink back={back} />}
      <header className="page-head">
        <div className="page-title">
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {aside}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

function BackLink({ back }: { back: Back }) {
  const inside = <><Icon name="back" size={16} />{back.text}</>
  return back.to === '/accounts/$id'
    ? <Link to={back.to} params={{ id: back.account }} search={{ tab: 'online' }} className="page-back">{inside}</Link>
    : <Link to={back.to} className="page-back">{inside}</Link>
}

/** What will stand here, and the one action that fills it. */
export function Empty({ icon, title, text, children }: { icon: IconName; title: string; text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-icon"><Icon name={icon} size={28} /></span>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  )
}

export function Card({ title, actions, children, tone }: {
  title?: string; actions?: ReactNode; children: ReactNode; tone?: 'attention' | 'good'
}) {
  return (
    <section className={tone === undefined ? 'card' : `card card-${tone}`}>
      {title !== undefined && <header><h2>{title}</h2>{actions}</header>}
      {children}
    </section>
  )
}

/** Names and values in two columns; what is empty is left out. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  const known = rows.filter(([, value]) => value !== null && value !== '' && value !== undefined)
  return (
    <dl className="facts">
      {known.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  )
}
