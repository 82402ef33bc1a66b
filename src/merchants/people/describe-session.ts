import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Id } from '../../kernel/ids.ts'
import { publicId } from '../../kernel/ids.ts'
import { LanguageJson, ModeJson, RoleJson } from '../json.ts'
import { permissionsOf } from '../role.ts'
import { logoPath } from '../stores/logo.ts'
import { storesOf } from '../stores/store.ts'
import { merchantsOf, userById } from './store.ts'
import type { PeopleDeps } from './user.ts'

const StoreBriefJson = Type.Object({
  id: Type.String(), name: Type.String(), mode: ModeJson, isOpen: Type.Boolean(), currency: Type.String(),
  timeZone: Type.String(),
  logoUrl: Type.Union([Type.String(), Type.Null()]),
}, { title: 'StoreBrief' })

export const SessionJson = Type.Object({
  user: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String(), language: LanguageJson }),
  merchant: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  role: Type.Union([RoleJson, Type.Null()]),
  permissions: Type.Array(Type.String()),
  stores: Type.Array(StoreBriefJson),
  merchants: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), role: RoleJson })),
  caught: Type.Object({
    letters: Type.Union([Type.String(), Type.Null()]), texts: Type.Union([Type.String(), Type.Null()]),
  }, { description: 'Pages of this installation that show the letters and text messages of test mode; null where it has none.' }),
  csrfToken: Type.String({ description: 'Goes back as the header x-csrf-token with everything that changes something.' }),
}, { title: 'Session' })

type Described = { readonly userId: Id<'user'>; readonly merchantId: Id<'merchant'> | null; readonly csrfToken: string }

/** What the cabinet needs to know of who is signed in: the person, whose cabinet is open, and what they may do there. */
export async function describeSession(
  { db, caughtPages }: Pick<PeopleDeps, 'db' | 'caughtPages'>, { userId, merchantId, csrfToken }: Described,
): Promise<Static<typeof SessionJson>> {
  const user = await userById(db, userId)
  if (user === undefined) throw new Error('a session without its user')
  const merchants = await merchantsOf(db, userId)
  const open = merchants.find((one) => one.merchantId === merchantId)
  const stores = open === undefined ? [] : await storesOf(db, { merchantId: open.merchantId, among: open.storeIds })
  return {
    user: { id: publicId('user', userId, null), name: user.name, email: user.email, language: user.language },
    merchant: open === undefined ? null : { id: publicId('merchant', open.merchantId, null), name: open.name },
    role: open?.role ?? null,
    permissions: open === undefined ? [] : [...permissionsOf(open.role)],
    stores: stores.map((one) => ({
      id: publicId('store', one.store_id, null), name: one.name, mode: one.mode, isOpen: one.is_open,
      currency: one.currency, timeZone: one.time_zone,
      logoUrl: logoPath({ merchantId: one.merchant_id, storeId: one.store_id, version: one.logo_version }),
    })),
    merchants: merchants.map((one) => ({ id: publicId('merchant', one.merchantId, null), name: one.name, role: one.role })),
    caught: { letters: caughtPages.letters?.href ?? null, texts: caughtPages.texts?.href ?? null },
    csrfToken,
  }
}
