// What R10 is measured against: the same framework and driver, saying hello after one question to the database. Plain
// JavaScript, so that no type stripping counts for it.
import Fastify from 'fastify'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: Number(process.env['DATABASE_POOL']) })
const app = Fastify()
app.get('/*', async (_request, reply) => {
  const { rows: [row] } = await pool.query({ name: 'hello', text: "select 'hello' as hello" })
  return reply.type('text/html; charset=utf-8').send(`<!doctype html><title>${row.hello}</title>`)
})
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) })
