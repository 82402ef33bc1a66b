import type pg from 'pg'
import type { GuideStep, RegisteredConnector } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { noteTestPayment } from '../merchants/channels/move-channel.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { doEach } from '../platform/jobs/every.ts'

/** Of one round. */
const MOST = 200

type Deps = { readonly db: Db; readonly pool: pg.Pool; readonly connectors: readonly RegisteredConnector[] }

/**
 * Notes the test payments of which a provider's message came while a crash kept the channel's guide from being told.
 * Money that a person settled by hand proves no message, and a message from before the credentials of now proves
 * nothing of these, so neither counts. True: there may be more.
 */
export async function noteMissedTestPayments({ db, pool, connectors }: Deps, onError: (error: unknown) => void): Promise<boolean> {
  const steps = connectors.flatMap(({ id, guide }) => {
    const stepOf = (kind: GuideStep['kind']) => guide.find((step) => step.kind === kind)?.id ?? null
    const step = stepOf('test_payment')
    return step === null ? [] : [{ connector: id, step, given: stepOf('credentials') }]
  })
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; channel_id: Id<'channel'>; at: Date }>(MISSED, [
    steps.map((one) => one.connector), steps.map((one) => one.step), MOST, steps.map((one) => one.given),
  ])
  const failed = await doEach(rows, ({ merchant_id: merchantId, channel_id: channelId, at }) =>
    inTransaction(db, (tx) => noteTestPayment(tx, { connectors }, { merchantId, channelId, at })), onError)
  return rows.length === MOST && failed < MOST
}

// For the schedule, over all merchants. A channel that is set up, or waits for its first payment, costs no more than its row.
const MISSED = `
select c.merchant_id, c.channel_id, told.at
from channel c
join unnest($1::text[], $2::text[], $4::text[]) as s (connector, step, given) on s.connector = c.connector
cross join lateral (
  select m.last_received_at as at from payment p
  join inbound_message m on m.merchant_id = p.merchant_id and m.attempt_id = p.attempt_id
  where p.merchant_id = c.merchant_id and p.channel_id = c.channel_id and m.verdict in ('report', 'hint') and m.outcome in ('applied', 'repeated')
    and m.last_received_at >= coalesce((c.guide ->> s.given)::timestamptz, '-infinity')
  order by p.payment_id limit 1
) told
where c.mode = 'test' and c.state = 'testing' and not jsonb_exists(c.guide, s.step)
limit $3`
