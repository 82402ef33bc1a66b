import type { Agenda } from '../../simulator-agenda.ts'
import type { Deliveries, SentCallback } from '../../simulator-deliveries.ts'
import { HABITS, makeCallback, PLAINLY, type Telling } from './callback.ts'
import { isFinal, newPayment, type NewPayment, type Payment } from './payment.ts'
import type { Refusal } from './refusals.ts'
import { readShop, type Shop, type Values } from './shops.ts'

/** Money as LiqPay counts it, whatever its callbacks said. `minor` is in hundredths of the currency. */
export type JournalEntry = {
  readonly at: Date
  readonly kind: 'paid' | 'paid_in_test' | 'taken_not_given' | 'held' | 'released' | 'refunded'
  readonly publicKey: string
  readonly orderId: string
  readonly paymentId: number
  readonly minor: bigint
  readonly currency: string
}

/** A letter or a push that LiqPay would have sent. */
export type Message = {
  readonly at: Date
  readonly by: 'email' | 'privat24'
  readonly to: string
  readonly orderId: string
  readonly subject: string
  readonly href: string | null
}

/** A request as it came, for the developer who wrote it. */
export type Request = {
  readonly number: number
  readonly at: Date
  readonly to: string
  /** What the request says; null where it could not be read. */
  readonly says: string | null
  readonly raw: string
  /** What this simulator would mention though it did not refuse. */
  readonly remarks: readonly string[]
  readonly refused: Refusal | null
  readonly answer: string
}

/** LiqPay without its web pages: shops, payments, its journal, and what it tells. */
export interface Office {
  /** Registers a shop or replaces it. Throws with the reason if the values are no shop's. */
  enrol(values: Values): Shop
  shops(): readonly Shop[]
  shopByKey(publicKey: string): Shop | null
  open(asked: Omit<NewPayment, 'createdAt'>): Payment
  paymentAt(token: string): Payment | null
  /** By `order_id`; null also where it is another shop's. */
  paymentOf(publicKey: string, orderId: string): Payment | null
  /** As it stands now: a payment is replaced when it changes. */
  current(payment: Payment): Payment
  payments(): readonly Payment[]
  change(payment: Payment, change: Partial<Payment>): Payment
  book(payment: Payment, kind: JournalEntry['kind'], minor: bigint): void
  /** Tells the shop, or does not where its callbacks are switched off or lost. Resolves after the first try. */
  tell(payment: Payment, telling?: Partial<Telling>): Promise<readonly SentCallback[]>
  journal(): readonly JournalEntry[]
  send(message: Omit<Message, 'at'>): void
  /** Oldest first. */
  outbox(): readonly Message[]
  note(request: Omit<Request, 'at' | 'number'>): void
  /** The last of them, oldest first. */
  requests(): readonly Request[]
  readonly agenda: Agenda
  readonly deliveries: Deliveries
  /** Every callback of every shop is lost while true. */
  isMute: boolean
}

const REQUESTS_KEPT = 300

export const TRIES = HABITS.retryAfterMs.length + 1

export function openOffice(agenda: Agenda, deliveries: Deliveries): Office {
  const shops = new Map<string, Shop>()
  const payments = new Map<number, Payment>()
  const journal: JournalEntry[] = []
  const outbox: Message[] = []
  const requests: Request[] = []
  const counted = { requests: 0 }
  const keep = (payment: Payment): Payment => {
    payments.set(payment.id, payment)
    return payment
  }
  const find = (is: (payment: Payment) => boolean): Payment | null => [...payments.values()].find(is) ?? null
  const office: Office = {
    enrol(values) {
      const shop = readShop(values)
      if (typeof shop === 'string') throw new Error(shop)
      shops.set(shop.publicKey, shop)
      return shop
    },
    shops: () => [...shops.values()],
    shopByKey: (publicKey) => shops.get(publicKey) ?? null,
    open: (asked) => keep(newPayment({ ...asked, createdAt: agenda.now() }, payments.size)),
    paymentAt: (token) => find((one) => one.token === token),
    paymentOf: (publicKey, orderId) => find((one) => one.shop.publicKey === publicKey && one.orderId === orderId),
    current: (payment) => payments.get(payment.id) ?? payment,
    payments: () => [...payments.values()],
    change: (payment, change) => keep({ ...office.current(payment), ...change }),
    book(payment, kind, minor) {
      const { shop: { publicKey }, orderId, id: paymentId, currency } = payment
      journal.push({ at: agenda.now(), kind, publicKey, orderId, paymentId, minor, currency })
    },
    tell: (payment, telling = {}) => tell(office, payment, { ...PLAINLY, ...telling }),
    journal: () => journal,
    send: (message) => void outbox.push({ ...message, at: agenda.now() }),
    outbox: () => outbox,
    note(request) {
      counted.requests += 1
      requests.push({ ...request, number: counted.requests, at: agenda.now() })
      if (requests.length > REQUESTS_KEPT) requests.shift()
    },
    requests: () => requests,
    agenda, deliveries, isMute: false,
  }
  return office
}

async function tell(office: Office, payment: Payment, telling: Telling): Promise<readonly SentCallback[]> {
  // The cabinet's settings of today, not those from when the order was made.
  const shop = office.shopByKey(payment.shop.publicKey) ?? payment.shop
  const url = payment.serverUrl ?? shop.callbackUrl
  const isUnasked = shop.callbacks === 'none' || (shop.callbacks === 'final' && telling.status === null && !isFinal(payment))
  if (url === '' || isUnasked || office.isMute) return []
  return [await office.deliveries.deliver(makeCallback({ ...payment, shop }, url, telling))]
}
