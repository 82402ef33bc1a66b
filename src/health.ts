import type pg from 'pg'
import { Type } from 'typebox'
import type { Vault } from './platform/crypto/vault.ts'
import type { App } from './platform/http/route.ts'

const Health = Type.Object({ status: Type.String() })

/** `/healthz`: the process answers. `/readyz`: it can do its work, so a balancer may send it requests. */
export async function healthRoutes(app: App, { pool, vault }: { pool: pg.Pool; vault: Vault }): Promise<void> {
  const open = { config: { public: true }, schema: { hide: true, response: { 200: Health, 503: Health } } } as const
  app.get('/healthz', open, async () => ({ status: 'alive' }))
  app.get('/readyz', open, async (_request, reply) => {
    if (vault.isLocked) return reply.code(503).send({ status: 'the master key does not fit the database' })
    const answers = await pool.query('select 1').then(() => true, () => false)
    return answers ? { status: 'ready' } : reply.code(503).send({ status: 'the database does not answer' })
  })
}
