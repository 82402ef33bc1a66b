import type pg from 'pg'
import type { Http, Report } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { doEach } from '../platform/jobs/every.ts'
import { applyReport } from './apply-report.ts'
import type { ChannelOpener } from './method-titles.ts'

export type PollDeps = { readonly pool: pg.Pool; readonly clock: Clock; readonly http: Http; readonly openChannel: ChannelOpener }

/**
 * The pauses before each question about an attempt whose reference is known, in seconds: twelve questions. For the
 * quarter of an hour in which payers pay and providers give up on them, none is longer than 112, so that with a round every
 * two seconds money is known within two minutes even if every callback is lost; after that twice more, for slow banks.
 */
const PAUSES_S: readonly number[] = [20, 50, ...Array.from({ length: 8 }, () => 112), 3600, 86_400]

/**
 * After those, for as long as money may still be on its way, once a day: a reservation that lapses at the bank after weeks, an
 * order that a bank works on for days or that lies in the payer's bank app, money that waits for the shop to be verified.
 */
const THEN_EVERY_S = 86_400

/** Of one round, and how many of them are asked about at once. */
const BATCH = 200
const AT_ONCE = 8

export const firstPollAt = (at: Date): Date => new Date(at.getTime() + (PAUSES_S[0] ?? 0) * 1000)

type Due = {
  readonly merchant_id: Id<'merchant'>
  readonly attempt_id: Id<'attempt'>
  readonly channel_id: Id<'channel'>
  readonly provider_ref: string
  readonly also_refs: readonly string[]
}

/** Takes the attempts that are due, of all merchants, and sets when each is due again; two processes never take the same. */
const CLAIM = `
update attempt a set polls = a.polls + 1, poll_at = $1::timestamptz + coalesce(($3::int[])[a.polls + 2],
    case when a.state = 'authorised' or a.waiting_since is not null or a.claimed_at is not null or a.brought then $4::int end) * interval '1 second',
  decision_state = case a.decision_state when 'asked' then 'unknown' else a.decision_state end -- no answer so far
from (
  select merchant_id, attempt_id from attempt
  where poll_at <= $1 and state in ('pending', 'authorised', 'unknown') and provider_ref is not null
  order by poll_at limit $2 for update skip locked
) due
where a.merchant_id = due.merchant_id and a.attempt_id = due.attempt_id
returning a.merchant_id, a.attempt_id, a.channel_id, a.provider_ref, a.also_refs`

/**
 * Asks providers about attempts under way, so that a callback only makes news faster. A question without an answer is
 * asked again when the next one is due. A round for `every`: true if more were due than one round takes.
 */
export async function pollAttempts(deps: PollDeps, onError: (error: unknown) => void): Promise<boolean> {
  const { rows } = await deps.pool.query<Due>({ name: 'claim-polls', text: CLAIM, values: [deps.clock.now(), BATCH, PAUSES_S, THEN_EVERY_S] })
  const questions = rows.flatMap((due) => [due.provider_ref, ...due.also_refs].map((ref) => ({ due, ref })))
  await doEach(questions, ({ due, ref }) => ask(deps, due, ref), onError, AT_ONCE)
  return rows.length === BATCH
}

/** False: the provider can be asked, and did not answer. */
async function ask({ pool, clock, http, openChannel }: PollDeps, { merchant_id: merchantId, channel_id: channelId }: Due, ref: string): Promise<boolean> {
  const channel = await openChannel(merchantId, channelId)
  const answer = await channel?.open.lookup?.(ref, http)
  if (answer?.kind === 'done') await applyReport(pool, { merchantId, channelId, report: answer.value, inboundId: null, at: clock.now() })
  return answer?.kind !== 'unknown'
}

/**
 * Asks providers now about everything of an invoice that is under way, as the schedule would later. False: one of them did
 * not answer, so that nobody knows.
 */
export async function askAboutInvoice(
  deps: PollDeps, { merchantId, invoiceId }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'> },
): Promise<boolean> {
  const { rows } = await deps.pool.query<Due>({
    name: 'attempts-to-ask',
    text: `select merchant_id, attempt_id, channel_id, provider_ref, also_refs from attempt
      where merchant_id = $1 and invoice_id = $2 and state in ('pending', 'authorised', 'unknown') and provider_ref is not null order by attempt_id`,
    values: [merchantId, invoiceId],
  })
  const answers: boolean[] = []
  for (const due of rows) for (const ref of [due.provider_ref, ...due.also_refs]) answers.push(await ask(deps, due, ref))
  return !answers.includes(false)
}

/** Payments of one link that are asked about besides the one heard of last. */
const MOST_OTHERS = 3

const LAST_WORDS: ReadonlySet<Report['status']> = new Set(['confirmed', 'refused', 'refunded', 'charged_back', 'noted'])

/** Whether the provider will say more of a payment that it described so; of a status that nobody lists it may. */
export const isUnfinished = ({ status }: Report): boolean => !LAST_WORDS.has(status)

/**
 * The provider has named a payment of an attempt, and it is not finished: it is asked about from now on. A payer can begin
 * several by one link and pay any of them, and news of them comes in any order and again: one heard of for the first time
 * begins the questions anew, for all of them, and none is ever asked about later than it would have been.
 */
export async function beginPolling(
  pool: pg.Pool, { merchantId, attemptId, providerRef, at }: { merchantId: Id<'merchant'>; attemptId: Id<'attempt'>; providerRef: string; at: Date },
): Promise<void> {
  await pool.query({
    name: 'begin-polling',
    text: `update attempt set provider_ref = $3, polls = 0, poll_at = least(poll_at, $4),
        also_refs = case when provider_ref = $3 then also_refs else (array_remove(array[provider_ref], null) || also_refs)[1:$5] end
      where merchant_id = $1 and attempt_id = $2 and state in ('created', 'pending', 'authorised', 'unknown')
        and (provider_ref is distinct from $3 or poll_at is null) and $3 <> all (also_refs)`,
    values: [merchantId, attemptId, providerRef, firstPollAt(at), MOST_OTHERS],
  })
}

/** Questions that a payer's coming back may bring forward; the page refreshes itself, and the rest are for later. */
const HURRIED = 3

/** The payer is back from the provider: the next question is asked now. */
export async function hurryPolling(
  pool: pg.Pool, { merchantId, attemptId, at }: { merchantId: Id<'merchant'>; attemptId: Id<'attempt'>; at: Date },
): Promise<void> {
  await pool.query({
    name: 'hurry-polling',
    text: `update attempt set poll_at = $3 where merchant_id = $1 and attempt_id = $2 and state = 'pending' and poll_at > $3 and polls < $4`,
    values: [merchantId, attemptId, at, HURRIED],
  })
}
