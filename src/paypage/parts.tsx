import type { JSX } from 'preact'
import type { Language } from '../kernel/language.ts'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { formatDate, formatDecimal, formatMoney, say } from '../platform/i18n/format.ts'
import { inLanguage } from '../platform/http/public-page.tsx'
import { portalTexts } from '../platform/i18n/portal-texts.ts'
import { safeHref } from './safe-href.ts'
import type { InFlightView, KnownView, PayInvoice, PayStore } from './view.ts'

/** Where a waiting page asks again. */
export const againAt = ({ path, language, cameBack }: InFlightView): string => `${inLanguage(path, language)}${cameBack ? '&back=accept' : ''}`

export function StoreHead({ store }: { store: PayStore }): JSX.Element {
  if (store.logo === null) {
    return <div class="store"><span class="letter" aria-hidden="true">{firstLetter(store.name)}</span><span>{store.name}</span></div>
  }
  const { path, width, height } = store.logo
  return <div class="store"><img class="bright" src={path} width={width} height={height} alt="" /><span>{store.name}</span></div>
}

/** First letter or digit, as a reader sees it. Georgian stays as it is: its capitals are missing from most fonts. */
function firstLetter(name: string): string {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? ''
  return /\p{Script=Georgian}/u.test(letter) ? letter : letter.toUpperCase()
}

/** "Invoice 2026-0042, due 30 November 2026". */
export function invoiceLine({ invoice, language }: KnownView): string {
  const { number, dueDate, overdue } = invoice
  const texts = paypageTexts[language].invoice
  if (dueDate === null) return say(language, texts.number, { number })
  return say(language, overdue ? texts.overdue : texts.due, { number, date: formatDate(language, dueDate) })
}

/** What it is for, folded: the titles in one line, and beneath it each line with its sum. */
export function InvoiceLines({ invoice, language }: { invoice: PayInvoice; language: Language }): JSX.Element {
  const texts = paypageTexts[language].invoice
  const brief = invoice.lines.map(({ title }) => title).join(', ').slice(0, 120)
  return (
    <details class="fold">
      <summary><span class="name">{texts.lines}</span> <span class="brief" aria-hidden="true">{brief}</span></summary>
      <dl class="rows">
        {invoice.lines.map(({ title, quantity, unit, amount }, at) => (
          <div key={at} class="line">
            <dt>{title}<small>{formatDecimal(language, quantity)} {unit}</small></dt>
            <dd class="amount">{formatMoney(language, amount)}</dd>
          </div>
        ))}
        <div class="total"><dt>{texts.total}</dt><dd class="amount">{formatMoney(language, invoice.total)}</dd></div>
      </dl>
      {invoice.pdfPath !== null && <p class="rows"><a href={invoice.pdfPath}>{texts.pdf}</a></p>}
    </details>
  )
}

/** Who gets the money, how to reach the seller, the seller's terms. */
export function Foot({ store, language }: { store: PayStore; language: Language }): JSX.Element {
  const texts = paypageTexts[language].foot
  const { email, phone, website } = store.contact
  const websiteHref = safeHref(website)
  const termsHref = safeHref(store.termsHref ?? '')
  return (
    <footer class="foot">
      <p>{texts.payee} <b>{store.legalName}</b>{store.companyCode !== '' && `, ${store.companyCode}`}</p>
      {(email !== '' || phone !== '' || websiteHref !== null) && (
        <div>
          {texts.contact}
          <div class="links">
            {email !== '' && <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{email}</a>}
            {phone !== '' && <a href={`tel:${phone.replaceAll(/[^0-9+]/g, '')}`}>{phone}</a>}
            {websiteHref !== null && <a href={websiteHref}>{website.replace(/^https?:\/\//, '').replace(/\/$/, '')}</a>}
          </div>
        </div>
      )}
      {store.allPath !== null && <div class="links"><a href={inLanguage(store.allPath, language)}>{say(language, portalTexts[language].linkText, { store: store.name })}</a></div>}
      {termsHref !== null && <div class="links"><a href={termsHref}>{texts.terms}</a></div>}
    </footer>
  )
}
