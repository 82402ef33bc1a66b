import { readAmount } from '../../simulator-json.ts'
import { plain, seeOther, type Answer, type Asked } from '../../simulator-server.ts'
import type { Gateway } from './gateway.ts'
import { checkSigned, checkStatic, checkTyped, type OpenLink } from './link.ts'
import { linkPage, refusalPage, unknownPage } from './link-pages.ts'
import { methodsFor } from './methods.ts'
import { isOutcome, outcomeOfAmount } from './outcomes.ts'
import { bankPage, cardPage, closedPage, methodPage, receiptPage, securePage } from './pay-pages.ts'
import { isCard, isOpen, paymentPath, type Payment } from './payment.ts'
import { perform } from './perform.ts'
import { isGoodCard } from './test-cards.ts'
import { readForm, readQuery } from './wire.ts'

/** `/lp?…&hmac=…` and, with a token, `/lp/<token>`: the form of the Link, and what its button does. */
export function openingLink(gateway: Gateway, { method, path, query, body }: Asked, token: string): Answer {
  const context = gateway.linkContext()
  const link = token === '' ? checkSigned(query, context) : checkStatic(token, context)
  if (link.kind === 'refused') return refusalPage(link)
  if (method !== 'POST') return linkPage(link, query === '' ? path : `${path}?${query}`)
  const filled = checkTyped(link, readForm(body.toString('latin1')), context)
  return filled.kind === 'refused' ? refusalPage(filled) : found(paymentPath(openPayment(gateway, filled)))
}

function openPayment(gateway: Gateway, { merchant, fields }: OpenLink): Payment {
  return gateway.open({
    merchant, orderReference: fields.get('order_reference') ?? '', initial: readAmount(fields.get('transaction_amount') ?? '') ?? 0n,
    createdAt: gateway.agenda.now(), email: fields.get('customer_email') ?? null, linkFields: fields,
  })
}

/** 302, as the gateway answers the button. Source: sheet 6. */
const found = (location: string): Answer => ({ status: 302, headers: { location }, body: '' })

/** `/lp/<place>/<code>` and what is under it: the payer with one payment. */
export async function visiting(gateway: Gateway, { method, path, query, body }: Asked, origin: string): Promise<Answer> {
  const [, place = '', code = '', part] = /^\/lp\/([^/]+)\/([A-Za-z0-9]{6,8})(?:\/(method|card|outcome|receipt|closed))?\/?$/.exec(path) ?? []
  const payment = gateway.paymentAt(place, code)
  if (payment === null) return unknownPage()
  if (part === 'closed') return closedPage(payment)
  if (part === 'receipt' || !isOpen(payment)) return receiptPage(payment, origin)
  if (isPaidElsewhere(gateway, payment)) {
    return refusalPage({ kind: 'refused', code: 'paid_already', about: payment.orderReference })
  }
  if (method === 'POST') return acted(gateway, payment, part ?? '', readForm(body.toString('latin1')))
  const asked = readQuery(query).fields
  if (asked.has('choose')) return methodPage(payment, asked.get('country') ?? null)
  return pageOf(preselected(gateway, payment, asked.get('method_source')))
}

const isPaidElsewhere = (gateway: Gateway, { merchant, orderReference }: Payment): boolean =>
  merchant.uniqueReference && gateway.isPaid(merchant, orderReference)

const isOffered = (payment: Payment, source: string): boolean => methodsFor(payment.currency).some((one) => one.source === source)

const preselected = (gateway: Gateway, payment: Payment, source: string | undefined): Payment =>
  source === undefined || !isOffered(payment, source) ? payment : gateway.choose(payment, source)

function pageOf(payment: Payment): Answer {
  if (payment.state === 'waiting_for_3ds_response') return securePage(payment)
  if (payment.source === null) return methodPage(payment, null)
  return isCard(payment) ? cardPage(payment) : bankPage(payment)
}

async function acted(gateway: Gateway, payment: Payment, part: string, form: ReadonlyMap<string, string>): Promise<Answer> {
  const here = paymentPath(payment)
  switch (part) {
    case 'method': {
      const source = form.get('method') ?? ''
      if (!isOffered(payment, source)) return plain(400, `${source} is no method of this payment.`)
      gateway.choose(payment, source)
      return seeOther(here)
    }
    case 'card': {
      const lastFour = (form.get('number') ?? '').slice(-4)
      if (!isGoodCard(form)) return after(await perform(gateway, gateway.change(payment, { lastFour, source: 'card' }), 'refuse'), here)
      gateway.challenge(payment, lastFour)
      return seeOther(here)
    }
    case 'outcome': {
      const outcome = form.get('outcome') ?? outcomeOfAmount(payment.initial, !isCard(payment))
      if (!isOutcome(outcome)) return plain(400, `${outcome} is no outcome of this page.`)
      return after(await perform(gateway, payment, outcome), here)
    }
    default: return plain(404, 'There is nothing here.')
  }
}

const after = ({ browserAt }: Awaited<ReturnType<typeof perform>>, here: string): Answer => seeOther(browserAt ?? `${here}/closed`)
