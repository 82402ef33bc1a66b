import { clockCard, sentTable, settingsForm } from '../../simulator-desk.ts'
import { amountText, button, html, page, timeText, type Html } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import { TRIES, type JournalEntry, type Message, type Office, type Request } from './office.ts'
import { KNOWN_INPUTS, REFUND_INPUTS, type KnownInput } from './outcomes.ts'
import { asOf, pagePath, type Payment } from './payment.ts'
import { BADGE } from './pay-pages.ts'
import { REFUSALS } from './refusals.ts'
import { SHOP_FIELDS, shopValues, type Shop, type Values } from './shops.ts'
import { TEST_CARDS } from './test-cards.ts'

/** How `/api/request` is answered: as it should, after 20 s, with a 503, with a page, with half of the JSON, or done and then cut off. */
export const ANSWERS = ['normal', 'slow', 'error', 'garbage', 'half', 'lost'] as const

export type AnswerMode = (typeof ANSWERS)[number]

const NAV = [
  { href: '/', text: 'Start' }, { href: '/requests', text: 'What was asked' }, { href: '/payments', text: 'Payments' }, { href: '/sent', text: 'What was sent' },
  { href: '/outbox', text: 'Outbox' }, { href: '/journal', text: 'Journal' }, { href: '/shops', text: 'Shops and faults' },
] as const

const deskPage = (here: (typeof NAV)[number]['href'], title: string, body: Html): Answer => page({
  title: `${title} · LiqPay simulator`, badge: BADGE, width: 'wide', refreshSeconds: null,
  nav: NAV.map((one) => ({ ...one, here: one.href === here })), body: html`<h1>${title}</h1>${body}`,
})

const CLOCK_HOURS = [1 / 60, 0.25, 1, 24]

const table = (heads: readonly string[], rows: readonly Html[]): Html => html`<div class="scroll"><table class="stacked"><thead>
<tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`

const inputTable = (inputs: readonly KnownInput[], effect: string): Html => table(['Amount', 'Fault', effect], inputs.map((one) =>
  html`<tr><td class="time"><code>….${one.cents}</code></td><td><strong>${one.title}</strong></td><td>${one.effect}</td></tr>`))

/** `endpoints`: what an installation sets in place of the provider's own. */
export const startPage = ({ agenda }: Office, endpoints: Readonly<Record<string, string>>): Answer => deskPage('/', 'LiqPay, simulated', html`
<p>This stands in for LiqPay of PrivatBank: signed orders, invoices by e-mail and Privat24, the server API and signed
callbacks. It checks every request with its own reading of the protocol and shows what is wrong with it on
<a href="/requests">What was asked</a>. No money moves anywhere.</p>
${clockCard(agenda, CLOCK_HOURS)}
<h2>Known inputs</h2>
<p>An amount that ends in these kopecks makes the main button of the payment page do this. Every other amount is simply
paid, and the same faults are behind <em>More outcomes and faults</em> for any amount.</p>
${inputTable(KNOWN_INPUTS, 'What the shop sees')}
<h2>Test cards</h2>
<p>Any expiry in the future, any CVV.</p>
${table(['Card', 'What it does'], TEST_CARDS.map(({ number, effect }) => html`<tr><td class="time"><code>${number}</code></td><td>${effect}</td></tr>`))}
<h2>Refunds and completions</h2>
<p>An amount given to <code>refund</code> or <code>hold_completion</code> that ends in these kopecks does this.</p>
${inputTable(REFUND_INPUTS, 'What happens')}
<h2>Refused requests</h2>
<p>A wrong request is answered with HTTP 200 and one of these codes; <code>err_description</code> says which parameter and why.</p>
${table(['err_code', 'Meaning'], Object.entries(REFUSALS).map(([code, meaning]) => html`<tr><td class="time"><code>${code}</code></td><td>${meaning}</td></tr>`))}
<h2>Addresses</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}
<dt>for programs</dt><dd><code>/sent.json</code>, <code>/requests.json</code>, <code>/outbox.json</code>, <code>/journal.json</code>, and
<code>POST</code> of JSON to <code>/enrol</code>, <code>/clock</code> (<code>{"ms": 3600000}</code>), <code>/answers</code> and <code>/callbacks</code></dd></dl>`)

const requestCard = ({ number, at, to, says, raw, remarks, refused, answer }: Request): Html => html`<div class="card">
<p><strong>${number}. ${to}</strong> <span class="soft">${timeText(at)} UTC</span>
${refused === null ? html`<span class="good">✓ understood</span>` : html`<span class="bad">✗ <code>${refused.code}</code></span>`}</p>
${refused === null ? null : html`<p>${REFUSALS[refused.code]} <strong>${refused.about}</strong></p>`}
${remarks.map((one) => html`<p class="note">${one}</p>`)}
<details${refused === null ? null : html` open`}><summary>What it says, as it came, and the answer</summary>
<pre>${says === null ? 'the data could not be read' : says}</pre><pre>${raw}</pre><pre>${answer}</pre></details></div>`

/** Newest first. */
export const requestsPage = ({ requests }: Office): Answer => deskPage('/requests', 'What was asked', html`
<p>Every order and every call, newest first, with what is wrong with it. A green one may have remarks.</p>
${requests().length === 0 ? html`<p class="card">Nothing was asked yet.</p>` : requests().toReversed().map(requestCard)}`)

const paymentRow = (payment: Payment): Html => html`<tr><td class="time">${timeText(payment.createdAt)}</td>
<td><a href="${pagePath(payment)}"><strong>${payment.orderId}</strong></a><br><span class="soft">${payment.kind}, <code>${payment.id}</code></span></td>
<td class="time" data-label="Status"><code>${payment.status}</code>${payment.errCode === null ? null : html` <code>${payment.errCode}</code>`}</td>
<td data-label="Method">${payment.paytype ?? 'none yet'}</td>
<td class="number" data-label="Asked">${amountText(String(payment.minor), payment.currency)}</td>
<td class="number" data-label="Given back">${amountText(String(payment.refunded), payment.currency)}</td></tr>`

/** Newest first. */
export const paymentsPage = ({ payments, agenda }: Office): Answer => deskPage('/payments', 'Payments', html`
${payments().length === 0 ? html`<p class="card">No order yet. Open a payment link.</p>` : html`
<div class="scroll"><table class="stacked"><thead><tr><th>Created, UTC</th><th>Order</th><th>Status</th><th>Method</th>
<th class="number">Asked</th><th class="number">Given back</th></tr></thead><tbody>${payments().toReversed().map(
  (one) => paymentRow(asOf(one, agenda.now())),
)}</tbody></table></div>`}`)

export const sentPage = ({ agenda, deliveries }: Office): Answer => deskPage('/sent', 'What was sent', html`
<p>Every callback with its answer, newest first: <code>data</code> and <code>signature</code> as a form. It is taken by HTTP 200
within ten seconds; otherwise it is repeated after 1, 5 and 30 minutes, 2 and 12 hours. LiqPay’s own times are not
documented. <em>Resend</em> sends the same bytes again.</p>
${sentTable(deliveries, TRIES)}${clockCard(agenda, CLOCK_HOURS)}`)

const messageRow = ({ at, by, to, orderId, subject, href }: Message): Html => html`<tr><td class="time">${timeText(at)}</td>
<td>${by === 'email' ? 'E-mail' : 'Push into Privat24'}<br><strong>${to}</strong></td>
<td>${subject}<br><span class="soft">${orderId}</span></td><td>${href === null ? null : html`<a class="button" href="${href}">Pay</a>`}</td></tr>`

/** Newest first. */
export const outboxPage = ({ outbox }: Office): Answer => deskPage('/outbox', 'Outbox', html`
<p>The letters and the pushes that LiqPay would have sent: invoices and its own tickets. It sends no SMS.</p>
${outbox().length === 0 ? html`<p class="card">Nothing yet.</p>` : table(['Time, UTC', 'To', 'What', ''], outbox().toReversed().map(messageRow))}`)

const KINDS: Readonly<Record<JournalEntry['kind'], { readonly title: string; readonly factor: -1n | 0n | 1n }>> = {
  paid: { title: 'paid', factor: 1n }, paid_in_test: { title: 'paid as a test', factor: 0n }, held: { title: 'held', factor: 0n },
  taken_not_given: { title: 'taken from the payer, not the shop’s', factor: 0n }, released: { title: 'let go', factor: 0n },
  refunded: { title: 'given back', factor: -1n },
}

function totals(journal: readonly JournalEntry[]): string {
  const sums = new Map<string, bigint>()
  for (const { kind, minor, currency } of journal) sums.set(currency, (sums.get(currency) ?? 0n) + KINDS[kind].factor * minor)
  return Array.from(sums, ([currency, minor]) => `${minor < 0n ? '−' : ''}${amountText(String(minor < 0n ? -minor : minor), currency)}`).join(', ') || 'nothing'
}

export const journalPage = (journal: readonly JournalEntry[]): Answer => deskPage('/journal', 'Journal', html`
<p>What was really paid and given back, whatever the callbacks and the registers said. Nobody else writes here.</p>
<div class="card"><dl><dt>All shops</dt><dd>${totals(journal)}</dd></dl></div>
${journal.length === 0 ? html`<p class="soft">No payment yet.</p>` : html`<div class="scroll"><table class="stacked"><thead>
<tr><th>Time, UTC</th><th>Order</th><th>What</th><th>Shop</th><th class="number">Amount</th></tr></thead><tbody>
${journal.toReversed().map((entry) => html`<tr><td class="time">${timeText(entry.at)}</td>
<td><strong>${entry.orderId}</strong><br><code class="soft">${entry.paymentId}</code></td><td>${KINDS[entry.kind].title}</td>
<td data-label="Shop"><code>${entry.publicKey}</code></td><td class="number" data-label="Amount">${KINDS[entry.kind].factor === -1n ? '−' : null}${
  amountText(String(entry.minor), entry.currency)}</td></tr>`)}</tbody></table></div>`}`)

const shopCard = (shop: Shop): Html => html`<details class="card"><summary><strong>${shop.shopName}</strong>, ${shop.publicKey},
${shop.callbacks === 'none' ? 'callbacks lost' : `callbacks: ${shop.callbacks}`}</summary>
${settingsForm(SHOP_FIELDS, shopValues(shop), 'Save')}</details>`

/** `fresh`: a live pair and a pair of the sandbox. */
export const shopsPage = (office: Office, fresh: readonly Values[], mode: AnswerMode): Answer => deskPage('/shops', 'Shops and faults', html`
<p>What a merchant has set in the cabinet: a shop with one key pair. Methods are parted by spaces.</p>
${office.shops().map(shopCard)}
${fresh.map(
  (values, n) => html`<details class="card"><summary>Add a shop${n === 0 ? null : ' with keys of the sandbox'}</summary>${settingsForm(SHOP_FIELDS, values, 'Add')}</details>`,
)}
<h2>The API</h2>
<p>It is answered: <strong>${mode}</strong>. Slow means after 20 seconds, error a 503, garbage a page with a 200, half the first
half of the answer; lost means that all is done and the connection then ends.</p>
<div class="row">${ANSWERS.map((one) => button('/answers', one, { mode: one }))}</div>
<h2>Callbacks</h2>
<p>They are <strong>${office.isMute ? 'all lost' : 'sent'}</strong>, for every shop.</p>
<div class="row">${button('/callbacks', 'Send them', { mode: 'send' })}${button('/callbacks', 'Lose all of them', { mode: 'lose' })}</div>`)
