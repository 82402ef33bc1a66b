import type { OpenConnector, Outcome, Started } from '../connectors/contract.ts'
import { beginProviderDelivery, endProviderDelivery } from '../deliveries/provider-delivery.ts'
import type { ProviderResult } from '../deliveries/provider-delivery.ts'
import { markSent } from '../invoices/mark-sent.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import { err, ok } from '../kernel/result.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import { startAttempt } from '../payments/start-attempt.ts'
import { inTransaction } from '../platform/db/database.ts'
import { faceOf } from './face-of.ts'
import { openedChannel } from './offered-methods.ts'
import type { PayChannel, PayPageDeps } from './offered-methods.ts'
import { noteHealth, requestFor } from './pay.ts'
import type { Actor } from '../webhooks/event.ts'
import { findPaySubject } from './store.ts'
import type { PaySubject } from './store.ts'

export type BringDeps = Pick<PayPageDeps, 'db' | 'pool' | 'http' | 'publicUrl' | 'openPayChannel'>

/** The channel whose provider brings this invoice into the payer's bank app. `lifeMs` as in `Delivers`. */
type Bringer = { readonly id: Id<'channel'>; readonly channel: PayChannel; readonly lifeMs: number }

type BringError = { readonly code: 'not_found' | 'nothing_to_pay' | 'pay_page_closed' | 'payment_in_flight' | 'nobody_brings' }

/** The first channel of the store that takes the invoice's money and brings it to a bank app. Null: none does. */
export async function findBringer(deps: Pick<BringDeps, 'openPayChannel'>, subject: PaySubject): Promise<Bringer | null> {
  const { invoice, store } = subject
  const ask = { amount: leftOf(subject), language: invoice.language, country: invoice.payer.country ?? store.country }
  for (const { id } of subject.channels) {
    const channel = await openedChannel(deps, subject, id)
    const delivers = channel?.open.delivers ?? null
    if (channel === null || delivers === null || !delivers.ways.includes('bank_app')) continue
    if (channel.open.methods(ask).length > 0) return { id, channel, lifeMs: delivers.lifeMs }
  }
  return null
}

const leftOf = ({ invoice }: PaySubject): Money => ({ minor: remainingMinor(invoice), currency: invoice.currency })

/** `phone` as E.164. */
type BringAsk = { readonly token: string; readonly phone: string; readonly by: Actor; readonly at: Date }

/**
 * The provider, and not Kvit, brings the invoice to the payer's bank app. That is an attempt like any other: one at a
 * time, and it holds the invoice's lease for as long as what was brought can be paid. Answers the delivery, which says
 * what came of it; of a silent provider that is `unknown`, and it is not sent again by itself.
 */
export async function bringToBankApp(deps: BringDeps, { token, phone, by, at }: BringAsk): Promise<Result<Id<'delivery'>, BringError>> {
  const subject = await findPaySubject(deps.pool, token)
  if (subject === null) return err({ code: 'not_found' })
  const closed = whyNot(subject, at)
  if (closed !== null) return err({ code: closed })
  const bringer = await findBringer(deps, subject)
  if (bringer === null) return err({ code: 'nobody_brings' })
  const { merchantId, id: invoiceId, storeId, mode, language } = subject.invoice
  const id = await inTransaction(deps.db, (tx) => beginProviderDelivery(tx, {
    merchantId, invoiceId, storeId, mode, language, recipient: phone, requestedBy: by, createdAt: at,
  }))
  const result = await ordered(deps, subject, bringer, { token, phone, by, at })
  await inTransaction(deps.db, async (tx) => {
    await endProviderDelivery(tx, { merchantId, id, invoiceId, mode }, result, at)
    if (result.state === 'sent') await markSent(tx, { merchantId, invoiceId, at })
  })
  return result.state === 'withdrawn' ? err({ code: 'payment_in_flight' }) : ok(id)
}

function whyNot(subject: PaySubject, at: Date): BringError['code'] | null {
  switch (faceOf(subject, at)) {
    case 'choose': return null
    case 'in_flight': return 'payment_in_flight'
    case 'paid': case 'cancelled': return 'nothing_to_pay'
    case 'closed': case 'gone': return 'pay_page_closed'
  }
}

/** The attempt, and what its provider said of bringing it. */
async function ordered(
  deps: BringDeps, subject: PaySubject, { id: channelId, channel, lifeMs }: Bringer, { token, phone, by, at }: BringAsk,
): Promise<ProviderResult> {
  const { heard, open } = listening(channel.open)
  const ask = requestFor(deps, subject, channel, { method: null, amount: leftOf(subject), language: subject.invoice.language, token, at })
  const started = await startAttempt(deps, {
    ...ask, deliverBy: { way: 'bank_app', to: phone, by }, channel: { id: channelId, open, leaseMs: lifeMs },
  })
  await noteHealth(deps, subject, { channelId, error: started.ok ? null : started.error, at })
  const [outcome] = heard
  const isOthers = !started.ok && started.error.code === 'another_attempt_is_live' && outcome?.kind !== 'done'
  if (outcome === undefined || isOthers) return { ...NOTHING, state: 'withdrawn', because: 'payment_begun' }
  switch (outcome.kind) {
    case 'done': return { ...NOTHING, state: 'sent', transportId: outcome.value.providerRef }
    case 'refused': return { ...NOTHING, state: 'failed', problem: `${outcome.reason} ${outcome.providerCode}` }
    case 'unknown': return { ...NOTHING, state: !started.ok && started.error.code === 'provider_unreachable' ? 'failed' : 'unknown', problem: outcome.cause }
  }
}

const NOTHING = { problem: null, because: null, transportId: null } as const

/** The connector, and what it answered to the order; nothing if it was never asked. */
function listening(open: OpenConnector): { heard: Outcome<Started>[]; open: OpenConnector } {
  const heard: Outcome<Started>[] = []
  return {
    heard,
    open: {
      ...open,
      start: async (order, http) => {
        const outcome = await open.start(order, http)
        heard.push(outcome)
        return outcome
      },
    },
  }
}
