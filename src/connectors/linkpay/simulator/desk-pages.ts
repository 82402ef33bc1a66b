import { clockCard, sentTable, settingsForm } from '../../simulator-desk.ts'
import { amountText, button, html, page, timeText, type Html } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import { HABITS } from './callback.ts'
import type { Gateway, JournalEntry } from './gateway.ts'
import { REFUSALS } from './link.ts'
import { BADGE } from './link-pages.ts'
import { MERCHANT_FIELDS, merchantValues, type Merchant, type Values } from './merchants.ts'
import { KNOWN_INPUTS, REFUND_INPUTS } from './outcomes.ts'
import { paymentPath, type Payment } from './payment.ts'

/** How the API is answered: as it should, after 20 s, with a 503, or with a page and a 200. */
export const ANSWERS = ['normal', 'slow', 'error', 'garbage'] as const

export type AnswerMode = (typeof ANSWERS)[number]

const NAV = [
  { href: '/', text: 'Start' }, { href: '/payments', text: 'Payments' }, { href: '/sent', text: 'What was sent' },
  { href: '/journal', text: 'Journal' }, { href: '/merchants', text: 'Merchants and faults' },
] as const

const deskPage = (here: (typeof NAV)[number]['href'], title: string, body: Html): Answer => page({
  title: `${title} · LinkPay simulator`, badge: BADGE, width: 'wide', refreshSeconds: null,
  nav: NAV.map((one) => ({ ...one, here: one.href === here })), body: html`<h1>${title}</h1>${body}`,
})

const CLOCK_HOURS = [1 / 60, 0.25, 1, 24]

type Input = { readonly cents: string; readonly title: string; readonly effect: string }

const inputTable = (inputs: readonly Input[], effect: string): Html => html`<div class="scroll"><table class="stacked"><thead>
<tr><th>Amount</th><th>Fault</th><th>${effect}</th></tr></thead><tbody>
${inputs.map((one) => html`<tr><td class="time"><code>….${one.cents}</code></td><td><strong>${one.title}</strong></td><td>${one.effect}</td></tr>`)}
</tbody></table></div>`

/** `endpoints`: what an installation sets in place of the provider's own. */
export function startPage({ agenda }: Gateway, endpoints: Readonly<Record<string, string>>): Answer {
  return deskPage('/', 'LinkPay by EveryPay, simulated', html`
<p>This stands in for the gateway that LHV, SEB and Swedbank sell: signed payment links, the API (v4) and its unsigned
callbacks with the real retry times. It checks every link and call with its own reading of the protocol. No money moves anywhere.</p>
${clockCard(agenda, CLOCK_HOURS)}
<h2>Known inputs</h2>
<p>An amount that ends in these cents makes the main button of the payment page do this. Exactly 33.00 by bank link is
slow, as in the provider’s demo. Every other amount is simply paid, and the same faults are behind <em>More outcomes and
faults</em> for any amount.</p>
${inputTable(KNOWN_INPUTS, 'What the shop sees')}
<h2>Refunds and captures</h2>
<p>An amount given to <code>/payments/refund</code> or <code>/payments/capture</code> that ends in these cents does this.</p>
${inputTable(REFUND_INPUTS, 'What happens')}
<h2>Refused links</h2>
<p>A link with a fault ends on a page with one of these words and status 403. The words are this simulator’s own.</p>
<div class="scroll"><table class="stacked"><thead><tr><th>Word</th><th>Meaning</th></tr></thead><tbody>
${Object.entries(REFUSALS).map(([code, meaning]) => html`<tr><td class="time"><code>${code}</code></td><td>${meaning}</td></tr>`)}</tbody></table></div>
<h2>Addresses</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}
<dt>for programs</dt><dd><code>/sent.json</code>, <code>/journal.json</code>, and <code>POST</code> of JSON to
<code>/enrol</code> and <code>/clock</code> (<code>{"ms": 3600000}</code>)</dd></dl>`)
}

const paymentRow = (payment: Payment): Html => html`<tr><td class="time">${timeText(payment.createdAt)}</td>
<td><a href="${paymentPath(payment)}"><strong>${payment.orderReference}</strong></a><br><code class="soft">${payment.reference}</code></td>
<td class="time" data-label="State"><code>${payment.state}</code></td>
<td data-label="Method">${payment.source ?? 'none yet'}</td>
<td class="number" data-label="Asked">${amountText(String(payment.initial), payment.currency)}</td>
<td class="number" data-label="Stands">${amountText(String(payment.standing), payment.currency)}</td></tr>`

/** Newest first. */
export const paymentsPage = ({ payments }: Gateway): Answer => deskPage('/payments', 'Payments', html`
<p>Every press of a Link’s button and every API order is a payment with a reference of its own.</p>
${payments().length === 0 ? html`<p class="card">No payment yet. Open a payment link, and press its button.</p>` : html`
<div class="scroll"><table class="stacked"><thead><tr><th>Opened, UTC</th><th>Order and reference</th><th>State</th><th>Method</th>
<th class="number">Asked</th><th class="number">Stands</th></tr></thead><tbody>${payments().toReversed().map(paymentRow)}</tbody></table></div>`}`)

export const sentPage = ({ agenda, deliveries }: Gateway): Answer => deskPage('/sent', 'What was sent', html`
<p>Every callback with its answer, newest first. None is signed. It is taken by any 2xx within ten seconds; otherwise it is
repeated after 1 second, 5 minutes, 1, 24, 48 and 72 hours. <em>Resend</em> sends the same bytes again.</p>
${sentTable(deliveries, HABITS.retryAfterMs.length + 1)}${clockCard(agenda, CLOCK_HOURS)}`)

const KINDS: Readonly<Record<JournalEntry['kind'], { readonly title: string; readonly factor: -1n | 0n | 1n }>> = {
  paid: { title: 'paid', factor: 1n }, refunded: { title: 'refunded', factor: -1n },
  only_marked: { title: 'marked as refunded, no money moved', factor: 0n },
  refund_undone: { title: 'refund came back', factor: 1n }, charged_back: { title: 'charged back', factor: -1n },
  charge_back_undone: { title: 'chargeback won', factor: 1n },
}

function totals(journal: readonly JournalEntry[]): string {
  const sums = new Map<string, bigint>()
  for (const { kind, minor, currency } of journal) sums.set(currency, (sums.get(currency) ?? 0n) + KINDS[kind].factor * minor)
  const lines = Array.from(sums, ([currency, minor]) =>
    `${minor < 0n ? '−' : ''}${amountText(String(minor < 0n ? -minor : minor), currency)}`)
  return lines.join(', ') || 'nothing'
}

export const journalPage = (journal: readonly JournalEntry[]): Answer => deskPage('/journal', 'Journal', html`
<p>What was really paid and refunded, whatever the callbacks said. Nobody else writes here.</p>
<div class="card"><dl><dt>All merchants</dt><dd>${totals(journal)}</dd></dl></div>
${journal.length === 0 ? html`<p class="soft">No payment yet.</p>` : html`<div class="scroll"><table class="stacked"><thead>
<tr><th>Time, UTC</th><th>Order</th><th>What</th><th>API username</th><th class="number">Amount</th></tr></thead><tbody>
${journal.toReversed().map((entry) => html`<tr><td class="time">${timeText(entry.at)}</td>
<td><strong>${entry.orderReference}</strong><br><code class="soft">${entry.paymentReference}</code></td>
<td>${KINDS[entry.kind].title}</td><td data-label="API username"><code>${entry.apiUsername}</code></td>
<td class="number" data-label="Amount">${KINDS[entry.kind].factor === -1n ? '−' : null}${amountText(String(entry.minor), entry.currency)}</td></tr>`)}
</tbody></table></div>`}`)

const merchantCard = (merchant: Merchant): Html => html`<details class="card"><summary><strong>${merchant.merchantName}</strong>,
Link ${merchant.linkToken}, ${merchant.bank.toUpperCase()}, ${merchant.callbackUrl === '' ? 'no callback URL' : `callbacks by ${merchant.callbackBy.toUpperCase()}`}</summary>
<p class="soft">The Link’s own address, for which nobody signs: <a href="/lp/${merchant.linkToken}"><code>/lp/${merchant.linkToken}</code></a></p>
${settingsForm(MERCHANT_FIELDS, merchantValues(merchant), 'Save')}</details>`

export function merchantsPage(gateway: Gateway, fresh: Values, mode: AnswerMode): Answer {
  return deskPage('/merchants', 'Merchants and faults', html`
<p>What a merchant has set in the portal: one e-shop, one processing account, one Link. Lists are parted by spaces.</p>
${gateway.merchants().map(merchantCard)}
<details class="card"><summary>Add a merchant</summary>${settingsForm(MERCHANT_FIELDS, fresh, 'Add')}</details>
<h2>The API</h2>
<p>It is answered: <strong>${mode}</strong>. Slow means after 20 seconds, error a 503, garbage a page with a 200.</p>
<div class="row">${ANSWERS.map((one) => button('/answers', one, { mode: one }))}</div>
<h2>Callbacks</h2>
<p>They are <strong>${gateway.isMute ? 'all lost' : 'sent'}</strong>, for every merchant.</p>
<div class="row">${button('/callbacks', 'Send them', { mode: 'send' })}${button('/callbacks', 'Lose all of them', { mode: 'lose' })}</div>`)
}
