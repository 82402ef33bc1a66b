import type pg from 'pg'
import type { Http, OpenConnector, Order, Outcome, Refusal, Started } from '../connectors/contract.ts'
import { newId, publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { Money } from '../money/money.ts'
import type { Actor, NewEvent } from '../webhooks/event.ts'
import type { Attempt } from './attempt.ts'
import { openAttempt, recordStart } from './attempt-store.ts'
import type { NewAttempt } from './attempt-store.ts'
import type { InvoiceInPayment } from './money-change.ts'
import { firstPollAt } from './poll-attempts.ts'

type StartDeps = { readonly pool: pg.Pool; readonly http: Http }

export type StartRequest = {
  readonly invoice: InvoiceInPayment
  readonly channel: { readonly id: Id<'channel'>; readonly open: OpenConnector; readonly leaseMs: number }
  /** The key of one of the connector's methods, or null to choose at the provider. */
  readonly method: string | null
  /** What the payer wants to pay now: all that remains, or a part where the store allows it. */
  readonly amount: Money
  readonly language: Language
  readonly invoiceNumber: string
  readonly storeName: string
  readonly payer: Order['payer']
  readonly urls: Order['urls']
  readonly lines: Order['lines']
  /** `by`: who had the provider bring it. */
  readonly deliverBy: null | (NonNullable<Order['deliverBy']> & { readonly by: Actor })
  readonly at: Date
}

export type StartError =
  | { readonly code: 'nothing_to_pay' }
  | { readonly code: 'amount_not_possible'; readonly remaining: Money }
  | { readonly code: 'another_attempt_is_live' }
  | { readonly code: 'refused_by_provider'; readonly reason: Refusal; readonly providerCode: string }
  /** Nothing of the order has left us: the attempt is over, and another may begin at once. */
  | { readonly code: 'provider_unreachable' }
  /** The order may have arrived: the attempt is `unknown` and keeps the lease. */
  | { readonly code: 'provider_silent' }

/**
 * Sends a payer to a provider. The attempt is committed, and holds the invoice's lease, before the provider hears of
 * it: a crash leaves a row to ask about. Where the payer carries the order and nothing is asked, that it was started is
 * committed with it. Two payers at once get one attempt; the other is told.
 */
export async function startAttempt(deps: StartDeps, ask: StartRequest): Promise<Result<Started & { attemptId: Id<'attempt'> }, StartError>> {
  const remaining = remainingMinor(ask.invoice)
  if (remaining === 0n || ask.invoice.document !== 'issued') return err({ code: 'nothing_to_pay' })
  if (ask.amount.minor < 1n || ask.amount.minor > remaining || ask.amount.currency !== ask.invoice.currency) {
    return err({ code: 'amount_not_possible', remaining: { minor: remaining, currency: ask.invoice.currency } })
  }
  const id = newId('attempt')
  const leaseUntil = new Date(ask.at.getTime() + ask.channel.leaseMs)
  const intent: NewAttempt = {
    invoice: ask.invoice, id, channelId: ask.channel.id, amount: ask.amount, method: ask.method,
    language: ask.language, at: ask.at, leaseUntil, broughtBy: ask.deliverBy?.by ?? null, started: null,
    events: [startedEvent(id, ask)],
  }
  const { http, first } = onceCommitted(deps.http, () => openAttempt(deps.pool, intent))
  const watching = watched(http)
  const leased = { ...ask, invoice: { ...ask.invoice, leaseUntil } }
  const outcome = await ask.channel.open.start(orderFor(leased, id), watching.http)
  if (first.opened === null && outcome.kind === 'done') {
    const { providerRef } = outcome.value
    const opened = await openAttempt(deps.pool, { ...intent, started: { providerRef, pollAt: pollAtOf(ask, outcome) } })
    return opened ? ok({ ...outcome.value, attemptId: id }) : err({ code: 'another_attempt_is_live' })
  }
  if (!await (first.opened ?? openAttempt(deps.pool, intent))) return err({ code: 'another_attempt_is_live' })
  return concluded(deps, leased, { id, outcome, sending: watching.sending })
}

/** Lets no request leave before the intent is committed, and none at all where it cannot be. `opened` is null while none was made. */
function onceCommitted(http: Http, open: () => Promise<boolean>): { http: Http; first: { opened: Promise<boolean> | null } } {
  const first: { opened: Promise<boolean> | null } = { opened: null }
  return {
    first,
    http: async (request) => (await (first.opened ??= open()) ? http(request) : { kind: 'unknown', cause: 'another attempt is live', isUnsent: true }),
  }
}

/** What is known of the requests of one order. */
type Sending = { mayHaveLeft: boolean }

/** Notices whether anything of an order may have reached the provider. An order without any request is in no provider's hands either way. */
export function watched(http: Http): { http: Http; sending: Sending } {
  const sending: Sending = { mayHaveLeft: true }
  const answers: boolean[] = []
  return {
    sending,
    http: async (request) => {
      const answer = await http(request)
      answers.push(answer.kind === 'unknown' && answer.isUnsent === true)
      sending.mayHaveLeft = answers.includes(false)
      return answer
    },
  }
}

/**
 * Sends the order of an attempt that is `created` and notes what came of it. Also for one whose sending a crash cut
 * off: under its own name it is still one order, of which nobody knows any more what had left.
 */
export async function sendOrder(
  deps: StartDeps, ask: StartRequest, id: Id<'attempt'>,
): Promise<Result<Started & { attemptId: Id<'attempt'> }, StartError>> {
  const outcome = await ask.channel.open.start(orderFor(ask, id), deps.http)
  return concluded(deps, ask, { id, outcome, sending: { mayHaveLeft: true } })
}

async function concluded(
  deps: StartDeps, ask: StartRequest, { id, outcome, sending }: { id: Id<'attempt'>; outcome: Outcome<Started>; sending: Readonly<Sending> },
): Promise<Result<Started & { attemptId: Id<'attempt'> }, StartError>> {
  const isFirst = await recordStart(deps.pool, { ...startOf(ask, id, outcome), ...recorded(outcome, sending), isAgain: false })
  if (outcome.kind === 'refused') return err({ code: 'refused_by_provider', reason: outcome.reason, providerCode: outcome.providerCode })
  if (outcome.kind === 'unknown') return err({ code: sending.mayHaveLeft ? 'provider_silent' : 'provider_unreachable' })
  return isFirst || outcome.value.providerRef === null ? ok({ ...outcome.value, attemptId: id }) : err({ code: 'another_attempt_is_live' })
}

/**
 * Leads back to an order whose sending was never answered, by sending it again under its reference where the connector
 * can. Whoever is first names the attempt's payment, and only its page is given away: what another tab was answered at
 * the same time, or what the lost answer named, stays unseen and unpaid. Null: it is as before.
 */
export async function startAgain(deps: StartDeps, ask: StartRequest, id: Id<'attempt'>): Promise<Started | null> {
  const outcome = await ask.channel.open.resume?.(orderFor(ask, id), null, deps.http)
  // A refusal says nothing of the order that was sent first.
  if (outcome?.kind !== 'done') return null
  const isFirst = await recordStart(deps.pool, {
    ...startOf(ask, id, outcome), state: 'pending', providerRef: outcome.value.providerRef, note: null, release: false, event: 'attempt.started', isAgain: true,
  })
  return isFirst || outcome.value.providerRef === null ? outcome.value : null
}

const startOf = (ask: StartRequest, id: Id<'attempt'>, outcome: Outcome<Started>) => ({
  merchantId: ask.invoice.merchantId, invoiceId: ask.invoice.id, id, at: ask.at, pollAt: pollAtOf(ask, outcome),
})

const pollAtOf = ({ at, channel }: StartRequest, outcome: Outcome<Started>): Date | null =>
  outcome.kind === 'done' && outcome.value.providerRef !== null && channel.open.lookup !== null ? firstPollAt(at) : null

/** The order as the provider gets it, also when its page is opened again. */
export function orderFor(ask: Omit<StartRequest, 'channel' | 'at'>, id: Id<'attempt'>): Order {
  return {
    reference: referenceOf(id), mode: ask.invoice.mode, amount: ask.amount, method: ask.method,
    invoiceNumber: ask.invoiceNumber, storeName: ask.storeName, language: ask.language, payer: ask.payer, urls: ask.urls,
    lines: ask.lines, payableUntil: earlier(ask.invoice.leaseUntil, ask.invoice.payUntil), deliverBy: ask.deliverBy && { way: ask.deliverBy.way, to: ask.deliverBy.to },
  }
}

/** A page that closes with the lease cannot be paid beside the next attempt. */
const earlier = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b < a) ? b : a)

/** The attempt's name towards the provider: its id as 26 characters, so that a callback finds it by primary key. */
export const referenceOf = (id: Id<'attempt'>): string => publicId('attempt', id, null).slice('att_'.length)

const startedEvent = (id: Id<'attempt'>, ask: StartRequest): NewEvent => ({
  type: 'attempt.started', objectId: id, sequence: 1,
  data: { invoice: ask.invoice.id, channel: ask.channel.id, method: ask.method, brought: ask.deliverBy !== null },
})

type Recorded = {
  state: Attempt['state']; providerRef: string | null; note: string | null; release: boolean; event: 'attempt.failed' | 'attempt.unknown' | null
}

function recorded(outcome: Outcome<Started>, { mayHaveLeft }: Readonly<Sending>): Recorded {
  switch (outcome.kind) {
    case 'done': return { state: 'pending', providerRef: outcome.value.providerRef, note: null, release: false, event: null }
    case 'refused': return { state: 'failed', providerRef: null, note: `${outcome.reason} ${outcome.providerCode}`, release: true, event: 'attempt.failed' }
    // Money may have moved: the lease ends by time only. Not so where nothing was sent.
    case 'unknown': return mayHaveLeft
      ? { state: 'unknown', providerRef: null, note: outcome.cause, release: false, event: 'attempt.unknown' }
      : { state: 'failed', providerRef: null, note: outcome.cause, release: true, event: 'attempt.failed' }
  }
}
