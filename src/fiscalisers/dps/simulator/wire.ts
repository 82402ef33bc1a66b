import { createHash } from 'node:crypto'
import { gunzipSync, inflateSync } from 'node:zlib'
import type { Asked } from '../../../connectors/simulator-server.ts'

/** Bytes as the server takes and gives them, by its own description: envelopes, compression, windows-1251. */

const MOST_BYTES = 200 * 1024

/** The body without its compression; a number is the HTTP status that refuses it. */
export function unpacked({ headers, body }: Asked): Buffer | number {
  const bytes = inflated(headers['content-encoding'] ?? '', body)
  if (typeof bytes === 'number') return bytes
  return bytes.length > MOST_BYTES ? 416 : bytes
}

function inflated(encoding: string, body: Buffer): Buffer | number {
  try {
    switch (encoding.toLowerCase()) {
      case '': case 'identity': return body
      case 'gzip': return gunzipSync(body, { maxOutputLength: MOST_BYTES + 1 })
      case 'deflate': return inflateSync(body, { maxOutputLength: MOST_BYTES + 1 })
      default: return 415
    }
  } catch (fault) {
    return fault instanceof RangeError ? 416 : 400 // zlib says by throwing that it cannot
  }
}

/** What stands in for a signature here. It proves nothing and says so. */
type Envelope = { readonly cert: string; readonly content: Buffer }

const seal = (cert: string, content: string): string => createHash('sha256').update(`${cert} ${content}`).digest('hex')

export function enveloped(cert: string, bytes: Buffer): Buffer {
  const content = bytes.toString('base64')
  return Buffer.from(JSON.stringify({ alg: 'TEST', note: 'a test envelope and no signature', cert, content, sig: seal(cert, content) }))
}

/** Null for anything that is no test envelope, or whose content was changed. */
export function opened(bytes: Buffer): Envelope | null {
  const told = jsonOf(bytes)
  if (told === null || told['alg'] !== 'TEST') return null
  const { cert, content, sig } = told
  if (typeof cert !== 'string' || typeof content !== 'string' || typeof sig !== 'string') return null
  return seal(cert, content) === sig ? { cert, content: Buffer.from(content, 'base64') } : null
}

/** Null for what is no JSON object. */
export function jsonOf(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null
  } catch {
    return null // `JSON.parse` says by throwing that it is none
  }
}

/** A text says what is wrong with the bytes. */
export function windows1251(bytes: Buffer): { readonly xml: string } | string {
  const declaration = /^<\?xml version="1\.0" encoding="([^"]*)"\?>/.exec(bytes.subarray(0, 100).toString('latin1'))?.[1]
  if (declaration?.toLowerCase() !== 'windows-1251') return `кодування ${declaration ?? 'не вказане'}, а має бути windows-1251`
  if (bytes.some((byte) => byte >= 0x80) && isUtf8(bytes)) return 'документ має бути у windows-1251, а не в UTF-8'
  return { xml: new TextDecoder('windows-1251', { ignoreBOM: true }).decode(bytes) }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false // a fatal decoder says by throwing that it is not
  }
}
