import type { ComponentChildren, JSX } from 'preact'
import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { formatDate, formatMoment, formatMoney, say } from '../platform/i18n/format.ts'
import { portalTexts } from '../platform/i18n/portal-texts.ts'
import type { Money } from '../money/money.ts'
import { Icon } from './icon.tsx'
import type { RenderedPage } from './page.tsx'
import { PageFrame } from './page-frame.tsx'
import { inLanguage, renderPublicPage } from '../platform/http/public-page.tsx'
import { styleFor } from './style.ts'
import type { PayStore } from './view.ts'

type Common = {
  readonly language: Language
  /** Address of this page without a query. */
  readonly path: string
  /** Address of the store's page, where a link is asked for. */
  readonly askPath: string
  readonly mode: Mode
  readonly store: PayStore
  readonly timeZone: string
}

export type PortalView =
  | (Common & { readonly face: 'ask'; readonly typed: string; readonly isWrong: boolean })
  | (Common & { readonly face: 'asked' | 'ended' })
  | (Common & {
    readonly face: 'list'; readonly email: string; readonly expiresAt: Date; readonly invoices: readonly PortalItem[]
    /** Where older ones are; null: there are none. */
    readonly olderHref: string | null
    readonly isFirst: boolean
  })

export type PortalItem = {
  readonly number: string
  readonly state: 'to_pay' | 'partly' | 'closed' | 'paid' | 'refunded' | 'cancelled'
  readonly total: Money
  readonly left: Money
  /** YYYY-MM-DD */
  readonly issueDate: string | null
  readonly dueDate: string | null
  readonly overdue: boolean
  readonly payHref: string | null
  readonly pdfHref: string
  readonly receipts: readonly { readonly href: string; readonly amount: Money; readonly at: Date }[]
}

const ROW = '.bill{padding-block:1rem;border-block-start:1px solid var(--line)}.bill:first-of-type{border:0;padding-block-start:.25rem}'
  + '.bill h2{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;margin:0}.bill h2 b{flex:none;font-weight:650}'
  + '.bill .button{margin-block:.75rem .25rem}.bill .files{display:flex;flex-wrap:wrap;gap:0 1.25rem;list-style:none}'
  + '.bill .files a,.pages a{display:inline-flex;align-items:center;min-block-size:2rem}.bill .paid{color:var(--good);font-weight:600}'
  + '.bill .late{color:var(--bad);font-weight:600}.field input[type=email]{text-align:start;font-size:1.0625rem;padding-inline:.875rem}.pages{display:flex;gap:1.25rem;flex-wrap:wrap}'

/** One answer with everything in it, no script, like the pay page. */
export function renderPortal(view: PortalView): RenderedPage {
  const style = styleFor(view.store.colour) + ROW
  return { status: view.face === 'ended' ? 404 : view.face === 'ask' && view.isWrong ? 422 : 200, ...renderPublicPage(style, <Page view={view} style={style} />) }
}

function Page({ view, style }: { view: PortalView; style: string }): JSX.Element {
  const { language, path, store } = view
  const texts = portalTexts[language]
  const title = say(language, view.face === 'list' ? texts.listTitle : texts.askTitle, { store: store.name })
  return (
    <PageFrame language={language} path={path} title={title} style={style} of={view} refresh={null}>
      <Face view={view} />
    </PageFrame>
  )
}

function Face({ view }: { view: PortalView }): JSX.Element {
  const { language, store, askPath } = view
  const texts = portalTexts[language]
  switch (view.face) {
    case 'ask': return <Ask view={view} />
    case 'asked': return (
      <Told sign="clock" heading={texts.askedHeading} text={say(language, texts.asked, { store: store.name })}>
        <p><a href={inLanguage(askPath, language)}>{texts.again}</a></p>
      </Told>
    )
    case 'ended': return (
      <Told sign="cross" heading={texts.endedHeading} text={texts.ended}>
        <a class="button" href={inLanguage(askPath, language)}>{texts.askButton}</a>
      </Told>
    )
    case 'list': return <List view={view} />
  }
}

const Told = ({ sign, heading, text, children }: { sign: 'clock' | 'cross'; heading: string; text: string; children: ComponentChildren }): JSX.Element => (
  <>
    <Icon sign={sign} css="mark wait" />
    <h1>{heading}</h1>
    <div class="face"><p>{text}</p>{children}</div>
  </>
)

function Ask({ view: { language, store, askPath, typed, isWrong } }: { view: PortalView & { face: 'ask' } }): JSX.Element {
  const texts = portalTexts[language]
  return (
    <>
      <h1>{texts.askHeading}</h1>
      <p class="about soft">{say(language, texts.askText, { store: store.name })}</p>
      <form class="face" method="post" action={inLanguage(askPath, language)} novalidate>
        <div class={isWrong ? 'field bad' : 'field'}>
          <label for="email">{texts.email}</label>
          <div class="box">
            <input
              id="email" name="email" type="email" autocomplete="email" maxLength={254} value={typed} required
              aria-invalid={isWrong ? 'true' : undefined} aria-describedby={isWrong ? 'wrong' : undefined}
            />
          </div>
          {isWrong && <p id="wrong" role="alert">{texts.emailWrong}</p>}
        </div>
        <button class="button" type="submit">{texts.askButton}</button>
      </form>
    </>
  )
}

function List({ view }: { view: PortalView & { face: 'list' } }): JSX.Element {
  const { language, invoices, email, expiresAt, timeZone, olderHref, isFirst, path } = view
  const texts = portalTexts[language]
  return (
    <>
      <h1>{texts.listHeading}</h1>
      <p class="about soft">{say(language, texts.listFor, { email, time: formatMoment(language, expiresAt, timeZone, 'clock') })}</p>
      <div class="face">
        {invoices.length === 0 ? <p>{texts.none}</p> : invoices.map((item) => <Item key={item.number} item={item} view={view} />)}
        {(olderHref !== null || !isFirst) && (
          <p class="pages">
            {!isFirst && <a href={inLanguage(path, language)}>{texts.newest}</a>}
            {olderHref !== null && <a href={olderHref}>{texts.older}</a>}
          </p>
        )}
      </div>
    </>
  )
}

const STATE = { to_pay: 'toPay', partly: 'toPay', closed: 'closed', paid: 'paid', refunded: 'refunded', cancelled: 'cancelled' } as const

function Item({ item, view: { language, timeZone } }: { item: PortalItem; view: PortalView }): JSX.Element {
  const texts = portalTexts[language]
  const { number, state, dueDate, issueDate } = item
  const isOpen = state === 'to_pay' || state === 'partly' || state === 'closed'
  const left = formatMoney(language, item.left)
  const total = formatMoney(language, item.total)
  const day = isOpen && dueDate !== null
    ? say(language, item.overdue ? texts.overdue : texts.due, { date: formatDate(language, dueDate) })
    : issueDate === null ? null : say(language, texts.issued, { date: formatDate(language, issueDate) })
  return (
    <section class="bill">
      <h2><span>{number}</span><b>{total}</b></h2>
      <p>
        <span class={state === 'paid' ? 'paid' : item.overdue && isOpen ? 'late' : 'soft'}>
          {item.left.minor !== item.total.minor && isOpen ? say(language, texts.partly, { left, total }) : texts[STATE[state]]}
        </span>
        {day !== null && <span class="soft">{` · ${day}`}</span>}
      </p>
      {item.payHref !== null && (
        <a class="button" href={item.payHref} aria-label={say(language, texts.openPay, { number, amount: left })}>{say(language, texts.pay, { amount: left })}</a>
      )}
      <ul class="files">
        <li><a href={item.pdfHref} aria-label={say(language, texts.pdfOf, { number })}>{texts.pdf}</a></li>
        {item.receipts.map(({ href, amount, at }) => (
          <li key={href}><a href={href}>{say(language, texts.receipt, { date: formatMoment(language, at, timeZone, 'short'), amount: formatMoney(language, amount) })}</a></li>
        ))}
      </ul>
    </section>
  )
}
