import type pg from 'pg'
import { isVisible } from '../merchants/stores/scope.ts'
import type { Caller } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { findAttempt, findPayment, findRefund } from './find-payments.ts'

/** The payment of this public id, if the caller may see its store and the id has its mode. */
export async function visiblePayment(pool: pg.Pool, caller: Caller, text: string) {
  const { id, mode } = idWithMode('payment', text)
  const payment = await findPayment(pool, caller.merchantId, id)
  return payment !== null && payment.mode === mode && isVisible(caller, payment) ? payment : null
}

/** The refund of this public id, if the caller may see its store and the id has its mode. */
export async function visibleRefund(pool: pg.Pool, caller: Caller, text: string) {
  const { id, mode } = idWithMode('refund', text)
  const refund = await findRefund(pool, caller.merchantId, id)
  return refund !== null && refund.mode === mode && isVisible(caller, refund) ? refund : null
}

/** The attempt of this public id, if the caller may see its store and the id has its mode. */
export async function visibleAttempt(pool: pg.Pool, caller: Caller, text: string) {
  const { id, mode } = idWithMode('attempt', text)
  const attempt = await findAttempt(pool, caller.merchantId, id)
  return attempt !== null && attempt.mode === mode && isVisible(caller, attempt) ? attempt : null
}
