import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { publicId } from '../../kernel/ids.ts'
import { Secret } from '../../kernel/secret.ts'
import { newToken } from '../../platform/crypto/token.ts'
import { browserMark, clearSessionCookie, cookieName, readCookie, setBrowserMark, setSessionCookie } from '../../platform/http/cookie.ts'
import { IdJson, idOf } from '../../platform/http/id-param.ts'
import { Closed, TimeJson } from '../../platform/http/json.ts'
import { problems, refuse } from '../../platform/http/problem.ts'
import type { App, Routes } from '../../platform/http/route.ts'
import { LanguageJson, OneOf } from '../json.ts'
import { SessionJson, describeSession } from './describe-session.ts'
import { acceptInvitation } from './invite.ts'
import type { AcceptError } from './invite.ts'
import { limited } from './limits.ts'
import type { TooMany } from './limits.ts'
import { LEAST_PASSWORD_LENGTH, MOST_PASSWORD_LENGTH } from './password.ts'
import { activate, register } from './register.ts'
import type { ActivateError, RegisterError } from './register.ts'
import { changePassword, confirmReset, requestReset } from './reset-password.ts'
import type { ChangePasswordError, ConfirmError } from './reset-password.ts'
import { SESSION_LIVES_MS } from './session.ts'
import type { NewSession, Whereabouts } from './session.ts'
import { changeSession, endSession, signIn } from './sign-in.ts'
import type { SignInError } from './sign-in.ts'
import { sessionsOf } from './store.ts'
import { EMAIL_PATTERN, LINK_LIVES_MS } from './user.ts'
import type { PeopleDeps } from './user.ts'

const EmailJson = Type.String({ pattern: EMAIL_PATTERN, maxLength: 254 })
const NewPasswordJson = Type.String({ minLength: LEAST_PASSWORD_LENGTH, maxLength: MOST_PASSWORD_LENGTH })
/** Of a password that exists already: whatever it is, only the length of the work is bounded. */
const PasswordJson = Type.String({ minLength: 1, maxLength: MOST_PASSWORD_LENGTH })
const TokenJson = Type.String({ maxLength: 100 })
const NameJson = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

/** Nothing told by the time an answer takes: whatever was done or not done, it comes this long after the question. */
const EVEN_MS = 300

async function evenly<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work, wait(EVEN_MS)])
  if (done.status === 'rejected') throw done.reason
  return done.value
}

const whereabouts = (request: FastifyRequest): Whereabouts => ({
  userAgent: request.headers['user-agent'] ?? '', address: request.ip,
})

/** Hands the browser its new session and describes it. */
async function signedIn(deps: PeopleDeps, reply: FastifyReply, session: NewSession) {
  setSessionCookie(reply, { token: session.token, maxAgeMs: SESSION_LIVES_MS })
  return describeSession(deps, session)
}

export const peopleRoutes: Routes<PeopleDeps> = async (app, deps) => {
  registrationRoutes(app, deps)
  sessionRoutes(app, deps)
  passwordRoutes(app, deps)
  ownRoutes(app, deps)
}

const REGISTER = {
  password_guessable: 422, too_many: 429,
} as const satisfies Record<(RegisterError | TooMany)['code'], number>
const ACTIVATE = {
  link_spent: 422, wrong_password: 422, too_many: 429,
} as const satisfies Record<ActivateError['code'], number>
const ACCEPT = {
  link_spent: 422, password_guessable: 422, too_many: 429, wrong_password: 422, invalid: 422,
} as const satisfies
  Record<AcceptError['code'], number>

function registrationRoutes(app: App, deps: PeopleDeps): void {
  app.post('/v1/registrations', {
    config: { public: true },
    schema: {
      operationId: 'register', summary: 'Register a person and their merchant; a link that activates them is mailed.',
      body: Closed({
        email: EmailJson, password: NewPasswordJson, name: NameJson, merchantName: NameJson, language: LanguageJson,
      }),
      response: { 202: Type.Object({}), ...problems(REGISTER) },
    },
  }, async (request, reply) => {
    const { email, password } = request.body
    const tooMany = await limited(deps.db, 'register', {
      email: email.toLowerCase(), address: request.ip, at: deps.clock.now(),
    })
    if (tooMany !== null) return refuse(reply, REGISTER, tooMany)
    const registered = await evenly(register(deps, { ...request.body, password: new Secret(password) }))
    return registered.ok ? reply.code(202).send({}) : refuse(reply, REGISTER, registered.error)
  })

  app.post('/v1/activations', {
    config: { public: true },
    schema: {
      operationId: 'activate', summary: 'Use the mailed link with the password of the registration: the address is proven, the person signed in.',
      body: Closed({ token: TokenJson, password: PasswordJson }), response: { 200: SessionJson, ...problems(ACTIVATE) },
    },
  }, async (request, reply) => {
    const { token, password } = request.body
    const session = await activate(deps, { token, password: new Secret(password), where: whereabouts(request) })
    return session.ok ? reply.code(200).send(await signedIn(deps, reply, session.value)) : refuse(reply, ACTIVATE, session.error)
  })

  app.post('/v1/invitations/acceptances', {
    config: { public: true },
    schema: {
      operationId: 'acceptInvitation',
      summary: 'Join a merchant by an invitation; a known person gives their present password.',
      body: Closed({
        token: TokenJson, name: Type.Optional(NameJson),
        password: Type.Optional(Type.String({ minLength: LEAST_PASSWORD_LENGTH, maxLength: MOST_PASSWORD_LENGTH })),
      }),
      response: { 200: SessionJson, ...problems(ACCEPT) },
    },
  }, async (request, reply) => {
    const { token, name = null, password } = request.body
    const session = await acceptInvitation(deps, {
      token, name, password: password === undefined ? null : new Secret(password), language: request.language,
      where: whereabouts(request),
    })
    return session.ok ? reply.code(200).send(await signedIn(deps, reply, session.value)) : refuse(reply, ACCEPT, session.error)
  })
}

const SIGN_IN = { wrong_credentials: 401, too_many: 429 } as const satisfies Record<SignInError['code'], number>
const CHANGE_SESSION = { not_found: 404 } as const

function sessionRoutes(app: App, deps: PeopleDeps): void {
  app.post('/v1/sessions', {
    config: { public: true },
    schema: {
      operationId: 'signIn', summary: 'Sign in with e-mail and password.',
      body: Closed({ email: Type.String({ maxLength: 254 }), password: PasswordJson }),
      response: { 200: SessionJson, ...problems(SIGN_IN) },
    },
  }, async (request, reply) => {
    const { email, password } = request.body
    const session = await signIn(deps, {
      email, password: new Secret(password), where: whereabouts(request),
      replaces: readCookie(request.headers.cookie, cookieName(app.isHttps)),
    })
    return session.ok ? reply.code(200).send(await signedIn(deps, reply, session.value)) : refuse(reply, SIGN_IN, session.error)
  })

  app.get('/v1/session', {
    config: { signedIn: 'or_nobody' },
    schema: {
      operationId: 'readSession', summary: 'Who is signed in, and what they may do; no content where nobody is.',
      response: { 200: SessionJson, 204: Type.Null({ description: 'Nobody is signed in, or the session has ended.' }) },
    },
  }, async (request, reply) => {
    if (request.identity === null) return reply.code(204).send(null)
    const { session, identity } = request
    return reply.code(200).send(await describeSession(deps, { ...session, merchantId: identity.caller?.merchantId ?? null }))
  })

  app.patch('/v1/session', {
    config: { signedIn: true },
    schema: {
      operationId: 'changeSession', summary: 'Open another merchant, or change one\'s own language.',
      body: Closed({ merchant: Type.Optional(IdJson('merchant')), language: Type.Optional(LanguageJson) }),
      response: { 200: SessionJson, ...problems(CHANGE_SESSION) },
    },
  }, async (request, reply) => {
    const { merchant, language } = request.body
    const { userId, sessionId, csrfToken } = request.session
    const merchantId = merchant === undefined ? undefined : idOf('merchant', merchant)
    const changed = await changeSession(deps, { userId, sessionId, merchantId, language })
    if (!changed.ok) return refuse(reply, CHANGE_SESSION, changed.error)
    return reply.code(200).send(await describeSession(deps, {
      userId, csrfToken, merchantId: merchantId ?? request.identity?.caller?.merchantId ?? null,
    }))
  })

  app.delete('/v1/session', {
    config: { signedIn: true }, schema: { operationId: 'signOut', summary: 'Sign out.', response: { 204: Type.Null() } },
  }, async (request, reply) => {
    await endSession(deps, request.session)
    clearSessionCookie(reply)
    return reply.code(204).send(null)
  })
}

const RESET = { too_many: 429 } as const satisfies Record<TooMany['code'], number>
const CONFIRM = {
  link_spent: 422, link_elsewhere: 422, password_guessable: 422, too_many: 429,
} as const satisfies Record<ConfirmError['code'], number>
const CHANGE_PASSWORD = {
  wrong_password: 422, password_guessable: 422, too_many: 429,
} as const satisfies Record<ChangePasswordError['code'], number>

function passwordRoutes(app: App, deps: PeopleDeps): void {
  app.post('/v1/password-resets', {
    config: { public: true },
    schema: {
      operationId: 'requestPasswordReset', summary: 'Have a link mailed by which the password can be set anew.',
      body: Closed({ email: EmailJson }), response: { 202: Type.Object({}), ...problems(RESET) },
    },
  }, async (request, reply) => {
    const { email } = request.body
    const tooMany = await limited(deps.db, 'reset', { email: email.toLowerCase(), address: request.ip, at: deps.clock.now() })
    if (tooMany !== null) return refuse(reply, RESET, tooMany)
    const mark = browserMark(request) ?? newToken()
    setBrowserMark(reply, { mark, maxAgeMs: LINK_LIVES_MS.reset })
    await evenly(requestReset(deps, { email, browserMark: mark }))
    return reply.code(202).send({})
  })

  app.post('/v1/password-resets/confirmations', {
    config: { public: true },
    schema: {
      operationId: 'confirmPasswordReset',
      summary: 'Set the password by the mailed link, in the browser that asked for it; every session ends, and an address not yet proven is proven.',
      body: Closed({ token: TokenJson, password: NewPasswordJson }), response: { 204: Type.Null(), ...problems(CONFIRM) },
    },
  }, async (request, reply) => {
    const { token, password } = request.body
    const confirmed = await confirmReset(deps, { token, password: new Secret(password), address: request.ip, browserMark: browserMark(request) })
    return confirmed.ok ? reply.code(204).send(null) : refuse(reply, CONFIRM, confirmed.error)
  })

  app.post('/v1/password-changes', {
    config: { signedIn: true },
    schema: {
      operationId: 'changePassword', summary: 'Change one\'s own password; every other session ends.',
      body: Closed({ current: PasswordJson, next: NewPasswordJson }),
      response: { 204: Type.Null(), ...problems(CHANGE_PASSWORD) },
    },
  }, async (request, reply) => {
    const { current, next } = request.body
    const changed = await changePassword(deps, {
      ...request.session, current: new Secret(current), next: new Secret(next), address: request.ip,
    })
    if (!changed.ok) return refuse(reply, CHANGE_PASSWORD, changed.error)
    setSessionCookie(reply, { token: changed.value.token, maxAgeMs: SESSION_LIVES_MS })
    return reply.code(204).send(null)
  })
}

const OwnSessionJson = Type.Object({
  id: Type.String(), current: Type.Boolean(), createdAt: TimeJson, lastSeenAt: TimeJson, userAgent: Type.String(),
  address: Type.String(),
}, { title: 'OwnSession' })

const END = { not_found: 404 } as const

function ownRoutes(app: App, deps: PeopleDeps): void {
  app.get('/v1/sessions', {
    config: { signedIn: true },
    schema: {
      operationId: 'listSessions', summary: 'Where one is signed in.',
      response: { 200: Type.Object({ items: Type.Array(OwnSessionJson) }) },
    },
  }, async (request) => {
    const { userId, sessionId } = request.session
    const sessions = await sessionsOf(deps.db, userId, deps.clock.now())
    return {
      items: sessions.map((one) => ({
        id: publicId('session', one.session_id, null), current: one.session_id === sessionId,
        createdAt: one.created_at.toISOString(),
        lastSeenAt: one.last_seen_at.toISOString(), userAgent: one.user_agent, address: one.address,
      })),
    }
  })

  app.delete('/v1/sessions/:id', {
    config: { signedIn: true },
    schema: {
      operationId: 'endSession', summary: 'End one of one\'s own sessions.', params: OneOf('session'),
      response: { 204: Type.Null(), ...problems(END) },
    },
  }, async (request, reply) => {
    const ended = await endSession(deps, { userId: request.session.userId, sessionId: idOf('session', request.params.id) })
    return ended ? reply.code(204).send(null) : refuse(reply, END, { code: 'not_found' })
  })
}
