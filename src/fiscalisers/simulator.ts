import type { Mode } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import type { DocumentKind } from './contract.ts'

/**
 * The other party: an honest counterpart of one fiscal service over real HTTP, for tests, for the sandbox process and for
 * a newcomer's first minute. It shares no protocol code with the fiscaliser, so that a mirrored bug cannot pass, and it
 * keeps a register of its own, which is what "filed once" is proved by.
 */
export interface FiscalSimulatorKind {
  /** The fiscaliser's id. */
  readonly fiscaliser: string
  /** The service's name on the sandbox's page. */
  readonly title: string
  /** What can befall a document at this service; every fault where absent. The conformance suite plays each of them. */
  readonly faults?: readonly FiscalFault[]
  /** Starts on 127.0.0.1; port 0 takes a free one. */
  start(options: { readonly port: number }): Promise<FiscalSimulator>
}

export interface FiscalSimulator {
  /** Its page for people: the documents it has, the known inputs of its failures, what it was asked. */
  readonly url: string
  /** What the installation sets in place of the fiscaliser's production endpoints. */
  readonly endpoints: Readonly<Record<string, string>>
  /** Makes a cash register known, by the names of the fiscaliser's config form. Unknown names are ignored. */
  enrol(values: FiscalValues): void
  /**
   * Values that `enrol` accepts and the config form accepts; each call gives another register of another merchant, whose
   * tax letters are А (VAT of 20 %) and Б (VAT of 7 %). `mode`: where it can be told from them; without it those for real.
   */
  newCredentials(mode?: Mode): FiscalValues
  /** What befalls the next document that is sent for this register, once; questions about documents are answered as ever. */
  befall(values: FiscalValues, fault: FiscalFault): void
  /** While true, every request is answered with 503. */
  setDown(isDown: boolean): void
  /** What has been registered for this register, oldest first, and nothing else: the outside view for oracles. */
  registered(values: FiscalValues): readonly Registered[]
  /** The service's clock; it runs with the machine's, and `advance` turns it. */
  now(): Date
  /** Turns the clock forward and does what became due. Milliseconds. */
  advance(ms: number): Promise<void>
  stop(): Promise<void>
}

export type FiscalValues = Readonly<Record<string, string>>

export type FiscalFault =
  | 'answer_lost' // registered, and the connection ends before a word of it is told
  | 'cut_off' // the connection ends, and nothing has been taken
  | 'down' // 503, and nothing has been taken
  | 'refuse' // the tax service says no
  | 'late' // taken, and registered only when the clock is turned by an hour
  | 'offline' // numbered by the service while it cannot reach the tax service

/** One document as the service has it. A Z-report is one where it is a document of its own, and else belongs to the closing. */
export type Registered = {
  readonly kind: DocumentKind
  readonly fiscalNumber: string
  /** As in `Filed`: what a return names. */
  readonly ref: string
  readonly at: Date
  /** What was sold, given back, put in or taken out, with the rounding of cash; null for what moves no money. */
  readonly amount: Money | null
  /** Fiscal number of the sale that a return undoes; null for everything else. */
  readonly of: string | null
}
