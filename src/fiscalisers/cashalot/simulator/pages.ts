import { clockCard, newcomerCard, type FormField } from '../../../connectors/simulator-desk.ts'
import { amountText, button, html, page, timeText, type Html } from '../../../connectors/simulator-page.ts'
import type { Answer } from '../../../connectors/simulator-server.ts'
import type { FiscalValues } from '../../simulator.ts'
import { FAULTS, type CashalotFault, type Document, type Register } from './register.ts'
import type { Service } from './service.ts'

const BADGE = 'Cashalot simulator, nothing reaches the tax service'

const NAV = [{ href: '/', text: 'Start' }, { href: '/registers', text: 'Registers and documents' }, { href: '/requests', text: 'What was asked' }] as const

const deskPage = (here: (typeof NAV)[number]['href'] | null, title: string, body: Html): Answer => page({
  title: `${title} · Cashalot simulator`, badge: BADGE, width: 'wide', refreshSeconds: null,
  nav: NAV.map((one) => ({ ...one, here: one.href === here })), body: html`<h1>${title}</h1>${body}`,
})

const table = (heads: readonly string[], rows: readonly Html[]): Html => html`<div class="scroll"><table class="stacked"><thead>
<tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`

const EFFECTS: Readonly<Record<CashalotFault, string>> = {
  answer_lost: 'It is registered, and the connection ends before a word of it is told.',
  cut_off: 'The connection ends, and nothing is registered.',
  down: 'HTTP 503, and nothing is registered.',
  refuse: 'DocumentValidationError.',
  offline: 'It gets a number of an offline session, because the tax service does not answer.',
  late: 'The connection ends, and it is registered an hour later.',
  slow: 'The connection ends, and it is registered fifteen seconds later.',
  inconsistent: 'InconsistentRegistrarState until Cleanup.',
  inconsistent_closing: 'InconsistentRegistrarState until Cleanup, which closes the shift.',
  inconsistent_taken: 'It is registered, but the service does not know it before Cleanup.',
  z_report_only: 'Of a closing: the Z-report is made, and then the connection ends.',
  fiscal_server_gone: 'It is registered, but Cashalot says FiscalServerNotAvailable.',
}

const FIELDS: readonly FormField[] = [
  { name: 'numFiscal', label: 'Fiscal number', choices: [], fallback: null }, { name: 'certificate', label: 'Certificate, Base64', choices: [], fallback: null },
  { name: 'privateKey', label: 'Key file, Base64', choices: [], fallback: null }, { name: 'password', label: 'Password', choices: [], fallback: null },
  { name: 'testing', label: 'For trying out', choices: ['yes', 'no'], fallback: 'yes' },
]

const CLOCK_HOURS = [1 / 60, 1, 24]

/** `fresh`: values of a register that may be enrolled and entered in Kvit. */
export const startPage = ({ agenda, isDown }: Service, endpoints: Readonly<Record<string, string>>, fresh: FiscalValues): Answer => deskPage('/', 'Cashalot API, simulated', html`
<p>This stands in for Cashalot API and for the tax service behind it: shifts, receipts, returns, service cash and Z-reports of
cash registers. It checks every command with its own reading of the protocol, and keeps no key and no password. The key files are
made up and sign nothing.</p>
${clockCard(agenda, CLOCK_HOURS)}
${newcomerCard('A new cash register', FIELDS, fresh)}
<div class="card"><h2>The service</h2><p>${isDown ? 'Every request is answered with 503.' : 'It answers.'}</p>
${button('/down', isDown ? 'Let it answer again' : 'Take it down', { down: isDown ? 'no' : 'yes' })}</div>
<h2>Known inputs</h2>
<p>A receipt with a line of this code does it, and so does the next document of a register after its button under
<a href="/registers">Registers and documents</a>.</p>
${table(['Code of a line', 'What happens'], FAULTS.map((fault) => html`<tr><td class="time"><code>fault:${fault}</code></td><td>${EFFECTS[fault]}</td></tr>`))}
<h2>Addresses</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}
<dt>for programs</dt><dd><code>/documents.json</code>, <code>/requests.json</code>, and <code>POST</code> of JSON to <code>/enrol</code>,
<code>/befall</code> (<code>{"numFiscal": "…", "fault": "answer_lost"}</code>), <code>/down</code> and <code>/clock</code> (<code>{"ms": 3600000}</code>)</dd></dl>`)

export const registersPage = ({ registers }: Service): Answer => deskPage('/registers', 'Registers and documents', registers.size === 0
  ? html`<p class="card">No register yet. One is made on the start page.</p>`
  : html`${[...registers.values()].map(registerCard)}`)

const registerCard = (register: Register): Html => html`<div class="card"><h2>${register.numFiscal}${register.isTesting ? ', for trying out' : null}</h2>
<p>${register.shift === null ? 'No shift is open.' : `Shift ${register.shift.number} is open since ${timeText(register.shift.openedAt)} UTC.`}
The next local number is ${register.nextLocal}.${register.lost === null ? null : ' The service has lost its thread.'}</p>
<details><summary>What befalls the next document${register.befalls.length === 0 ? null : `: ${register.befalls.join(', ')}`}</summary>
<div class="row">${FAULTS.map((fault) => button('/befall', fault, { numFiscal: register.numFiscal, fault }))}</div></details>
${register.documents.length === 0 ? html`<p class="soft">No document yet.</p>`
    : table(['Local', 'Fiscal number', 'Time, UTC', 'Document', 'Amount'], register.documents.toReversed().map(documentRow))}</div>`

const NAMES: Readonly<Record<Document['kind'], string>> = {
  open_shift: 'Shift opened', sale: 'Sale', return: 'Return', service_in: 'Cash put in', service_out: 'Cash taken out', z_report: 'Z-report', close_shift: 'Shift closed',
}

const documentRow = ({ numLocal, numFiscal, at, kind, amount, of, offline, payments }: Document): Html => html`<tr><td class="number">${numLocal}</td>
<td>${numFiscal}${offline ? html` <span class="soft">offline</span>` : null}</td><td class="time">${timeText(at)}</td>
<td><strong>${NAMES[kind]}</strong>${of === null ? null : html` <span class="soft">of ${of}</span>`}${payments.map(({ name }) => html`<br><span class="soft">${name}</span>`)}</td>
<td class="number">${amount === null ? null : amountText(amount.toString(), 'UAH')}</td></tr>`

export const requestsPage = ({ log }: Service): Answer => deskPage('/requests', 'What was asked', log.length === 0
  ? html`<p class="card">Nothing was asked yet.</p>`
  : table(['No', 'Time, UTC', 'Command', 'Answer'], log.toReversed().slice(0, 200).map((one) => html`<tr><td class="number">${one.number}</td>
<td class="time">${timeText(one.at)}</td><td><strong>${one.command}</strong><br><span class="soft">${one.numFiscal} ${one.uid}</span></td>
<td><details><summary>${one.answer.slice(0, 60)}</summary><pre>${one.answer}</pre></details></td></tr>`)))

/** What the tax service shows to a customer. Null: it has no such receipt. */
export const receiptPage = (register: Register, document: Document): Answer => page({
  title: 'Receipt', badge: BADGE, nav: [], width: 'narrow', refreshSeconds: null,
  body: html`<h1>${NAMES[document.kind]}</h1><div class="card"><dl><dt>Sum</dt><dd>${amountText((document.amount ?? 0n).toString(), 'UAH')}</dd>
<dt>Fiscal number</dt><dd>${document.numFiscal}</dd><dt>Register</dt><dd>${register.numFiscal}</dd><dt>Time, UTC</dt><dd>${timeText(document.at)}</dd></dl></div>`,
})
