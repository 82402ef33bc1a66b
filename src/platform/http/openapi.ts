import fastifySwagger from '@fastify/swagger'
import type { App } from './route.ts'

/** Today's API version: answers carry it, and a breaking change gets another date. */
export const API_VERSION = '2026-11-21'

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
    refResolver: {
      // A schema without an $id of its own would be called "def-1".
      buildLocalReference: (json, _baseUri, _fragment, i) => (typeof json['$id'] === 'string' ? json['$id'] : `Schema${i}`),
    },
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.url.startsWith('/v1/')) reply.header('kvit-version', API_VERSION)
    return payload
  })
  app.get('/v1/openapi.json', { config: { public: true }, schema: { hide: true } }, async () => app.swagger())
}
