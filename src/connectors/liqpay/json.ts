import { decimal } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'

/** A JSON object as LiqPay sent it: a number is the text it was written in, so that no amount goes through a float. */
export type Told = ReadonlyMap<string, Value>
type Value = string | boolean | null | readonly Value[] | Told

/** Seen twice in real objects, and never read here. Source: protocol sheet 9, `err_code`. */
const REPEATED = 'code'
const DEEPEST = 16

/** Of well-formed JSON: brackets, texts with their quotes, and words. Colons and commas add nothing to them. */
const TOKEN = /[{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\]:,"]+/g

type Cursor = { readonly tokens: readonly string[]; at: number }

/** Null for what is no JSON object, is nested absurdly, or has a name twice, which two readers could read differently. */
export function readObject(text: string): Told | null {
  if (parsed(text) === undefined) return null
  const value = readValue({ tokens: text.match(TOKEN) ?? [], at: 0 }, 0)
  return isTold(value) ? value : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // `JSON.parse` says by throwing that it is none
  }
}

export const isTold = (one: Value | undefined): one is Told => one instanceof Map

/** Undefined: nested too deeply, or a name comes twice. */
function readValue(cursor: Cursor, depth: number): Value | undefined {
  const token = cursor.tokens[cursor.at++] ?? ''
  if (depth > DEEPEST) return undefined
  if (token === '{') return readMembers(cursor, depth)
  if (token === '[') return readElements(cursor, depth)
  if (token.startsWith('"')) return textIn(token)
  return token === 'null' ? null : token === 'true' || token === 'false' ? token === 'true' : token
}

function readMembers(cursor: Cursor, depth: number): Told | undefined {
  const members = new Map<string, Value>()
  while (cursor.tokens[cursor.at] !== '}') {
    const name = textIn(cursor.tokens[cursor.at++] ?? '')
    const value = readValue(cursor, depth + 1)
    if (value === undefined || (members.has(name) && name !== REPEATED)) return undefined
    members.set(name, value)
  }
  cursor.at++
  return members
}

function readElements(cursor: Cursor, depth: number): readonly Value[] | undefined {
  const elements: Value[] = []
  while (cursor.tokens[cursor.at] !== ']') {
    const value = readValue(cursor, depth + 1)
    if (value === undefined) return undefined
    elements.push(value)
  }
  cursor.at++
  return elements
}

function textIn(token: string): string {
  const text = parsed(token)
  return typeof text === 'string' ? text : ''
}

/** Text or number as text, without spaces around it. Null for nothing: absent, empty, `null`, or something nested. */
export function textOf(one: Value | undefined): string | null {
  const text = typeof one === 'string' ? one.trim() : ''
  return text === '' ? null : text
}

/** Null for what is no list. */
export const listOf = (one: Value | undefined): readonly Value[] | null => (typeof one === 'object' && one !== null && !isTold(one) ? one : null)

/** What we write: an amount becomes a JSON number in plain decimals, without zeros at its end, as in LiqPay's samples. */
export type Said = string | number | Money | readonly Said[] | { readonly [name: string]: Said | null }

/** JSON text. Members that are null are left out. */
export function writeJson(said: Said): string {
  if (typeof said === 'string' || typeof said === 'number') return JSON.stringify(said)
  if (isList(said)) return `[${said.map(writeJson).join(',')}]`
  if (isMoney(said)) return numberOf(said)
  return `{${Object.entries(said).flatMap(([name, value]) => (value === null ? [] : [`${JSON.stringify(name)}:${writeJson(value)}`])).join(',')}}`
}

function numberOf(money: Money): string {
  const text = decimal(money)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

const isList = (said: Said): said is readonly Said[] => Array.isArray(said)

const isMoney = (said: Exclude<Said, string | number | readonly Said[]>): said is Money => typeof said['minor'] === 'bigint'
