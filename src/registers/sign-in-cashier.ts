import { isPassword } from '../merchants/people/password.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { Secret } from '../kernel/secret.ts'
import { newToken, tokenHash } from '../platform/crypto/token.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { MOST_TRIES } from './cashier.ts'
import { countTry, endSessions, insertSession } from './cashier-store.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'

/** A working day and some hours. */
const SESSION_LIVES_MS = 16 * 3_600_000

export type SignInError =
  | { readonly code: 'wrong_pin'; readonly triesLeft: number }
  | { readonly code: 'cashier_locked'; readonly retryAfterMs: number }
  | { readonly code: 'register_closed' }

/** `token` is said this once; only its hash is kept. */
type SignedIn = { readonly token: Secret; readonly expiresAt: Date }

/**
 * A cashier takes over a till with their PIN. Of somebody who does not exist the answer is that of a wrong PIN, after the
 * same work. Five wrong ones in a row lock the cashier for a while, whoever typed them.
 */
export async function signInCashier(
  { db, clock }: { readonly db: Db; readonly clock: Clock }, register: CashRegister, { cashierId, pin }: { cashierId: Id<'cashier'>; pin: Secret },
): Promise<Result<SignedIn, SignInError>> {
  if (register.state !== 'active') return err({ code: 'register_closed' })
  const { merchantId, storeId } = register
  const at = clock.now()
  const counted = await inTransaction(db, (tx) => countTry(tx, { merchantId, cashierId, storeId, at }))
  if (counted.kind === 'locked') return err({ code: 'cashier_locked', retryAfterMs: counted.until.getTime() - at.getTime() })
  const isRight = await isPassword(pin, counted.kind === 'counted' ? counted.pinHash : null)
  if (!isRight || counted.kind === 'nobody') return err({ code: 'wrong_pin', triesLeft: counted.kind === 'counted' ? counted.triesLeft : MOST_TRIES - 1 })
  const token = newToken()
  const expiresAt = new Date(at.getTime() + SESSION_LIVES_MS)
  const session = { ...refOf(register), cashierId, sessionId: newId('cashierSession', at.getTime()), hash: tokenHash(token), at, expiresAt, pinHash: counted.pinHash }
  const isBegun = await inTransaction(db, (tx) => insertSession(tx, session))
  return isBegun ? ok({ token: new Secret(token), expiresAt }) : err({ code: 'wrong_pin', triesLeft: counted.triesLeft })
}

/** The token opens nothing any more. */
export const signOutCashier = (
  { db }: { readonly db: Db }, { merchantId, cashierId, token }: { merchantId: Id<'merchant'>; cashierId: Id<'cashier'>; token: string },
): Promise<void> => inTransaction(db, (tx) => endSessions(tx, { merchantId, cashierId, hash: tokenHash(token) }))
