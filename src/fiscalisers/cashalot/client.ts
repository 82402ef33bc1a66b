import type { Http, Outcome, Refusal } from '../../connectors/contract.ts'
import type { Secret } from '../../kernel/secret.ts'
import type { FiscalSetup } from '../contract.ts'
import { VERIFICATION_PAGE } from '../tables/verification.ts'
import type { Config } from './config.ts'
import { readObject, textAt } from './json.ts'
import type { Told } from './json.ts'

/** The one address of the service, and the tax service's own page for checking a receipt. Source: protocol sheet C, A14. */
export const ENDPOINTS = { api: 'https://fsapi.cashalot.org.ua/', cabinet: VERIFICATION_PAGE } as const

export const baseOf = (name: keyof typeof ENDPOINTS, { endpoints }: FiscalSetup<Config>): string => endpoints[name] ?? ENDPOINTS[name]

/** What published clients wait for an answer; a document gets all of it. Source: C. */
export const TIMEOUT_MS = 20_000

/** A question is asked again sooner or later: whoever holds the register must not wait for it too long. */
export const QUESTION_TIMEOUT_MS = 10_000

/** An answer to a command that went well, and the text of it that may be kept. */
export type Answered = { readonly told: Told; readonly record: string }

/**
 * Sends a command, which is a JSON object without credentials: they are put before its first member here and nowhere else.
 * `unknown` wherever the command may have been carried out. Source: C.
 */
export async function send(command: string, setup: FiscalSetup<Config>, http: Http, timeoutMs = TIMEOUT_MS): Promise<Outcome<Answered>> {
  const answer = await http({
    method: 'POST', url: baseOf('api', setup), headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: withKey(command, setup.config), timeoutMs,
  })
  if (answer.kind === 'unknown') return { kind: 'unknown', cause: answer.cause }
  if (answer.status !== 200) return { kind: 'unknown', cause: `HTTP ${answer.status}` }
  const told = readObject(answer.body)
  const code = told === null ? null : textAt(told, 'ErrorCode')
  if (told === null || code === null) return { kind: 'unknown', cause: 'the answer is no JSON object with an ErrorCode' }
  const name = NAMES.get(code) ?? code
  if (name === 'Ok') return { kind: 'done', value: { told, record: masked(answer.body, setup.config) } }
  return fault(name, masked(textAt(told, 'ErrorMessage') ?? '', setup.config))
}

/** The command of that name for the register, with the members beside. */
export const command = (name: string, uid: string, { config }: FiscalSetup<Config>, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ Command: name, UID: uid, NumFiscal: config.numFiscal, ...more })

function withKey(text: string, { certificate, privateKey, password }: Config): string {
  const key = JSON.stringify({ Certificate: certificate.reveal(), PrivateKey: privateKey.reveal(), Password: password.reveal() })
  return `${key.slice(0, -1)},${text.slice(1)}`
}

/** Too short a secret says nothing when it is seen, and hiding it would eat holes into every text. */
const SHORTEST_HIDDEN = 4

/** The service is not known to send the key back, but what is kept must not depend on that. */
function masked(text: string, { certificate, privateKey, password }: Config): string {
  const hide = (from: string, secret: Secret): string => {
    const shown = secret.reveal()
    const inJson = JSON.stringify(shown).slice(1, -1)
    return shown.length < SHORTEST_HIDDEN ? from : from.replaceAll(inJson, '[secret]').replaceAll(shown, '[secret]')
  }
  const named = text.replaceAll(/"(Certificate|PrivateKey|Password|KeyPin)"\s*:\s*"(?:[^"\\]|\\.)*"/gi, '"$1":"[secret]"')
  return [privateKey, certificate, password].reduce(hide, named)
}

/** Some clients get numbers. Source: A1, C. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['0', 'Ok'], ['1', 'TransactionsRegistrarAbsent'], ['2', 'OperatorAccessToTransactionsRegistrarNotGranted'], ['3', 'InvalidTin'],
  ['4', 'ShiftAlreadyOpened'], ['5', 'ShiftNotOpened'], ['6', 'LastDocumentMustBeZRep'], ['7', 'CheckLocalNumberInvalid'],
  ['8', 'ZRepAlreadyRegistered'], ['9', 'DocumentValidationError'], ['10', 'PackageValidationError'], ['11', 'InvalidQueryParameter'],
  ['12', 'CryptographyError'], ['100', 'FiscalServerNotAvailable'], ['101', 'FiscalServerError'], ['102', 'OfflineModeNotSupported'],
  ['103', 'InconsistentRegistrarState'], ['1000', 'LicenseViolation'],
])

/**
 * Codes that say the document was not taken. The others (100 to 102, and any that is not listed) speak of a tax service
 * that did not answer, which may have the document: they are unknown. Source: A1, C.
 */
const REFUSED: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['TransactionsRegistrarAbsent', 'not_enabled'], ['OperatorAccessToTransactionsRegistrarNotGranted', 'credentials'], ['InvalidTin', 'credentials'],
  ['ShiftAlreadyOpened', 'other'], ['ShiftNotOpened', 'other'], ['LastDocumentMustBeZRep', 'other'], ['CheckLocalNumberInvalid', 'other'],
  ['ZRepAlreadyRegistered', 'other'], ['DocumentValidationError', 'other'], ['PackageValidationError', 'other'], ['InvalidQueryParameter', 'other'],
  ['CryptographyError', 'credentials'], ['InconsistentRegistrarState', 'other'], ['LicenseViolation', 'not_enabled'],
])

const LONGEST_MESSAGE = 300

function fault(name: string, message: string): Outcome<never> {
  const reason = REFUSED.get(name)
  const told = (message === '' ? name : `${name}: ${message}`).slice(0, LONGEST_MESSAGE)
  return reason === undefined ? { kind: 'unknown', cause: told } : { kind: 'refused', reason, providerCode: told }
}

/** Whether a refusal has this code, whatever text stands beside it. */
export const isCode = (outcome: Outcome<unknown>, code: string): boolean =>
  outcome.kind === 'refused' && (outcome.providerCode === code || outcome.providerCode.startsWith(`${code}:`))
