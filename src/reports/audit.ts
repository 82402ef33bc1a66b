import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { parsePublicId, publicId, storedId } from '../kernel/ids.ts'
import type { Id, IdKind, Mode } from '../kernel/ids.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'
import { ActorJson } from './actor.ts'
import type { ActorJsonValue } from './actor.ts'

export const AuditRecordJson = Type.Object({
  id: IdJson('auditRecord'), at: TimeJson, actor: ActorJson, action: Type.String({ examples: ['store.changed'] }),
  object: Nullable(Type.String({ description: 'Public id of what it was done to.' })),
  change: Type.Record(Type.String(), Type.Unknown(), { description: 'What each field was and is; secrets only as "changed".' }),
  reason: Nullable(Type.String()),
}, { title: 'AuditRecord' })

/** `objectId` narrows to one object; `storeIds` to what belongs to these stores, null: all of the merchant. */
type AuditFilter = {
  readonly merchantId: Id<'merchant'>
  readonly objectId: string | null
  readonly storeIds: readonly Id<'store'>[] | null
  /** The mode of an API key: objects of the other one do not exist for it. Null: both. */
  readonly mode: Mode | null
}

type Row = {
  audit_id: Id<'auditRecord'>; at: Date; actor: string; action: string; object_id: string; change: unknown; reason: string | null
  mode: Mode | null
}

// An object has one kind, so at most one of the branches finds it; people and keys belong to no store.
const AUDIT = `
select r.audit_id, r.at, r.actor, r.action, r.object_id, r.change, r.reason, o.mode
from audit_record r
left join lateral (
  select i.store_id, i.mode from invoice i where i.merchant_id = $1 and i.invoice_id = r.object_id
  union all select a.store_id, a.mode from attempt a where a.merchant_id = $1 and a.attempt_id = r.object_id
  union all select f.store_id, f.mode from refund f where f.merchant_id = $1 and f.refund_id = r.object_id
  union all select p.store_id, p.mode from payment p where p.merchant_id = $1 and p.payment_id = r.object_id
  union all select l.store_id, l.mode from statement_line l where l.merchant_id = $1 and l.line_id = r.object_id
  union all select y.store_id, y.mode from payout y where y.merchant_id = $1 and y.payout_id = r.object_id
  union all select m.store_id, m.mode from statement_import m where m.merchant_id = $1 and m.import_id = r.object_id
  union all select n.store_id, null from money_account n where n.merchant_id = $1 and n.account_id = r.object_id
  union all select c.store_id, null from channel c where c.merchant_id = $1 and c.channel_id = r.object_id
  union all select s.store_id, null from store s where s.merchant_id = $1 and s.store_id = r.object_id
) o on true
where r.merchant_id = $1 and ($2::uuid is null or r.audit_id < $2) and ($3::uuid is null or r.object_id = $3)
  and ($4::uuid[] is null or o.store_id = any ($4)) and ($5::text is null or o.mode is null or o.mode = $5)
order by r.audit_id desc limit $6`

/** Newest first. */
export async function listAudit(
  pool: pg.Pool, filter: AuditFilter, { limit, after }: { limit: number; after: Id<'auditRecord'> | null },
): Promise<Row[]> {
  const { rows } = await pool.query<Row>(AUDIT, [filter.merchantId, after, filter.objectId, filter.storeIds, filter.mode, limit + 1])
  return rows
}

export const auditJson = (row: Row, actorOf: (actor: string) => ActorJsonValue): Static<typeof AuditRecordJson> => ({
  id: publicId('auditRecord', row.audit_id, null), at: row.at.toISOString(), actor: actorOf(row.actor), action: row.action,
  object: objectOf(row), change: typeof row.change === 'object' && row.change !== null ? { ...row.change } : {}, reason: row.reason,
})

const KINDS: readonly IdKind[] = [
  'merchant', 'store', 'channel', 'user', 'apiKey', 'invitation', 'invoice', 'attempt', 'payment', 'refund', 'moneyAccount', 'payout',
  'statementImport', 'statementLine',
]

/** The object named in a filter, whatever its kind. Null: the text is no id of a kind that is audited. */
export function auditedObject(text: string): string | null {
  for (const kind of KINDS) {
    const parsed = parsePublicId(kind, text)
    if (parsed !== null) return parsed.id
  }
  return null
}

/** Kinds of objects by the noun in `action`. A member is a person, or an invitation until it is accepted. */
const KIND_OF: ReadonlyMap<string, IdKind> = new Map<string, IdKind>([
  ['merchant', 'merchant'], ['store', 'store'], ['channel', 'channel'], ['member', 'user'], ['api_key', 'apiKey'],
  ['invoice', 'invoice'], ['attempt', 'attempt'], ['payment', 'payment'], ['refund', 'refund'], ['account', 'moneyAccount'], ['payout', 'payout'],
  ['statement', 'statementImport'], ['statement_line', 'statementLine'],
])
const OF_INVITATION: ReadonlySet<string> = new Set(['member.invited', 'member.invitation_withdrawn'])

function objectOf({ action, object_id: objectId, mode }: Row): string | null {
  const kind = OF_INVITATION.has(action) ? 'invitation' : KIND_OF.get(action.split('.', 1)[0] ?? '')
  const id = kind === undefined ? null : storedId(kind, objectId)
  return kind === undefined || id === null ? null : publicId(kind, id, mode)
}
