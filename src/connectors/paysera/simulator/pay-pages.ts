import { amountText, button, html, page, type Html } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import type { Bank, Visit } from './bank.ts'
import { purposeOf } from './callback.ts'
import { COUNTRIES, METHODS, type PaymentMethod } from './methods.ts'
import { outcomeOfAmount, OUTCOMES, SCRIPTS, type Outcome } from './outcomes.ts'
import { ERRORS, type Refused } from './request.ts'

export const BADGE = 'Paysera simulator, no real money'

const payPage = (title: string, body: Html, status = 200): Answer =>
  page({ title, badge: BADGE, nav: [], body, width: 'narrow', refreshSeconds: null }, status)

/** The provider's own error page. Nothing is sent to the shop and the browser goes nowhere. */
export const errorPage = ({ code, about }: Refused): Answer => payPage(`Error ${code}`, html`
<h1>The payment cannot be made <small>Mokėjimas negalimas</small></h1>
<p class="sum"><code data-code="${code}">${code}</code></p>
<p>${ERRORS[code]}</p>
<p class="soft">For the engineer: ${about}. The shop was told nothing; the payer has to go back by hand.</p>`, 400)

export const unknownVisitPage = (): Answer => payPage('Unknown payment', html`
<h1>This payment is not known</h1>
<p>The simulator keeps everything in memory and was started anew since. Start the payment again from the shop.</p>`, 404)

const isTest = (visit: Visit): boolean => visit.request.get('test') === '1'

function order(bank: Bank, visit: Visit): Html {
  const { request } = visit
  const project = bank.project(visit)
  return html`
${isTest(visit) ? html`<div class="note" role="note"><p><strong>Test payment.</strong> Bandomasis mokėjimas.</p></div>` : null}
<div class="card">
<div class="soft">Pay to ${project.merchantName}</div>
<div class="sum">${amountText(request.get('amount') ?? '0', request.get('currency') ?? '')}</div>
<dl><dt>Order</dt><dd>${request.get('orderid') ?? ''}</dd>
<dt>Purpose</dt><dd>${purposeOf(request, project)}</dd></dl>
</div>`
}

/** The list of methods for one country; `country` is a code of the list. */
export function methodPage(bank: Bank, visit: Visit, asked: string | null): Answer {
  const methods = bank.methodsFor(visit)
  const wanted = (asked ?? visit.request.get('country') ?? 'lt').toLowerCase()
  const country = COUNTRIES.find((one) => one.code === wanted)?.code ?? 'other'
  const here = methods.filter((method) => method.countries.includes(country))
  const path = `/pay/visit/${visit.token}`
  return payPage('Choose how to pay', html`
<h1>Choose how to pay <small>Pasirinkite mokėjimo būdą</small></h1>
${order(bank, visit)}
<form method="get" action="${path}" class="beside"><input type="hidden" name="choose" value="1">
<label>Country of your bank <select name="country">${COUNTRIES.map(({ code, titles }) => html`
<option value="${code}"${code === country ? html` selected` : null}>${titles.en}</option>`)}</select></label>
<button>Show</button></form>
${here.length === 0
    ? html`<p class="note">No method of this country takes this amount in this currency.</p>`
    : html`<form method="post" action="${path}/method" class="stack"><h2>Methods</h2>
${here.map((method, n) => html`<label class="choice">
<input type="radio" name="method" value="${method.key}" required${n === 0 ? html` checked` : null}>
<img src="${logoPath(method)}" alt="" width="64" height="24"> ${method.titles.en}</label>`)}
<button class="main">Continue</button></form>`}
${button(`${path}/outcome`, 'Cancel and return to the shop', { outcome: 'cancel' })}`)
}

const logoPath = (method: PaymentMethod): string => `/assets/image/payment_types/${method.key}.svg`

const COMMON: readonly Outcome[] = ['pay_later', 'refuse', 'cancel', 'leave']

/** The bank itself: what the payer does, and what goes wrong. */
export function bankPage(bank: Bank, visit: Visit): Answer {
  const method = METHODS.find((one) => one.key === visit.methodKey)
  const path = `/pay/visit/${visit.token}`
  const amount = amountText(visit.request.get('amount') ?? '0', visit.request.get('currency') ?? '')
  const main = outcomeOfAmount(visit.request.get('amount') ?? '0')
  return payPage(method?.titles.en ?? 'Bank', html`
<h1>${method?.titles.en ?? visit.methodKey} <small>Patvirtinkite mokėjimą</small></h1>
${order(bank, visit)}
${visit.done === null ? null : html`<div class="note">
<p>Done already: ${SCRIPTS[visit.done.outcome].title.toLowerCase()}. What follows is a payment of its own.</p></div>`}
${main === 'pay' ? null : html`<div class="note"><p>This amount ends in .${SCRIPTS[main].cents}, so the button below does:
<strong>${SCRIPTS[main].title}.</strong> ${SCRIPTS[main].effect}</p></div>`}
<div class="stack">
${button(`${path}/outcome`, `Pay ${amount}`, { outcome: main }, 'main')}
${COMMON.map((name) => button(`${path}/outcome`, SCRIPTS[name].title, { outcome: name }, 'full'))}
</div>
<details><summary>More outcomes and faults</summary>
${OUTCOMES.filter((name) => name !== main && !COMMON.includes(name)).map((name) => html`<div class="fault">
${button(`${path}/outcome`, SCRIPTS[name].title, { outcome: name }, 'full')}<p>${SCRIPTS[name].effect}</p></div>`)}
</details>
${visit.request.has('payment') ? null : html`<p><a href="${path}?choose=1">Choose another method</a></p>`}`)
}

/** After `leave` and after the faults in which no payer is present. */
export const closedPage = (bank: Bank, visit: Visit): Answer => payPage('The browser is closed', html`
<h1>The browser is closed <small>Naršyklė uždaryta</small></h1>
${order(bank, visit)}
<p>${visit.done === null ? null : html`<strong>${SCRIPTS[visit.done.outcome].title}.</strong> ${SCRIPTS[visit.done.outcome].effect} `}
The payer does not return to the shop. This page stands for a closed window.</p>
<p><a href="/sent">See what was sent</a></p>`)

export const settledPage = (bank: Bank, visit: Visit): Answer => payPage('Paid already', html`
<h1>This order is paid already <small>Užsakymas jau apmokėtas</small></h1>
${order(bank, visit)}
<p>The project forbids paying an order twice.</p>
<p><a class="button" href="${visit.request.get('accepturl') ?? ''}">Return to the shop</a></p>`)

/** A word mark in place of a logo, so that the list's addresses lead somewhere. Null for a key not in the list. */
export function logoSvg(key: string): string | null {
  const method = METHODS.find((one) => one.key === key)
  if (method === undefined) return null
  const name = method.titles.en.replace(/ \(.*| bank$| and .*/, '')
  const words = name.length > 16 ? name.split(/[ ,]/).slice(0, 2).join(' ') : name
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 48" width="128" height="48" role="img" aria-label="${words}">
<rect width="128" height="48" rx="8" fill="#f3efe4"/><text x="64" y="30" text-anchor="middle" font-family="sans-serif"
 font-weight="600" font-size="${words.length > 10 ? 13 : 18}" fill="#3b382f">${words}</text></svg>`.text
}
