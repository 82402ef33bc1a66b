import type { Agenda } from '../../../connectors/simulator-agenda.ts'
import type { Json } from '../../../connectors/simulator-json.ts'
import type { KeyMark } from './keys.ts'
import type { Register } from './register.ts'

/** The service: every register it knows, and what it was asked. */
export type Service = {
  readonly agenda: Agenda
  readonly registers: Map<string, Register>
  readonly log: Asking[]
  /** The tax service's page of a receipt: what `Url` begins with. */
  readonly cabinet: () => string
  isDown: boolean
  /** Of the tax service: one row over all registers. */
  lastNumber: number
}

/** One command, without its key. */
export type Asking = {
  readonly number: number
  readonly at: Date
  readonly command: string
  readonly numFiscal: string
  readonly uid: string
  readonly answer: string
}

export const nextNumber = (service: Service): string => String(++service.lastNumber)

/** A command that was understood and signed. */
export type Asked = {
  readonly service: Service
  readonly register: Register
  readonly uid: string
  readonly shown: KeyMark
}

/** The members of an answer beside `ErrorCode` and `ErrorMessage`. */
export type Said = Readonly<Record<string, Json>>

export type Answered = { readonly code: ErrorCode; readonly message: string | null; readonly said: Said }

/** Source: sheet A1, C. */
type ErrorCode =
  | 'Ok' | 'TransactionsRegistrarAbsent' | 'OperatorAccessToTransactionsRegistrarNotGranted' | 'ShiftAlreadyOpened' | 'ShiftNotOpened'
  | 'LastDocumentMustBeZRep' | 'ZRepAlreadyRegistered' | 'DocumentValidationError' | 'InvalidQueryParameter' | 'CryptographyError'
  | 'FiscalServerNotAvailable' | 'InconsistentRegistrarState' | 'LicenseViolation'

export const good = (said: Said = {}): Answered => ({ code: 'Ok', message: null, said })
export const bad = (code: ErrorCode, message: string): Answered => ({ code, message, said: {} })

const KYIV = 'Europe/Kyiv'

const local = (at: Date): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(KYIV)

/** `2026-01-31T14:54:54.1234567+02:00`. Source: sheet C, `OrderDateTime`. */
export const orderTime = (at: Date): string => local(at).toString({ fractionalSecondDigits: 7, timeZoneName: 'never' })

/** `20260131` and `235959` in Kyiv. Source: sheet A14. */
export function linkTime(at: Date): { readonly date: string; readonly time: string } {
  const text = local(at).toString({ fractionalSecondDigits: 0, timeZoneName: 'never', offset: 'never' })
  return { date: text.slice(0, 10).replaceAll('-', ''), time: text.slice(11, 19).replaceAll(':', '') }
}
