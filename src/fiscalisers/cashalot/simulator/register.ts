import type { DocumentKind } from '../../contract.ts'
import type { FiscalFault } from '../../simulator.ts'
import type { KeyMark } from './keys.ts'
import type { Said } from './service.ts'

/** What can befall a document here: what every fiscal service has, and what only this one does. */
export const FAULTS = [
  'answer_lost', 'cut_off', 'down', 'refuse', 'offline', // as everywhere
  'late', // an hour later, which nobody can tell from never
  'slow', // the connection ends, and the document is registered fifteen seconds later
  'inconsistent', // the service has lost its thread until `Cleanup`
  'inconsistent_closing', // and `Cleanup` then closes the shift
  'inconsistent_taken', // it registers the document, forgets that, and loses its thread
  'z_report_only', // of a closing: the Z-report is made, then the connection ends
  'fiscal_server_gone', // registered, but the tax service's answer did not reach Cashalot
] as const

export type CashalotFault = FiscalFault | (typeof FAULTS)[number]

/** A document as the tax service has it. Amounts are in kopecks. */
export type Document = {
  readonly kind: DocumentKind
  readonly numFiscal: string
  readonly numLocal: number
  readonly at: Date
  readonly offline: boolean
  /** Counts shifts from 1. */
  readonly shift: number
  readonly amount: bigint | null
  /** Of a return: the sale's fiscal number. Of a storno: the cancelled document's. */
  readonly of: string | null
  readonly payments: readonly { readonly code: string; readonly name: string; readonly sum: bigint }[]
  readonly uid: string
}

export type Register = {
  readonly numFiscal: string
  readonly key: KeyMark
  readonly licenceUntil: Date
  /** Its documents are for trying out. */
  readonly isTesting: boolean
  readonly documents: Document[]
  readonly befalls: CashalotFault[]
  nextLocal: number
  shift: { readonly number: number; readonly openedBy: string; readonly openedAt: Date } | null
  shifts: number
  /** The service's picture of the register is not the tax service's: `Cleanup` helps, or closes the shift as well. */
  lost: null | 'plain' | 'closing'
  /** What the service still tells of the register instead of how it stands. */
  picture: Said | null
  /** While true, documents get numbers of an offline session. */
  isOffline: boolean
  offlineSession: number
  /** Documents of it that the tax service has not heard of yet. */
  undelivered: number
}

type Made = Pick<Register, 'numFiscal' | 'key' | 'isTesting'>

export const makeRegister = ({ numFiscal, key, isTesting }: Made, now: Date): Register => ({
  numFiscal, key, isTesting, licenceUntil: new Date(now.getTime() + 365 * 86_400_000), documents: [], befalls: [],
  nextLocal: 1, shift: null, shifts: 0, lost: null, picture: null, isOffline: false, offlineSession: 0, undelivered: 0,
})

export const ofShift = ({ documents }: Register, shift: number): readonly Document[] => documents.filter((one) => one.shift === shift)

export const hasZReport = (register: Register): boolean =>
  register.shift !== null && ofShift(register, register.shift.number).some(({ kind }) => kind === 'z_report')

type New = Omit<Document, 'numFiscal' | 'numLocal' | 'offline' | 'shift'>

/** Numbers a document and keeps it. `online` gives the tax service's own numbers, which are one row over all registers. */
export function keep(register: Register, made: New, online: () => string): Document {
  const offline = register.isOffline
  const local = register.nextLocal++
  const document: Document = {
    ...made, offline, numLocal: local, shift: register.shift?.number ?? register.shifts,
    numFiscal: offline ? `${register.offlineSession}.${local}.${(local * 7919) % 9999 + 1}` : online(),
  }
  register.documents.push(document)
  return document
}
