import type { JSX } from 'preact'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { formatMoment, formatMoney, say } from '../platform/i18n/format.ts'
import { Icon } from './icon.tsx'
import { againAt, InvoiceLines, invoiceLine } from './parts.tsx'
import { inLanguage } from '../platform/http/public-page.tsx'
import { safeHref } from './safe-href.ts'
import type { GoingView, GoneView, InFlightView, KnownView, PaidPart, PaidView } from './view.ts'

/** Where the payer is sent, as the browser may follow it. An attempt whose provider gave no web address is a bug. */
export function goingHref({ href }: GoingView): string {
  const safe = safeHref(href)
  if (safe === null) throw new TypeError('the provider\'s address is neither http nor https')
  return safe
}

export function Going({ view }: { view: GoingView }): JSX.Element {
  const { language, provider } = view
  const texts = paypageTexts[language].going
  return (
    <>
      <h1>{say(language, texts.heading, { provider })}</h1>
      <div class="face">
        <p>{say(language, texts.body, { amount: formatMoney(language, view.amount) })}</p>
        <a class="button" href={goingHref(view)} rel="noreferrer">{say(language, texts.button, { provider })}</a>
      </div>
    </>
  )
}

const STAGE = {
  asked: { heading: 'askedHeading', body: 'asked', sign: 'clock' },
  unfinished: { heading: 'unfinishedHeading', body: 'unfinished', sign: 'clock' },
  brought: { heading: 'broughtHeading', body: 'brought', sign: 'clock' },
  unanswered: { heading: 'unansweredHeading', body: 'unanswered', sign: 'pause' },
  silent: { heading: 'silentHeading', body: 'silent', sign: 'pause' },
  claimed: { heading: 'claimedHeading', body: 'claimed', sign: 'clock' },
  reserved: { heading: 'reservedHeading', body: 'reserved', sign: 'clock' },
  review: { heading: 'reviewHeading', body: 'review', sign: 'attention' },
} as const

/** Longer than that, an hour of the clock alone would not say of which day. */
const HALF_A_DAY_MS = 12 * 3_600_000

export function InFlight({ view }: { view: InFlightView }): JSX.Element {
  const { language, stage, provider, timeZone } = view
  const texts = paypageTexts[language].inFlight
  const { heading, body, sign } = STAGE[stage.kind]
  const { resumePath, otherWayAt } = 'resumePath' in stage ? stage : { resumePath: null, otherWayAt: null }
  return (
    <>
      <Icon sign={sign} css="mark wait" />
      <h1>{texts[heading]}</h1>
      <div class="face">
        <p>{say(language, texts[body], { provider })}</p>
        {stage.kind === 'asked' && <p class="soft">{texts.askedExpect}</p>}
        <Started view={view} />
        <div class="stack">
          {resumePath !== null && (
            <form method="post" action={inLanguage(resumePath, language)}>
              <button class="button" type="submit">{say(language, stage.kind === 'unanswered' ? texts.askAgain : texts.resume, { provider })}</button>
            </form>
          )}
          <a class={resumePath === null ? 'button' : 'button quiet'} href={againAt(view)}>{texts.checkNow}</a>
        </div>
        {otherWayAt !== null && <p class="soft">{say(language, texts.otherWay, {
          time: formatMoment(language, otherWayAt, timeZone, otherWayAt.getTime() - view.startedAt.getTime() > HALF_A_DAY_MS ? 'short' : 'clock'),
        })}</p>}
        <Refreshing view={view} />
      </div>
    </>
  )
}

function Started({ view }: { view: InFlightView }): JSX.Element {
  const { language } = view
  const texts = paypageTexts[language]
  return (
    <div class="card">
      <dl class="rows">
        <div><dt>{texts.label.amount}</dt><dd class="amount">{formatMoney(language, view.amount)}</dd></div>
        <div><dt>{texts.label.invoice}</dt><dd>{view.invoice.number}</dd></div>
        <div><dt>{texts.label.method}</dt><dd>{view.method ?? view.provider}</dd></div>
        <div><dt>{texts.label.started}</dt><dd>{formatMoment(language, view.startedAt, view.timeZone, 'short')}</dd></div>
      </dl>
    </div>
  )
}

/** Says that the page renews itself, and lets the reader stop it: a page that reloads disturbs some readers (WCAG 2.2.1). */
function Refreshing({ view }: { view: InFlightView }): JSX.Element {
  const { language, refreshSeconds } = view
  const texts = paypageTexts[language].inFlight
  const here = againAt(view)
  return (
    <p class="soft once">
      {refreshSeconds === null
        ? <a href={here}>{texts.start}</a>
        : <>{say(language, texts.refreshes, { seconds: refreshSeconds })} <a href={`${here}&refresh=off`}>{texts.stop}</a></>}
    </p>
  )
}

export function Paid({ view }: { view: PaidView }): JSX.Element {
  const { language, payments, tooMuch, returned, refunded } = view
  const [only] = payments.length === 1 ? payments : []
  const texts = paypageTexts[language].paid
  const shopHref = safeHref(view.shopHref ?? '')
  return (
    <>
      <Icon sign={refunded ? 'back' : 'check'} css={refunded ? 'mark wait' : 'mark good'} />
      <h1>{refunded ? texts.returnedHeading : texts.heading} <span class="sum">{formatMoney(language, refunded && returned !== null ? returned : view.invoice.paid)}</span></h1>
      <p class="about soft">{say(language, paypageTexts[language].invoice.number, { number: view.invoice.number })}</p>
      <div class="face">
        {tooMuch !== null && <p class="problem mild"><Icon sign="attention" /><span>{say(language, texts.tooMuch, { amount: formatMoney(language, tooMuch) })}</span></p>}
        {returned !== null && !refunded && <p>{say(language, texts.returned, { amount: formatMoney(language, returned) })}</p>}
        {payments.map((payment) => <Payment key={payment.reference} payment={payment} alone={payments.length === 1} view={view} />)}
        <div class="stack">
          {only !== undefined && <a class="button" href={only.receiptPath}>{texts.receipt}</a>}
          {shopHref !== null && <a class={only === undefined ? 'button' : 'button quiet'} href={shopHref}>{texts.back}</a>}
        </div>
      </div>
      <InvoiceLines invoice={view.invoice} language={language} />
    </>
  )
}

/** Beside the sum at the top a payment that stands alone need not repeat it, and its receipt is the button below. */
function Payment({ payment, alone, view: { language, timeZone } }: { payment: PaidPart; alone: boolean; view: KnownView }): JSX.Element {
  const { label } = paypageTexts[language]
  return (
    <div class="card">
      <dl class="rows">
        {!alone && <div><dt>{label.amount}</dt><dd class="amount">{formatMoney(language, payment.amount)}</dd></div>}
        <div><dt>{label.time}</dt><dd>{formatMoment(language, payment.at, timeZone, 'short')}</dd></div>
        {payment.method !== null && <div><dt>{label.method}</dt><dd>{payment.method}</dd></div>}
        <div><dt>{label.reference}</dt><dd>{payment.reference}</dd></div>
      </dl>
      {!alone && <p class="card-link"><a href={payment.receiptPath}>{paypageTexts[language].paid.receipt}</a></p>}
    </div>
  )
}

export function Cancelled({ view }: { view: KnownView }): JSX.Element {
  const texts = paypageTexts[view.language].cancelled
  return (
    <>
      <Icon sign="cross" css="mark wait" />
      <h1>{texts.heading}</h1>
      <p class="about soft">{say(view.language, paypageTexts[view.language].invoice.number, { number: view.invoice.number })}</p>
      <div class="face"><p>{texts.body}</p></div>
    </>
  )
}

export function Closed({ view }: { view: KnownView }): JSX.Element {
  const texts = paypageTexts[view.language].closed
  return (
    <>
      <Icon sign="pause" css="mark wait" />
      <h1>{texts.heading}</h1>
      <p class="about soft">{invoiceLine(view)}</p>
      <div class="face"><p>{say(view.language, texts.body, { store: view.store.name })}</p></div>
      <InvoiceLines invoice={view.invoice} language={view.language} />
    </>
  )
}

export function Gone({ view: { language, freshLinkPath, asked } }: { view: GoneView }): JSX.Element {
  const texts = paypageTexts[language].gone
  if (asked) {
    return (
      <>
        <Icon sign="clock" css="mark wait" />
        <h1>{texts.askedHeading}</h1>
        <div class="face"><p>{texts.asked}</p></div>
      </>
    )
  }
  return (
    <>
      <Icon sign="cross" css="mark wait" />
      <h1>{texts.heading}</h1>
      <div class="face">
        <p>{texts.body}</p>
        <form method="post" action={inLanguage(freshLinkPath, language)}>
          <div class="face">
            <p>{texts.offer}</p>
            <button class="button" type="submit">{texts.button}</button>
          </div>
        </form>
      </div>
    </>
  )
}
