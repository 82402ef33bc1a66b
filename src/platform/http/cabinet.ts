import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { Type } from 'typebox'
import { cabinetPolicy, workerPolicy } from './headers.ts'
import { sendProblem } from './problem.ts'
import type { App } from './route.ts'

/** The built cabinet lies beside the built server. Absent while the server runs from its sources. */
const FOLDER = fileURLToPath(new URL('../../../web/', import.meta.url))

/** Addresses that are never a page of the cabinet: there an unknown one is simply not found. */
const NOT_PAGES = /^\/(v1|cb|pay|brand|assets)(\/|$)|\.[a-z0-9]{2,5}$/

/** Serves the cabinet: files that never change under a name with a hash, and one page for every address of a screen. */
export async function cabinetRoutes(app: App): Promise<void> {
  if (!existsSync(`${FOLDER}assets`)) return
  const page = readFileSync(`${FOLDER}index.html`, 'utf8')
  const worker = readFileSync(`${FOLDER}till-worker.js`, 'utf8')
  await app.register(fastifyStatic, { root: `${FOLDER}assets`, serve: false, preCompressed: true, maxAge: '1y', immutable: true, cacheControl: true })
  app.get('/assets/:file', {
    config: { public: true },
    schema: { hide: true, params: Type.Object({ file: Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_.-]+$' }) }) },
  }, async (request, reply) => {
    reply.removeHeader('cache-control')
    return reply.sendFile(request.params.file)
  })
  app.get('/till-worker.js', { config: { public: true }, schema: { hide: true } }, async (_, reply) => (
    reply.header('content-security-policy', workerPolicy).header('cache-control', 'no-cache').type('text/javascript; charset=utf-8').send(worker)
  ))
  app.get('/*', { config: { public: true }, schema: { hide: true } }, async (request, reply) => {
    const [path = '/'] = request.url.split('?', 1)
    if (NOT_PAGES.test(path)) return sendProblem(reply, { status: 404, code: 'not_found' })
    return reply.header('content-security-policy', cabinetPolicy).type('text/html; charset=utf-8').send(page)
  })
}
