import { STYLE } from './simulator-style.ts'
import type { Answer } from './simulator-server.ts'

/** Markup that is safe to put into a page as it stands. Only `html` makes it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Slot = string | number | bigint | Html | null | readonly Slot[]

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function filled(slot: Slot): string {
  if (slot === null) return ''
  if (slot instanceof Html) return slot.text
  if (typeof slot === 'object') return slot.map(filled).join('')
  return String(slot).replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
}

/** A template whose every value is escaped, unless it is markup made by `html` itself. `null` is nothing. */
export const html = (parts: TemplateStringsArray, ...slots: readonly Slot[]): Html =>
  new Html(parts.map((part, n) => part + filled(slots[n] ?? null)).join(''))

type Page = {
  readonly title: string
  /** Says on every page that this is no real provider. */
  readonly badge: string
  readonly nav: readonly { readonly href: string; readonly text: string; readonly here: boolean }[]
  readonly body: Html
  /** `narrow` is what a payer sees, `wide` what an engineer reads. */
  readonly width: 'narrow' | 'wide'
  /** Reloads the page by itself; null never. */
  readonly refreshSeconds: number | null
}

/** The whole document of a simulator's page. It needs `/style.css` from `styleSheet` and no script. */
export function page({ title, badge, nav, body, width, refreshSeconds }: Page, status = 200): Answer {
  const links = nav.map(({ href, text, here }) =>
    here ? html`<a href="${href}" aria-current="page">${text}</a>` : html`<a href="${href}">${text}</a>`)
  const refresh = refreshSeconds === null ? null : html`<meta http-equiv="refresh" content="${refreshSeconds}">`
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${refresh}
<title>${title}</title><link rel="stylesheet" href="/style.css"></head>
<body class="${width}">
<header><span class="badge">${badge}</span>${links.length === 0 ? null : html`<nav aria-label="Pages">${links}</nav>`}</header>
<main>${body}</main>
</body>
</html>
`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: document.text }
}

export const styleSheet = (): Answer =>
  ({ status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: STYLE })

/** A button that sends a form with these hidden values. */
export function button(action: string, text: string, values: Readonly<Record<string, string>> = {}, look = ''): Html {
  const hidden = Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  return html`<form method="post" action="${action}">${hidden}<button class="${look}">${text}</button></form>`
}

/** `1250` of `EUR` is `12.50 EUR`. Two decimals, as such providers count. */
export function amountText(minor: string, currency: string): string {
  const digits = minor.padStart(3, '0')
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(?:\d{3})+$)/g, ' ')
  return `${whole}.${digits.slice(-2)} ${currency}`
}

/** `2026-11-21 19:30:05` in UTC. */
export const timeText = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')
