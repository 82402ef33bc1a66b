// What R1(b) is measured against: node:http and the one INSERT, no verification, nothing read but the address.
import { createServer } from 'node:http'
import { newId } from '../src/kernel/ids.ts'
import { openDatabase } from '../src/platform/db/database.ts'

const { pool } = openDatabase({ url: process.env['DATABASE_URL'] ?? '', poolSize: Number(process.env['DATABASE_POOL']), applicationName: 'kvit bench bare' })
const merchants = Array.from({ length: 100 }, () => newId('merchant'))
const channel = newId('channel')
const empty = Buffer.alloc(0)
const at = { next: 0 }

const server = createServer((request, response) => {
  const url = request.url ?? ''
  const values = [merchants[at.next++ % merchants.length], newId('inboundMessage'), channel, new Date(), url.slice(url.indexOf('?') + 1), empty]
  pool.query({ name: 'raw', text: 'insert into bench_raw values ($1, $2, $3, $4, $5, $6)', values }).then(
    () => response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': '2' }).end('OK'),
    () => response.writeHead(503).end(),
  )
})
server.listen(Number(process.env['PORT']), '127.0.0.1')
