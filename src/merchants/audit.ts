import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'

/** What a field was and what it is now. A secret is only ever `changed`. */
export type Change = Readonly<Record<string, { readonly from: unknown; readonly to: unknown } | 'changed'>>

type AuditEntry = {
  readonly merchantId: Id<'merchant'>
  readonly at: Date
  /** `user:<id>`, `api_key:<id>` or `kvit`; see `actorOf`. */
  readonly actor: string
  /** `noun.past_verb`, as events are named: `store.changed`, `channel.went_live`. */
  readonly action: string
  readonly objectId: string
  readonly change?: Change
  /** What the person gave as reason, where one is asked for. */
  readonly reason?: string
}

/** Writes down who changed which setting or took which decision, in the transaction of the change itself. */
export async function recordAudit(
  tx: Tx, { merchantId, at, actor, action, objectId, change = {}, reason }: AuditEntry,
): Promise<void> {
  await tx.insertInto('audit_record').values({
    merchant_id: merchantId, audit_id: newId('auditRecord', at.getTime()), at, actor, action, object_id: objectId,
    change: JSON.stringify(change), reason: reason ?? null,
  }).execute()
}

/** The fields in which two versions of a thing differ, for an audit record. */
export function changeBetween(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Change {
  const change: Record<string, { from: unknown; to: unknown }> = {}
  for (const [field, to] of Object.entries(after)) {
    const from = before[field] ?? null
    if (to !== undefined && JSON.stringify(from) !== JSON.stringify(to)) change[field] = { from, to }
  }
  return change
}
