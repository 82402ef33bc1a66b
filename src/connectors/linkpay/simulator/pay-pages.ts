import { amountText, button, html, type Html } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import { company, payerPage } from './link-pages.ts'
import { COUNTRIES, logoPath, methodBySource, methodsFor, type PaymentMethod } from './methods.ts'
import { outcomeOfAmount, OUTCOMES, SCRIPTS, SLOW_MINOR, type Outcome } from './outcomes.ts'
import { isCard, paymentPath, type Payment } from './payment.ts'
import { TEST_CARDS } from './test-cards.ts'

const sumText = ({ initial, currency }: Payment): string => amountText(String(initial), currency)

function summary(payment: Payment): Html {
  const invoice = payment.linkFields?.get('invoice_number')
  return html`<div class="card">${company(payment.merchant)}
<div class="sum">${sumText(payment)}</div>
<dl>${invoice === undefined ? null : html`<dt>Invoice number</dt><dd>${invoice}</dd>`}
<dt>Order reference</dt><dd>${payment.orderReference}</dd></dl></div>`
}

const isHere = (country: string) => (method: PaymentMethod): boolean => method.country === null || method.country === country

/** Cards and banks; the country's banks first, then those of no one country. `asked` is from the page's own list. */
export function methodPage(payment: Payment, asked: string | null): Answer {
  const country = COUNTRIES.find(({ code }) => code === (asked ?? payment.country))?.code ?? 'EE'
  const path = paymentPath(payment)
  const methods = methodsFor(payment.currency).filter(isHere(country))
  const group = (title: string, kind: 'bank' | 'card'): Html => html`<h2>${title}</h2>
${methods.filter((one) => one.kind === kind).toSorted((a, b) => Number(a.country === null) - Number(b.country === null)).map((method, n) => html`<label class="choice">
<input type="radio" name="method" value="${method.source}" required${kind === 'bank' && n === 0 ? html` checked` : null}>
<img src="${logoPath(method)}" alt="" width="64" height="24"> ${method.name}</label>`)}`
  return payerPage('Choose how to pay', html`
<h1>Choose how to pay <small>Vali makseviis</small></h1>
${summary(payment)}
<form method="get" action="${path}" class="beside"><input type="hidden" name="choose" value="1">
<label>Country of your bank <select name="country">${COUNTRIES.map(({ code, name }) => html`
<option value="${code}"${code === country ? html` selected` : null}>${name}</option>`)}</select></label>
<button>Show</button></form>
<form method="post" action="${path}/method" class="stack">
${group('Banks', 'bank')}${group('Cards', 'card')}
<button class="main">Continue</button></form>`)
}

const COMMON: readonly Outcome[] = ['pay_later', 'refuse', 'cancel', 'leave']

/** Every outcome but those that have a button above. */
const faults = (payment: Payment, main: Outcome): Html => html`<details><summary>More outcomes and faults</summary>
${OUTCOMES.filter((name) => name !== main && !COMMON.includes(name)).map((name) => html`<div class="fault">
${button(`${paymentPath(payment)}/outcome`, SCRIPTS[name].title, { outcome: name }, 'full')}<p>${SCRIPTS[name].effect}</p></div>`)}
</details>`

const warning = ({ initial }: Payment, main: Outcome): Html | null => main === 'pay' ? null : html`<div class="note">
<p>${initial === SLOW_MINOR ? 'Exactly 33.00 by bank link is slow' : `This amount ends in .${SCRIPTS[main].cents}`}, so the main button does:
<strong>${SCRIPTS[main].title}.</strong> ${SCRIPTS[main].effect}</p></div>`

const another = (payment: Payment): Html => html`<p><a href="${paymentPath(payment)}?choose=1">Choose another method</a></p>`

/** The bank itself: what the payer does, and what goes wrong. */
export function bankPage(payment: Payment): Answer {
  const method = methodBySource(payment.source ?? '')
  const main = outcomeOfAmount(payment.initial, true)
  const path = `${paymentPath(payment)}/outcome`
  return payerPage(method?.name ?? 'Bank', html`
<h1>${method?.name ?? 'Bank'} <small>Kinnita makse</small></h1>
${summary(payment)}${warning(payment, main)}
<div class="stack">
${button(path, `Pay ${sumText(payment)}`, { outcome: main }, 'main')}
${COMMON.map((name) => button(path, SCRIPTS[name].title, { outcome: name }, 'full'))}
</div>${faults(payment, main)}${another(payment)}`)
}

/** The card's page. It is the provider's own, so a number is typed here and nowhere else. */
export function cardPage(payment: Payment): Answer {
  const [card] = TEST_CARDS
  const main = outcomeOfAmount(payment.initial, false)
  return payerPage('Payment card', html`
<h1>Payment card <small>Maksekaart</small></h1>
${summary(payment)}${warning(payment, main)}
<form method="post" action="${paymentPath(payment)}/card" class="stack">
<label>Card number <input name="number" inputmode="numeric" value="${card.number}" required></label>
<div class="beside"><label>Expiry <input name="expiry" value="${card.expiry}" required></label>
<label>CVC <input name="cvc" inputmode="numeric" value="${card.cvc}" required></label></div>
<button class="main">Pay ${sumText(payment)}</button></form>
<div class="stack">${COMMON.filter((name) => name !== 'pay_later').map((name) =>
    button(`${paymentPath(payment)}/outcome`, SCRIPTS[name].title, { outcome: name }, 'full'))}</div>
<details><summary>Test cards</summary><div class="scroll"><table><thead><tr><th>Number</th><th>Expiry</th><th>CVC</th><th>What it does</th></tr></thead><tbody>
${TEST_CARDS.map(({ number, expiry, cvc, isGood }) => html`<tr><td class="time"><code>${number}</code></td><td>${expiry}</td><td>${cvc}</td>
<td>${isGood ? 'success' : 'refused'}</td></tr>`)}</tbody></table></div>
<p class="soft">Another number, expiry or CVC is refused.</p></details>
${faults(payment, main)}${another(payment)}`)
}

/** 3-D Secure, as the bank of the card asks. */
export function securePage(payment: Payment): Answer {
  const main = outcomeOfAmount(payment.initial, false)
  const path = `${paymentPath(payment)}/outcome`
  return payerPage('3-D Secure', html`
<h1>Is it you? <small>3-D Secure</small></h1>
${summary(payment)}${warning(payment, main)}
<p>The bank of the card ending in ${payment.lastFour ?? ''} asks whether you are paying.</p>
<div class="stack">${button(path, 'Yes, it is me', { outcome: main }, 'main')}
${button(path, 'No', { outcome: 'refuse' }, 'full')}${button(path, 'Close the browser', { outcome: 'leave' }, 'full')}</div>`)
}

const RESULTS: Readonly<Partial<Record<Payment['state'], { readonly title: string; readonly look: string }>>> = {
  settled: { title: '✓ Paid', look: 'good' }, authorised: { title: '✓ Reserved', look: 'good' },
  refunded: { title: 'Refunded', look: '' }, failed: { title: '✗ Not paid', look: 'bad' }, abandoned: { title: '✗ Given up', look: 'bad' },
  sent_for_processing: { title: 'The bank has been asked', look: '' }, chargebacked: { title: 'Charged back', look: 'bad' },
}

/** Where a LinkPay payer ends: there is no way back to the merchant from here. Source: sheet 2.4, point 5. */
export function receiptPage(payment: Payment, origin: string): Answer {
  const { title, look } = RESULTS[payment.state] ?? { title: payment.state.replaceAll('_', ' '), look: '' }
  const method = methodBySource(payment.source ?? '')
  return payerPage('Receipt', html`
<h1>Receipt <small>Kviitung</small></h1>
${summary(payment)}
<div class="card"><p class="${look}">${title}</p><dl><dt>State</dt><dd><code>${payment.state}</code></dd>
${method === null ? null : html`<dt>Method</dt><dd>${method.name}${isCard(payment) ? ', card' : ''}</dd>`}
${payment.email === null ? null : html`<dt>Receipt sent to</dt><dd>${payment.email}</dd>`}
<dt>Payment reference</dt><dd><code>${payment.reference}</code></dd><dt>Link</dt><dd><code>${origin}${paymentPath(payment)}</code></dd></dl></div>
<p class="soft">A LinkPay payment ends here. The payer goes back to the letter or the shop by hand.</p>
<p><a href="/sent">See what was sent</a></p>`)
}

/** After the outcomes in which the payer goes away. */
export const closedPage = (payment: Payment): Answer => payerPage('The browser is closed', html`
<h1>The browser is closed <small>Brauser on suletud</small></h1>
${summary(payment)}
<p>The payer does not return. This page stands for a closed window. A payment whose method was chosen is abandoned after
15 minutes of the provider’s clock.</p>
<p><a href="/sent">See what was sent</a></p>`)
