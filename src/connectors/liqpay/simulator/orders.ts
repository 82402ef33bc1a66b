import { decimalText } from '../../simulator-json.ts'
import { actionOf, paytypesOf } from './checks.ts'
import type { Envelope } from './envelope.ts'
import type { Office } from './office.ts'
import type { Payment } from './payment.ts'
import { refusal, type Refusal } from './refusals.ts'
import { amountOf, readJson, readUtc, textOf, type Fields } from './wire.ts'

const orNull = (text: string): string | null => (text === '' ? null : text)

const ECHOED = ['customer', 'product_name', 'product_category', 'product_description', 'product_url', 'sender_first_name', 'sender_last_name', 'ip']

/**
 * The payment of a checked order. The same request again leads to the same payment; another request with its `order_id`
 * is refused. What LiqPay does with an unpaid order that is sent again is unconfirmed: sheet 8.1 and "Open points".
 */
export function openOrder(office: Office, envelope: Envelope, kind: Payment['kind']): Payment | Refusal {
  const { shop, version, fields, data } = envelope
  const orderId = textOf(fields, 'order_id')
  const known = office.paymentOf(shop.publicKey, orderId)
  if (known !== null) return known.data === data && known.kind === kind && kind === 'checkout' ? known : refusal('order_id_duplicate', orderId)
  const action = actionOf(textOf(fields, kind === 'checkout' ? 'action' : 'action_payment')) ?? 'pay'
  return office.open({
    shop, version, kind, action, orderId, data, minor: amountOf(fields, 'amount') ?? 0n, currency: textOf(fields, 'currency'),
    description: textOf(fields, 'description'), language: textOf(fields, 'language') || 'uk', isSandbox: textOf(fields, 'sandbox') === '1',
    expiresAt: deadlineOf(office, fields), resultUrl: orNull(textOf(fields, 'result_url')), serverUrl: orNull(textOf(fields, 'server_url')),
    info: orNull(textOf(fields, 'info')), paytypes: paytypesOf(fields), goods: goodsOf(fields), receiver: receiverOf(fields),
    echoed: Object.fromEntries(ECHOED.flatMap((name) => (textOf(fields, name) === '' ? [] : [[name, textOf(fields, name)]]))),
  })
}

/** The shop's clock is not turned with this one: a deadline is as far away as it was when the order came. */
function deadlineOf({ agenda }: Office, fields: Fields): Date | null {
  const given = readUtc(textOf(fields, 'expired_date'))
  return given === null ? null : new Date(given.getTime() + agenda.now().getTime() - Date.now())
}

function receiverOf(fields: Fields): Payment['receiver'] {
  const [email, phone] = [textOf(fields, 'email'), textOf(fields, 'phone')]
  if (email !== '') return { type: 'email', value: email }
  return phone === '' ? null : { type: 'phone', value: phone }
}

/** Lines for the page: `Кава, 2 шт. × 617.28`. */
function goodsOf(fields: Fields): readonly string[] {
  const value = fields.get('goods')
  const lines: unknown = typeof value === 'string' ? readJson(value) : value
  if (!Array.isArray(lines)) return []
  return lines.map((line: unknown) => {
    const good: Fields = new Map(typeof line === 'object' && line !== null ? Object.entries(line) : [])
    return `${textOf(good, 'name')}, ${textOf(good, 'count')} ${textOf(good, 'unit')} × ${decimalText(amountOf(good, 'amount') ?? 0n)}`
  })
}
