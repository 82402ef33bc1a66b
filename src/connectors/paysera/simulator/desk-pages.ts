import { amountText, button, html, page, timeText, type Html } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import type { Agenda } from '../../simulator-agenda.ts'
import type { Bank, JournalEntry } from './bank.ts'
import type { Deliveries } from '../../simulator-deliveries.ts'
import { clockCard, sentTable, settingsForm } from '../../simulator-desk.ts'
import { HABITS } from './habits.ts'
import { KNOWN_INPUTS } from './outcomes.ts'
import { BADGE } from './pay-pages.ts'
import { PROJECT_FIELDS, projectValues, type Project, type Values } from './projects.ts'
import { ERRORS } from './request.ts'

/** How the key and the method list are answered: as they should, after 20 s, with a 503, or with a page and a 200. */
export const ANSWERS = ['normal', 'slow', 'error', 'garbage'] as const

export type AnswerMode = (typeof ANSWERS)[number]

const NAV = [
  { href: '/', text: 'Start' }, { href: '/sent', text: 'What was sent' },
  { href: '/journal', text: 'Journal' }, { href: '/projects', text: 'Projects and faults' },
] as const

const deskPage = (here: (typeof NAV)[number]['href'], title: string, body: Html): Answer => page({
  title: `${title} · Paysera simulator`, badge: BADGE, width: 'wide', refreshSeconds: null,
  nav: NAV.map((one) => ({ ...one, here: one.href === here })), body: html`<h1>${title}</h1>${body}`,
})

const CLOCK_HOURS = [1, 2, 21, 24]

/** `endpoints`: what an installation sets in place of `https://www.paysera.com`. */
export function startPage(agenda: Agenda, endpoints: Readonly<Record<string, string>>): Answer {
  return deskPage('/', 'Paysera, simulated', html`
<p>This stands in for Paysera Checkout (project number and sign password). It checks every request with its own
reading of the protocol, shows a pay page, and calls back with the real retry times. No money moves anywhere.</p>
${clockCard(agenda, CLOCK_HOURS)}
<h2>Known inputs</h2>
<p>An amount that ends in these cents makes the large button of the pay page do this. Every other amount is simply paid,
and the same faults are behind <em>More outcomes and faults</em> for any amount.</p>
<div class="scroll"><table class="stacked"><thead><tr><th>Amount</th><th>Fault</th><th>What the shop sees</th></tr></thead><tbody>
${KNOWN_INPUTS.map(({ cents, title, effect }) => html`<tr><td class="time"><code>….${cents}</code></td>
<td><strong>${title}</strong></td><td>${effect}</td></tr>`)}
</tbody></table></div>
<h2>Refusals</h2>
<p>A request with a fault ends on an error page with one of these codes. The shop is told nothing.</p>
<div class="scroll"><table><thead><tr><th>Code</th><th>Meaning</th></tr></thead><tbody>
${Object.entries(ERRORS).map(([code, meaning]) => html`<tr><td><code>${code}</code></td><td>${meaning}</td></tr>`)}</tbody></table></div>
<h2>Addresses</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}
<dt>published key</dt><dd><a href="/download/public.key"><code>/download/public.key</code></a></dd>
<dt>for programs</dt><dd><code>/sent.json</code>, <code>/journal.json</code>, and <code>POST</code> of JSON to
<code>/enrol</code> and <code>/clock</code> (<code>{"ms": 3600000}</code>)</dd></dl>`)
}

export const sentPage = (agenda: Agenda, deliveries: Deliveries): Answer => deskPage('/sent', 'What was sent', html`
<p>Every callback with its answer, newest first. It is taken when the answer is exactly <code>OK</code>; otherwise it is
repeated after 1, 3 and 24 hours. <em>Resend</em> sends the same bytes again.</p>
${sentTable(deliveries, HABITS.retryAfterMs.length + 1)}
${clockCard(agenda, CLOCK_HOURS)}`)

function totals(journal: readonly JournalEntry[], mode: 'test' | 'live'): Html {
  const sums = new Map<string, bigint>()
  for (const entry of journal.filter((one) => one.mode === mode)) {
    const signed = entry.kind === 'paid' ? entry.minor : -entry.minor
    sums.set(entry.currency, (sums.get(entry.currency) ?? 0n) + signed)
  }
  const lines = Array.from(sums, ([currency, minor]) => amountText(String(minor), currency))
  return html`<dt>${mode === 'test' ? 'Test payments' : 'Live payments'}</dt><dd>${lines.length === 0 ? 'none' : lines.join(', ')}</dd>`
}

export const journalPage = (journal: readonly JournalEntry[]): Answer => deskPage('/journal', 'Journal', html`
<p>What was really paid and refunded, whatever the callbacks said. Nobody else writes here.</p>
<div class="card"><dl>${totals(journal, 'live')}${totals(journal, 'test')}</dl></div>
${journal.length === 0 ? html`<p class="soft">No payment yet.</p>` : html`<div class="scroll"><table class="stacked"><thead>
<tr><th>Time, UTC</th><th>Order</th><th>Request</th><th>Project</th><th>Mode</th><th class="number">Amount</th></tr></thead><tbody>
${journal.toReversed().map((entry) => html`<tr><td class="time">${timeText(entry.at)}</td><td>${entry.orderId}</td>
<td data-label="Request">${entry.requestId}</td>
<td data-label="Project">${entry.projectId}</td><td data-label="Mode">${entry.mode}</td>
<td class="number" data-label="Amount">${entry.kind === 'paid' ? null : '−'}${amountText(String(entry.minor), entry.currency)}</td></tr>`)}
</tbody></table></div>`}`)

const projectCard = (project: Project): Html => html`<details class="card"><summary><strong>${project.merchantName}</strong>,
project ${project.id}, ${project.callbackMode} callbacks by ${project.delivery.toUpperCase()}</summary>
${settingsForm(PROJECT_FIELDS, projectValues(project), 'Save')}</details>`

export function projectsPage(bank: Bank, fresh: Values, mode: AnswerMode): Answer {
  return deskPage('/projects', 'Projects and faults', html`
<p>A merchant’s projects as the provider has them set. Addresses and methods are lists parted by spaces; an empty list of
addresses confirms any.</p>
${bank.projects().map(projectCard)}
<details class="card"><summary>Add a project</summary>${settingsForm(PROJECT_FIELDS, fresh, 'Add')}</details>
<h2>Key and method list</h2>
<p>They are answered: <strong>${mode}</strong>. Slow means after 20 seconds, error a 503, garbage a page with a 200.</p>
<div class="row">${ANSWERS.map((one) => button('/answers', one, { mode: one }))}</div>
<h2>Signing key</h2>
<p>A new key signs everything from then on, and the published certificate changes with it. What was sent keeps its signature.</p>
${button('/key', 'Rotate the key')}`)
}
