import { createHash, timingSafeEqual } from 'node:crypto'
import { readAmount } from '../../simulator-json.ts'

/** The `version` of a message, which decides its hash. Source: sheet 3, "Version 3 and version 7". */
export type Version = 3 | 7

const HASH = { 3: 'sha1', 7: 'sha3-256' } as const

/** base64 of the raw digest over key, data and key. `data` is the text as it is sent, not what it says. Source: sheet 3. */
export const sign = (data: string, privateKey: string, version: Version): string =>
  createHash(HASH[version]).update(privateKey + data + privateKey, 'utf8').digest('base64')

/** In a time that does not tell where the texts begin to differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Why a signature is wrong, by trying the mistakes that integrators make. Source: sheet 3 and "Traps". */
export function whyWrong(data: string, signature: string, privateKey: string, version: Version): string {
  const digest = (text: string): string => createHash(HASH[version]).update(text, 'utf8').digest('base64')
  const hex = Buffer.from(createHash(HASH[version]).update(privateKey + data + privateKey, 'utf8').digest('hex')).toString('base64')
  const json = Buffer.from(data, 'base64').toString('utf8')
  const wrapped = data.replaceAll(/(.{76})/g, '$1\n')
  const mistakes: readonly (readonly [string, string])[] = [
    [sign(data, privateKey, version === 3 ? 7 : 3), `it is made with ${version === 3 ? 'SHA3-256' : 'SHA-1'}, but the version is ${version}`],
    [hex, 'it is base64 of the hex digest, and must be base64 of the raw bytes'],
    [sign(json, privateKey, version), 'it is made over the JSON, and must be made over the base64 text'],
    [sign(wrapped, privateKey, version), 'it is made over base64 with line breaks'],
    [sign(`${wrapped}\n`, privateKey, version), 'it is made over base64 with line breaks'],
    [digest(privateKey + data), 'the private key must also stand after the data'],
    [digest(data + privateKey), 'the private key must also stand before the data'],
  ]
  if (signature.includes(' ') && isSame(signature.replaceAll(' ', '+'), sign(data, privateKey, version))) {
    return 'its plus came as a space: percent-encode the signature'
  }
  return mistakes.find(([text]) => isSame(text, signature))?.[1] ?? 'it is made with another key or over another text'
}

/** The JSON text in `data`. A text with the reason instead, in `wrong`. */
export function decodeData(data: string): { readonly json: string } | { readonly wrong: string } {
  if (data.includes(' ')) return { wrong: 'data has a space: its plus was not percent-encoded' }
  if (/%[0-9A-F]{2}/i.test(data)) return { wrong: 'data is percent-encoded twice' }
  if (/[\r\n]/.test(data)) return { wrong: 'data has line breaks' }
  if (data === '' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(data)) return { wrong: 'data is no base64' }
  const bytes = Buffer.from(data, 'base64')
  const json = bytes.toString('utf8')
  return Buffer.from(json, 'utf8').equals(bytes) ? { json } : { wrong: 'data holds bytes that are no UTF-8' }
}

export const encodeData = (json: string): string => Buffer.from(json, 'utf8').toString('base64')

/** The parameters of one request by name. Numbers are the digits that were sent, so that no amount is rounded by reading it. */
export type Fields = ReadonlyMap<string, unknown>

function keepingDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value
}

/** Null if it is no JSON object. */
export function readFields(json: string): Fields | null {
  const value = readJson(json)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null
}

/** Undefined if it is no JSON. */
export function readJson(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json, keepingDigits)
    return value
  } catch {
    return undefined
  }
}

/** A text or a number as text; empty where it is absent or something else. */
export function textOf(fields: Fields, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}

/** Hundredths; null where it is absent or no amount. */
export const amountOf = (fields: Fields, name: string): bigint | null => readAmount(textOf(fields, name))

/** `YYYY-MM-DD HH:mm:ss` in UTC. Null for anything else, ISO 8601 with `T` and `Z` included. Source: sheet 4. */
export function readUtc(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null
  const at = new Date(`${text.replace(' ', 'T')}Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text.slice(0, 10) ? null : at
}

/** `YYYY-MM-DD` of a real day. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && readUtc(`${text} 00:00:00`) !== null
