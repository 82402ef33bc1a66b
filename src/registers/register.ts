import type { Id, Mode } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'

export const OPENINGS = ['by_hand', 'first_receipt', 'at_time'] as const
export const CLOSINGS = ['by_hand', 'at_time'] as const

/** When shifts begin and end. Minutes are of the store's day: 0 is midnight, 1439 a minute before the next. */
export type ShiftTimes = {
  readonly opens: (typeof OPENINGS)[number]
  /** Null unless it opens `at_time`. */
  readonly opensAt: number | null
  readonly closes: (typeof CLOSINGS)[number]
  /** Null unless it closes `at_time`. */
  readonly closesAt: number | null
}

/** A till, physical or software, with its fiscal identity. It is of one mode for good, as its documents are. */
export type CashRegister = ShiftTimes & {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'cashRegister'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly name: string
  /** A closed one sells no more; what waits to be filed is still filed. */
  readonly state: 'active' | 'closed'
  /** Of its drawer. */
  readonly currency: Currency
  /** IANA name, of the store. */
  readonly timeZone: string
  /** Id of the service its documents are filed through; null: none are filed, and its receipts are plain. */
  readonly fiscaliser: string | null
  /** The tax service's number of it; null until the fiscaliser has told it. */
  readonly fiscalNumber: string | null
  /** How long a receipt waits for its money where nothing else is said. */
  readonly deferredHours: number
  /** The step to which cash is rounded, in minor units; 0: it is not. */
  readonly roundingMinor: bigint
  /** How receipts name a means of payment, where not as the law's table does. */
  readonly paymentNames: Readonly<Record<string, string>>
  /** Since when its service does not answer, or does not take what the register says; null: all is well. */
  readonly troubleSince: Date | null
  readonly trouble: string | null
  /** Whether the service has given what a time without it would begin from. */
  readonly hasOfflineNumbers: boolean
  /** Changes with every change of credentials. */
  readonly settingsVersion: number
  readonly createdAt: Date
}

export type RegisterRef = { readonly merchantId: Id<'merchant'>; readonly registerId: Id<'cashRegister'> }

export const refOf = ({ merchantId, id }: Pick<CashRegister, 'merchantId' | 'id'>): RegisterRef => ({ merchantId, registerId: id })

/** Without a service that says otherwise. */
export const DEFAULT_TIMES: ShiftTimes = { opens: 'first_receipt', opensAt: null, closes: 'at_time', closesAt: 23 * 60 + 30 }
