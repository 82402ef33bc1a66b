import { decimal } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'

declare global {
  interface JSON {
    /** ECMAScript's `JSON.rawJSON`: a value that `stringify` writes as this very text. */
    rawJSON(text: string): object
  }
}

/** A JSON object as Cashalot sent it: a number is the text it was written in, so that no amount goes through a float. */
export type Told = ReadonlyMap<string, unknown>

/** Null for what is no JSON object. */
export function readObject(text: string): Told | null {
  try {
    const value: unknown = JSON.parse(text, keepingDigits)
    return objectOf(value)
  } catch {
    return null // `JSON.parse` says by throwing that it is none
  }
}

const keepingDigits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  (typeof value === 'number' ? (context?.source ?? String(value)) : value)

export const objectOf = (value: unknown): Told | null =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null)

/** Text or number as text. Null for nothing: absent, empty, `null`, or something else. Clients have seen numbers as texts and the other way round. */
export function textAt(told: Told, name: string): string | null {
  const value = told.get(name)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

/** A whole number of at most 15 digits; null for anything else. */
export function countAt(told: Told, name: string): number | null {
  const text = textAt(told, name)
  return text !== null && /^[0-9]{1,15}$/.test(text) ? Number(text) : null
}

/** Null where it is neither, or absent. */
export function flagAt(told: Told, name: string): boolean | null {
  const value = told.get(name)
  const text = typeof value === 'boolean' ? String(value) : textAt(told, name)?.toLowerCase()
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : null
}

/** An amount as a JSON number with both its decimals. Source: protocol sheet A3, D2. */
export const amount = (money: Money): object => JSON.rawJSON(decimal(money))
