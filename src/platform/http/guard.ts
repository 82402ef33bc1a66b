import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { LANGUAGES } from '../../kernel/language.ts'
import type { Language } from '../../kernel/language.ts'
import type { Caller, Credential, Identify, Session } from './caller.ts'
import { cookieName, readCookie } from './cookie.ts'
import { sendProblem } from './problem.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets a request through to its route, or answers it. Runs before the body is read, so a stranger's body never is.
 * The route's `config` says who may pass; the credential is looked up once, and not at all for public routes.
 */
export async function guard(
  request: FastifyRequest, reply: FastifyReply, identify: Identify,
): Promise<FastifyReply | undefined> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return sendProblem(reply, { status: 415, code: 'unsupported_media' })
  const { config, url } = request.routeOptions
  const isUnsafe = !SAFE.has(request.method)
  if (config.permission === undefined && config.signedIn === undefined) {
    const isApi = url?.startsWith('/v1/') === true
    return isUnsafe && isApi && cameFrom(request) === 'elsewhere' ? sendProblem(
      reply, { status: 403, code: 'cross_site' },
    ) : undefined
  }
  const credential = credentialOf(request)
  if (credential?.kind === 'session' && isUnsafe && cameFrom(request) !== 'our_page') {
    return sendProblem(reply, { status: 403, code: 'cross_site' })
  }
  request.identity = credential === null ? null : await identify(credential)
  return admitted(request, reply, isUnsafe)
}

function admitted(request: FastifyRequest, reply: FastifyReply, isUnsafe: boolean): FastifyReply | undefined {
  const { identity, routeOptions: { config } } = request
  if (identity === null && config.signedIn === 'or_nobody' && request.headers.authorization === undefined) return undefined
  if (identity === null) return sendProblem(reply, { status: 401, code: 'unauthenticated' })
  if (identity.kind === 'session' && isUnsafe && !isSame(request.headers['x-csrf-token'], identity.session.csrfToken)) {
    return sendProblem(reply, { status: 403, code: 'cross_site' })
  }
  const mayPass = config.permission === undefined
    ? identity.kind === 'session'
    : identity.caller?.permissions.has(config.permission) === true
  return mayPass ? undefined : sendProblem(reply, { status: 403, code: 'not_allowed' })
}

/** An API key goes before the cookie: a program that sends one means it. The token is of no use where it is malformed. */
function credentialOf(request: FastifyRequest): Credential | null {
  const { authorization, cookie } = request.headers
  if (authorization !== undefined) {
    const [, key] = /^Bearer (kvit_(?:test|live)_[A-Za-z0-9_-]{22})$/i.exec(authorization) ?? []
    return key === undefined ? null : { kind: 'api_key', token: key }
  }
  const token = readCookie(cookie, cookieName(request.server.isHttps))
  return token === null || !/^[A-Za-z0-9_-]{22}$/.test(token) ? null : { kind: 'session', token }
}

/**
 * Whether our own page sent the request, by the two headers that scripts cannot set. `untold`: neither was sent,
 * as by programs and very old browsers. Source: Fetch Metadata Request Headers (W3C), RFC 6454 section 7.
 */
function cameFrom({ headers, server }: FastifyRequest): 'our_page' | 'elsewhere' | 'untold' {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  if (origin !== undefined && origin !== server.publicOrigin) return 'elsewhere'
  if (site !== undefined) return site === 'same-origin' ? 'our_page' : 'elsewhere'
  return origin === undefined ? 'untold' : 'our_page'
}

function isSame(sent: string | string[] | undefined, expected: string): boolean {
  if (typeof sent !== 'string') return false
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export function callerOf({ identity, routeOptions }: FastifyRequest): Caller {
  if (identity === null || identity.caller === null) throw new Error(`${routeOptions.url} asks for no permission, so it has no caller`)
  return identity.caller
}

export function sessionOf({ identity, routeOptions }: FastifyRequest): Session {
  if (identity?.kind !== 'session') throw new Error(`${routeOptions.url} was not reached by a signed-in person`)
  return identity.session
}

export const languageOf = ({ identity, headers }: FastifyRequest): Language =>
  identity?.kind === 'session' ? identity.session.language : acceptedLanguage(headers['accept-language'])

/** The best of our languages by an Accept-Language header; English if it names none of them. Source: RFC 9110, 12.5.4. */
function acceptedLanguage(header: string | undefined): Language {
  let best: { language: Language; weight: number } | null = null
  for (const part of (header ?? '').slice(0, 200).split(',')) {
    const [, tag, weightText = '1'] = /^\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*$/.exec(part) ?? []
    const language = LANGUAGES.find((one) => one === tag?.toLowerCase())
    const weight = Number(weightText)
    if (language !== undefined && weight > (best?.weight ?? 0)) best = { language, weight }
  }
  return best?.language ?? 'en'
}
