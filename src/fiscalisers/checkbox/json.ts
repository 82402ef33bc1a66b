/** A JSON object as Checkbox sent it. Its amounts are whole kopecks, so no fraction goes through a float. Source: protocol sheet B. */
export type Told = ReadonlyMap<string, unknown>

/** The value of a JSON text. Undefined for what is none, a page of a proxy for example. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // `JSON.parse` says by throwing that it is none
  }
}

/** Null for what is no object. */
export const objectOf = (value: unknown): Told | null =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Null for what is no text, or an empty one. */
export function textAt(told: Told | null, name: string): string | null {
  const value = told?.get(name)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

/** Null for what is no whole number that a float holds exactly. */
export function wholeAt(told: Told | null, name: string): number | null {
  const value = told?.get(name)
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

export const isTrue = (told: Told | null, name: string): boolean => told?.get(name) === true

/** A moment with its offset from UTC; null for what is none. */
export function momentAt(told: Told | null, name: string): Date | null {
  const text = textAt(told, name) ?? ''
  const at = new Date(/(?:Z|[+-][0-9]{2}:?[0-9]{2})$/.test(text) ? text : '')
  return Number.isNaN(at.getTime()) ? null : at
}
