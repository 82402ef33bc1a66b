import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { RawCallback } from '../connectors/contract.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { Intake } from './intake.ts'
import type { Answer } from './receive-callback.ts'

const STATUS: Readonly<Record<Answer['kind'], number>> = { acknowledged: 200, rejected: 400, not_found: 404, later: 503 }

/**
 * Where providers call. The body is taken as bytes whatever it says it is; nothing is parsed before it is kept.
 * The answers give away nothing but whether the message was acknowledged. Without the master key nothing can be
 * verified: the edge answers 503, so that the provider comes again.
 */
export const callbackRoutes: Routes<Pick<Intake, 'receive'>> = async (app, intake) => {
  await app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.route({
      method: ['GET', 'POST'],
      url: '/cb/:token',
      config: { public: true },
      compress: false, // the answer is a word
      schema: { hide: true, params: Type.Object({ token: Type.String({ maxLength: 64 }) }) },
      handler: async (request, reply) => {
        const answer = await intake.receive(request.params.token, rawOf(request))
        if (answer.kind === 'later') reply.header('retry-after', '60')
        return reply.code(STATUS[answer.kind]).type('text/plain; charset=utf-8')
          .send(answer.kind === 'acknowledged' ? answer.body : answer.kind)
      },
    })
  })
}

function rawOf(request: FastifyRequest): RawCallback {
  const at = request.raw.url?.indexOf('?') ?? -1
  return {
    method: request.method === 'POST' ? 'POST' : 'GET',
    query: at < 0 ? '' : request.raw.url?.slice(at + 1) ?? '',
    contentType: request.headers['content-type'] ?? null,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}
