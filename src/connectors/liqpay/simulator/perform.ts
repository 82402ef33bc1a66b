import type { SentCallback } from '../../simulator-deliveries.ts'
import { settle, reverse } from './moves.ts'
import type { Office } from './office.ts'
import { SCRIPTS, type Move, type Outcome, type Script, type Step } from './outcomes.ts'
import type { Payment } from './payment.ts'
import { isSandboxKey } from './shops.ts'

type Performed = {
  /** An absolute address; null when the browser was closed or the order names no way back. */
  readonly browserAt: string | null
  readonly sent: readonly SentCallback[]
}

/** Plays an outcome on a payment whose method is chosen. Resolves when everything due now was sent. */
export async function perform(office: Office, chosen: Payment, outcome: Outcome): Promise<Performed> {
  const script = SCRIPTS[outcome]
  const payment = prepared(office, chosen, script)
  const clickedAt = office.agenda.now()
  const sent: SentCallback[] = []
  for (const step of script.steps) {
    if (step.afterMs === 0) {
      sent.push(...await take(office, payment, step))
    } else {
      const what = `${step.move ?? 'nothing new'}, ${step.told === null ? 'untold' : 'told'}: ${payment.orderId}`
      office.agenda.plan(new Date(clickedAt.getTime() + step.afterMs), what, async () => {
        await take(office, payment, step)
      })
    }
  }
  return { browserAt: script.browser === 'nowhere' ? null : payment.resultUrl, sent }
}

function prepared(office: Office, payment: Payment, { before }: Script): Payment {
  switch (before) {
    case null: return payment
    case 'less': return office.change(payment, { minor: payment.minor - 1n })
    case 'other_currency': return office.change(payment, { currency: payment.currency === 'USD' ? 'EUR' : 'USD' })
  }
}

async function take(office: Office, payment: Payment, step: Step): Promise<readonly SentCallback[]> {
  const before = office.current(payment)
  const moved = step.move === null ? before : veiled(office, before, move(office, before, step.move), step)
  if (step.told === null) return []
  const sent = [...await office.tell(moved, { manner: step.told, answerLost: step.answerLost, status: toldStatus(step), isOtherMode: step.move === 'other_mode' })]
  const [first] = sent
  for (let again = 1; again < step.times && first !== undefined; again++) sent.push(await office.deliveries.resend(first))
  return sent
}

/** Who forges says that it was paid; a late callback says what was so before. */
function toldStatus({ move: moved, told }: Step): Payment['status'] | null {
  if (told === 'as_before') return 'processing'
  return moved === null && told !== 'right' ? 'success' : null
}

function move(office: Office, payment: Payment, what: Move): Payment {
  const endedAt = office.agenda.now()
  switch (what) {
    case 'process': return office.change(payment, { status: 'processing' })
    case 'settle': return settle(office, payment)
    case 'fail': return office.change(payment, { status: 'failure', errCode: 'decline', endedAt })
    case 'secure': return office.change(payment, { status: 'wait_secure' })
    case 'accept': return settle(office, payment, 'wait_accept')
    case 'card': return settle(office, payment, 'wait_card')
    case 'compensate': return settle(office, payment, 'wait_compensation')
    case 'hold': return settle(office, payment, 'hold_wait')
    case 'cash': return office.change(payment, { status: 'cash_wait', paytype: 'cash' })
    case 'try_again': return office.change(payment, { status: 'try_again', errCode: 'decline' })
    case 'ask_3ds': return office.change(payment, { status: '3ds_verify', is3ds: true })
    case 'expire_3ds': return payment.status === '3ds_verify' ? office.change(payment, { status: 'failure', errCode: 'expired_3ds', endedAt }) : payment
    case 'reverse': return reverse(office, payment, payment.minor - payment.refunded)
    case 'refund_half': return reverse(office, payment, payment.minor / 2n)
    case 'moon': return office.change(payment, { status: 'wait_moon' })
    case 'other_mode': return otherMode(office, payment)
  }
}

/** Real money for a test, or a test for real money. Keys of the sandbox move none: there only the callback lies. */
function otherMode(office: Office, payment: Payment): Payment {
  if (payment.isSandbox) return settle(office, office.change(payment, { isSandbox: false }))
  return settle(office, payment, isSandboxKey(payment.shop.publicKey) ? 'success' : 'sandbox')
}

/** What `status` hides or refuses for a while after the step. */
function veiled(office: Office, before: Payment, after: Payment, { hiddenMs, downMs }: Step): Payment {
  if (hiddenMs === 0 && downMs === 0) return after
  const until = (ms: number): Date => new Date(office.agenda.now().getTime() + ms)
  return office.change(after, {
    hidden: hiddenMs === 0 ? null : { until: until(hiddenMs), status: before.status }, downUntil: downMs === 0 ? null : until(downMs),
  })
}
