import { isUtf8 } from 'node:buffer'
import type { RawCallback, Reading, Setup } from '../contract.ts'
import type { Config } from './config.ts'
import { readObject } from './json.ts'
import { decode, isSignedBy } from './protocol.ts'
import { readReport } from './report.ts'

/** Any 200 will do; the body is ignored. Source: protocol sheet 11. */
const REPLY = 'OK'

const forged = (reason: string): Reading => ({ kind: 'forged', reason })

/** Judges the `data` as it came, then reads the very same text, once. Never throws, whatever came. */
export function readCallback(raw: RawCallback, { config }: Setup<Config>): Reading {
  const fields = fieldsOf(raw)
  if (typeof fields === 'string') return forged(fields)
  const { algorithm } = config.protocol
  if (!isSignedBy(fields.data, fields.signature, config.privateKey, algorithm)) return forged(`the signature does not fit the private key by ${algorithm}`)
  const json = decode(fields.data)
  const told = json === null ? null : readObject(json)
  if (told === null) return forged('data is no JSON object that can be read in one way only')
  const report = readReport(told, config)
  return report === null ? forged('genuine, but of another shop, or without order_id or status') : { kind: 'report', report, proof: algorithm, reply: REPLY }
}

/** A form, posted, of `data` and `signature`, each once. Source: 11. */
function fieldsOf({ method, query, contentType, body }: RawCallback): { readonly data: string; readonly signature: string } | string {
  if (method !== 'POST' || !/^application\/x-www-form-urlencoded *(?:; *charset="?utf-8"? *)?$/i.test(contentType ?? '')) return 'no form that was posted'
  if (!isUtf8(body)) return 'not UTF-8'
  const inQuery = new URLSearchParams(query)
  const form = new URLSearchParams(body.toString('utf8'))
  const [data, ...moreData] = form.getAll('data')
  const [signature, ...moreSignatures] = form.getAll('signature')
  if (data === undefined || signature === undefined) return 'without data or signature'
  const isTwice = moreData.length > 0 || moreSignatures.length > 0 || ['data', 'signature'].some((name) => inQuery.has(name) || form.has(`${name}[]`))
  return isTwice ? 'data or signature twice' : { data, signature }
}
