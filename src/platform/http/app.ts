import { randomBytes, randomUUID } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import * as typebox from 'typebox/system'
import type { Clock } from '../../kernel/clock.ts'
import { VaultLocked } from '../crypto/vault.ts'
import type { Vault } from '../crypto/vault.ts'
import type { Db } from '../db/database.ts'
import { faultOf } from '../db/retry.ts'
import type { Identify } from './caller.ts'
import { callerOf, guard, languageOf, sessionOf } from './guard.ts'
import { securityHeaders } from './headers.ts'
import { claimKey, keepAnswer } from './idempotency.ts'
import type { Claim, Idempotency } from './idempotency.ts'
import { maskedPath } from './log.ts'
import { InvalidInput, ProblemJson, sendInvalid, sendProblem } from './problem.ts'
import type { ProblemCode } from './problem-text.ts'
import { routeFacts } from './route.ts'
import type { App, RouteFact } from './route.ts'
import { writersWhenNeeded } from './serialization.ts'
import { compileSchema, SchemaMismatch } from './validation.ts'

declare module 'fastify' {
  interface FastifyInstance {
    readonly isHttps: boolean
    /** Scheme, host and port of PUBLIC_URL. Links and origin checks use this, never what a request calls us. */
    readonly publicOrigin: string
  }
  interface FastifyRequest {
    idempotencyClaim: Claim | null
  }
}

type HttpOptions = {
  readonly logger: FastifyBaseLogger
  /** Addresses or CIDR ranges whose X-Forwarded-For is believed; every other client is its own socket's address. */
  readonly trustedProxies: readonly string[]
  readonly publicUrl: URL
  readonly identify: Identify
  readonly db: Db
  readonly clock: Clock
  /** Seals the answers kept for a repeated Idempotency-Key. */
  readonly vault: Vault
}

const BODY_LIMIT_BYTES = 64 * 1024
const REQUEST_TIMEOUT_MS = 10_000

/**
 * The HTTP server without routes. Each route must say in `config` who may call it, or registering it throws.
 * Order for each request: headers, caller, cross-site check and permission, body, schemas, idempotency, handler.
 */
export function buildHttp({ logger, trustedProxies, publicUrl, identify, db, clock, vault }: HttpOptions): App {
  typebox.Settings.Set({ maxErrors: 100 })
  const routes: RouteFact[] = []
  const isHttps = publicUrl.protocol === 'https:'
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: [...trustedProxies],
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node looks for slow requests this often; its default of 30 s would let them live four times as long.
    http: { connectionsCheckingInterval: 1000, headersTimeout: REQUEST_TIMEOUT_MS },
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    // Any other spelling of an address (case, doubled or trailing slash, `;x`) is another address, and not found.
    routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false },
    schemaController: { compilersFactory: { buildSerializer: writersWhenNeeded } },
    frameworkErrors: (_error, _request, reply) => sendProblem(reply, { status: 404, code: 'not_found' }),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(compileSchema)
  app.addSchema(ProblemJson)
  app.decorate('routeTable', routes)
  app.decorate('isHttps', isHttps)
  app.decorate('publicOrigin', publicUrl.origin)
  app.addHook('onRoute', (route) => {
    routes.push(...routeFacts(route))
  })
  describeRequests(app)
  readJsonOnly(app)
  addHooks(app, { identify, idempotency: { db, clock, vault }, headers: Object.entries(securityHeaders(isHttps)) })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { status: 404, code: 'not_found' }))
  return app
}

function describeRequests(app: App): void {
  app.decorateRequest('identity', null)
  app.decorateRequest('idempotencyClaim', null)
  app.decorateRequest('caller', { getter() { return callerOf(this) } })
  app.decorateRequest('session', { getter() { return sessionOf(this) } })
  app.decorateRequest('language', { getter() { return languageOf(this) } })
}

/** JSON is the only body unless a route's own scope adds a parser: a form of another site cannot send it. */
function readJsonOnly(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}

type Wiring = { identify: Identify; idempotency: Idempotency; headers: readonly (readonly [string, string])[] }

function addHooks(app: App, { identify, idempotency, headers }: Wiring): void {
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of headers) reply.header(name, value)
    return guard(request, reply, identify)
  })
  app.addHook('preHandler', async (request, reply) => {
    const { method, routeOptions: { config } } = request
    return method === 'POST' && config.permission !== undefined ? claimKey(request, reply, idempotency) : undefined
  })
  app.addHook('onSend', async (request, reply, payload) => {
    await keepAnswer(request, reply, payload, idempotency)
    return payload
  })
  app.addHook('onResponse', async (request, reply) => logAnswer(request, reply))
}

/** One line a request. The route's pattern stands for its address, so that no id or token of it is written. */
function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { method, routeOptions: { url }, identity } = request
  const line = {
    method, path: url ?? maskedPath(request.url), status: reply.statusCode, ms: Math.round(reply.elapsedTime),
    merchant: identity?.caller?.merchantId ?? null,
  }
  request.log.info(line, 'answered')
}

const STATUS_CODES: ReadonlyMap<number, ProblemCode> = new Map<number, ProblemCode>([
  [400, 'bad_request'], [404, 'not_found'], [408, 'too_slow'], [413, 'too_large'], [415, 'unsupported_media'], [503, 'unavailable'],
])

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof SchemaMismatch) {
    // A malformed id names nothing, just as somebody else's does.
    return error.part === 'params' ? sendProblem(reply, { status: 404, code: 'not_found' }) : sendInvalid(reply, error.fields)
  }
  if (error instanceof InvalidInput) return sendInvalid(reply, error.fields)
  // Without the master key or the database nothing can be answered now; whoever asked may come again.
  const isLost = faultOf(error) === 'lost'
  if (error instanceof VaultLocked || isLost) {
    // What was asked of the database may have been done although its answer was lost: the key is never free for it again.
    if (isLost) request.idempotencyClaim = null
    request.log.error({ err: error }, 'not available')
    return sendProblem(reply.header('retry-after', '30'), { status: 503, code: 'unavailable' })
  }
  const status = error.code?.startsWith('FST_') === true ? error.statusCode ?? 500 : 500
  const code = STATUS_CODES.get(status)
  if (code !== undefined) return sendProblem(reply, { status, code })
  const incident = randomBytes(6).toString('hex')
  request.log.error({ err: error, incident }, 'request failed')
  return sendProblem(reply, { status: 500, code: 'internal', values: { incident }, incident })
}
