import { html, page, timeText, type Html } from '../connectors/simulator-page.ts'
import type { Answer } from '../connectors/simulator-server.ts'
import { letterDocument, type Letter } from './letters.ts'

const BADGE = 'Mail catcher, nothing is delivered'

const mailPage = (title: string, body: Html, refreshSeconds: number | null): Answer =>
  page({ title: `${title} · Mail catcher`, badge: BADGE, nav: [], body, width: 'wide', refreshSeconds })

/** Newest first. Reloads itself, because one waits here for a letter to come. */
export const listPage = (letters: readonly Letter[], smtpUrl: string): Answer => mailPage('Letters', html`
<h1>Letters</h1>
<p>Every letter sent to <code>${smtpUrl}</code> ends here and goes nowhere else. The page looks for new ones every 5 seconds.</p>
${letters.length === 0
    ? html`<p class="card">No letter yet. Send an invoice, or sign up, and its letter appears here.</p>`
    : html`<div class="scroll"><table class="stacked">
<thead><tr><th>Time, UTC</th><th>To</th><th>Subject</th></tr></thead><tbody>
${letters.toReversed().map((letter) => html`<tr><td class="time">${timeText(letter.at)}</td>
<td>${letter.recipients.join(', ')}</td>
<td><a href="/letters/${letter.number}"><strong>${letter.subject === '' ? 'no subject' : letter.subject}</strong></a>
${letter.attachments.length === 0 ? null : html` <span class="soft">${letter.attachments.map((file) => file.name).join(', ')}</span>`}</td></tr>`)}
</tbody></table></div>`}`, 5)

const sizeText = (bytes: number): string => bytes < 10_240 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`

export function letterPage(letter: Letter): Answer {
  const path = `/letters/${letter.number}`
  return mailPage(letter.subject, html`
<p><a href="/">All letters</a></p>
<h1>${letter.subject === '' ? 'no subject' : letter.subject}</h1>
<div class="card"><dl><dt>From</dt><dd>${letter.from}</dd><dt>To</dt><dd>${letter.to}</dd>
<dt>Delivered to</dt><dd>${letter.recipients.join(', ')}</dd><dt>Returned to</dt><dd>${letter.sender}</dd><dt>Time, UTC</dt><dd>${timeText(letter.at)}</dd>
${letter.attachments.length === 0 ? null : html`<dt>Files</dt><dd>${letter.attachments.map((file, n) => html`
<a href="${path}/files/${n}">${file.name}</a> <span class="soft">${file.mimeType}, ${sizeText(file.content.length)}</span><br>`)}</dd>`}
<dt>Source</dt><dd><a href="${path}/raw">as it came</a> <span class="soft">${sizeText(letter.raw.length)}</span></dd></dl></div>
${letter.html === null ? null : html`<iframe class="letter" src="${path}/html" title="The letter"
 sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`}
${letter.text === null ? html`<p class="note">This letter has no text for readers without HTML.</p>` : html`
<details${letter.html === null ? html` open` : null}><summary>As text</summary><pre>${letter.text}</pre></details>`}`, null)
}

/** No script, no form, nothing from elsewhere; its links open in windows of their own. */
export const letterHtml = (letter: Letter): Answer => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox",
  },
  body: letterDocument(letter),
})
