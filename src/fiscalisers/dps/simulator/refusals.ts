import type { Answer } from '../../../connectors/simulator-server.ts'

/** Names of the server's errors by number. Source: protocol sheet A1. */
const NAMES = [
  'Ok', 'TransactionsRegistrarAbsent', 'OperatorAccessToTransactionsRegistrarNotGranted', 'InvalidTin', 'ShiftAlreadyOpened', 'ShiftNotOpened', 'LastDocumentMustBeZRep',
  'CheckLocalNumberInvalid', 'ZRepAlreadyRegistered', 'DocumentValidationError', 'PackageValidationError', 'InvalidQueryParameter', 'CryptographyError',
] as const

export type Refusal = { readonly code: number; readonly says: string }

export const refusal = (code: number, says: string): Refusal => ({ code, says })

const STATUS: ReadonlyMap<number, number> = new Map([[1, 404], [2, 401]])

const text = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body })

/** In the documented form. */
export const refused = ({ code, says }: Refusal): Answer => text(STATUS.get(code) ?? 400, `Код помилки: ${code} ${NAMES[code] ?? ''}\r\n${says}`)

/** A status that stands for itself. */
export const rejected = (status: number): Answer => text(status, '')
