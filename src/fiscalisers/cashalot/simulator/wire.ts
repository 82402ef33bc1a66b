import { readAmount } from '../../../connectors/simulator-json.ts'

/** The members of one JSON object. Numbers are the digits that were sent, so that no amount is rounded by reading it. */
export type Members = ReadonlyMap<string, unknown>

function keepingDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value
}

/** A JSON number as it was written. */
class Digits {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Null for what is no JSON object. */
export function readMembers(body: Buffer): Members | null {
  const text = body.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(body)) return null
  try {
    const value: unknown = JSON.parse(text, keepingDigits)
    return membersOf(value)
  } catch {
    return null
  }
}

export const membersOf = (value: unknown): Members | null =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Digits) ? new Map(Object.entries(value)) : null)

/** Null for what is no list of objects. */
export function rowsOf(value: unknown): readonly Members[] | null {
  if (!Array.isArray(value)) return null
  const rows = value.map(membersOf).filter((one) => one !== null)
  return rows.length === value.length ? rows : null
}

/** A text or the digits of a number; empty where it is absent or something else. */
export function wordOf(members: Members, name: string): string {
  const value = members.get(name)
  return value instanceof Digits ? value.text : typeof value === 'string' ? value : ''
}

/** Hundredths; null where it is absent or no plain amount. A minus is read: rounding may take off. */
export function hundredthsOf(members: Members, name: string): bigint | null {
  const text = wordOf(members, name)
  const size = readAmount(text.replace(/^-/, ''))
  return size === null ? null : text.startsWith('-') ? -size : size
}

export const isTrue = (members: Members, name: string): boolean => members.get(name) === true || wordOf(members, name) === 'true'
