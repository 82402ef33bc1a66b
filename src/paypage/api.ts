import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isLanguage } from '../kernel/language.ts'
import { ok } from '../kernel/result.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import { equals, parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { isLive } from '../payments/attempt.ts'
import { orderFor, sendOrder, startAttempt } from '../payments/start-attempt.ts'
import type { StartError, StartRequest } from '../payments/start-attempt.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import { faceOf, goneView, knownView, methodValue, viewOf } from './face-of.ts'
import type { OfferedMethod, Visit } from './face-of.ts'
import { mayTry, merchantMayTake, noteRefusedTries } from './limit-attempts.ts'
import { offeredMethods, openedChannel } from './offered-methods.ts'
import type { PayChannel, PayPageDeps } from './offered-methods.ts'
import { renderPayPage } from './page.tsx'
import { findPaySubject } from './store.ts'
import type { PaySubject } from './store.ts'
import { readTypedAmount } from './typed-amount.ts'
import type { PayPageView, PayProblem } from './view.ts'

const Link = Type.Object({ token: Type.String({ maxLength: 64 }) })
/** The payer's pages. They need no script, set no cookie, and only the two buttons change anything. */
export const payPageRoutes: Routes<PayPageDeps> = async (app, deps) => {
  await app.register(async (scope: App) => {
    readForms(scope)
    const shown = { config: { public: true }, schema: { hide: true, params: Link } } as const
    scope.get('/pay/:token', shown, async (request, reply) => {
      const visit = visitOf(deps, request)
      const subject = await findPaySubject(deps.pool, request.params.token)
      return show(reply, await pageFor(deps, subject, visit))
    })
    scope.post('/pay/:token/attempts', shown, async (request, reply) => show(reply, await pay(deps, request)))
    scope.post('/pay/:token/resume', shown, async (request, reply) => show(reply, await resume(deps, request)))
    scope.post('/pay/:token/fresh', shown, async (request, reply) => {
      const allowed = await takeOne(deps.db, { key: `fresh-link/${request.ip}`, limit: 5, windowMs: 3_600_000, at: deps.clock.now() })
      if (allowed.isAllowed) deps.sendFreshLink(request.params.token)
      return show(reply, goneView({ ...visitOf(deps, request), asked: true }))
    })
  })
}

/** A browser without script posts forms. Their fields are few and short; of a repeated one the first counts. */
function readForms(scope: App): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4096 }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)))
  })
}

type PayRequest = FastifyRequest<{ Params: { token: string } }>

function visitOf({ clock }: PayPageDeps, request: PayRequest): Visit & { hasChosenLanguage: boolean } {
  // Providers add fields of their own when they send the payer back: any are let through, only these are read.
  const query = new URLSearchParams(request.url.split('?')[1] ?? '')
  const [lang, back] = [query.get('lang'), query.get('back')]
  const chosen = lang !== null && isLanguage(lang) ? lang : null
  return {
    language: chosen ?? request.language, hasChosenLanguage: chosen !== null, path: `/pay/${request.params.token}`, now: clock.now(),
    back: back === 'accept' || back === 'cancel' ? back : null, refresh: query.get('refresh') !== 'off', problem: null,
    typedAmount: null, typedMethod: null, asked: false,
  }
}

function show(reply: FastifyReply, view: PayPageView): FastifyReply {
  const page = renderPayPage(view)
  return reply.code(page.status).headers(page.headers).send(page.html)
}

/** A known link speaks the payer's language; one that is gone says nothing of the invoice, not even its language. */
async function pageFor(deps: PayPageDeps, subject: PaySubject | null, visit: Visit & { hasChosenLanguage: boolean }): Promise<PayPageView> {
  if (subject === null || faceOf(subject, visit.now) === 'gone') return goneView(visit)
  const spoken = { ...visit, language: visit.hasChosenLanguage ? visit.language : subject.invoice.language }
  const offered = await offeredMethods(deps, subject, spoken.language)
  return viewOf(subject, spoken, offered, deps.connectorName(subject.attempt?.connector ?? ''))
}

const formOf = (request: PayRequest): URLSearchParams => (request.body instanceof URLSearchParams ? request.body : new URLSearchParams())

async function pay(deps: PayPageDeps, request: PayRequest): Promise<PayPageView> {
  const visit = visitOf(deps, request)
  const [subject, allowed] = await Promise.all([findPaySubject(deps.pool, request.params.token), mayTry(deps, { token: request.params.token, address: request.ip })])
  if (subject === null || faceOf(subject, visit.now) !== 'choose') return pageFor(deps, subject, visit)
  const form = formOf(request)
  const language = visit.hasChosenLanguage ? visit.language : subject.invoice.language
  const [offered, merchantMay] = await Promise.all([offeredMethods(deps, subject, language), merchantMayTake(deps, subject.invoice.merchantId)])
  const [typedAmount, typedMethod] = [form.get('amount'), form.get('method')]
  const refused = (problem: PayProblem) => viewOf(subject, { ...visit, language, problem, typedAmount, typedMethod }, offered, '')
  if (!allowed || !merchantMay) {
    await noteRefusedTries(deps, subject.invoice)
    return refused({ code: 'too_many' })
  }
  const chosen = offered.find((one) => methodValue(one) === typedMethod)
  if (chosen === undefined) return refused({ code: typedMethod !== null ? 'method_unavailable' : 'no_method' })
  const amount = amountOf(subject, typedAmount)
  if ('code' in amount) return refused(amount)
  const channel = await openedChannel(deps, subject, chosen.channelId)
  if (channel === null) return refused({ code: 'method_unavailable' })
  const ask = requestFor(deps, subject, channel, { chosen, amount, language, token: request.params.token, at: visit.now })
  const started = await startAttempt(deps, { ...ask, channel: { id: chosen.channelId, open: channel.open, leaseMs: channel.leaseMs } })
  if (!started.ok) return afterRefusal(deps, started.error, request.params.token, { visit, refused })
  return { ...knownView(subject, { ...visit, language }), face: 'going', provider: channel.name, amount, href: started.value.redirect }
}

/** Somebody else began in the same moment: their attempt is shown, and no second one starts. */
async function afterRefusal(
  deps: PayPageDeps, error: StartError, token: string,
  { visit, refused }: { visit: Visit & { hasChosenLanguage: boolean }; refused: (problem: PayProblem) => PayPageView },
): Promise<PayPageView> {
  switch (error.code) {
    case 'refused_by_provider': return refused({ code: 'not_started' })
    case 'amount_not_possible': return refused({ code: 'amount_changed' })
    case 'another_attempt_is_live': case 'nothing_to_pay': case 'provider_unreachable':
      return pageFor(deps, await findPaySubject(deps.pool, token), visit)
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

type Choice = { chosen: OfferedMethod | null; amount: Money; language: Visit['language']; token: string; at: Date }

function requestFor(
  deps: PayPageDeps, { invoice, store }: PaySubject, channel: PayChannel, { chosen, amount, language, token, at }: Choice,
): Omit<StartRequest, 'channel'> {
  const page = new URL(`/pay/${token}`, deps.publicUrl).href
  return {
    invoice, method: chosen?.method ?? null, amount, language, at, invoiceNumber: invoice.number, storeName: store.name,
    payer: { email: invoice.payer.email || null, name: invoice.payer.name || null, country: invoice.payer.country ?? store.country },
    urls: { accept: `${page}?back=accept`, cancel: `${page}?back=cancel`, callback: channel.callbackUrl },
  }
}

/** Back to the provider's page of the attempt that is under way: the same order, so nothing can be paid twice by it. */
async function resume(deps: PayPageDeps, request: PayRequest): Promise<PayPageView> {
  const visit = visitOf(deps, request)
  const subject = await findPaySubject(deps.pool, request.params.token)
  const attempt = subject?.attempt ?? null
  if (subject === null || attempt === null || faceOf(subject, visit.now) !== 'in_flight' || !isLive(attempt.state) || attempt.waitingSince !== null) {
    return pageFor(deps, subject, visit)
  }
  const channel = await openedChannel(deps, subject, attempt.channelId)
  if (channel === null || channel.open.resume === null) return pageFor(deps, subject, visit)
  const language = visit.hasChosenLanguage ? visit.language : subject.invoice.language
  const ask = requestFor(deps, subject, channel, { chosen: null, amount: attempt.asked, language, token: request.params.token, at: visit.now })
  // A crash may have kept the order from ever reaching the provider.
  const started = attempt.state === 'created'
    ? await sendOrder(deps, { ...ask, channel: { id: attempt.channelId, open: channel.open, leaseMs: channel.leaseMs } }, attempt.id)
    : ok(channel.open.resume(orderFor(ask, attempt.id)))
  if (!started.ok) return pageFor(deps, await findPaySubject(deps.pool, request.params.token), visit)
  const { redirect } = started.value
  return { ...knownView(subject, { ...visit, language }), face: 'going', provider: channel.name, amount: attempt.asked, href: redirect }
}
