import { Type } from 'typebox'
import type { Id } from '../kernel/ids.ts'
import { publicId } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { PERMISSIONS } from '../platform/http/permission.ts'
import { ROLES } from './role.ts'

export const LanguageJson = Type.Enum([...LANGUAGES], { description: 'ISO 639-1.' })
export const RoleJson = Type.Enum([...ROLES])
export const PermissionJson = Type.Enum([...PERMISSIONS])
export const ModeJson = Type.Enum(['test', 'live'])

/** The stores something is limited to; null is every store, also those added later. */
export const StoreIdsJson = Type.Union([Type.Array(IdJson('store'), { maxItems: 200 }), Type.Null()])

export const storeIdsJson = (ids: readonly Id<'store'>[] | null): string[] | null => ids?.map((id) => publicId('store', id, null)) ?? null

export const storeIdsOfJson = (ids: readonly string[] | null): Id<'store'>[] | null => ids?.map((id) => idOf('store', id)) ?? null

/** `Params` of a route about one object. */
export const OneOf = (kind: Parameters<typeof IdJson>[0]) => Type.Object({ id: IdJson(kind) })
