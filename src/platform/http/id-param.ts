import { Type } from 'typebox'
import type { TString } from 'typebox'
import { ID_PREFIX, parsePublicId } from '../../kernel/ids.ts'
import type { Id, IdKind, Mode } from '../../kernel/ids.ts'

/** Kinds whose public id has no mode, because the object outlives the step from test to live. */
const MODELESS: ReadonlySet<IdKind> = new Set([
  'merchant', 'store', 'channel', 'user', 'apiKey', 'invitation', 'session', 'auditRecord', 'moneyAccount', 'product', 'cashier', 'cashierSession',
])

/** The first digit holds the top three of 128 bits, so it is at most 7. */
const DIGITS = '[0-7][0-9a-hjkmnp-tv-z]{25}'

const patternOf = (kind: IdKind): string =>
  MODELESS.has(kind) ? `^${ID_PREFIX[kind]}_${DIGITS}$` : `^${ID_PREFIX[kind]}_(test|live)_${DIGITS}$`

const KINDS: ReadonlyMap<string, IdKind> = new Map(Object.keys(ID_PREFIX).filter(isIdKind).map((kind) => [patternOf(kind), kind]))

function isIdKind(text: string): text is IdKind {
  return Object.hasOwn(ID_PREFIX, text)
}

/**
 * A public id of this kind, in a path, a query, a body or an answer. In a path a malformed one is answered like an
 * absent object.
 */
export const IdJson = (kind: IdKind): TString => Type.String({ pattern: patternOf(kind), description: `Id of kind ${kind}.` })

/** The kind an `IdJson` schema was made for. Null for any other schema. */
export function idKindOf(schema: unknown): IdKind | null {
  if (typeof schema !== 'object' || schema === null || !('pattern' in schema) || typeof schema.pattern !== 'string') return null
  return KINDS.get(schema.pattern) ?? null
}

/** The id in a text that an `IdJson` of the same kind has let through. */
export const idOf = <K extends IdKind>(kind: K, text: string): Id<K> => idWithMode(kind, text).id

/** As `idOf`, with the mode that stands in the text; null for kinds that have none. */
export function idWithMode<K extends IdKind>(kind: K, text: string): { id: Id<K>; mode: Mode | null } {
  const parsed = parsePublicId(kind, text)
  if (parsed === null) throw new TypeError(`${text} was read as an id of kind ${kind} without having been validated as one`)
  return parsed
}
