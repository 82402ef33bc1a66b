import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { spellingsOf } from '../platform/sms/receipt.ts'
import type { SmsReceipt } from '../platform/sms/receipt.ts'
import { moveDelivery } from './move-delivery.ts'

type Deps = { readonly db: Db; readonly clock: Clock }

/** A receipt may overtake the answer that names its message: it is looked for again, this often and with this pause. */
const LOOKS = 6
const PAUSE_MS = 500

/**
 * Moves a message on by what the SMS centre tells of one of its parts: delivered when every part is, failed with the
 * first that failed. Live and test messages go by centres of their own, whose numbers may be the same. A receipt for a
 * message that is none of ours, or that has come to its end, changes nothing.
 */
export async function applySmsReceipt(deps: Deps, mode: Mode, receipt: SmsReceipt): Promise<void> {
  if (receipt.state === 'under_way') return
  for (let looks = 1; looks <= LOOKS; looks++) {
    const part = await findPart(deps.db, mode, receipt)
    if (part !== null) return inTransaction(deps.db, (tx) => applyToPart(tx, part, receipt, deps.clock.now()))
    if (looks < LOOKS) await wait(PAUSE_MS)
  }
}

type Part = { readonly merchant_id: Id<'merchant'>; readonly delivery_id: Id<'delivery'>; readonly part: number }

/** By the centre's id in any of its spellings and, as ids come round again, by the end of the phone number; the newest. */
async function findPart(db: Db, mode: Mode, { messageId, receiver }: SmsReceipt): Promise<Part | null> {
  const row = await db.selectFrom('sms_part as p')
    .innerJoin('delivery as d', (join) => join.onRef('d.merchant_id', '=', 'p.merchant_id').onRef('d.delivery_id', '=', 'p.delivery_id'))
    .select(['p.merchant_id', 'p.delivery_id', 'p.part']).where('d.mode', '=', mode).where('p.message_id', 'in', [...spellingsOf(messageId)])
    .$if(receiver !== null, (query) => query.where((eb) => eb(sql<string>`right(d.recipient, 7)`, '=', (receiver ?? '').slice(-7))))
    .orderBy('p.delivery_id', 'desc').limit(1).executeTakeFirst()
  return row ?? null
}

async function applyToPart(tx: Tx, { merchant_id: merchantId, delivery_id: id, part }: Part, receipt: SmsReceipt, at: Date): Promise<void> {
  const delivery = await tx.selectFrom('delivery').select(['state', 'mode', 'invoice_id', 'parts']).where('merchant_id', '=', merchantId)
    .where('delivery_id', '=', id).forUpdate().executeTakeFirstOrThrow()
  const { state, said } = receipt
  if (state === 'under_way') return
  await tx.updateTable('sms_part').set({ state, said }).where('merchant_id', '=', merchantId).where('delivery_id', '=', id).where('part', '=', part).execute()
  if (delivery.state !== 'sent' && delivery.state !== 'unknown') return
  const parts = await tx.selectFrom('sms_part').select('state').where('merchant_id', '=', merchantId).where('delivery_id', '=', id).execute()
  const next = stateOf(parts.map((one) => one.state), delivery.parts)
  if (next === null || next === delivery.state) return
  await moveDelivery(tx, { merchantId, id, mode: delivery.mode, invoiceId: delivery.invoice_id }, { state: next, problem: next === 'delivered' ? null : said }, at)
}

/** Null: some part is still under way. `total` counts the parts of the text; fewer may have been taken. */
function stateOf(parts: readonly ('taken' | 'delivered' | 'failed' | 'unknown')[], total: number | null): 'delivered' | 'failed' | 'unknown' | null {
  if (parts.includes('failed')) return 'failed'
  if (parts.includes('taken') || parts.length < (total ?? 1)) return null
  return parts.includes('unknown') ? 'unknown' : 'delivered'
}
