import type { JSX } from 'preact'
import { renderPublicPage } from '../platform/http/public-page.tsx'
import type { PublicPage } from '../platform/http/public-page.tsx'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'
import { Choose } from './choose.tsx'
import { Cancelled, Closed, Going, goingHref, Gone, InFlight, Paid } from './faces.tsx'
import { PageFrame } from './page-frame.tsx'
import { againAt } from './parts.tsx'
import { KVIT_COLOUR, styleFor } from './style.ts'
import type { PayPageView, PayProblem } from './view.ts'

export type RenderedPage = PublicPage & { readonly status: 200 | 404 | 422 | 429 }

/** The payer's page: one answer with everything in it, no script. Only a store's logo is fetched besides. */
export function renderPayPage(view: PayPageView): RenderedPage {
  const style = styleFor(view.face === 'gone' ? KVIT_COLOUR : view.store.colour)
  return { status: statusOf(view), ...renderPublicPage(style, <Page view={view} style={style} />) }
}

/** Like an unknown page whatever the reason, so that nobody learns which links once worked. */
function statusOf(view: PayPageView): RenderedPage['status'] {
  if (view.face === 'gone') return 404
  return view.face === 'choose' && view.problem !== null ? PROBLEM_STATUS[view.problem.code] : 200
}

const PROBLEM_STATUS: Record<PayProblem['code'], RenderedPage['status']> = {
  no_method: 422, amount_unreadable: 422, amount_too_small: 422, amount_too_large: 422, amount_changed: 422,
  method_unavailable: 422, not_started: 422, too_many: 429, not_paid: 200, turned_back: 200,
}

function Page({ view, style }: { view: PayPageView; style: string }): JSX.Element {
  const { language, path } = view
  return (
    <PageFrame language={language} path={path} title={titleOf(view)} style={style} of={view.face === 'gone' ? null : view} refresh={refreshOf(view)}>
      <Face view={view} />
    </PageFrame>
  )
}

/** The browser's own way to go on or to ask again, as there is no script. */
function refreshOf(view: PayPageView): string | null {
  if (view.face === 'going') return `0;url=${goingHref(view)}`
  if (view.face !== 'in_flight' || view.refreshSeconds === null) return null
  return `${view.refreshSeconds};url=${againAt(view)}`
}

function Face({ view }: { view: PayPageView }): JSX.Element {
  switch (view.face) {
    case 'choose': return <Choose view={view} />
    case 'going': return <Going view={view} />
    case 'in_flight': return <InFlight view={view} />
    case 'paid': return <Paid view={view} />
    case 'cancelled': return <Cancelled view={view} />
    case 'closed': return <Closed view={view} />
    case 'gone': return <Gone view={view} />
  }
}

function titleOf(view: PayPageView): string {
  const { language } = view
  const texts = paypageTexts[language]
  switch (view.face) {
    case 'choose':
      return say(language, texts.page.choose, { amount: formatMoney(language, view.invoice.left), store: view.store.name })
    case 'going': return say(language, texts.page.going, { provider: view.provider })
    case 'in_flight': return `${texts.inFlight[`${view.stage.kind}Heading`]} – ${view.store.name}`
    case 'paid': return view.refunded ? `${texts.paid.returnedHeading} – ${view.store.name}` : say(language, texts.page.paid, { store: view.store.name })
    case 'cancelled': return `${texts.cancelled.heading} – ${view.store.name}`
    case 'closed': return `${texts.closed.heading} – ${view.store.name}`
    case 'gone': return texts.page.gone
  }
}
