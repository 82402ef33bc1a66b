import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'

const Outcome = Type.Enum(['received', 'applied', 'repeated', 'conflicted', 'unmatched', 'noted', 'rejected'])

const MessageBriefJson = Type.Object({
  id: IdJson('inboundMessage'), receivedAt: TimeJson, lastReceivedAt: TimeJson,
  times: Type.Integer({ description: 'How often the same bytes came.' }),
  verdict: Type.Enum(['report', 'hint', 'forged']),
  proof: Nullable(Type.String({ description: 'The signature that convinced; `former …` where it was made with the key before the present one.' })),
  outcome: Outcome, reason: Nullable(Type.String()),
})

/** Messages of one invoice that are shown: a payer can make a provider send as many as they like. */
const SHOWN = 200

export const MessagesJson = Type.Array(MessageBriefJson, { description: `The newest ${SHOWN}, oldest first.` })

export const MessageJson = Type.Object({
  ...MessageBriefJson.properties,
  channel: Type.Object({ id: IdJson('channel'), name: Type.String() }), attempt: Nullable(IdJson('attempt')),
  method: Type.Enum(['GET', 'POST']), query: Type.String(), contentType: Nullable(Type.String()),
  body: Type.String(), bodyEncoding: Type.Enum(['text', 'base64'], { description: 'base64 where the bytes are no UTF-8 text.' }),
}, { title: 'Message' })

/** What a provider told us, without its bytes. */
export type MessageFacts = {
  readonly id: Id<'inboundMessage'>
  readonly mode: Mode
  readonly storeId: Id<'store'>
  readonly channel: { readonly id: Id<'channel'>; readonly name: string }
  readonly attemptId: Id<'attempt'> | null
  readonly receivedAt: Date
  readonly lastReceivedAt: Date
  readonly times: number
  readonly verdict: 'report' | 'hint' | 'forged'
  readonly proof: string | null
  readonly outcome: Static<typeof Outcome>
  readonly reason: string | null
}

type Row = {
  inbound_id: Id<'inboundMessage'>; mode: Mode; store_id: Id<'store'>; channel_id: Id<'channel'>; channel_name: string
  attempt_id: Id<'attempt'> | null; received_at: Date; last_received_at: Date; times: number; verdict: MessageFacts['verdict']
  proof: string | null; outcome: MessageFacts['outcome']; reason: string | null
}

// A message is of the mode of the attempt it is about; one that is about none, of its channel's.
const MESSAGES = `
select m.inbound_id, coalesce(a.mode, c.mode) as mode, c.store_id, m.channel_id, c.name as channel_name, m.attempt_id,
  m.received_at, m.last_received_at, m.times, m.verdict, m.proof, m.outcome, m.reason
from inbound_message m
join channel c on c.merchant_id = m.merchant_id and c.channel_id = m.channel_id
left join attempt a on a.merchant_id = m.merchant_id and a.attempt_id = m.attempt_id
where m.merchant_id = $1`

const messageOf = (row: Row): MessageFacts => ({
  id: row.inbound_id, mode: row.mode, storeId: row.store_id, channel: { id: row.channel_id, name: row.channel_name },
  attemptId: row.attempt_id, receivedAt: row.received_at, lastReceivedAt: row.last_received_at, times: row.times,
  verdict: row.verdict, proof: row.proof, outcome: row.outcome, reason: row.reason,
})

/** The newest messages about any of these attempts, `SHOWN` at most, oldest first. */
export async function messagesOfAttempts(
  pool: pg.Pool, merchantId: Id<'merchant'>, attempts: readonly Id<'attempt'>[],
): Promise<MessageFacts[]> {
  if (attempts.length === 0) return []
  const text = `${MESSAGES} and m.attempt_id = any ($2::uuid[]) order by m.inbound_id desc limit ${SHOWN}`
  const { rows } = await pool.query<Row>(text, [merchantId, attempts])
  return rows.toReversed().map(messageOf)
}

type RawMessage = MessageFacts & {
  readonly method: 'GET' | 'POST'
  readonly query: string
  readonly contentType: string | null
  readonly body: Buffer
}

/** Null: no such message of this merchant. */
export async function findMessage(
  pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'inboundMessage'>,
): Promise<RawMessage | null> {
  const { rows: [row] } = await pool.query<Row>(`${MESSAGES} and m.inbound_id = $2`, [merchantId, id])
  const { rows: [raw] } = await pool.query<{ method: 'GET' | 'POST'; query: string; content_type: string | null; body: Buffer }>(
    'select method, query, content_type, body from inbound_raw where merchant_id = $1 and inbound_id = $2', [merchantId, id],
  )
  if (row === undefined || raw === undefined) return null
  return { ...messageOf(row), method: raw.method, query: raw.query, contentType: raw.content_type, body: raw.body }
}

export const messageBriefJson = (message: MessageFacts): Static<typeof MessageBriefJson> => ({
  id: publicId('inboundMessage', message.id, message.mode), receivedAt: message.receivedAt.toISOString(),
  lastReceivedAt: message.lastReceivedAt.toISOString(), times: message.times, verdict: message.verdict, proof: message.proof,
  outcome: message.outcome, reason: message.reason,
})

export function messageJson(message: RawMessage): Static<typeof MessageJson> {
  const text = textOf(message.body)
  return {
    ...messageBriefJson(message), channel: { id: publicId('channel', message.channel.id, null), name: message.channel.name },
    attempt: message.attemptId === null ? null : publicId('attempt', message.attemptId, message.mode),
    method: message.method, query: message.query, contentType: message.contentType,
    body: text ?? message.body.toString('base64'), bodyEncoding: text === null ? 'base64' : 'text',
  }
}

/** Null unless the bytes are UTF-8 that can be shown: control characters but tab and line ends make it a binary. */
function textOf(body: Buffer): string | null {
  const text = body.toString('utf8')
  const isWhole = Buffer.from(text, 'utf8').equals(body)
  return isWhole && !/[^\P{Cc}\t\n\r]/u.test(text) ? text : null
}
