import { fileTypeFromBuffer } from 'file-type'
import type { Id } from '../../kernel/ids.ts'
import { publicId } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { actorOf, seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { recordAudit } from '../audit.ts'
import type { StoreDeps } from './change-store.ts'
import { imageSize } from './image-size.ts'
import { deleteLogo, lockStore, putLogo } from './store.ts'

export const MOST_LOGO_BYTES = 256 * 1024

/** Width and height, each. */
const MOST_PIXELS = 1024

const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const

export type LogoError = { readonly code: 'not_found' } | { readonly code: 'not_a_picture' } | { readonly code: 'picture_too_large' }

/** Keeps a logo as it is. What it is, is read from its bytes; what the sender calls it does not matter. */
export async function setLogo(
  deps: StoreDeps, caller: Caller, { storeId, content }: { storeId: Id<'store'>; content: Buffer },
): Promise<Result<null, LogoError>> {
  const sniffed = await fileTypeFromBuffer(content)
  const type = MEDIA_TYPES.find((one) => one === sniffed?.mime)
  const size = type === undefined ? null : imageSize(content, type)
  if (type === undefined || size === null || size.width === 0 || size.height === 0) return err({ code: 'not_a_picture' })
  if (content.length > MOST_LOGO_BYTES || size.width > MOST_PIXELS || size.height > MOST_PIXELS) return err({ code: 'picture_too_large' })
  return inTransaction(deps.db, async (tx) => {
    const { merchantId } = caller
    if (!seesStore(caller, storeId) || await lockStore(tx, { merchantId, storeId }) === undefined) return err({ code: 'not_found' })
    await putLogo(tx, { merchant_id: merchantId, store_id: storeId, content, media_type: type, ...size })
    await recordAudit(tx, {
      merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'store.changed', objectId: storeId,
      change: { logo: 'changed' },
    })
    return ok(null)
  })
}

export const removeLogo = (
  deps: StoreDeps, caller: Caller, storeId: Id<'store'>,
): Promise<Result<null, { code: 'not_found' }>> =>
  inTransaction(deps.db, async (tx) => {
    const { merchantId } = caller
    if (!seesStore(caller, storeId) || await lockStore(tx, { merchantId, storeId }) === undefined) return err({ code: 'not_found' })
    await deleteLogo(tx, { merchantId, storeId })
    await recordAudit(tx, {
      merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'store.changed', objectId: storeId,
      change: { logo: 'changed' },
    })
    return ok(null)
  })

type Logo = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; /** `logo_version` of the store's row. */ readonly version: string | null }

/**
 * The path of a store's logo, which browsers may keep for ever: another logo has another path. Null if the store has
 * none.
 */
export const logoPath = ({ merchantId, storeId, version }: Logo): string | null =>
  version === null ? null : `/brand/${publicId('merchant', merchantId, null)}/${publicId('store', storeId, null)}/logo?v=${version}`
