import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Http, HttpAnswer, Outcome } from '../../connectors/contract.ts'
import type { Secret } from '../../kernel/secret.ts'
import type { FiscalSetup } from '../contract.ts'
import type { Config } from './config.ts'
import { cmsContent, testContent } from './envelope.ts'
import { readError } from './errors.ts'
import type { ServerError } from './errors.ts'

/** Production addresses. Nobody signs for everyone: where the signer stands is for the installation to say. */
export const ENDPOINTS = { fs: 'https://fs.tax.gov.ua:8643/fs', signer: 'https://signer.invalid/sign' } as const

const SIGNED = 'application/octet-stream'
const TIMEOUT_MS = 20_000

/** Makes the CMS envelope of some bytes with the key of a cashier. Source: protocol sheet A7. */
export interface Signer {
  sign(bytes: Buffer): Promise<Outcome<Buffer>>
}

/** A signer behind HTTP: the bytes are posted, the envelope comes back. `token` says whose key it is. Nothing is filed by asking it. */
export const openSigner = (http: Http, address: string, token: Secret): Signer => ({
  async sign(bytes) {
    const headers = { 'content-type': SIGNED, authorization: `Bearer ${token.reveal()}` }
    const answer = await http({ method: 'POST', url: address, headers, bytes, binary: true, timeoutMs: TIMEOUT_MS })
    if (answer.kind === 'unknown') return { kind: 'unknown', cause: `the signer: ${answer.cause}` }
    if (answer.status === 200 && answer.body !== '') return { kind: 'done', value: bytesOf(answer) }
    const isRefused = answer.status >= 400 && answer.status < 500
    if (isRefused) return { kind: 'refused', reason: 'credentials', providerCode: `signer HTTP ${answer.status}` }
    return { kind: 'unknown', cause: `the signer answered ${answer.status}` }
  },
})

const bytesOf = ({ body }: Extract<HttpAnswer, { kind: 'answer' }>): Buffer => Buffer.from(body, 'latin1')

/** What the server said: bytes, nothing to tell (204), an error of its own, or that this register or key may not speak to it. */
export type Said =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'error'; readonly error: ServerError }
  | { readonly kind: 'refused'; readonly reason: 'credentials' | 'not_enabled'; readonly providerCode: string }
  | { readonly kind: 'unknown'; readonly cause: string }

/** What these mean without a word beside them; no document is refused by it. Source: protocol sheet A1. */
const BARRED = new Map([[401, 'credentials'], [404, 'not_enabled']] as const)

function said(answer: HttpAnswer): Said {
  if (answer.kind === 'unknown') return { kind: 'unknown', cause: answer.cause }
  const { status } = answer
  if (status === 204) return { kind: 'nothing' }
  const bytes = bytesOf(answer)
  if (status === 200) return bytes.length === 0 ? { kind: 'unknown', cause: 'an empty answer' } : { kind: 'bytes', bytes }
  if (status < 400 || status > 499) return { kind: 'unknown', cause: `HTTP ${status}` }
  const text = bytes.toString('utf8')
  if (/^\s*</.test(text)) return { kind: 'unknown', cause: `a page with HTTP ${status}` } // of something between us and the server
  const error = readError(text)
  if (error !== null) return { kind: 'error', error }
  const [, reason] = [...BARRED].find(([one]) => one === status) ?? []
  // Without a word of the server it may be of something between, which never saw the server.
  return reason === undefined ? { kind: 'unknown', cause: `HTTP ${status}` } : { kind: 'refused', reason, providerCode: `HTTP ${status}` }
}

type Setup = Pick<FiscalSetup<Config>, 'endpoints' | 'config'>

const addressOf = ({ endpoints }: Setup, name: keyof typeof ENDPOINTS): string => endpoints[name] ?? ENDPOINTS[name]

export const signerOf = (setup: Setup, http: Http): Signer => openSigner(http, addressOf(setup, 'signer'), setup.config.signerToken)

/** Signed bytes. Packages are long, and go compressed. */
export async function post(place: 'doc' | 'pck' | 'cmd', signed: Buffer, setup: Setup, http: Http): Promise<Said> {
  const isPackage = place === 'pck'
  const headers = { 'content-type': SIGNED, ...(isPackage && { 'content-encoding': 'gzip' }) }
  const bytes = isPackage ? gzipSync(signed) : signed
  return said(await http({ method: 'POST', url: `${addressOf(setup, 'fs')}/${place}`, headers, bytes, binary: true, timeoutMs: TIMEOUT_MS }))
}

/** A question that anyone may ask. */
async function askOpenly(text: string, setup: Setup, http: Http): Promise<Said> {
  const headers = { 'content-type': 'application/json; charset=UTF-8' }
  return said(await http({ method: 'POST', url: `${addressOf(setup, 'fs')}/cmd`, headers, body: text, binary: true, timeoutMs: TIMEOUT_MS }))
}

type Command = { readonly Command: string } & { readonly [name: string]: string | number | boolean }

/** Source: protocol sheet A6. */
const OPEN_COMMANDS: ReadonlySet<string> = new Set(['ServerState', 'Check', 'CheckExt'])

/** Asks one command, signed where it must be. */
export async function command(asked: Command, setup: Setup, http: Http): Promise<Said> {
  const text = JSON.stringify({ ...asked, UID: randomUUID() })
  if (OPEN_COMMANDS.has(asked.Command)) return askOpenly(text, setup, http)
  const signed = await signerOf(setup, http).sign(Buffer.from(text, 'utf8'))
  if (signed.kind === 'refused') return { kind: 'refused', reason: 'credentials', providerCode: signed.providerCode }
  return signed.kind === 'done' ? post('cmd', signed.value, setup, http) : signed
}

/** What a signed answer holds. A test envelope counts only where the installation has put something in the tax service's place. */
export function contentOf(bytes: Buffer, setup: Setup): Buffer | null {
  return cmsContent(bytes) ?? (addressOf(setup, 'fs') === ENDPOINTS.fs ? null : testContent(bytes))
}
