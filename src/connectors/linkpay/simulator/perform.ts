import { randomBytes } from 'node:crypto'
import type { SentCallback } from '../../simulator-deliveries.ts'
import type { Gateway } from './gateway.ts'
import { newCredentials, readMerchant, type Merchant } from './merchants.ts'
import { move } from './moves.ts'
import { SCRIPTS, type About, type Outcome, type Script, type Step } from './outcomes.ts'
import { newPayment, paymentPath, type Payment } from './payment.ts'
import { withQuery } from './wire.ts'

type Performed = {
  /** A path of this simulator or an absolute address; null when the browser was closed. */
  readonly browserAt: string | null
  readonly sent: readonly SentCallback[]
}

/** Plays an outcome on a payment whose method is chosen. Resolves when everything due now was sent. */
export async function perform(gateway: Gateway, chosen: Payment, outcome: Outcome): Promise<Performed> {
  const script = SCRIPTS[outcome]
  const payment = prepared(gateway, chosen, script)
  const cast = openCast(gateway, payment)
  const clickedAt = gateway.agenda.now()
  const sent: SentCallback[] = []
  for (const step of script.steps) {
    if (step.afterMs === 0) {
      sent.push(...await take(gateway, payment, cast(step.about), step))
    } else {
      const what = `${step.move ?? 'nothing new'}, ${step.event ?? 'untold'}: ${payment.orderReference}`
      gateway.agenda.plan(new Date(clickedAt.getTime() + step.afterMs), what, async () => {
        await take(gateway, payment, cast(step.about), step)
      })
    }
  }
  return { browserAt: script.browser === 'nowhere' ? null : whereTo(payment), sent }
}

/** LinkPay ends on the receipt; `oneoff` returns to the shop with both references. Source: sheet 2.4 and 4.3. */
function whereTo(payment: Payment): string {
  if (payment.customerUrl === null) return `${paymentPath(payment)}/receipt`
  return withQuery(payment.customerUrl, [['payment_reference', payment.reference], ['order_reference', payment.orderReference]])
}

function prepared(gateway: Gateway, payment: Payment, { before }: Script): Payment {
  switch (before) {
    case null: return payment
    case 'less': return gateway.change(payment, { initial: payment.initial - 1n, standing: payment.initial - 1n })
    case 'other_account': return gateway.change(payment, { currency: 'USD', accountName: 'USD3D1' })
  }
}

/** The payments that steps speak of, each opened when it is first needed. */
function openCast(gateway: Gateway, own: Payment): (about: About) => Payment {
  const opened = new Map<About, Payment>()
  const copy = (change: Partial<Payment>): Payment => {
    const { merchant, orderReference, initial, customerUrl, linkFields, email, source } = own
    const fresh = newPayment({ merchant, orderReference, initial, customerUrl, linkFields, email, createdAt: gateway.agenda.now() })
    return { ...fresh, accountName: own.accountName, currency: own.currency, source, ...change }
  }
  const make = (about: About): Payment => {
    switch (about) {
      case 'own': return own
      case 'second': return gateway.change(copy({}), {})
      case 'web_shop': return gateway.change(copy({ orderReference: `WEB-${randomBytes(3).toString('hex')}`, linkFields: null }), {})
      case 'stranger': {
        const theirs = gateway.change({ ...copy({}), merchant: stranger() }, {})
        return move(gateway, theirs, 'settle')
      }
      case 'nobody': return copy({})
    }
  }
  return (about) => {
    const known = opened.get(about) ?? make(about)
    opened.set(about, known)
    return about === 'own' || about === 'second' ? gateway.current(known) : known
  }
}

/** A merchant that nobody enrolled. Its payments are real and another's. */
function stranger(): Merchant {
  const merchant = readMerchant({ ...newCredentials(), merchantName: 'Somebody else' })
  if (typeof merchant === 'string') throw new Error(merchant)
  return merchant
}

async function take(gateway: Gateway, own: Payment, payment: Payment, step: Step): Promise<readonly SentCallback[]> {
  const moved = step.move === null ? payment : veiled(gateway, payment, move(gateway, payment, step.move), step)
  if (step.event === null) return []
  const { event, answerLost, legacy } = step
  const foreign = step.about === 'stranger' || step.about === 'nobody'
  // A forged callback comes to the address of the merchant it is meant to deceive.
  const teller = foreign ? { ...moved, merchant: own.merchant } : moved
  const what = foreign ? { what: `${event}, ${step.about === 'nobody' ? 'a reference nobody has' : 'another merchant’s payment'}` } : {}
  const sent = [...await gateway.tell(teller, { event, answerLost, ...what }, legacy)]
  const [first] = sent
  for (let again = 1; again < step.times && first !== undefined; again++) sent.push(await gateway.deliveries.resend(first))
  return sent
}

/** What the API hides or refuses for a while after the step. */
function veiled(gateway: Gateway, before: Payment, after: Payment, { hiddenMs, downMs }: Step): Payment {
  if (hiddenMs === 0 && downMs === 0) return after
  const until = (ms: number): Date => new Date(gateway.agenda.now().getTime() + ms)
  return gateway.change(after, {
    hidden: hiddenMs === 0 ? null : { until: until(hiddenMs), state: before.state, standing: before.standing },
    downUntil: downMs === 0 ? null : until(downMs),
  })
}
