import type { Id, Mode } from '../kernel/ids.ts'

/** `opening` and `closing` wait for the service; what is sold in the meantime waits behind them. */
type ShiftState = 'opening' | 'open' | 'closing' | 'closed'

/** A working period of a cash register. */
export type Shift = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'shift'>
  readonly registerId: Id<'cashRegister'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  /** Counts the shifts of its register from 1. */
  readonly number: number
  readonly state: ShiftState
  /** Null: it opened or closed by itself. */
  readonly openedBy: ShiftCashier | null
  readonly closedBy: ShiftCashier | null
  readonly openedAt: Date
  /** When it is closed by itself; null: a person does it. */
  readonly closeAt: Date | null
  /** The law ends it then; null: no law does. */
  readonly closesBefore: Date | null
  readonly closingAt: Date | null
  readonly closedAt: Date | null
  /** What the journal had in the drawer when it began, and when its end was asked for. Minor units. */
  readonly drawerOpenedMinor: bigint
  readonly drawerClosedMinor: bigint | null
  /** The report as it was when it closed, and the service's own sums, both as kept; null until then, or where there are none. */
  readonly z: unknown
  readonly serviceZ: unknown
  /** Of its last event. */
  readonly sequence: number
}

export type ShiftCashier = { readonly id: Id<'cashier'>; readonly name: string }

export type ShiftRef = { readonly merchantId: Id<'merchant'>; readonly shiftId: Id<'shift'> }
