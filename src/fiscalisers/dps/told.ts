import { parseMoney, zero } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'

/** A JSON object as the server sent it. A number is the text it was written in, so that no amount goes through a float. */
export type Told = ReadonlyMap<string, unknown>

const keepingDigits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  (typeof value === 'number' ? context?.source ?? String(value) : value)

/** Null if the bytes are no JSON object. */
export function readTold(bytes: Buffer): Told | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'), keepingDigits)
    return toldOf(value)
  } catch {
    return null // `JSON.parse` says by throwing that it is none
  }
}

export const toldOf = (value: unknown): Told | null =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null)

export const listIn = (told: Told, name: string): readonly Told[] => {
  const value = told.get(name)
  return Array.isArray(value) ? value.map(toldOf).filter((one) => one !== null) : []
}

/** Null for what is absent, empty or no text. */
export function textIn(told: Told, name: string): string | null {
  const value = told.get(name)
  return typeof value === 'string' && value !== '' ? value : null
}

export function numberIn(told: Told, name: string): number | null {
  const text = textIn(told, name) ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** Absent is nothing; null: no amount of hryvnias. */
export function amountIn(told: Told, name: string): Money | null {
  const text = textIn(told, name)
  return text === null ? zero('UAH') : parseMoney(text.replace(/(\.\d\d)0+$/, '$1'), 'UAH')
}

/** A time of the protocol; one without an offset is in the register's own zone. */
export function timeIn(told: Told, name: string, timeZone: string): Date | null {
  const text = textIn(told, name) ?? ''
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(text)) return null
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds)
  return Number.isNaN(at.getTime()) ? null : at
}
