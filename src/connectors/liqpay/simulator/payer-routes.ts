import { plain, seeOther, type Answer, type Asked } from '../../simulator-server.ts'
import { methodsFor } from './methods.ts'
import type { Office } from './office.ts'
import { isOutcome, outcomeOfAmount, type Outcome } from './outcomes.ts'
import { asOf, isOpen, pagePath, type Payment } from './payment.ts'
import { cardPage, closedPage, confirmPage, methodPage, resultPage, unknownPage, verifyPage } from './pay-pages.ts'
import { perform } from './perform.ts'
import { readCard } from './test-cards.ts'

/** An order's page and what is under it. The token in the address is the whole of the payer's right. */
export async function visiting(office: Office, { method, path, query, body }: Asked): Promise<Answer> {
  const [, place = '', part = ''] = /^((?:\/checkout|\/apipay\/invoice)\/[A-Za-z0-9_]+)(?:\/(method|card|verify|outcome|result|closed))?\/?$/.exec(path) ?? []
  const found = office.paymentAt(place.split('/').at(-1) ?? '')
  if (found === null || pagePath(found) !== place) return unknownPage()
  const payment = asOf(found, office.agenda.now())
  if (part === 'closed') return closedPage(payment)
  if (part === 'result' || !isOpen(payment)) return resultPage(payment)
  if (method === 'POST') return acted(office, found, part, new URLSearchParams(body.toString('utf8')))
  return new URLSearchParams(query).has('choose') ? methodPage(payment) : pageOf(payment)
}

function pageOf(payment: Payment): Answer {
  if (/^(3ds|otp|cvv)_verify$/.test(payment.status)) return verifyPage(payment)
  if (payment.paytype === null) return methodPage(payment)
  return payment.paytype === 'card' ? cardPage(payment) : confirmPage(payment)
}

async function acted(office: Office, payment: Payment, part: string, form: URLSearchParams): Promise<Answer> {
  switch (part) {
    case 'method': {
      const paytype = form.get('paytype') ?? ''
      if (!methodsFor(payment).some((one) => one.paytype === paytype)) return plain(400, `${paytype} is no method of this order.`)
      office.change(payment, { paytype })
      return seeOther(pagePath(payment))
    }
    case 'card': return typed(office, payment, form)
    case 'verify': {
      const digits = payment.status === 'otp_verify' ? /^\d{6}$/ : /^\d{3}$/
      if (payment.status !== '3ds_verify' && !digits.test(form.get('code') ?? '')) return refused(office, payment, 'err_mpi')
      return after(office, payment, outcomeOfAmount(payment.minor))
    }
    case 'outcome': {
      const outcome = form.get('outcome') ?? ''
      return isOutcome(outcome) ? after(office, payment, outcome) : plain(400, `${outcome} is no outcome of this page.`)
    }
    default: return plain(404, 'There is nothing here.')
  }
}

/** A card decides what happens by its number. Source: sheet 12. */
async function typed(office: Office, payment: Payment, form: URLSearchParams): Promise<Answer> {
  const card = readCard(new Map(form), office.agenda.now())
  if (typeof card === 'string') return refused(office, payment, card)
  const used = office.change(payment, { card: card.number, paytype: 'card' })
  if (card.errCode !== null) return refused(office, used, card.errCode)
  if (card.verify === null) return after(office, used, outcomeOfAmount(used.minor))
  const asked = office.change(used, { status: card.verify, is3ds: card.verify === '3ds_verify' })
  await office.tell(asked)
  return seeOther(pagePath(asked))
}

async function refused(office: Office, payment: Payment, errCode: string): Promise<Answer> {
  const failed = office.change(payment, { status: 'failure', errCode, endedAt: office.agenda.now() })
  await office.tell(failed)
  return seeOther(failed.resultUrl ?? `${pagePath(failed)}/result`)
}

async function after(office: Office, payment: Payment, outcome: Outcome): Promise<Answer> {
  const { browserAt } = await perform(office, payment, outcome)
  const end = outcome === 'cancel' || isOpen(office.current(payment)) ? 'closed' : 'result'
  return seeOther(browserAt ?? `${pagePath(payment)}/${end}`)
}
