import { newcomerCard } from '../../../connectors/simulator-desk.ts'
import type { FormField } from '../../../connectors/simulator-desk.ts'
import { amountText, button, html, page, timeText } from '../../../connectors/simulator-page.ts'
import type { Html } from '../../../connectors/simulator-page.ts'
import type { Answer } from '../../../connectors/simulator-server.ts'
import type { Books, Entry, Registrar } from './books.ts'
import { minutesOffline, openShiftOf } from './books.ts'
import { FAULTS, KNOWN_INPUTS } from './known-inputs.ts'

const BADGE = 'ДПС, played by Kvit: no tax service, no signatures'
const HOUR_MS = 3_600_000

const shown = (title: string, body: Html, here: string): Answer =>
  page({ title, badge: BADGE, nav: [{ href: '/', text: 'Registers', here: here === '/' }], body, width: 'wide', refreshSeconds: null })

const NAMES: ReadonlyMap<string, string> = new Map([
  ['0/0', 'sale'], ['0/1', 'return'], ['0/2', 'service in'], ['0/4', 'service out'], ['0/5', 'storno'], ['100/-1', 'shift opened'], ['101/-1', 'shift closed'],
  ['102/-1', 'offline begins'], ['103/-1', 'offline ends'],
])

const nameOf = ({ paper }: Entry): string => (paper.isZReport ? 'Z-report' : NAMES.get(`${paper.type}/${paper.subtype}`) ?? '')

const typed = { choices: [], fallback: null } as const

const FIELDS: readonly FormField[] = [
  { ...typed, name: 'registerNumber', label: 'Fiscal number' }, { ...typed, name: 'deskNumber', label: 'Local number' }, { ...typed, name: 'tin', label: 'Seller’s code' },
  { ...typed, name: 'ipn', label: 'Number of a payer of VAT', fallback: '' }, { ...typed, name: 'sellerName', label: 'Name of the seller' },
  { ...typed, name: 'pointName', label: 'Name of the shop' }, { ...typed, name: 'pointAddress', label: 'Address of the shop', fallback: '' },
  { ...typed, name: 'signerToken', label: 'Token of the signer' },
]

/** `fresh`: values of a register that may be enrolled and entered in Kvit. */
export function startPage({ registrars, now }: Books, isDown: boolean, fresh: Readonly<Record<string, string>>): Answer {
  const clock = [1, 12, 24].map((hours) => button('/clock', `${hours} h forward`, { ms: String(hours * HOUR_MS) }))
  return shown('ДПС', html`<h1>The fiscal server of the tax service <small>as its description says it behaves</small></h1>
<div class="card"><h2>The server’s clock</h2><p>It is ${timeText(now())} UTC here.</p><div class="row">${clock}</div></div>
<div class="card"><h2>The server is ${isDown ? 'down' : 'up'}</h2>
<p>While it is down, every request is answered with 503.</p>${button('/down', isDown ? 'Bring it up' : 'Take it down', { isDown: isDown ? 'no' : 'yes' })}</div>
<div class="card"><h2>Known inputs of failures</h2>
<p>A sale or return whose sum ends in these kopecks does this once; sent again it goes through. Each register’s page can order the same for its next document.</p>
<table class="stacked"><thead><tr><th>Sum</th><th>Fault</th><th>What happens</th></tr></thead><tbody>
${KNOWN_INPUTS.map(
  ({ kopecks, fault, effect }) => html`<tr><td class="time"><code>….${kopecks}</code></td><td><strong>${fault}</strong></td><td>${effect}</td></tr>`,
)}</tbody></table></div>
<h2>Registers</h2>
${registrars.size === 0 ? html`<p class="card">No register is known yet.</p>` : html`<div class="scroll"><table class="stacked"><thead>
<tr><th>Fiscal number</th><th>Seller</th><th>Shift</th><th class="number">Documents</th></tr></thead><tbody>
${[...registrars.values()].map((one) => html`<tr><td><a href="/registers/${one.number}">${one.number}</a></td><td>${one.seller}, ${one.point}</td>
<td>${shiftText(one)}</td><td class="number">${one.entries.length}</td></tr>`)}</tbody></table></div>`}
${newcomerCard('A new cash register', FIELDS, fresh)}`, '/')
}

function shiftText(registrar: Registrar): string {
  const shift = openShiftOf(registrar)
  return shift === null ? 'closed' : `open since ${timeText(shift.openedBy.at)}${shift.testing ? ', test' : ''}`
}

export function registerPage(registrar: Registrar): Answer {
  const last = registrar.entries.at(-1)?.at ?? new Date(0)
  const minutes = minutesOffline(registrar, last)
  return shown(registrar.number, html`<h1>Register ${registrar.number} <small>${registrar.seller}, ${registrar.point}</small></h1>
<div class="card"><dl><dt>Shift</dt><dd>${shiftText(registrar)}</dd><dt>Next local number</dt><dd>${registrar.nextLocal}</dd>
<dt>Offline</dt><dd>${minutes.month} min this month</dd></dl></div>
<div class="card"><h2>What befalls the next document</h2><div class="row">
${FAULTS.map((fault) => button('/fault', fault, { registerNumber: registrar.number, fault }))}</div></div>
<h2>Documents</h2>
<div class="scroll"><table class="stacked"><thead><tr><th class="number">No</th><th>Time, UTC</th><th>Document</th><th>Fiscal number</th><th class="number">Sum</th></tr></thead><tbody>
${registrar.entries.toReversed().map((entry) => html`<tr><td class="number">${entry.paper.localNumber}</td><td class="time">${timeText(entry.at)}</td>
<td>${nameOf(entry)}${entry.isOffline ? ', offline' : ''}${entry.storned || entry.revoked ? ', cancelled' : ''}</td>
<td><a href="/registers/${registrar.number}/${entry.fiscalNumber}">${entry.fiscalNumber}</a></td>
<td class="number">${entry.paper.sum === '' ? '' : amountText(entry.paper.sum.replace('.', ''), 'UAH')}</td></tr>`)}</tbody></table></div>`, '')
}

export function documentPage({ number }: Registrar, entry: Entry): Answer {
  return shown(entry.fiscalNumber, html`<h1>${nameOf(entry)} ${entry.fiscalNumber} <small>register <a href="/registers/${number}">${number}</a></small></h1>
${entry.paper.testing ? html`<p class="note">ТЕСТОВИЙ НЕФІСКАЛЬНИЙ ДОКУМЕНТ</p>` : null}
<pre>${new TextDecoder('windows-1251').decode(entry.xml).replaceAll('><', '>\n<')}</pre>`, '')
}
