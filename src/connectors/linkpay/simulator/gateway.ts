import { randomBytes } from 'node:crypto'
import type { Agenda } from '../../simulator-agenda.ts'
import type { Deliveries, SentCallback } from '../../simulator-deliveries.ts'
import { makeCallback, makeLegacyCallback, type Telling } from './callback.ts'
import type { LinkContext } from './link.ts'
import { readMerchant, type Merchant, type Values } from './merchants.ts'
import { isCard, isTaken, newPayment, type NewPayment, type Payment } from './payment.ts'
import { CARD, methodBySource } from './methods.ts'

/**
 * Money as the gateway counts it, whatever its callbacks said. `minor` is in hundredths of the currency.
 * `only_marked`: a refund that changed a word and moved nothing, as SEB and Swedbank do with bank links.
 */
export type JournalEntry = {
  readonly at: Date
  readonly kind: 'paid' | 'refunded' | 'only_marked' | 'refund_undone' | 'charged_back' | 'charge_back_undone'
  readonly apiUsername: string
  readonly orderReference: string
  readonly paymentReference: string
  readonly minor: bigint
  readonly currency: string
}

/** The gateway without its web pages: merchants, payments, its journal, and what it tells. */
export interface Gateway {
  /** Registers a merchant's Link or replaces it. Throws with the reason if the values are no merchant's. */
  enrol(values: Values): Merchant
  merchants(): readonly Merchant[]
  merchantByToken(token: string): Merchant | null
  /** One API username may have several Links and accounts. */
  merchantOfAccount(apiUsername: string, accountName: string): Merchant | null
  /** What the check of a link needs to know. */
  linkContext(): LinkContext
  isPaid(merchant: Merchant, orderReference: string): boolean
  open(asked: NewPayment): Payment
  /** By the code in `payment_link`; the place before it is compared too. */
  paymentAt(place: string, code: string): Payment | null
  /** By `payment_reference`; null also where it is another merchant's. */
  paymentOf(apiUsername: string, reference: string): Payment | null
  /** As it stands now: a payment is replaced when it changes. */
  current(payment: Payment): Payment
  payments(): readonly Payment[]
  choose(payment: Payment, source: string): Payment
  /** The bank of this card asks the payer. `lastFour` are digits of its number. */
  challenge(payment: Payment, lastFour: string): Payment
  /** Replaces the payment with a change of its fields. */
  change(payment: Payment, change: Partial<Payment>): Payment
  book(payment: Payment, kind: JournalEntry['kind'], minor: bigint): void
  /** Tells the e-shop of the payment, or does not where its callbacks are switched off or lost. Resolves after the first try. */
  tell(payment: Payment, telling: Omit<Telling, 'reference' | 'orderReference' | 'what'> & Partial<Telling>, legacy?: boolean): Promise<readonly SentCallback[]>
  journal(): readonly JournalEntry[]
  readonly agenda: Agenda
  readonly deliveries: Deliveries
  /** Every callback of every merchant is lost while true. */
  isMute: boolean
}

const ABANDONED_AFTER_MS = 15 * 60_000

/** Events that are told only with "additional notifications". Source: sheet 2.1, step 6. */
const MAIN_EVENTS: readonly string[] = ['status_updated', 'abandoned']

type State = { readonly merchants: Map<string, Merchant>; readonly payments: Map<string, Payment>; readonly journal: JournalEntry[] }

export function openGateway(agenda: Agenda, deliveries: Deliveries): Gateway {
  const state: State = { merchants: new Map(), payments: new Map(), journal: [] }
  const keep = (payment: Payment): Payment => {
    state.payments.set(payment.reference, payment)
    return payment
  }
  const current = (payment: Payment): Payment => state.payments.get(payment.reference) ?? payment
  const gateway: Gateway = {
    ...registry(state),
    linkContext: () => ({ merchantByToken: gateway.merchantByToken, isPaid: gateway.isPaid, now: agenda.now() }),
    open: (asked) => keep(newPayment({ ...asked, orderReference: asked.orderReference || madeReference() })),
    current,
    choose(payment, source) {
      const kind = methodBySource(source)?.kind
      const chosen = keep({ ...current(payment), source, state: kind === 'bank' ? 'waiting_for_sca' : payment.state })
      if (chosen.state !== 'initial') planAbandoning(gateway, chosen)
      return chosen
    },
    challenge(payment, lastFour) {
      const asked = keep({ ...current(payment), source: CARD.source, lastFour, state: 'waiting_for_3ds_response' })
      planAbandoning(gateway, asked)
      return asked
    },
    change: (payment, change) => keep({ ...current(payment), ...change, merchant: payment.merchant }),
    book(payment, kind, minor) {
      const { merchant: { apiUsername }, orderReference, reference: paymentReference, currency } = payment
      state.journal.push({ at: agenda.now(), kind, apiUsername, orderReference, paymentReference, minor, currency })
    },
    tell: (payment, telling, legacy = false) => tell(gateway, payment, telling, legacy),
    journal: () => state.journal,
    agenda, deliveries, isMute: false,
  }
  return gateway
}

/** An order reference of the gateway's own, where a Link was paid without one. */
const madeReference = (): string => `EP-${randomBytes(5).toString('hex')}`

type Registry = Pick<Gateway, 'merchantOfAccount' | 'enrol' | 'merchants' | 'merchantByToken' | 'isPaid' | 'paymentAt' | 'paymentOf' | 'payments'>

const registry = (state: State): Registry => ({
  enrol(values) {
    const merchant = readMerchant(values)
    if (typeof merchant === 'string') throw new Error(merchant)
    state.merchants.set(merchant.linkToken, merchant)
    return merchant
  },
  merchants: () => [...state.merchants.values()],
  merchantByToken: (token) => state.merchants.get(token) ?? null,
  merchantOfAccount: (apiUsername, accountName) => [...state.merchants.values()].findLast((one) =>
    one.apiUsername === apiUsername && one.accountName === accountName) ?? null,
  isPaid: ({ apiUsername }, orderReference) => [...state.payments.values()].some((one) =>
    one.merchant.apiUsername === apiUsername && one.orderReference === orderReference && isTaken(one)),
  paymentAt: (place, code) => [...state.payments.values()].find((one) => one.place === place && one.code === code) ?? null,
  paymentOf(apiUsername, reference) {
    const payment = state.payments.get(reference)
    return payment?.merchant.apiUsername === apiUsername ? payment : null
  },
  payments: () => [...state.payments.values()],
})

function planAbandoning(gateway: Gateway, payment: Payment): void {
  const at = new Date(gateway.agenda.now().getTime() + ABANDONED_AFTER_MS)
  gateway.agenda.plan(at, `${payment.orderReference} is abandoned if nobody acts`, async () => {
    const now = gateway.current(payment)
    // Another object: something happened to it since, and if the payer chose again there is a later plan.
    if (now !== payment) return
    await gateway.tell(gateway.change(now, { state: 'abandoned', changedAt: gateway.agenda.now() }), { event: 'abandoned', answerLost: false })
  })
}

async function tell(gateway: Gateway, payment: Payment, rest: Parameters<Gateway['tell']>[1], legacy: boolean): Promise<readonly SentCallback[]> {
  // The portal's settings of today, not those from when the payment was opened.
  const merchant = gateway.merchantByToken(payment.merchant.linkToken) ?? payment.merchant
  const isSwitchedOff = !merchant.additional && !MAIN_EVENTS.includes(rest.event)
  if (merchant.callbackUrl === '' || merchant.callbacks === 'none' || gateway.isMute || isSwitchedOff) return []
  const telling: Telling = {
    reference: payment.reference, orderReference: payment.orderReference, what: `${rest.event}, ${payment.state}`, ...rest,
  }
  const asForm = legacy || merchant.callbackBy === 'legacy'
  const callback = asForm ? makeLegacyCallback({ ...payment, merchant }, telling, gateway.agenda.now()) : makeCallback(merchant, telling)
  return [await gateway.deliveries.deliver(callback)]
}

/** Whether a refund of this payment moves money. Source: sheet 4.6, "Money truth". */
export const isRefundReal = (payment: Payment): boolean => isCard(payment) || payment.merchant.bank === 'lhv'
