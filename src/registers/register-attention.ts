import { sql } from 'kysely'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { findOffline } from './find-offline.ts'
import type { OfflineNow } from './find-offline.ts'
import { OFFLINE_WARN_MS } from './offline-left.ts'
import type { CashRegister } from './register.ts'
import { registersIn } from './register-store.ts'

export const REGISTER_ALARMS = ['service_silent', 'documents_wait', 'shift_limit', 'offline_limit', 'offline_stopped', 'move_refused'] as const

/** What a person should look at, at a cash register. `before`: when the law ends what is shown; null where it is not about that. */
export type RegisterAttention = {
  readonly kind: (typeof REGISTER_ALARMS)[number]
  readonly since: Date
  readonly before: Date | null
  /** How many documents it is about. */
  readonly count: number
}

/** A service is given this long before anybody is told. */
const PATIENCE_MS = 5 * 60_000
/** Less than a shift is closed early by: before that everything is as it should be. */
const SHIFT_ALARM_MS = 25 * 60_000

type Row = {
  register_id: Id<'cashRegister'>; waiting: bigint; waiting_since: Date | null; refused: bigint; refused_since: Date | null
  closes_before: Date | null; opened_at: Date | null
}

/** By cash register; those of which there is nothing to say are absent. */
export async function attentionOf(db: Db, registers: readonly CashRegister[], at: Date): Promise<ReadonlyMap<Id<'cashRegister'>, readonly RegisterAttention[]>> {
  const [first] = registers
  if (first === undefined) return new Map()
  const { rows } = await sql<Row>`
    select r.register_id, w.*, l.* from cash_register r,
      lateral (
        select count(*) filter (where d.state in ('queued', 'drawn', 'unknown')) as waiting, min(d.created_at) filter (where d.state in ('queued', 'drawn', 'unknown')) as waiting_since,
          count(distinct d.subject_id) filter (where d.state = 'refused' and m.is_open) as refused, min(d.ended_at) filter (where d.state = 'refused' and m.is_open) as refused_since
        from fiscal_document d join shift s on s.merchant_id = d.merchant_id and s.shift_id = d.shift_id and s.state <> 'closed',
          lateral (
            select d.kind in ('service_in', 'service_out')
              and not exists (select from fiscal_document n where n.merchant_id = d.merchant_id and n.subject_id = d.subject_id and n.kind = d.kind and n.state <> 'refused')
              and not exists (select from cash_move_withdrawal w where w.merchant_id = d.merchant_id and w.move_id = d.subject_id) as is_open
          ) m
        where d.merchant_id = r.merchant_id and d.register_id = r.register_id
      ) w,
      lateral (
        select min(s.closes_before) as closes_before, min(s.opened_at) as opened_at from shift s
        where s.merchant_id = r.merchant_id and s.register_id = r.register_id and s.state <> 'closed'
      ) l
    where r.merchant_id = ${first.merchantId} and r.register_id = any(${registers.map(({ id }) => id)})`.execute(db)
  const rowOf = new Map(rows.map((row) => [row.register_id, row]))
  const found = await Promise.all(registers.map(async (register) =>
    [register.id, [...itemsOf(register, rowOf.get(register.id), at), ...offlineItems(await findOffline(db, register, at), at)]] as const))
  return new Map(found.filter(([, items]) => items.length > 0))
}

export type RegisterAlarm = { readonly register: CashRegister; readonly alarm: RegisterAttention }

/** Of every cash register of a store, in one mode. */
export async function storeAttention(
  db: Db, { merchantId, storeId, mode }: { merchantId: Id<'merchant'>; storeId: Id<'store'>; mode: Mode }, at: Date,
): Promise<RegisterAlarm[]> {
  const registers = (await registersIn(db, { merchantId, storeId, among: null })).filter((register) => register.mode === mode)
  const found = await attentionOf(db, registers, at)
  return registers.flatMap((register) => (found.get(register.id) ?? []).map((alarm) => ({ register, alarm })))
}

function itemsOf(register: CashRegister, row: Row | undefined, at: Date): RegisterAttention[] {
  const { troubleSince } = register
  const isLong = (since: Date | null): since is Date => since !== null && at.getTime() - since.getTime() >= PATIENCE_MS
  const isNear = (before: Date, alarmMs: number): boolean => before.getTime() - at.getTime() <= alarmMs
  const items: RegisterAttention[] = []
  if (isLong(troubleSince)) items.push({ kind: 'service_silent', since: troubleSince, before: null, count: Number(row?.waiting ?? 0n) })
  else if (isLong(row?.waiting_since ?? null) && row !== undefined) items.push({ kind: 'documents_wait', since: row.waiting_since ?? at, before: null, count: Number(row.waiting) })
  if (row?.closes_before && isNear(row.closes_before, SHIFT_ALARM_MS)) items.push({ kind: 'shift_limit', since: row.opened_at ?? at, before: row.closes_before, count: 0 })
  if (row !== undefined && row.refused > 0n) items.push({ kind: 'move_refused', since: row.refused_since ?? at, before: null, count: Number(row.refused) })
  return items
}

function offlineItems(now: OfflineNow | null, at: Date): readonly RegisterAttention[] {
  if (now === null || now.since === null || now.until === null) return []
  const { state, since, until: before, toTell: count } = now
  if (state === 'stopped') return [{ kind: 'offline_stopped', since, before: null, count }]
  return before.getTime() - at.getTime() <= OFFLINE_WARN_MS ? [{ kind: 'offline_limit', since, before, count }] : []
}
