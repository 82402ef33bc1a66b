import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault, RouteOptions } from 'fastify'
import type { IdKind } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Caller, Identity, Session } from './caller.ts'
import { idKindOf } from './id-param.ts'
import type { Permission } from './permission.ts'
import { requireClosedSchemas } from './closed-schemas.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>

/** A noun's routes. `deps` holds what its verbs need; `app.ts` hands them in. */
export type Routes<Deps> = (app: App, deps: Deps) => Promise<void>

/** Who may call a route: a holder of the permission, anyone who is signed in (no API key), or everyone. */
type Access =
  | { readonly permission: Permission }
  | { readonly signedIn: SignedIn }
  | { readonly public: true }

/** `or_nobody`: whoever shows no credential, or a session that has ended, passes too, with a null `identity`; for reading only. */
type SignedIn = true | 'or_nobody'

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission
    signedIn?: SignedIn
    public?: true
    /** The answer holds a secret that is shown once: it is not kept for a repeated Idempotency-Key. */
    secretAnswer?: true
    /** The handler knows by the Idempotency-Key itself what it has done under it, so that it may be asked again until it has. */
    ownKey?: true
    /** The field of the body that says how old the request is: it differs each time that the same is asked under one Idempotency-Key. */
    ageField?: string
  }
  interface FastifyInstance {
    /** Every route with who may call it, in the order of registration. */
    readonly routeTable: readonly RouteFact[]
  }
  interface FastifyRequest {
    /** Null on public routes, and where nobody need be signed in. */
    identity: Identity | null
    /** Whoever acts for a merchant. Throws on a route without a permission: it may have none. */
    readonly caller: Caller
    /** The signed-in person. Throws on public routes and for API keys. */
    readonly session: Session
    /** The reader's language: the user's own, else by Accept-Language, else English. */
    readonly language: Language
  }
}

/** A route as tests and documents see it. `ids` names the kind of each path parameter that is a public id. */
export type RouteFact = {
  readonly method: string
  readonly url: string
  readonly access: Access
  readonly ids: Readonly<Record<string, IdKind>>
}

/**
 * Notes a route. Throws, so that the server does not start, if it says not exactly once who may call it or takes
 * unknown fields.
 */
export function routeFacts(route: RouteOptions): RouteFact[] {
  const where = `${String(route.method)} ${route.url}`
  const access = accessOf(route)
  if (access === null) throw new Error(`${where} must say who may call it: config.permission, config.signedIn or config.public`)
  requireClosedSchemas(where, route.schema)
  const methods = Array.isArray(route.method) ? route.method : [route.method]
  if (route.config?.signedIn === 'or_nobody' && methods.some((method) => method !== 'GET' && method !== 'HEAD')) throw new Error(`${where} lets nobody in to change something`)
  const ids = idKindsOf(route.schema?.params)
  return methods.map((method) => ({ method, url: route.url, access, ids }))
}

function accessOf({ config }: RouteOptions): Access | null {
  const said: Access[] = []
  if (config?.permission !== undefined) said.push({ permission: config.permission })
  if (config?.signedIn !== undefined) said.push({ signedIn: config.signedIn })
  if (config?.public !== undefined) said.push({ public: true })
  return said.length === 1 ? said[0] ?? null : null
}

function idKindsOf(params: unknown): Record<string, IdKind> {
  const kinds: Record<string, IdKind> = {}
  if (typeof params !== 'object' || params === null || !('properties' in params)) return kinds
  const { properties } = params
  if (typeof properties !== 'object' || properties === null) return kinds
  for (const [name, schema] of Object.entries(properties)) {
    const kind = idKindOf(schema)
    if (kind !== null) kinds[name] = kind
  }
  return kinds
}
