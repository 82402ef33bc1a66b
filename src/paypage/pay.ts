import type { Started } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { grossLines } from '../invoices/gross-lines.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import { isTrouble, noteTrouble } from '../merchants/channels/health.ts'
import { printDecimal } from '../money/decimal.ts'
import { equals, parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { orderFor, sendOrder, startAgain, startAttempt } from '../payments/start-attempt.ts'
import type { StartError, StartRequest } from '../payments/start-attempt.ts'
import { faceOf, goneView, isUnanswered, knownView, methodValue, viewOf } from './face-of.ts'
import type { Visit } from './face-of.ts'
import { mayTry, merchantMayTake, noteRefusedTries } from './limit-attempts.ts'
import { offeredMethods, openedChannel } from './offered-methods.ts'
import type { PayChannel, PayPageDeps } from './offered-methods.ts'
import { answering } from './one-list.ts'
import { findPaySubject } from './store.ts'
import type { PaySubject } from './store.ts'
import { readTypedAmount } from './typed-amount.ts'
import type { PayPageView, PayProblem } from './view.ts'

/** One request of a payer's browser for the page of `token`, from `address`. */
export type PayVisit = Visit & { readonly token: string; readonly address: string; readonly hasChosenLanguage: boolean }

/** What the form said; null where it said nothing. */
export type PayForm = { readonly typedMethod: string | null; readonly typedAmount: string | null }

/** A known link speaks the payer's language; one that is gone says nothing of the invoice, not even its language. */
export async function pageFor(deps: PayPageDeps, subject: PaySubject | null, visit: PayVisit): Promise<PayPageView> {
  if (subject === null || faceOf(subject, visit.now) === 'gone') return goneView(visit)
  const spoken = spokenTo(subject, visit)
  const offered = await offeredMethods(deps, subject, spoken.language)
  return viewOf(subject, spoken, offered, deps.connectorName(subject.attempt?.connector ?? ''))
}

const spokenTo = ({ invoice }: PaySubject, visit: PayVisit): PayVisit =>
  ({ ...visit, language: visit.hasChosenLanguage ? visit.language : invoice.language })

/**
 * The payer pressed the button: an attempt starts and the page leads on to the provider. Whatever stands in its way (too
 * many tries, a method that is gone, an amount that changed, somebody else's attempt) is what the page says instead.
 */
export async function pay(deps: PayPageDeps, visit: PayVisit, { typedMethod, typedAmount }: PayForm): Promise<PayPageView> {
  const { token, address } = visit
  const [subject, allowed] = await Promise.all([findPaySubject(deps.pool, token), mayTry(deps, { token, address })])
  if (subject === null || faceOf(subject, visit.now) !== 'choose') return pageFor(deps, subject, visit)
  const { language } = spokenTo(subject, visit)
  const [offered, merchantMay] = await Promise.all([offeredMethods(deps, subject, language), merchantMayTake(deps, subject.invoice.merchantId)])
  const refused = (problem: PayProblem) => viewOf(subject, { ...visit, language, problem, typedAmount, typedMethod }, offered, '')
  if (!allowed || !merchantMay) {
    await noteRefusedTries(deps, subject.invoice)
    return refused({ code: 'too_many' })
  }
  const chosen = answering(offered, subject, visit.now).find((one) => methodValue(one) === typedMethod)
  if (chosen === undefined) return refused({ code: typedMethod !== null ? 'method_unavailable' : 'no_method' })
  const amount = amountOf(subject, typedAmount)
  if ('code' in amount) return refused(amount)
  const channel = await openedChannel(deps, subject, chosen.channelId)
  if (channel === null) return refused({ code: 'method_unavailable' })
  const ask = requestFor(deps, subject, channel, { method: chosen.method.key, amount, language, token, at: visit.now })
  const started = await startAttempt(deps, { ...ask, channel: { id: chosen.channelId, open: channel.open, leaseMs: channel.leaseMs } })
  await noteHealth(deps, subject, { channelId: chosen.channelId, error: started.ok ? null : started.error, at: visit.now })
  if (!started.ok) return afterRefusal(deps, started.error, { visit: { ...visit, typedAmount, typedMethod }, refused })
  return { ...knownView(subject, { ...visit, language }), face: 'going', provider: channel.name, amount, href: started.value.redirect }
}

/** What a provider's answer to an order says of its channel. One that takes orders anew is written down only if it had failed before. */
export async function noteHealth(
  { pool }: Pick<PayPageDeps, 'pool'>, { invoice, channels }: PaySubject, { channelId, error, at }: { channelId: Id<'channel'>; error: StartError | null; at: Date },
): Promise<void> {
  const ref = { merchantId: invoice.merchantId, channelId }
  const failed = error !== null && (error.code === 'provider_unreachable' || error.code === 'provider_silent' ||
    (error.code === 'refused_by_provider' && isTrouble(error.reason)))
  if (failed) await noteTrouble(pool, ref, at)
  else if (error === null && channels.some(({ id, troubleAt }) => id === channelId && troubleAt !== null)) await noteTrouble(pool, ref, null)
}

/** An attempt that is provably over leaves the other ways; one that is not, or is somebody else's, is shown, and no second one starts. */
async function afterRefusal(
  deps: PayPageDeps, error: StartError, { visit, refused }: { visit: PayVisit; refused: (problem: PayProblem) => PayPageView },
): Promise<PayPageView> {
  const shown = async (problem: PayProblem | null) => pageFor(deps, await findPaySubject(deps.pool, visit.token), { ...visit, problem })
  switch (error.code) {
    case 'refused_by_provider': case 'provider_unreachable': return shown({ code: 'not_started' })
    case 'amount_not_possible': return refused({ code: 'amount_changed' })
    case 'another_attempt_is_live': case 'nothing_to_pay': case 'provider_silent': return shown(null)
  }
}

/** Where parts may be paid the payer types; elsewhere the form repeats what the button said, and it must still be so. */
function amountOf({ invoice, store }: PaySubject, typed: string | null): Money | PayProblem {
  const left: Money = { minor: remainingMinor(invoice), currency: invoice.currency }
  if (!store.partPayments) {
    const shown = typed === null ? null : parseMoney(typed, left.currency)
    return shown === null || !equals(shown, left) ? { code: 'amount_changed' } : left
  }
  const amount = readTypedAmount(typed ?? '', left.currency)
  if (amount === null) return { code: 'amount_unreadable' }
  if (amount.minor < 1n) return { code: 'amount_too_small' }
  return amount.minor > left.minor ? { code: 'amount_too_large' } : amount
}

type Choice = { method: string | null; amount: Money; language: Visit['language']; token: string; at: Date }

/** The order as the page sends it: the payer's browser is to be led to the provider. */
export function requestFor(
  deps: Pick<PayPageDeps, 'publicUrl'>, { invoice, store }: PaySubject, channel: PayChannel, { method, amount, language, token, at }: Choice,
): Omit<StartRequest, 'channel'> {
  const page = new URL(`/pay/${token}`, deps.publicUrl).href
  return {
    invoice, method, amount, language, at, invoiceNumber: invoice.number, storeName: store.name,
    payer: { email: invoice.payer.email || null, name: invoice.payer.name || null, country: invoice.payer.country ?? store.country },
    urls: { accept: `${page}?back=accept`, cancel: `${page}?back=cancel`, callback: channel.callbackUrl },
    lines: grossLines(invoice.lines, invoice.currency).map(({ title, quantity, unit, amount: total }) => ({ title, quantity: printDecimal(quantity), unit, total })),
    deliverBy: null,
  }
}

/** Back to the provider's page of the attempt that is under way: the same order, so nothing can be paid twice by it. */
export async function resume(deps: PayPageDeps, visit: PayVisit): Promise<PayPageView> {
  const { token } = visit
  const subject = await findPaySubject(deps.pool, token)
  const attempt = subject?.attempt ?? null
  if (subject === null || attempt === null || faceOf(subject, visit.now) !== 'in_flight' || !isUnfinished(attempt)) {
    return pageFor(deps, subject, visit)
  }
  const channel = await openedChannel(deps, subject, attempt.channelId)
  if (channel === null || channel.open.resume === null) return pageFor(deps, subject, visit)
  // The very same order: a provider may refuse one of another content under the same name.
  const ask = requestFor(deps, subject, channel, { ...attempt, amount: attempt.asked, token, at: visit.now })
  const started = await openedAgain(deps, { ...ask, channel: { id: attempt.channelId, open: channel.open, leaseMs: channel.leaseMs } }, attempt)
  if (started === null) return pageFor(deps, await findPaySubject(deps.pool, token), visit)
  return { ...knownView(subject, spokenTo(subject, visit)), face: 'going', provider: channel.name, amount: attempt.asked, href: started.redirect }
}

type PageAttempt = NonNullable<PaySubject['attempt']>

/** Null: it cannot be opened now, or another tab was faster. */
async function openedAgain(deps: PayPageDeps, ask: StartRequest, { id, state, providerRef }: PageAttempt): Promise<Started | null> {
  if (state === 'unknown') return startAgain(deps, ask, id)
  // A crash may have kept the order from ever reaching the provider.
  if (state === 'created') {
    const started = await sendOrder(deps, ask, id)
    return started.ok ? started.value : null
  }
  const outcome = await ask.channel.open.resume?.(orderFor(ask, id), providerRef, deps.http)
  return outcome?.kind === 'done' ? outcome.value : null
}

/**
 * Neither the payer's bank nor the provider has told anything of it yet. What was to be brought is not sent anew: a
 * refusal of the second order would free the invoice while the first may be paid.
 */
const isUnfinished = (attempt: PageAttempt): boolean =>
  isUnanswered(attempt) || (!attempt.isBrought && (attempt.state === 'created' || attempt.state === 'pending') && attempt.waitingSince === null)
