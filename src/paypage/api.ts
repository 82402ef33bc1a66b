import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isLanguage } from '../kernel/language.ts'
import { hurryPolling } from '../payments/poll-attempts.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import { goneView } from './face-of.ts'
import type { PayPageDeps } from './offered-methods.ts'
import { renderPayPage } from './page.tsx'
import { pageFor, pay, resume } from './pay.ts'
import type { PayForm, PayVisit } from './pay.ts'
import { readForms } from './read-forms.ts'
import { findPaySubject } from './store.ts'
import type { PaySubject } from './store.ts'
import type { PayPageView } from './view.ts'

const Link = Type.Object({ token: Type.String({ maxLength: 64 }) })
/** The payer's pages. They need no script, set no cookie, and only the two buttons change anything. */
export const payPageRoutes: Routes<PayPageDeps> = async (app, deps) => {
  await app.register(async (scope: App) => {
    readForms(scope)
    const shown = { config: { public: true }, schema: { hide: true, params: Link } } as const
    // The address of a text message: nothing is asked of the database before the long one is.
    scope.get('/p/:token', shown, (request, reply) =>
      reply.code(302).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
        .header('location', `/pay/${encodeURIComponent(request.params.token)}`).send())
    scope.get('/pay/:token', shown, async (request, reply) => {
      const visit = visitOf(deps, request)
      const subject = await findPaySubject(deps.pool, request.params.token)
      await hurry(deps, subject, visit)
      return show(reply, await pageFor(deps, subject, visit))
    })
    scope.post('/pay/:token/attempts', shown, async (request, reply) => show(reply, await pay(deps, visitOf(deps, request), formOf(request))))
    scope.post('/pay/:token/resume', shown, async (request, reply) => show(reply, await resume(deps, visitOf(deps, request))))
    scope.post('/pay/:token/fresh', shown, async (request, reply) => {
      const allowed = await takeOne(deps.db, { key: `fresh-link/${request.ip}`, limit: 5, windowMs: 3_600_000, at: deps.clock.now() })
      if (allowed.isAllowed) deps.sendFreshLink(request.params.token)
      return show(reply, goneView({ ...visitOf(deps, request), asked: true }))
    })
  })
}

/** The payer is back from the provider, who may know more than we do. What he sees is what we know now. */
async function hurry({ pool }: PayPageDeps, subject: PaySubject | null, { back, now: at }: PayVisit): Promise<void> {
  const attempt = subject?.attempt ?? null
  if (back !== 'accept' || subject === null || attempt === null || attempt.state !== 'pending' || attempt.providerRef === null) return
  await hurryPolling(pool, { merchantId: subject.invoice.merchantId, attemptId: attempt.id, at })
}

type PayRequest = FastifyRequest<{ Params: { token: string } }>

function visitOf({ clock }: PayPageDeps, request: PayRequest): PayVisit {
  // Providers add fields of their own when they send the payer back: all are let through, only these are read.
  const query = new URLSearchParams(request.url.split('?')[1] ?? '')
  const [lang, back] = [query.get('lang'), query.get('back')]
  const chosen = lang !== null && isLanguage(lang) ? lang : null
  return {
    language: chosen ?? request.language, hasChosenLanguage: chosen !== null, path: `/pay/${request.params.token}`, now: clock.now(),
    back: back === 'accept' || back === 'cancel' ? back : null, refresh: query.get('refresh') !== 'off', problem: null,
    typedAmount: null, typedMethod: null, asked: false, token: request.params.token, address: request.ip,
  }
}

function show(reply: FastifyReply, view: PayPageView): FastifyReply {
  const page = renderPayPage(view)
  return reply.code(page.status).headers(page.headers).send(page.html)
}

function formOf({ body }: PayRequest): PayForm {
  const form = body instanceof URLSearchParams ? body : new URLSearchParams()
  return { typedMethod: form.get('method'), typedAmount: form.get('amount') }
}
