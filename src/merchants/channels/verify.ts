import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Updateable } from 'kysely'
import type { Facts, OpenConnector, Outcome } from '../../connectors/contract.ts'
import { currencyOf } from '../../money/currency.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { ChannelTable } from '../../platform/db/schema.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { storeById } from '../stores/store.ts'
import type { ChannelDeps } from './connect.ts'
import { isTrouble } from './health.ts'
import { findChannel } from './move-channel.ts'
import { openChannel } from './open-channel.ts'
import type { ChannelRef, OpenError } from './open-channel.ts'
import { channelById, lockChannel, updateChannel } from './store.ts'
import type { ChannelRow } from './store.ts'

export type VerifyError = OpenError | { readonly code: 'verification_impossible' }

/** Asks the provider what can be asked without paying, and keeps what it said. A refusal is a result, not an error. */
export async function verifyChannel(
  deps: ChannelDeps, caller: Caller, channelId: Id<'channel'>,
): Promise<Result<null, VerifyError>> {
  if (await findChannel(deps.db, caller, channelId) === null) return err({ code: 'not_found' })
  const verified = await refreshFacts(deps, { merchantId: caller.merchantId, channelId })
  return verified.ok ? ok(null) : verified
}

/** Fetches anew what the connector keeps between calls; only `done` has brought anything. Also for the jobs that do it by the clock. */
export async function refreshFacts(deps: ChannelDeps, ref: ChannelRef): Promise<Result<Outcome<Facts>['kind'], VerifyError>> {
  const opened = await openChannel(deps, ref)
  if (!opened.ok) return opened
  const row = await channelById(deps.db, ref)
  const outcome = row === undefined ? null : await askForFacts(deps, row, opened.value.connector)
  if (outcome === null) return err({ code: 'verification_impossible' })
  await inTransaction(deps.db, async (tx) => {
    // What other credentials brought says nothing of those that were given meanwhile.
    if ((await lockChannel(tx, ref))?.settings_version !== opened.value.version.settingsVersion) return
    await updateChannel(tx, { ...ref, ...resultOf(outcome, deps.clock.now()) })
  })
  return ok(outcome.kind)
}

/** Asks the provider what can be asked without paying, in the store's currency where it takes that. Null where nothing can be asked. */
export async function askForFacts(
  { db, connectors, http }: ChannelDeps, row: ChannelRow, { refresh }: OpenConnector,
): Promise<Outcome<Facts> | null> {
  if (refresh === null) return null
  const store = await storeById(db, { merchantId: row.merchant_id, storeId: row.store_id })
  const currency = currencyOf(store?.currency ?? '')
  const offered = connectors.find((one) => one.id === row.connector)?.currencies ?? []
  return refresh(currency !== null && offered.includes(currency) ? [currency] : offered.slice(0, 1), http)
}

/** No answer says nothing about the channel: what was verified stays so, and the fault is shown beside it. */
export function resultOf(outcome: Outcome<Facts>, at: Date): Updateable<ChannelTable> {
  if (outcome.kind === 'done') return { verified_at: at, verify_problem: null, trouble_at: null, facts: outcome.value, facts_at: at }
  if (outcome.kind === 'unknown') return { verify_problem: outcome.cause.slice(0, 200), trouble_at: at }
  return { verified_at: null, verify_problem: outcome.reason, ...(isTrouble(outcome.reason) && { trouble_at: at }) }
}
