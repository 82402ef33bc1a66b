import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { takeOne } from '../platform/http/rate-limit.ts'

type Deps = { readonly db: Db; readonly clock: Clock }

/** Attempts in ten minutes: a payer makes a few, who tries cards hundreds. A busy merchant begins ten a second. */
const LIMITS = { link: 12, address: 60, merchant: 6000 } as const
const WINDOW_MS = 600_000
const AN_HOUR_MS = 3_600_000

const take = ({ db, clock }: Deps, by: keyof typeof LIMITS, which: string): Promise<boolean> =>
  takeOne(db, { key: `pay/${by}/${which}`, limit: LIMITS[by], windowMs: WINDOW_MS, at: clock.now() }).then(({ isAllowed }) => isAllowed)

/** Whether one more attempt may begin on this link and from this address, whatever is behind the link. */
export async function mayTry(deps: Deps, { token, address }: { token: string; address: string }): Promise<boolean> {
  const allowed = await Promise.all([take(deps, 'link', token), take(deps, 'address', address)])
  return !allowed.includes(false)
}

/** Whether one more attempt may begin at this merchant, through whichever of its links. */
export const merchantMayTake = (deps: Deps, merchantId: Id<'merchant'>): Promise<boolean> => take(deps, 'merchant', merchantId)

/** Tells the merchant that attempts on an invoice are refused: once an hour, however many are. */
export async function noteRefusedTries(deps: Deps, { merchantId, id }: { merchantId: Id<'merchant'>; id: Id<'invoice'> }): Promise<void> {
  const at = deps.clock.now()
  const first = await takeOne(deps.db, { key: `pay/refused/${id}`, limit: 1, windowMs: AN_HOUR_MS, at })
  if (!first.isAllowed) return
  const reason = 'too many attempts to pay in a short time'
  await inTransaction(deps.db, (tx) => recordAudit(tx, { merchantId, at, actor: 'kvit', action: 'invoice.attempts_refused', objectId: id, reason }))
}
