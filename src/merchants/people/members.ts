import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { actorOf } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { changeBetween, recordAudit } from '../audit.ts'
import { mayGive } from '../role.ts'
import type { Role } from '../role.ts'
import { storeIdsOf } from '../stores/store.ts'
import { deleteMembership, leaveMerchant, lockMemberships, updateMembership } from './store.ts'
import type { PeopleDeps } from './user.ts'

export type MemberError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_givable' }
  | { readonly code: 'last_owner' }
  | StoresError

export type StoresError = { readonly code: 'stores_unknown'; readonly field: 'stores' }

type Stores = readonly Id<'store'>[] | null

/** What a caller is in `mayGive`. */
export const giverOf = (caller: Caller) => ({
  role: caller.kind === 'user' ? caller.role : null, permissions: caller.permissions,
})

/** Whether the caller may hand on access to these stores: all exist, and the caller sees each; `null` is every store. */
export async function storesProblem(db: Db, caller: Caller, stores: Stores): Promise<StoresError | null> {
  const own = caller.storeIds === null ? await storeIdsOf(db, caller.merchantId) : caller.storeIds
  const isFine = stores === null ? caller.storeIds === null : stores.length > 0 && stores.every((store) => own.includes(store))
  return isFine ? null : { code: 'stores_unknown', field: 'stores' }
}

type MemberChange = { readonly userId: Id<'user'>; readonly role?: Role | undefined; readonly storeIds?: Stores | undefined }

/** Changes a member's role or stores. It holds from that user's next request. */
export const changeMember = (deps: PeopleDeps, caller: Caller, change: MemberChange): Promise<Result<null, MemberError>> =>
  inTransaction(deps.db, async (tx) => {
    const found = await reach(tx, caller, change.userId)
    if (!found.ok) return found
    const before = found.value
    const role = change.role ?? before.role
    const stores = change.storeIds === undefined ? before.store_ids : change.storeIds
    if (!mayGive(giverOf(caller), role)) return err({ code: 'not_givable' })
    const problem = change.storeIds === undefined ? null : await storesProblem(tx, caller, stores)
    if (problem !== null) return err(problem)
    if (before.isLastOwner && (role !== 'owner' || stores !== null)) return err({ code: 'last_owner' })
    const { merchantId } = caller
    const store_ids = stores === null ? null : [...stores]
    await updateMembership(tx, { merchantId, userId: change.userId, role, store_ids })
    await recordAudit(tx, {
      merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'member.changed', objectId: change.userId,
      change: changeBetween({ role: before.role, stores: before.store_ids }, { role, stores: store_ids }),
    })
    return ok(null)
  })

/** Takes a member's access to the merchant away. The user remains, with the other merchants they belong to. */
export const removeMember = (deps: PeopleDeps, caller: Caller, userId: Id<'user'>): Promise<Result<null, MemberError>> =>
  inTransaction(deps.db, async (tx) => {
    const found = await reach(tx, caller, userId)
    if (!found.ok) return found
    if (found.value.isLastOwner) return err({ code: 'last_owner' })
    const { merchantId } = caller
    await deleteMembership(tx, { merchantId, userId })
    await leaveMerchant(tx, { merchantId, userId })
    await recordAudit(tx, {
      merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'member.removed', objectId: userId,
      change: { role: { from: found.value.role, to: null } },
    })
    return ok(null)
  })

/** The membership, with all others of the merchant locked; refused where the caller may not take that role away. */
async function reach(tx: Tx, caller: Caller, userId: Id<'user'>) {
  const memberships = await lockMemberships(tx, caller.merchantId)
  const found = memberships.find((one) => one.user_id === userId)
  if (found === undefined) return err({ code: 'not_found' } as const)
  if (!mayGive(giverOf(caller), found.role)) return err({ code: 'not_givable' } as const)
  const owners = memberships.filter((one) => one.role === 'owner')
  return ok({ ...found, isLastOwner: found.role === 'owner' && owners.length === 1 })
}
