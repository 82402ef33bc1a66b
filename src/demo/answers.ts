import { Type } from 'typebox'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'

export const WithId = Type.Object({ id: Type.String() })
export const Issued = Type.Object({ id: Type.String(), links: Type.Object({ pay: Type.String() }) })

/** An answer of our own API, as far as the demo needs it. */
export const answered = <T extends TSchema>(schema: T, answer: unknown): Static<T> => Value.Parse(schema, answer)

/** The last part of a pay link. */
export const payTokenIn = (payLink: string): string => new URL(payLink).pathname.replace('/pay/', '')
