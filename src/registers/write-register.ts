import { CASH_STEP } from '../fiscalisers/tables/cash-rounding.ts'
import { inForce } from '../fiscalisers/tables/dated.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { changeBetween, recordAudit } from '../merchants/audit.ts'
import type { StoreScope } from '../merchants/stores/scope.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { storedCurrency } from '../money/currency.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { waitingOf } from './document-store.ts'
import { findRegister } from './find-register.ts'
import { longestMsOf } from './open-shift.ts'
import { openSession } from './offline-store.ts'
import { DEFAULT_TIMES, refOf } from './register.ts'
import type { CashRegister, RegisterRef, ShiftTimes } from './register.ts'
import { insertRegister, lockRegister, updateRegister } from './register-store.ts'
import { moveShift, sellingShift } from './shift-store.ts'
import { nextOpenAt, shiftEnd } from './shift-times.ts'

export type RegisterDeps = {
  readonly db: Db
  readonly clock: Clock
  /** Whether what was sold at the register still waits for money, which could not be registered there once it is closed. */
  hasDeferred(db: Db, at: RegisterRef): Promise<boolean>
}

export type RegisterFields = Partial<ShiftTimes> & {
  readonly name?: string
  readonly deferredHours?: number
  readonly roundingMinor?: number
  readonly paymentNames?: Readonly<Record<string, string>>
}

/** `time_missing`: a shift that opens or closes at a time needs the time. */
export type WriteError =
  | { readonly code: 'not_found' | 'register_busy' | 'register_receipts_wait' }
  | { readonly code: 'shift_time_missing'; readonly field: 'opensAt' | 'closesAt' }

/** A cash register in the mode of the scope, for good. */
export async function addRegister(
  { db, clock }: RegisterDeps, caller: Caller, { merchantId, store, mode }: StoreScope, fields: RegisterFields & { readonly name: string },
): Promise<Result<Id<'cashRegister'>, WriteError>> {
  const times = timesOf(DEFAULT_TIMES, fields)
  if (!times.ok) return times
  const at = clock.now()
  const registerId = newId('cashRegister', at.getTime())
  await inTransaction(db, async (tx) => {
    await insertRegister(tx, {
      merchant_id: merchantId, register_id: registerId, store_id: store.store_id, mode, currency: storedCurrency(store.currency), ...columnsOf(fields, times.value),
      name: fields.name, rounding_minor: fields.roundingMinor ?? lawfulStep(store, at), next_open_at: nextOpenAt(times.value, at, store.time_zone),
      fiscaliser: null, fiscal_number: null, file_at: null, filing_until: null,
      filing_claim: null, trouble_since: null, trouble: null, offline_grant: null, offline_grant_at: null, created_at: at,
    })
    await recordAudit(tx, { merchantId, at, actor: actorOf(caller), action: 'cash_register.added', objectId: registerId, change: changeBetween({}, { ...fields, ...times.value }) })
  })
  return ok(registerId)
}

/** To what cash is rounded where the merchant said nothing; 0 where we know of no law. */
const lawfulStep = ({ country, currency, time_zone }: StoreRow, at: Date): number =>
  (country === 'UA' && currency === 'UAH' ? Number(inForce(CASH_STEP, businessDate(at, time_zone)).value) : 0)

const columnsOf = ({ name, deferredHours, roundingMinor, paymentNames }: RegisterFields, { opens, opensAt, closes, closesAt }: ShiftTimes) => ({
  opens, opens_at: opensAt, closes, closes_at: closesAt, ...(name === undefined ? {} : { name }), ...(deferredHours === undefined ? {} : { deferred_hours: deferredHours }),
  ...(roundingMinor === undefined ? {} : { rounding_minor: roundingMinor }), ...(paymentNames === undefined ? {} : { payment_names: JSON.stringify(paymentNames) }),
})

/** What is not said stays; a time is kept only where it counts. */
function timesOf(before: ShiftTimes, said: Partial<ShiftTimes>): Result<ShiftTimes, WriteError> {
  const all = { ...before, ...said }
  const opensAt = all.opens === 'at_time' ? all.opensAt : null
  const closesAt = all.closes === 'at_time' ? all.closesAt : null
  if (all.opens === 'at_time' && opensAt === null) return err({ code: 'shift_time_missing', field: 'opensAt' })
  if (all.closes === 'at_time' && closesAt === null) return err({ code: 'shift_time_missing', field: 'closesAt' })
  return ok({ opens: all.opens, opensAt, closes: all.closes, closesAt })
}

type Change = RegisterFields & { readonly register: CashRegister; readonly isClosed?: boolean }

/** New times hold for the shift that is open, too. A register closes when its last shift is over and nothing waits there. */
export const changeRegister = ({ db, clock, hasDeferred }: RegisterDeps, caller: Caller, { register, isClosed, ...fields }: Change): Promise<Result<null, WriteError>> =>
  inTransaction(db, async (tx) => {
    const ref = refOf(register)
    await lockRegister(tx, ref)
    const before = await findRegister(tx, ref)
    if (before === null) return err({ code: 'not_found' })
    if (isClosed === true && before.state === 'active') {
      if (await isBusy(tx, before)) return err({ code: 'register_busy' })
      if (await hasDeferred(tx, ref)) return err({ code: 'register_receipts_wait' })
    }
    const times = timesOf(before, fields)
    if (!times.ok) return times
    const at = clock.now()
    const state = isClosed === undefined ? before.state : isClosed ? 'closed' as const : 'active' as const
    await updateRegister(tx, { ...ref, ...columnsOf(fields, times.value), state, next_open_at: state === 'closed' ? null : nextOpenAt(times.value, at, before.timeZone) })
    await moveEnd(tx, { ...before, ...times.value })
    await recordAudit(tx, {
      merchantId: before.merchantId, at, actor: actorOf(caller), action: 'cash_register.changed', objectId: before.id,
      change: changeBetween({ ...before, roundingMinor: Number(before.roundingMinor) }, { ...fields, ...times.value, state }),
    })
    return ok(null)
  })

async function moveEnd(tx: Tx, register: CashRegister): Promise<void> {
  const open = await sellingShift(tx, refOf(register))
  if (open === null) return
  const { closeAt } = shiftEnd(register, { openedAt: open.openedAt, timeZone: register.timeZone, longestMs: longestMsOf(register) })
  await moveShift(tx, { merchantId: register.merchantId, shiftId: open.id, from: ['opening', 'open'], close_at: closeAt })
}

/** Something is still sold there, or waits to be filed or told. */
export async function isBusy(tx: Tx, register: CashRegister): Promise<boolean> {
  const ref = refOf(register)
  return await sellingShift(tx, ref) !== null || (await waitingOf(tx, ref)).count > 0 || await openSession(tx, ref) !== undefined
}
