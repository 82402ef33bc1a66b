import type { RegisteredConnector } from '../connectors/contract.ts'
import { endOfDay, startOfDay } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { doEach } from '../platform/jobs/every.ts'
import { askAgreement } from './ask-agreement.ts'
import type { AgreementDeps, AgreementError, Asked } from './ask-agreement.ts'

/** A provider has this long after midnight to finish its day. */
const AFTER_MIDNIGHT_MS = 6 * 3_600_000
/** Days back that are asked about while they do not agree, or were missed while no process ran. */
const DAYS_BACK = 7
const AGAIN_MS = { answered: 24 * 3_600_000, silent: 3_600_000 } as const
/** Questions of one round. */
const BATCH = 20

// Which days are due and who asks about them is one statement, so that two processes do not both ask. A process that dies at
// it leaves `asked`, which is due again like an answer that did not come.
const CLAIM = `
with due as (
  select c.merchant_id, c.channel_id, c.store_id, s.time_zone, ((($1::timestamptz at time zone s.time_zone)::date) - n) as day
  from channel c
  join store s on s.merchant_id = c.merchant_id and s.store_id = c.store_id
  cross join generate_series(1, ${DAYS_BACK}) as n
  where c.state = 'live' and c.connector = any ($2)
    and ((($1::timestamptz at time zone s.time_zone)::date) - n) >= (c.created_at at time zone s.time_zone)::date
    and not exists (
      select from channel_agreement a where a.merchant_id = c.merchant_id and a.channel_id = c.channel_id
        and a.day = ((($1::timestamptz at time zone s.time_zone)::date) - n)
        and (a.state = 'agrees' or a.asked_at > case when a.state in ('differs', 'refused') then $4::timestamptz else $5::timestamptz end))
  order by n limit ${BATCH}
), claimed as (
  insert into channel_agreement as a (merchant_id, channel_id, day, state, asked_at)
  select merchant_id, channel_id, day, 'asked', $3::timestamptz from due
  on conflict (merchant_id, channel_id, day) do update set state = 'asked', differences = 0, asked_at = $3::timestamptz
  where a.state <> 'agrees' and a.asked_at <= case when a.state in ('differs', 'refused') then $4::timestamptz else $5::timestamptz end
  returning merchant_id, channel_id, day
)
select d.merchant_id, d.channel_id, d.store_id, d.time_zone, d.day from due d join claimed using (merchant_id, channel_id, day)`

type Due = { merchant_id: Id<'merchant'>; channel_id: Id<'channel'>; store_id: Id<'store'>; time_zone: string; day: BusinessDate }

type AgreeDailyDeps = AgreementDeps & { readonly connectors: readonly RegisteredConnector[] }

/**
 * Asks the provider of each live channel, where it gives a list of its own, for the day that is over, and keeps whether the
 * books agree. A day that does not is asked about again for a week, since what was late may be booked by then. Money that both
 * sides have, on different sides of midnight, agrees. Books nothing. A round for `every`: true if there may be more.
 */
export async function agreeDaily(deps: AgreeDailyDeps, onError: (error: unknown) => void): Promise<boolean> {
  const at = deps.clock.now()
  const before = (ms: number): Date => new Date(at.getTime() - ms)
  const able = deps.connectors.filter(({ capabilities }) => capabilities.statement).map(({ id }) => id)
  const { rows } = await deps.pool.query<Due>({
    name: 'claim-agreements', text: CLAIM, values: [before(AFTER_MIDNIGHT_MS), able, at, before(AGAIN_MS.answered), before(AGAIN_MS.silent)],
  })
  await doEach(rows, (row) => agreeAbout(deps, row), onError)
  return rows.length === BATCH
}

async function agreeAbout(deps: AgreementDeps, { merchant_id: merchantId, channel_id: channelId, store_id: storeId, time_zone: zone, day }: Due): Promise<void> {
  const asked = await askAgreement(deps, { merchantId, storeId, mode: 'live', channelIds: [channelId], span: { from: startOfDay(day, zone), to: endOfDay(day, zone) } })
  const { state, differences } = endOf(asked)
  await deps.pool.query({
    name: 'keep-agreement', text: `update channel_agreement set state = $4, differences = $5 where merchant_id = $1 and channel_id = $2 and day = $3`,
    values: [merchantId, channelId, day, state, differences],
  })
}

function endOf(asked: Result<readonly Asked[], AgreementError>): { readonly state: 'agrees' | 'differs' | 'refused' | 'unreachable'; readonly differences: number } {
  if (!asked.ok) return { state: asked.error.code === 'provider_unreachable' ? 'unreachable' : 'refused', differences: 0 }
  const differences = asked.value.flatMap((one) => one.differences).filter(({ kind }) => kind !== 'day').length
  return { state: differences === 0 ? 'agrees' : 'differs', differences }
}
