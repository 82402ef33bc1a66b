import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '../../src/kernel/ids.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { NOW } from './builders.ts'
import type { Place } from './builders.ts'

type Wanted = { readonly attemptId?: Id<'attempt'>; readonly query?: string; readonly body?: Buffer }

/** A message of the place's channel as it is kept on arrival, not applied yet. */
export async function someMessage(pool: pg.Pool, place: Place, { attemptId, query = '', body }: Wanted = {}): Promise<Id<'inboundMessage'>> {
  const id = newId('inboundMessage')
  await pool.query(
    `insert into inbound_message (merchant_id, inbound_id, channel_id, received_at, last_received_at, sha256, verdict, proof, outcome, attempt_id)
     values ($1, $2, $3, $4, $4, $5, 'report', 'ss3', 'received', $6)`,
    [place.merchantId, id, place.channelId, NOW, randomBytes(32), attemptId ?? null],
  )
  await pool.query(
    'insert into inbound_raw (merchant_id, inbound_id, method, query, body) values ($1, $2, $3, $4, $5)',
    [place.merchantId, id, body === undefined ? 'GET' : 'POST', query, body ?? Buffer.alloc(0)],
  )
  return id
}
