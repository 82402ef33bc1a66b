import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Id } from '../kernel/ids.ts'

export const ActorJson = Type.Object({
  kind: Type.Enum(['user', 'api_key', 'provider', 'payer', 'kvit']),
  name: Type.String({ description: 'Of the person, key or channel; empty for the payer.' }),
})
export type ActorJsonValue = Static<typeof ActorJson>

const NAMES = `
select 'user:' || u.user_id as actor, u.name from app_user u where u.user_id = any ($2::uuid[])
union all
select 'api_key:' || k.api_key_id, k.name from api_key k where k.merchant_id = $1 and k.api_key_id = any ($2::uuid[])
union all
select 'provider:' || c.channel_id, c.name from channel c where c.merchant_id = $1 and c.channel_id = any ($2::uuid[])`

/** Reads actors as they are stored, `user:<uuid>` and the like, of one merchant's records. */
export async function actorNames(
  pool: pg.Pool, merchantId: Id<'merchant'>, stored: readonly string[],
): Promise<(actor: string) => ActorJsonValue> {
  const ids = [...new Set(stored)].flatMap((actor) => /^[a-z_]+:([0-9a-f-]{36})$/.exec(actor)?.[1] ?? [])
  const { rows } = ids.length === 0 ? { rows: [] } : await pool.query<{ actor: string; name: string }>(NAMES, [merchantId, ids])
  const names = new Map(rows.map((row) => [row.actor, row.name]))
  return (actor) => ({ kind: kindOf(actor), name: names.get(actor) ?? (actor === 'kvit' ? 'Kvit' : '') })
}

function kindOf(actor: string): ActorJsonValue['kind'] {
  const [kind] = actor.split(':', 1)
  switch (kind) {
    case 'user': case 'api_key': case 'provider': case 'payer': return kind
    default: return 'kvit'
  }
}
