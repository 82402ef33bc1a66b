import fastifySwagger from '@fastify/swagger'
import type { App } from './route.ts'

/** Today's API version: answers carry it, and a breaking change gets another date. */
const API_VERSION = '2026-11-21'

/** Collects the routes registered after it into an OpenAPI 3.1 description, served at /v1/openapi.json. */
export async function describeApi(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Kvit', version: API_VERSION, description: 'Invoices with a payment link, and the payments that settle them.' },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, kvit_test_… or kvit_live_….' },
          session: { type: 'apiKey', in: 'cookie', name: 'kvit', description: 'The cabinet\'s session; unsafe methods send x-csrf-token too.' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.url.startsWith('/v1/')) reply.header('kvit-version', API_VERSION)
    return payload
  })
  app.get('/v1/openapi.json', { config: { public: true }, schema: { hide: true } }, async () => apiDescription(app))
}

/** The description of all routes, once they are registered. A schema with a title stands in it once, and is referred to. */
export function apiDescription(app: App): unknown {
  const named: Record<string, unknown> = {}
  const document: unknown = hoisted(JSON.parse(JSON.stringify(app.swagger())), named)
  if (!isRecord(document) || !isRecord(document['components'])) throw new Error('the API description has no components')
  const sorted = Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { ...document, components: { ...document['components'], schemas: sorted } }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function hoisted(value: unknown, named: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => hoisted(one, named))
  if (!isRecord(value)) return value
  const schema = Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$id').map(([key, one]) => [key, hoisted(one, named)]))
  const { title } = schema
  if (typeof title !== 'string' || schema['type'] !== 'object') return schema
  const before = named[title]
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(schema)) throw new Error(`two schemas have the title ${title}`)
  named[title] = schema
  return { $ref: `#/components/schemas/${title}` }
}
