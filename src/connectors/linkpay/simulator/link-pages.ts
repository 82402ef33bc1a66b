import { amountText, html, page, type Html } from '../../simulator-page.ts'
import { readAmount } from '../../simulator-json.ts'
import type { Answer } from '../../simulator-server.ts'
import { REFUSALS, type OpenLink, type Refused } from './link.ts'
import { LINK_FIELDS, type Merchant } from './merchants.ts'

export const BADGE = 'LinkPay simulator, no real money'

/** `title` stands in the browser's tab. Everything a payer sees is narrow. */
export const payerPage = (title: string, body: Html, status = 200): Answer =>
  page({ title, badge: BADGE, nav: [], body, width: 'narrow', refreshSeconds: null }, status)

/** Nothing is sent to the shop, and the payer goes nowhere. The real page's status and words are unconfirmed (sheet 8). */
export const refusalPage = ({ code, about }: Refused): Answer => payerPage(`Refused: ${code}`, html`
<h1>This payment link does not work <small>Makselink ei tööta</small></h1>
<p class="sum"><code data-code="${code}">${code}</code></p>
<p>${REFUSALS[code]}</p>
<p class="soft">For the engineer: ${about}. The merchant was told nothing.</p>`, 403)

export const unknownPage = (): Answer => payerPage('Unknown payment', html`
<h1>This payment is not known</h1>
<p>The simulator keeps everything in memory and was started anew since. Start the payment again from the shop.</p>`, 404)

/** Logo and name of the company. */
export const company = ({ linkToken, merchantName }: Merchant): Html => html`<div class="company">
<img src="/assets/merchants/${linkToken}.svg" alt="" width="48" height="48"><div><span class="soft">Pay to</span>
<strong>${merchantName}</strong></div></div>`

/** A letter on a tile in place of the merchant's own picture. */
export function merchantSvg({ merchantName }: Merchant): string {
  const words = merchantName.replaceAll(/[^\p{L}\p{N} ]/gu, '').split(' ').filter((word) => !/^(UAB|SIA|OÜ|AS|AB|)$/.test(word))
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase() || '?'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48"><rect width="48" height="48" rx="10" fill="#8a5a00"/>
<text x="24" y="31" font-family="system-ui, sans-serif" font-size="20" font-weight="700" fill="#fff" text-anchor="middle">${letters}</text></svg>
`
}

/** The form of the Link. `action` is where its button leads: the same address, signature and all. */
export function linkPage({ merchant, fields }: OpenLink, action: string): Answer {
  const amount = readAmount(fields.get('transaction_amount') ?? '')
  const isTyped = (name: string): boolean => merchant.editable.includes(name) || !fields.has(name)
  const fixed = LINK_FIELDS.filter(([name]) => name !== 'transaction_amount' && fields.get(name) && !isTyped(name))
  const typed = LINK_FIELDS.filter(([name]) => merchant.editable.includes(name))
  return payerPage(`Pay to ${merchant.merchantName}`, html`
<h1>Payment link <small>Makselink</small></h1>
<div class="card">${company(merchant)}
${amount === null || merchant.editable.includes('transaction_amount') ? null : html`<div class="sum">${amountText(String(amount), merchant.currency)}</div>`}
<dl>${fixed.map(([name, label]) => html`<dt>${label}</dt><dd>${fields.get(name) ?? ''}</dd>`)}</dl></div>
<form method="post" action="${action}" class="stack">
${typed.map(([name, label]) => html`<label>${name === 'transaction_amount' ? `${label}, ${merchant.currency}` : label}
<input name="${name}" value="${fields.get(name) ?? ''}"${merchant.required.includes(name) ? html` required` : null}></label>`)}
<button class="main">Continue to payment</button></form>
<p class="soft">The button opens a payment. Pressing it twice opens two.</p>`)
}
