import type { Agenda } from './simulator-agenda.ts'
import type { Deliveries, SentCallback } from './simulator-deliveries.ts'
import { button, html, timeText, type Html } from './simulator-page.ts'

/** What every simulator's own pages have: the clock, what was sent, and how programs are answered. */

const HOUR_MS = 3_600_000

/** Turns the clock by a `POST` of `ms` to `/clock`. */
export function clockCard(agenda: Agenda, hours: readonly number[]): Html {
  const planned = agenda.planned()
  const turns = hours.map((one) => button('/clock', one < 1 ? `${Math.round(one * 60)} min forward` : `${one} h forward`, { ms: String(one * HOUR_MS) }))
  return html`<div class="card"><h2>The provider’s clock</h2>
<p>It is ${timeText(agenda.now())} UTC here. The clock runs by itself; turning it forward sends what becomes due.</p>
<div class="row">${turns}</div>
${planned.length === 0 ? html`<p class="soft">Nothing is planned.</p>` : html`<div class="scroll"><table class="stacked"><thead>
<tr><th>Planned for</th><th>What</th></tr></thead><tbody>
${planned.map(({ at, what }) => html`<tr><td class="time">${timeText(at)}</td><td>${what}</td></tr>`)}</tbody></table></div>`}</div>`
}

function verdict({ accepted, answer }: SentCallback): Html {
  if (accepted) return html`<span class="good">✓ taken</span>`
  return answer === null
    ? html`<span class="bad">✗ no answer</span>`
    : html`<span class="bad">✗ not taken</span>, HTTP ${answer.status}`
}

const tryText = ({ attempt }: SentCallback, tries: number): string =>
  attempt === null ? 'resent by hand' : `try ${attempt} of ${tries}`

function sentRow(sent: SentCallback, tries: number): Html {
  return html`<tr><td class="number">${sent.number}</td><td class="time">${timeText(sent.at)}</td>
<td><strong>${sent.orderId}</strong><br>${sent.what}<br><span class="soft">${sent.method}, ${tryText(sent, tries)}, ${sent.took} ms</span>
<details><summary>What it says, request and answer</summary>
<pre>${Object.entries(sent.says).map(([name, value]) => `${name} = ${value}\n`)}</pre>
<pre>${sent.method} ${sent.url}${sent.contentType === null ? null : `\ncontent-type: ${sent.contentType}\n\n${sent.body}`}</pre>
<pre>${sent.answer === null ? 'nothing readable within the time' : `HTTP ${sent.answer.status}\n\n${sent.answer.body}`}</pre></details></td>
<td>${verdict(sent)}</td><td>${button(`/sent/${sent.number}/repeat`, 'Resend')}</td></tr>`
}

/** Newest first. `tries` is how often the provider tries in all. */
export const sentTable = (deliveries: Deliveries, tries: number): Html => deliveries.log().length === 0
  ? html`<p class="card">Nothing was sent yet. Pay an invoice, and the callbacks appear here.</p>`
  : html`<div class="scroll"><table class="stacked"><thead>
<tr><th class="number">No</th><th>Time, UTC</th><th>Callback</th><th>Answer</th><th></th></tr></thead>
<tbody>${deliveries.log().toReversed().map((sent) => sentRow(sent, tries))}</tbody></table></div>`

export type FormField = {
  readonly name: string
  readonly label: string
  readonly choices: readonly string[]
  /** What an absent or empty value means; null where it must be given. */
  readonly fallback: string | null
}

/** What a newcomer connects: values that nobody has yet. Kvit asks about them when they are saved, so they are made known first. */
export const newcomerCard = (title: string, fields: readonly FormField[], fresh: Readonly<Record<string, string>>): Html => html`<div class="card">
<h2>${title}</h2><p>Fill these values into Kvit, register them here, then save there.</p>
${settingsForm(fields, fresh, 'Register')}</div>`

/** A form of settings that is sent to `/enrol`. */
export function settingsForm(fields: readonly FormField[], values: Readonly<Record<string, string>>, submit: string): Html {
  return html`<form method="post" action="/enrol"><div class="fields">${fields.map(({ name, label, choices, fallback }) => {
    const value = values[name] ?? fallback ?? ''
    return html`<label>${label} ${choices.length === 0
      ? html`<input name="${name}" value="${value}"${fallback === null ? html` required` : null}>`
      : html`<select name="${name}">${choices.map((choice) => html`
<option${choice === value ? html` selected` : null}>${choice}</option>`)}</select>`}</label>`
  })}</div><button>${submit}</button></form>`
}
