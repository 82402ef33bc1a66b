import { decimalText, jsonText, moneyJson, type Json } from '../../simulator-json.ts'
import { HANG_UP, type Answer } from '../../simulator-server.ts'
import { checkInvoice, checkQr, COMMON, ORDER_FIELDS, remarksOn, required } from './checks.ts'
import type { Envelope } from './envelope.ts'
import { complete, reverse } from './moves.ts'
import type { Office } from './office.ts'
import { openOrder } from './orders.ts'
import { centsOf, REFUND_INPUTS } from './outcomes.ts'
import { asOf, isOpen, isPaid, pagePath, paymentJson, paymentText, type Payment } from './payment.ts'
import { apiJson, refusal, refusalAnswer, type Refusal } from './refusals.ts'
import { REPORT_ACTIONS } from './reports.ts'
import { unitsAnswer } from './units.ts'
import { amountOf, textOf } from './wire.ts'

export type ApiDesk = { readonly office: Office; readonly origin: () => string }

type Done = Answer | Refusal

type Action = { readonly fields: readonly string[]; run(desk: ApiDesk, envelope: Envelope): Done }

/** What LiqPay also has and this simulator does not play. Source: sheet 8.4 and 8.11. */
const ELSEWHERE = [
  'invoice_bot', 'paytoken', 'paycash', 'unsubscribe', 'subscribe_update', 'p2pcredit', 'p2pdebit', 'token_create', 'token_create_unique', 'token_update',
  'confirm', 'mpi', 'cardverification', 'letter_of_credit', 'agent_shop_create', 'agent_shop_edit', 'agent_info_merchant', 'agent_info_user', 'pay', 'hold',
]

const isRefusal = (done: object): done is Refusal => 'code' in done

/** An action with the payment that it names. */
const onPayment = (more: readonly string[], run: (desk: ApiDesk, payment: Payment, envelope: Envelope) => Done): Action => ({
  fields: [...COMMON, 'order_id', 'payment_id', ...more],
  run(desk, envelope) {
    const { shop, fields } = envelope
    const wrong = fields.has('payment_id') ? null : required('order_id')(fields)
    if (wrong !== null) return wrong
    const orderId = textOf(fields, 'order_id')
    const payment = orderId === ''
      ? desk.office.payments().find((one) => one.shop.publicKey === shop.publicKey && String(one.id) === textOf(fields, 'payment_id'))
      : desk.office.paymentOf(shop.publicKey, orderId)
    return payment === null || payment === undefined ? refusal('payment_not_found', orderId) : run(desk, payment, envelope)
  },
})

const ACTIONS: Readonly<Record<string, Action>> = {
  invoice_send: { fields: [...ORDER_FIELDS, 'email', 'phone', 'action_payment', 'goods'], run: sendInvoice },
  invoice_cancel: onPayment([], cancelInvoice),
  invoice_units_get_list: { fields: [...COMMON, 'hide_name_lang'], run: (_desk, { fields }) => apiJson(unitsAnswer(fields, false)) },
  invoice_units_get_list_by_lang: { fields: COMMON, run: (_desk, { fields }) => apiJson(unitsAnswer(fields, true)) },
  status: onPayment([], ({ office }, payment) => payment.downUntil !== null && office.agenda.now() < payment.downUntil
    ? apiJson('Service Unavailable', 503) : apiJson(paymentText(asOf(payment, office.agenda.now())))),
  refund: onPayment(['amount'], refund),
  hold_completion: onPayment(['amount', 'rro_info'], completeHold),
  payqr: { fields: [...ORDER_FIELDS, 'ip', 'prepare', 'recurringbytoken'], run: showQr },
  ticket: onPayment(['email'], sendTicket),
  data: onPayment(['info'], ({ office }, payment, { fields }) => apiJson(paymentText(office.change(payment, { info: textOf(fields, 'info') })))),
  ...REPORT_ACTIONS,
}

/** What `POST /api/request` answers, and what the page says of the request. Source: sheet 8. */
export function performAction(desk: ApiDesk, envelope: Envelope): { readonly answer: Answer; readonly refused: Refusal | null; readonly remarks: readonly string[] } {
  const action = Object.hasOwn(ACTIONS, envelope.action) ? ACTIONS[envelope.action] : undefined
  if (action === undefined) {
    const isElsewhere = ELSEWHERE.includes(envelope.action)
    const refused = refusal(isElsewhere ? 'err_access' : 'err_action', isElsewhere ? `${envelope.action} is not played by this simulator` : envelope.action)
    return { answer: refusalAnswer(refused), refused, remarks: [] }
  }
  const remarks = remarksOn(envelope.fields, action.fields)
  const done = action.run(desk, envelope)
  return isRefusal(done) ? { answer: refusalAnswer(done), refused: done, remarks } : { answer: done, refused: null, remarks }
}

/** Source: sheet 8.1. */
function sendInvoice({ office, origin }: ApiDesk, envelope: Envelope): Done {
  const payment = checkInvoice(envelope.fields) ?? openOrder(office, envelope, 'invoice')
  if (isRefusal(payment)) return payment
  const href = origin() + pagePath(payment)
  for (const [by, name] of [['email', 'email'], ['privat24', 'phone']] as const) {
    const to = textOf(envelope.fields, name)
    if (to !== '') office.send({ by, to, orderId: payment.orderId, href, subject: `${payment.shop.shopName}: рахунок на ${decimalText(payment.minor)} ${payment.currency}` })
  }
  const { id, status, token, orderId, minor, currency, description, action, receiver } = payment
  return apiJson(jsonText({
    result: 'ok', id, status, token, href, order_id: orderId, amount: moneyJson(minor), currency, description, action,
    receiver_type: receiver?.type, receiver_value: receiver?.value,
  }))
}

/** A checkout order is no invoice; what LiqPay says of it is unconfirmed. Source: sheet 8.2. */
function cancelInvoice({ office }: ApiDesk, payment: Payment): Done {
  if (payment.kind !== 'invoice') return refusal('payment_err_type', `${payment.orderId} is no invoice`)
  if (!isOpen(payment)) return refusal('payment_err_status', `${payment.orderId} is ${payment.status}`)
  office.change(payment, { isCancelled: true, endedAt: office.agenda.now() })
  return apiJson(jsonText({ result: 'ok', invoice_id: payment.id }))
}

/** The name of the link field is unconfirmed. Source: sheet 8.8. */
function showQr({ office, origin }: ApiDesk, envelope: Envelope): Done {
  const payment = checkQr(envelope.fields) ?? openOrder(office, envelope, 'qr')
  return isRefusal(payment) ? payment : apiJson(jsonText({ result: 'ok', ...paymentJson(payment), qr_code: origin() + pagePath(payment) }))
}

/** Source: sheet 8.9. */
function sendTicket({ office }: ApiDesk, payment: Payment, { fields }: Envelope): Done {
  const wrong = required('email')(fields)
  if (wrong !== null) return wrong
  if (!isPaid(payment)) return refusal('payment_err_status', `${payment.orderId} is ${payment.status}`)
  office.send({ by: 'email', to: textOf(fields, 'email'), orderId: payment.orderId, subject: 'Квитанція', href: null })
  return apiJson(jsonText({ result: 'ok' }))
}

/** The amount that the call names, or what it means without one; a refusal where it is none. */
function namedAmount({ fields }: Envelope, whole: bigint): bigint | Refusal {
  if (!fields.has('amount')) return whole
  const minor = amountOf(fields, 'amount')
  return minor === null || minor === 0n ? refusal('err_wrong', `amount ${textOf(fields, 'amount')}`) : minor
}

/** There is no key that makes a repetition harmless: asked twice, it gives back twice. Source: sheet 8.6. */
function refund({ office }: ApiDesk, payment: Payment, envelope: Envelope): Done {
  const isHeld = payment.status === 'hold_wait'
  if (payment.status === 'processing') return refusal('payment_processing', payment.orderId)
  if (!isHeld && !isPaid(payment) && payment.status !== 'wait_accept' && payment.status !== 'wait_card') {
    return refusal('payment_err_status', `${payment.orderId} is ${payment.status}`)
  }
  const rest = payment.minor - payment.refunded - payment.reserved
  const minor = namedAmount(envelope, rest)
  if (typeof minor !== 'bigint') return minor
  if (minor > rest) return refusal('amount_limit', `${decimalText(rest)} can be given back`)
  const isShort = !isHeld && (payment.shop.balance === 'short' || centsOf(minor) === '09')
  const act = isShort ? () => reserve(office, payment, minor) : () => reverse(office, office.current(payment), minor)
  return known(office, minor, payment, () => {
    const after = act()
    tellSoon(office, after)
    const word = after.status === 'reversed' ? 'reversed' : 'success'
    return { result: 'ok', action: after.action, payment_id: after.id, status: word, wait_amount: isShort }
  })
}

const DAY_MS = 24 * 3_600_000

/** The shop's balance does not cover it: taken from later payments. Source: sheet 8.6. */
function reserve(office: Office, payment: Payment, minor: bigint): Payment {
  const at = new Date(office.agenda.now().getTime() + DAY_MS)
  office.agenda.plan(at, `the refund of ${payment.orderId} is covered`, async () => {
    await office.tell(reverse(office, office.current(payment), minor))
  })
  return office.change(payment, { status: 'wait_reserve', reserved: payment.reserved + minor })
}

/** Source: sheet 8.7. */
function completeHold({ office }: ApiDesk, payment: Payment, envelope: Envelope): Done {
  if (payment.status !== 'hold_wait') return refusal('payment_err_status', `${payment.orderId} is ${payment.status}`)
  const minor = namedAmount(envelope, payment.minor)
  if (typeof minor !== 'bigint') return minor
  if (minor > payment.minor) return refusal('err_amount_hold', `${decimalText(payment.minor)} is held`)
  return known(office, minor, payment, () => {
    const after = complete(office, office.current(payment), minor)
    tellSoon(office, after)
    return { result: 'ok', ...paymentJson(after) }
  })
}

/** After the answer. */
function tellSoon(office: Office, payment: Payment): void {
  office.agenda.plan(office.agenda.now(), `${payment.status}: ${payment.orderId}`, async () => {
    await office.tell(payment)
  })
}

const LATE_MS = 60_000

/** Acts and answers, unless the kopecks of the amount ask for a fault. */
function known(office: Office, minor: bigint, { orderId }: Payment, act: () => Json): Done {
  switch (REFUND_INPUTS.find(({ cents }) => cents === centsOf(minor))?.cents) {
    case '03': return apiJson('Service Unavailable', 503)
    case '07':
      office.agenda.plan(new Date(office.agenda.now().getTime() + LATE_MS), `late: ${orderId}`, async () => void act())
      return apiJson('Gateway Timeout', 504)
    case '08':
      act()
      return HANG_UP
    case '11': return refusal('90', orderId)
    default: return apiJson(jsonText(act()))
  }
}
