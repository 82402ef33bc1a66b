import type { FastifyReply, FastifyRequest } from 'fastify'
import { CODE_TRIES, readCode, tokenOfCode } from '../invoices/pay-code.ts'
import type { Clock } from '../kernel/clock.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { CODE_PATH, renderCodePage } from './code-page.tsx'
import type { CodeView } from './code-page.tsx'
import { readForms } from './read-forms.ts'

type CodeDeps = { readonly db: Db; readonly vault: Vault; readonly clock: Clock }

const OPEN = { config: { public: true }, schema: { hide: true } } as const

/** Where the digits that were read to a payer lead to the pay page. Whoever tries too many learns nothing more. */
export const codeRoutes: Routes<CodeDeps> = async (app, { db, vault, clock }) => {
  await app.register(async (scope: App) => {
    readForms(scope)
    scope.get(CODE_PATH, OPEN, async (request, reply) => show(reply, { language: languageOf(request), typed: '', problem: null }))

    scope.post(CODE_PATH, OPEN, async (request, reply) => {
      const language = languageOf(request)
      const typed = (request.body instanceof URLSearchParams ? request.body.get('code') ?? '' : '').slice(0, 24)
      const code = readCode(typed)
      if (code === null) return show(reply, { language, typed, problem: 'wrong' })
      const now = clock.now()
      const one = await takeOne(db, { key: `pay-code/${request.ip}`, ...CODE_TRIES.of, at: now })
      if (!one.isAllowed || !(await takeOne(db, { key: 'pay-code', ...CODE_TRIES.all, at: now })).isAllowed) return show(reply, { language, typed, problem: 'many' })
      const token = await tokenOfCode(db, vault, code, now)
      if (token === null) return show(reply, { language, typed, problem: 'wrong' })
      return reply.code(303).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').header('location', `/pay/${token}`).send()
    })
  })
}

function languageOf(request: FastifyRequest): Language {
  const lang = new URLSearchParams(request.url.split('?')[1] ?? '').get('lang')
  return lang !== null && isLanguage(lang) ? lang : request.language
}

function show(reply: FastifyReply, view: CodeView): FastifyReply {
  const { status, headers, html } = renderCodePage(view)
  return reply.code(status).headers(headers).send(html)
}
