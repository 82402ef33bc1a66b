import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { RawCallback } from '../connectors/contract.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { InboundOutcome } from '../payments/decide-report.ts'
import { REPORT_SUBJECT, reportSubject } from '../payments/report-subject.ts'
import type { ReportSubject, ReportSubjectRow } from '../payments/report-subject.ts'

type Verdict = 'report' | 'hint' | 'forged'

/** A callback about to be kept, with what was understood of it. */
type Arrival = {
  readonly channel: {
    readonly merchantId: Id<'merchant'>; readonly channelId: Id<'channel'>
    readonly settingsVersion: number; readonly pinnedProof: string | null
  }
  readonly raw: RawCallback
  readonly at: Date
  readonly verdict: Verdict
  readonly proof: string | null
  readonly reason: string | null
  /** The attempt and provider reference it names; null where it names none of ours. */
  readonly attemptId: Id<'attempt'> | null
  readonly providerRef: string | null
}

export type Kept = {
  readonly inboundId: Id<'inboundMessage'>
  /** True the first time these bytes came. */
  readonly first: boolean
  readonly subject: ReportSubject | null
}

/** Of a forged body this much is kept as evidence; a genuine one is kept whole. Bytes. */
const FORGED_BYTES = 4096

const KEEP = `
with message as (
  insert into inbound_message as m (merchant_id, inbound_id, channel_id, received_at, last_received_at, sha256,
    verdict, proof, outcome, reason)
  select $1, $5, $3, $6, $6, $7, $8, $9, case when $8 = 'forged' then 'rejected' else 'received' end, $10
  from channel h where h.merchant_id = $1 and h.channel_id = $3 and h.settings_version = $15 and h.pinned_proof is not distinct from $16
  on conflict (merchant_id, channel_id, sha256) do update set times = m.times + 1, last_received_at = excluded.last_received_at,
    outcome = case when m.verdict = 'hint' then 'received' else m.outcome end
  returning m.inbound_id, m.times
), bytes as (
  insert into inbound_raw (merchant_id, inbound_id, method, query, content_type, body)
  select $1, message.inbound_id, $11, $12, $13, $14 from message where message.times = 1
)
select message.inbound_id, message.times, ${REPORT_SUBJECT.columns} from message ${REPORT_SUBJECT.joins}`

/**
 * Commits the raw message and reads what it is about, in one statement: this is what a provider's success word
 * stands on. The same bytes again only raise a counter, except that a hint is followed each time it comes: it never
 * says more than that there is news. Null: the channel is not as it was when the message was verified, so the verdict
 * may be wrong and nothing was kept.
 */
export async function keepCallback(pool: pg.Pool, arrival: Arrival): Promise<Kept | null> {
  const { channel: { merchantId, channelId, settingsVersion, pinnedProof }, raw, at, verdict } = arrival
  const body = verdict === 'forged' ? raw.body.subarray(0, FORGED_BYTES) : raw.body
  const query = verdict === 'forged' ? raw.query.slice(0, FORGED_BYTES) : raw.query
  const { rows: [row] } = await pool.query<ReportSubjectRow & { inbound_id: Id<'inboundMessage'>; times: number }>({
    name: 'keep-callback', text: KEEP,
    values: [
      merchantId, arrival.attemptId, channelId, arrival.providerRef, newId('inboundMessage'), at, fingerprint(raw, verdict), verdict,
      arrival.proof, arrival.reason, raw.method, printable(query), raw.contentType, body, settingsVersion, pinnedProof,
    ],
  })
  if (row === undefined) return null
  return { inboundId: row.inbound_id, first: row.times === 1, subject: reportSubject(merchantId, row) }
}

/** The same bytes, once refused and later proven with a fresh key, are two messages: the second one counts. */
function fingerprint({ method, query, body }: RawCallback, verdict: Verdict): Buffer {
  const kind = verdict === 'forged' ? 'forged\n' : ''
  return createHash('sha256').update(`${kind}${method}\n${query}\n`).update(body).digest()
}

/** PostgreSQL text cannot hold NUL; HTTP does not let it through unescaped, so this changes only what no provider sends. */
const printable = (text: string): string => text.replaceAll('\0', '�')

/** Notes what a message led to, where nothing else was written with it. */
export async function noteOutcome(
  pool: pg.Pool,
  { merchantId, inboundId, outcome, reason, attemptId }: {
    merchantId: Id<'merchant'>; inboundId: Id<'inboundMessage'>; outcome: InboundOutcome
    reason: string | null; attemptId: Id<'attempt'> | null
  },
): Promise<void> {
  await pool.query({
    name: 'note-outcome',
    text: `update inbound_message set outcome = $3, reason = $4, attempt_id = $5
      where merchant_id = $1 and inbound_id = $2 and outcome = 'received'`,
    values: [merchantId, inboundId, outcome, reason, attemptId],
  })
}

export type Unapplied = {
  readonly merchantId: Id<'merchant'>
  readonly channelId: Id<'channel'>
  readonly inboundId: Id<'inboundMessage'>
  readonly raw: RawCallback
  readonly firstReceivedAt: Date
  readonly receivedAt: Date
}

/**
 * Messages that were acknowledged before `before` and not applied yet, oldest first: what a crash left behind. `after`
 * is the last one of the page before.
 */
export async function unappliedCallbacks(
  pool: pg.Pool, { before, after, limit }: { before: Date; after: Unapplied | null; limit: number },
): Promise<Unapplied[]> {
  const { rows } = await pool.query<{
    merchant_id: Id<'merchant'>; channel_id: Id<'channel'>; inbound_id: Id<'inboundMessage'>
    method: 'GET' | 'POST'; query: string; content_type: string | null; body: Buffer; received_at: Date; last_received_at: Date
  }>({
    name: 'unapplied-callbacks',
    text: `select m.merchant_id, m.channel_id, m.inbound_id, m.received_at, m.last_received_at, r.method, r.query, r.content_type, r.body
      from inbound_message m join inbound_raw r on r.merchant_id = m.merchant_id and r.inbound_id = m.inbound_id
      where m.outcome = 'received' and m.received_at < $1 and (m.verdict <> 'hint' or m.last_received_at < $1)
        and m.received_at >= coalesce($3::timestamptz, '-infinity') and ($3::timestamptz is null or (m.received_at, m.inbound_id) > ($3, $4))
      order by m.received_at, m.inbound_id limit $2`,
    values: [before, limit, after?.firstReceivedAt ?? null, after?.inboundId ?? null],
  })
  return rows.map((row) => ({
    merchantId: row.merchant_id, channelId: row.channel_id, inboundId: row.inbound_id,
    firstReceivedAt: row.received_at, receivedAt: row.last_received_at,
    raw: { method: row.method, query: row.query, contentType: row.content_type, body: row.body },
  }))
}
