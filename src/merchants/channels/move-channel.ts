import type { Clock } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import type { RegisteredConnector } from '../../connectors/contract.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { actorOf } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { recordAudit } from '../audit.ts'
import { setLive } from '../stores/change-store.ts'
import { isVisible } from '../stores/scope.ts'
import { storeById } from '../stores/store.ts'
import { isReadyForLive, nextState } from './channel.ts'
import type { ChannelEvent } from './channel.ts'
import { guideOf } from './guide.ts'
import { openChannel } from './open-channel.ts'
import type { OpenDeps } from './open-channel.ts'
import { channelById, lockChannel, updateChannel } from './store.ts'
import type { ChannelRow } from './store.ts'

type MoveDeps = { readonly db: Db; readonly clock: Clock; readonly connectors: readonly RegisteredConnector[] }

export type MoveError = { readonly code: 'not_found' } | { readonly code: 'channel_wrong_state' }

/** A channel that takes real money has credentials by which none can come. */
export type ForTestsError = { readonly code: 'credentials_for_tests' }

/** Moves a locked channel by what happened. False where that cannot happen in its state. */
export async function moveChannel(
  tx: Tx, { row, event, at }: { row: ChannelRow; event: ChannelEvent; at: Date },
): Promise<boolean> {
  const to = nextState(row.state, event)
  if (to === null) return false
  if (to === row.state) return true
  const mode = to === 'live' ? { mode: 'live' as const } : {}
  await updateChannel(tx, {
    merchantId: row.merchant_id, channelId: row.channel_id, state: to, state_changed_at: at, ...mode,
  })
  return true
}

/** Whether the caller may see this channel. An API key sees only those of its own mode. */
export const seesChannel = (caller: Caller, row: Pick<ChannelRow, 'store_id' | 'mode'>): boolean =>
  isVisible(caller, { storeId: row.store_id, mode: row.mode })

/** The channel as it is now, if the caller may see it. */
export async function findChannel(db: Db, caller: Caller, channelId: Id<'channel'>): Promise<ChannelRow | null> {
  const row = await channelById(db, { merchantId: caller.merchantId, channelId })
  return row !== undefined && seesChannel(caller, row) ? row : null
}

/** The channel, locked, if the caller may see it. */
export async function reachChannel(tx: Tx, caller: Caller, channelId: Id<'channel'>): Promise<ChannelRow | null> {
  const row = await lockChannel(tx, { merchantId: caller.merchantId, channelId })
  return row !== undefined && seesChannel(caller, row) ? row : null
}

type StepAsk = { readonly channelId: Id<'channel'>; readonly stepId: string; readonly isDone: boolean }

export type StepError = { readonly code: 'not_found' } | { readonly code: 'step_not_yours' }

/** Ticks a step of the guide, or takes the tick back. Only what happens outside of Kvit is a person's to tick. */
export const tickStep = (
  deps: MoveDeps, caller: Caller, { channelId, stepId, isDone }: StepAsk,
): Promise<Result<null, StepError>> =>
  inTransaction(deps.db, async (tx) => {
    const row = await reachChannel(tx, caller, channelId)
    const step = row === null ? undefined : stepsOf(deps, row).find((one) => one.id === stepId)
    if (row === null || step === undefined) return err({ code: 'not_found' })
    if (step.kind !== 'provider' && step.kind !== 'callback') return err({ code: 'step_not_yours' })
    const at = deps.clock.now()
    const others = Object.fromEntries(Object.entries(guideOf(row)).filter(([id]) => id !== stepId))
    await keepGuide(tx, row, isDone ? { ...others, [stepId]: at } : others)
    if (step.awaits) await moveChannel(tx, { row, event: isDone ? 'submitted' : 'withdrawn', at })
    await recordAudit(tx, {
      merchantId: caller.merchantId, at, actor: actorOf(caller), action: 'channel.step_ticked', objectId: channelId,
      change: { [stepId]: { from: !isDone, to: isDone } },
    })
    return ok(null)
  })

/**
 * Notes that the test payment arrived, after it was booked. Nothing happens a second time; where a crash comes between,
 * the schedule does it (`payments/missed-test-payments.ts`).
 */
export async function noteTestPayment(
  tx: Tx, deps: Pick<MoveDeps, 'connectors'>,
  { merchantId, channelId, at }: { merchantId: Id<'merchant'>; channelId: Id<'channel'>; at: Date },
): Promise<void> {
  const row = await lockChannel(tx, { merchantId, channelId })
  const step = row === undefined ? undefined : stepsOf(deps, row).find((one) => one.kind === 'test_payment')
  if (row === undefined || step === undefined) return
  const done = guideOf(row)
  if (done[step.id] === undefined) await keepGuide(tx, row, { ...done, [step.id]: at })
}

const stepsOf = ({ connectors }: Pick<MoveDeps, 'connectors'>, row: ChannelRow) =>
  connectors.find((one) => one.id === row.connector)?.guide ?? []

const keepGuide = (tx: Tx, row: ChannelRow, guide: Readonly<Record<string, Date>>) =>
  updateChannel(tx, { merchantId: row.merchant_id, channelId: row.channel_id, guide: JSON.stringify(guide) })

export type LiveError = MoveError | ForTestsError | { readonly code: 'not_allowed' | 'channel_not_ready' | 'store_in_test' }

/**
 * Takes real money through this channel from now on. The store must be live, or becomes so by the same decision
 * where `openStore` says it.
 */
export const goLive = (
  deps: OpenDeps, caller: Caller, { channelId, openStore }: { channelId: Id<'channel'>; openStore: boolean },
): Promise<Result<null, LiveError>> =>
  inTransaction(deps.db, async (tx) => {
    const row = await reachChannel(tx, caller, channelId)
    if (row === null) return err({ code: 'not_found' })
    if (caller.mode === 'test') return err({ code: 'not_allowed' })
    if (nextState(row.state, 'went_live') === null) return err({ code: 'channel_wrong_state' })
    if (!isReadyForLive(stepsOf(deps, row), guideOf(row))) return err({ code: 'channel_not_ready' })
    if (await isForTests(deps, tx, row)) return err({ code: 'credentials_for_tests' })
    const { merchantId } = caller
    const at = deps.clock.now()
    const store = await storeById(tx, { merchantId, storeId: row.store_id })
    if (store?.mode !== 'live') {
      if (!openStore) return err({ code: 'store_in_test' })
      await setLive(tx, caller, { storeId: row.store_id, at })
    }
    await moveChannel(tx, { row, event: 'went_live', at })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'channel.went_live', objectId: channelId,
      change: { state: { from: row.state, to: 'live' } },
    })
    return ok(null)
  })

/** Whether only invented money moves with the credentials of this locked channel, by what its provider calls them. Throws `VaultLocked`. */
async function isForTests(deps: OpenDeps, tx: Tx, row: ChannelRow): Promise<boolean> {
  const opened = await openChannel({ ...deps, db: tx }, { merchantId: row.merchant_id, channelId: row.channel_id })
  return opened.ok && opened.value.connector.mode === 'test'
}

/** Stops new payments through this channel; money already on its way is still heard of. */
export const suspendChannel = (
  deps: MoveDeps, caller: Caller, { channelId, reason }: { channelId: Id<'channel'>; reason: string },
): Promise<Result<null, MoveError>> =>
  moveByPerson(deps, caller, channelId, () => ({ event: 'suspended', action: 'channel.suspended', reason }))

/** Ends a suspension: the channel is again what it was before. */
export const resumeChannel = (deps: MoveDeps, caller: Caller, channelId: Id<'channel'>): Promise<Result<null, MoveError>> =>
  moveByPerson(deps, caller, channelId, ({ mode }) => ({ event: mode === 'live' ? 'resumed_live' : 'resumed_testing', action: 'channel.resumed' }))

type Act = { readonly event: ChannelEvent; readonly action: string; readonly reason?: string }

const moveByPerson = (
  deps: MoveDeps, caller: Caller, channelId: Id<'channel'>, actOn: (row: ChannelRow) => Act,
): Promise<Result<null, MoveError>> =>
  inTransaction(deps.db, async (tx) => {
    const row = await reachChannel(tx, caller, channelId)
    if (row === null) return err({ code: 'not_found' })
    const at = deps.clock.now()
    const { event, ...noted } = actOn(row)
    if (!await moveChannel(tx, { row, event, at })) return err({ code: 'channel_wrong_state' })
    await recordAudit(tx, {
      merchantId: caller.merchantId, at, actor: actorOf(caller), objectId: channelId, change: { state: { from: row.state, to: nextState(row.state, event) } }, ...noted,
    })
    return ok(null)
  })
