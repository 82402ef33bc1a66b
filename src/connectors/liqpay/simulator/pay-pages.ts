import { decimalText } from '../../simulator-json.ts'
import { amountText, button, html, page, timeText, type Html } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import { methodName, methodsFor } from './methods.ts'
import { outcomeOfAmount, OUTCOMES, SCRIPTS, type Outcome } from './outcomes.ts'
import { isTest, pagePath, type Payment } from './payment.ts'
import { REFUSALS, type Refusal } from './refusals.ts'
import { TEST_CARDS } from './test-cards.ts'

export const BADGE = 'LiqPay simulator, no real money'

const payerPage = (title: string, body: Html, status = 200): Answer =>
  page({ title, badge: BADGE, nav: [], body, width: 'narrow', refreshSeconds: null }, status)

/** For a link; a program that posts has the same as JSON. The real page's status and words are unconfirmed. */
export const refusalPage = ({ code, about }: Refusal): Answer => payerPage(`Refused: ${code}`, html`
<h1>This payment cannot be opened <small>Платіж не відкрито</small></h1>
<p class="sum"><code data-code="${code}">${code}</code></p>
<p>${REFUSALS[code]}</p>
<p class="soft">For the engineer: ${about || 'nothing more is known'}. The whole request is on <a href="/requests">What was asked</a>.</p>`, 400)

export const unknownPage = (): Answer => payerPage('Unknown payment', html`
<h1>This payment is not known <small>Платіж не знайдено</small></h1>
<p>The simulator keeps everything in memory and was started anew since. Start the payment again from the shop.</p>`, 404)

const sumText = ({ minor, currency }: Payment): string => amountText(String(minor), currency)

function summary(payment: Payment): Html {
  const { shop, description, orderId, goods, expiresAt, isSandbox } = payment
  return html`<div class="card"><div class="company"><div><span class="soft">Отримувач · Pay to</span><strong>${shop.shopName}</strong></div></div>
<div class="sum">${sumText(payment)}</div><p>${description}</p>
${goods.length === 0 ? null : html`<p class="soft">${goods.map((line) => html`${line}<br>`)}</p>`}
<dl><dt>Order</dt><dd>${orderId}</dd>${expiresAt === null ? null : html`<dt>Payable until</dt><dd>${timeText(expiresAt)} UTC</dd>`}
${isTest(payment) ? html`<dt>Test</dt><dd>${isSandbox ? 'sandbox: 1, ends as sandbox' : 'keys of the sandbox, ends as success'}</dd>` : null}</dl></div>`
}

/** The methods of the order; each leads on to its own page. */
export const methodPage = (payment: Payment): Answer => payerPage('Choose how to pay', html`
<h1>Choose how to pay <small>Оберіть спосіб оплати</small></h1>
${summary(payment)}
<form method="post" action="${pagePath(payment)}/method" class="stack">
${methodsFor(payment).map(({ paytype, name }, n) => html`<label class="choice">
<input type="radio" name="paytype" value="${paytype}" required${n === 0 ? html` checked` : null}> ${name}</label>`)}
${methodsFor(payment).length === 0 ? html`<p class="note">No method is both switched on in the shop and allowed by the order’s paytypes.</p>` : html`
<button class="main">Continue · Далі</button>`}</form>
<div class="stack">${button(`${pagePath(payment)}/outcome`, SCRIPTS.cancel.title, { outcome: 'cancel' }, 'full')}</div>`)

const COMMON: readonly Outcome[] = ['pay_later', 'refuse', 'cancel', 'leave']

/** Every outcome but those that have a button above. */
const faults = (payment: Payment, main: Outcome): Html => html`<details><summary>More outcomes and faults</summary>
${OUTCOMES.filter((name) => name !== main && !COMMON.includes(name)).map((name) => html`<div class="fault">
${button(`${pagePath(payment)}/outcome`, SCRIPTS[name].title, { outcome: name }, 'full')}<p>${SCRIPTS[name].effect}</p></div>`)}
</details>`

const warning = (main: Outcome): Html | null => main === 'pay' ? null : html`<div class="note">
<p>This amount ends in .${SCRIPTS[main].cents}, so the main button does: <strong>${SCRIPTS[main].title}.</strong> ${SCRIPTS[main].effect}</p></div>`

const another = (payment: Payment): Html => html`<p><a href="${pagePath(payment)}?choose=1">Choose another method</a></p>`

const common = (payment: Payment): Html => html`<div class="stack">${COMMON.map((name) =>
  button(`${pagePath(payment)}/outcome`, SCRIPTS[name].title, { outcome: name }, 'full'))}</div>`

/** Privat24, wallets and the rest: the payer confirms there. */
export function confirmPage(payment: Payment): Answer {
  const main = outcomeOfAmount(payment.minor)
  const name = methodName(payment.paytype)
  return payerPage(name, html`
<h1>${name} <small>Підтвердьте платіж</small></h1>
${summary(payment)}${warning(main)}
<div class="stack">${button(`${pagePath(payment)}/outcome`, `Pay ${sumText(payment)}`, { outcome: main }, 'main')}</div>
${common(payment)}${faults(payment, main)}${another(payment)}`)
}

/** The card's page. It is the provider's own, so a number is typed here and nowhere else. */
export function cardPage(payment: Payment): Answer {
  const [card] = TEST_CARDS
  const main = outcomeOfAmount(payment.minor)
  return payerPage('Card', html`
<h1>Card <small>Оплата карткою</small></h1>
${summary(payment)}${warning(main)}
<form method="post" action="${pagePath(payment)}/card" class="stack">
<label>Card number <input name="number" inputmode="numeric" value="${card.number}" required></label>
<div class="beside"><label>Expiry <input name="expiry" value="12/39" required></label>
<label>CVV <input name="cvv" inputmode="numeric" value="123" required></label></div>
<button class="main">Pay ${sumText(payment)}</button></form>
${common(payment)}
<details><summary>Test cards</summary><div class="scroll"><table><thead><tr><th>Number</th><th>What it does</th></tr></thead><tbody>
${TEST_CARDS.map(({ number, effect }) => html`<tr><td class="time"><code>${number}</code></td><td>${effect}</td></tr>`)}</tbody></table></div>
<p class="soft">Any expiry in the future and any CVV. Another number is refused.</p></details>
${faults(payment, main)}${another(payment)}`)
}

const ASKED: Partial<Record<Payment['status'], readonly [string, string, string]>> = {
  '3ds_verify': ['3-D Secure', 'The bank of the card asks whether you are paying.', 'Yes, it is me'],
  otp_verify: ['One-time password', 'The bank of the card has sent a password; any six digits will do.', 'Confirm'],
  cvv_verify: ['CVV', 'The bank of the card asks for the three digits on its back once more; any will do.', 'Confirm'],
}

/** What the bank of the card asks before it pays. */
export function verifyPage(payment: Payment): Answer {
  const [title = '', says = '', yes = ''] = ASKED[payment.status] ?? []
  const main = outcomeOfAmount(payment.minor)
  const path = pagePath(payment)
  const length = payment.status === 'otp_verify' ? 6 : 3
  return payerPage(title, html`
<h1>Is it you? <small>${title}</small></h1>
${summary(payment)}${warning(main)}
<p>${says}</p>
<form method="post" action="${path}/verify" class="stack">
${payment.status === '3ds_verify' ? null : html`<label>${title} <input name="code" inputmode="numeric" pattern="[0-9]{${length}}" required></label>`}
<button class="main">${yes}</button></form>
<div class="stack">${button(`${path}/outcome`, 'No', { outcome: 'refuse' }, 'full')}${button(`${path}/outcome`, SCRIPTS.leave.title, { outcome: 'leave' }, 'full')}</div>`)
}

const RESULTS: Partial<Record<Payment['status'], readonly [string, 'good' | 'bad' | '']>> = {
  success: ['✓ Paid · Сплачено', 'good'], wait_compensation: ['✓ Paid · Сплачено', 'good'], sandbox: ['✓ Paid as a test · Тестовий платіж', 'good'],
  subscribed: ['✓ Subscribed', 'good'], hold_wait: ['✓ Reserved · Кошти заблоковано', 'good'], failure: ['✗ Not paid · Не сплачено', 'bad'],
  error: ['✗ Not paid · Не сплачено', 'bad'], reversed: ['Given back · Повернено', ''], processing: ['In work · В обробці', ''],
}

/** The end of a payment, with the way back to the shop. */
export function resultPage(payment: Payment): Answer {
  const [title, look] = RESULTS[payment.status] ?? [payment.status, '']
  const { resultUrl, refunded, errCode, currency } = payment
  return payerPage('Result', html`
<h1>Result <small>Результат</small></h1>
${summary(payment)}
<div class="card"><p class="${look}">${title}</p><dl><dt>Status</dt><dd><code>${payment.status}</code></dd>
${errCode === null ? null : html`<dt>err_code</dt><dd><code>${errCode}</code></dd>`}
${refunded === 0n ? null : html`<dt>Given back</dt><dd>${decimalText(refunded)} ${currency}</dd>`}
<dt>Method</dt><dd>${methodName(payment.paytype)}</dd><dt>payment_id</dt><dd><code>${payment.id}</code></dd></dl></div>
${resultUrl === null ? html`<p class="soft">The order names no result_url: the payer stays here.</p>` : html`<p><a class="button" href="${resultUrl}">Back to the shop</a></p>`}
<p><a href="/sent">See what was sent</a></p>`)
}

/** After the outcomes in which the payer goes away. */
export const closedPage = (payment: Payment): Answer => payerPage('The browser is closed', html`
<h1>The browser is closed <small>Браузер закрито</small></h1>
${summary(payment)}
<p>The payer does not return. This page stands for a closed window; the link works again until the order ends.</p>
<p><a href="${pagePath(payment)}">Open the link again</a> · <a href="/sent">See what was sent</a></p>`)
