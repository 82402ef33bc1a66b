import type { RawCallback, Reading, Setup } from '../contract.ts'
import type { Config } from './config.ts'
import { keysOf } from './facts.ts'
import { decodeBase64, parseForm } from './form.ts'
import type { Fields } from './form.ts'
import { judge, open } from './protocol.ts'
import type { Proof } from './protocol.ts'
import { readReport } from './report.ts'

/** The body that stops the retries: exactly this, nothing around it. Source: protocol sheet A5. */
const REPLY = 'OK'

const CARRIED = ['data', 'ss1', 'ss2', 'ss3'] as const

const forged = (reason: string): Reading => ({ kind: 'forged', reason })

/** Judges the bytes as they came, then reads the very same bytes, once. Never throws, whatever came. */
export function readCallback(raw: RawCallback, setup: Setup<Config>): Reading {
  const carried = readCarried(raw)
  if (typeof carried === 'string') return forged(carried)
  const data = carried.get('data')
  if (data === undefined) return forged('no data')
  return setup.config.callbackMode === 'encrypted' ? readEncrypted(data, carried, setup) : readSigned(data, carried, setup)
}

/** The fields of query or body, or why they are no callback. GET and POST are both in use; both at once are not. Source: A5. */
function readCarried(raw: RawCallback): Fields | string {
  const query = parseForm(raw.query)
  if (!query.ok) return `query: ${query.error}`
  if (raw.body.length === 0) return query.value
  if (raw.method !== 'POST') return 'a GET with a body'
  if (CARRIED.some((name) => query.value.has(name))) return 'fields in query and body at once'
  if (!isForm(raw.contentType)) return 'a body that is no form in UTF-8'
  const body = parseForm(raw.body.toString('latin1'))
  return body.ok ? body.value : `body: ${body.error}`
}

const isForm = (contentType: string | null): boolean =>
  /^application\/x-www-form-urlencoded *(?:; *charset="?utf-8"? *)?$/i.test(contentType ?? '')

function readSigned(data: string, carried: Fields, setup: Setup<Config>): Reading {
  const { config, pinnedProof } = setup
  const [ss1 = null, ss2 = null, ss3 = null] = [carried.get('ss1'), carried.get('ss2'), carried.get('ss3')]
  if (ss1 === null && ss2 === null && ss3 === null) {
    return forged('no signature: if callbacks of this project are encrypted, the channel must be set so')
  }
  const verdict = judge({ data, ss1, ss2, ss3 }, config.password, keysOf(setup), pinnedProof)
  if (verdict.kind !== 'proved') return verdict
  const form = decodeBase64(data)
  return form === null ? forged('data is not Base64') : readProved(form, verdict.proof, config)
}

function readEncrypted(data: string, carried: Fields, { config }: Setup<Config>): Reading {
  if (carried.has('ss1') || carried.has('ss2') || carried.has('ss3')) {
    return forged('signed, but the channel is set to encrypted callbacks')
  }
  const form = open(data, config.password)
  return form === null ? forged('data does not open with the password') : readProved(form, 'encrypted', config)
}

function readProved(form: Buffer, proof: Proof, config: Config): Reading {
  const fields = parseForm(form.toString('latin1'))
  if (!fields.ok) return forged(`data: ${fields.error}`)
  const report = readReport(fields.value, config)
  return report.ok ? { kind: 'report', report: report.value, proof, reply: REPLY } : forged(report.error)
}
