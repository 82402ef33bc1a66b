import { clockCard, newcomerCard } from '../../../connectors/simulator-desk.ts'
import type { FormField } from '../../../connectors/simulator-desk.ts'
import { amountText, button, html, page, timeText, type Html } from '../../../connectors/simulator-page.ts'
import { plain, type Answer } from '../../../connectors/simulator-server.ts'
import type { Registered } from '../../simulator.ts'
import { KNOWN_INPUTS } from './known-inputs.ts'
import { shiftOf, type CashRegister, type Office, type Request } from './office.ts'
import { changeOf, totalsOf } from './totals.ts'

const BADGE = 'Checkbox simulator, nothing is registered anywhere'

const NAV = [{ href: '/', text: 'Start' }, { href: '/registers', text: 'Registers and documents' }, { href: '/requests', text: 'What was asked' }] as const

const deskPage = (here: string, title: string, body: Html): Answer => page({
  title: `${title} · Checkbox simulator`, badge: BADGE, width: 'wide', refreshSeconds: null,
  nav: NAV.map((one) => ({ ...one, here: one.href === here })), body: html`<h1>${title}</h1>${body}`,
})

const table = (heads: readonly string[], rows: readonly Html[]): Html => html`<div class="scroll"><table class="stacked"><thead>
<tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`

export const startPage = ({ agenda, isDown }: Office, endpoints: Readonly<Record<string, string>>): Answer => deskPage('/', 'Checkbox, simulated', html`
<p>This stands in for Checkbox: cashiers, shifts, receipts and Z-reports of software cash registers. It reckons every receipt
anew and answers before it registers, as Checkbox does. No tax service hears of anything.</p>
${clockCard(agenda, [1 / 60, 1, 24])}
<h2>Known inputs</h2>
<p>A sale, return or cash move whose sum ends in these kopecks does this once; the next try of the same one goes through.
Cash sales are rounded before they come here: pay these sums by card or by link.</p>
${table(['Sum', 'Fault', 'What happens'], KNOWN_INPUTS.map(({ kopecks, fault, effect }) =>
    html`<tr><td class="time"><code>….${kopecks}</code></td><td><strong>${fault}</strong></td><td>${effect}</td></tr>`))}
<h2>The whole service</h2>
<p>It is ${isDown ? 'down: every request is answered with 503.' : 'up.'}</p>
${button('/down', isDown ? 'Bring it up' : 'Take it down', { isDown: isDown ? 'no' : 'yes' })}
<h2>Addresses</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}
<dt>for programs</dt><dd><code>/registered.json</code>, <code>/requests.json</code>, and <code>POST</code> of JSON to <code>/enrol</code>,
<code>/clock</code> (<code>{"ms": 3600000}</code>) and <code>/down</code></dd></dl>`)

const documentRow = ({ kind, fiscalNumber, ref, at, amount, of }: Registered): Html => html`<tr><td class="time">${timeText(at)}</td>
<td>${amount === null ? html`<strong>${fiscalNumber}</strong>` : html`<a href="/check/${ref}"><strong>${fiscalNumber}</strong></a>`}
<br><span class="soft"><code>${ref}</code></span></td>
<td data-label="Document">${kind}${of === null ? null : html`<br><span class="soft">of ${of}</span>`}</td>
${amount === null ? html`<td></td>` : html`<td class="number" data-label="Sum">${amountText(String(amount.minor), amount.currency)}</td>`}</tr>`

function registerCard(register: CashRegister): Html {
  const shift = shiftOf(register)
  const sums = shift === null ? [] : Object.entries(totalsOf(register, shift))
  return html`<div class="card"><h2>${register.fiscalNumber}</h2>
<p>${register.isTest ? 'A register for trying out.' : 'A register of the live kind.'} ${shift === null
  ? 'No shift is open.'
  : html`Shift ${shift.serial} is <code>${shift.status}</code>.`}</p>
${sums.length === 0 ? null : html`<dl>${sums.map(([name, value]) => html`<dt>${name}</dt><dd>${amountText(String(value), 'UAH')}</dd>`)}</dl>`}
${register.registered.length === 0 ? html`<p class="soft">Nothing is registered yet.</p>`
    : table(['Time, UTC', 'Fiscal number', 'Document', 'Sum'], register.registered.toReversed().map(documentRow))}</div>`
}

const typed = { choices: [], fallback: '' } as const

const FIELDS: readonly FormField[] = [
  { ...typed, name: 'licenceKey', label: 'Licence key', fallback: null }, { ...typed, name: 'pin', label: 'PIN' }, { ...typed, name: 'login', label: 'Login' },
  { ...typed, name: 'password', label: 'Password' }, { ...typed, name: 'taxCodes', label: 'Tax codes' },
]

export const registersPage = ({ registers }: Office, fresh: Readonly<Record<string, string>>): Answer => deskPage('/registers', 'Registers and documents', html`
${registers.size === 0 ? html`<p class="card">No register is known yet.</p>` : [...registers.values()].toReversed().map(registerCard)}
${newcomerCard('A new cash register', FIELDS, fresh)}`)

const requestCard = ({ number, at, what, body, remarks, answer }: Request): Html => html`<div class="card">
<p><strong>${number}. ${what}</strong> <span class="soft">${timeText(at)} UTC</span></p>
${remarks.map((one) => html`<p class="note">${one}</p>`)}
<details><summary>As it came, and the answer</summary><pre>${body}</pre><pre>${answer}</pre></details></div>`

/** Newest first. */
export const requestsPage = ({ requests }: Office): Answer => deskPage('/requests', 'What was asked', html`
${requests.length === 0 ? html`<p class="card">Nothing was asked yet.</p>` : requests.toReversed().map(requestCard)}`)

const HEADS = { SELL: 'ФІСКАЛЬНИЙ ЧЕК', RETURN: 'ВИДАТКОВИЙ ЧЕК', SERVICE_IN: 'СЛУЖБОВЕ ВНЕСЕННЯ', SERVICE_OUT: 'СЛУЖБОВА ВИДАЧА' } as const

/** What a payer sees in place of the tax service's page. */
export function checkPage({ registers }: Office, id: string): Answer {
  const register = [...registers.values()].find(({ receipts }) => receipts.some((one) => one.id === id))
  const receipt = register?.receipts.find((one) => one.id === id)
  if (register === undefined || receipt === undefined || receipt.fiscalAt === null) return plain(404, 'There is no such receipt.')
  return page({
    title: 'Receipt', badge: BADGE, nav: [], width: 'narrow', refreshSeconds: null,
    body: html`<h1>${HEADS[receipt.type]}<small>simulated, nothing is registered</small></h1>
<div class="card"><p class="sum">${amountText(String(receipt.payable), 'UAH')}</p>
<dl>${receipt.goods.map(({ name, quantity, sum }) => html`<dt>${name} × ${Number(quantity) / 1_000}</dt><dd>${amountText(String(sum), 'UAH')}</dd>`)}
${receipt.payments.map(({ label, value }) => html`<dt>${label}</dt><dd>${amountText(String(value), 'UAH')}</dd>`)}
${changeOf(receipt) === 0n ? null : html`<dt>Решта</dt><dd>${amountText(String(changeOf(receipt)), 'UAH')}</dd>`}
<dt>ЧЕК ФН</dt><dd>${receipt.transaction.number}</dd><dt>ПРРО ФН</dt><dd>${register.fiscalNumber}</dd><dt>UTC</dt><dd>${timeText(receipt.fiscalAt)}</dd></dl></div>`,
  })
}
