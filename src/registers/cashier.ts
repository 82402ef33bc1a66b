import type { Id } from '../kernel/ids.ts'
import type { Secret } from '../kernel/secret.ts'

/** Somebody who sells at a store's tills, and what they may do there. */
export type CashierLimits = {
  readonly mayReturn: boolean
  /** Of a receipt, in whole percent; null: no limit. */
  readonly mostDiscountPercent: number | null
  /** Of one cash move, in minor units of the store's currency; null: no limit. */
  readonly mostCashOutMinor: bigint | null
}

export type Cashier = CashierLimits & {
  readonly id: Id<'cashier'>
  readonly storeId: Id<'store'>
  /** As receipts print it. */
  readonly name: string
  readonly lockedUntil: Date | null
  readonly archivedAt: Date | null
  readonly createdAt: Date
}

/** Wrong PINs in a row after which no PIN is looked at for a while. */
export const MOST_TRIES = 5
export const LOCK_MS = 15 * 60_000

export const PIN_PATTERN = '^[0-9]{4,8}$'

/** Whether a PIN is among the first that are tried: one digit again and again, or digits in a row. */
export function isGuessablePin(pin: Secret): boolean {
  const digits = [...pin.reveal()].map(Number)
  const steps = new Set(digits.slice(1).map((digit, at) => digit - (digits[at] ?? 0)))
  const [only] = steps
  return steps.size === 1 && only !== undefined && Math.abs(only) <= 1
}
