import type { FastifyReply, FastifyRequest } from 'fastify'
import { storeOfWork } from '../merchants/stores/scope.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { refuse } from '../platform/http/problem.ts'
import { visibleRegister } from '../registers/find-register.ts'
import type { CashRegister } from '../registers/register.ts'
import { requireCashier } from '../registers/require-cashier.ts'
import type { NotSignedIn, SignedCashier } from '../registers/require-cashier.ts'
import { factsOf } from './find-receipts.ts'
import { receiptJson } from './json.ts'
import type { Receipt } from './receipt.ts'
import { receiptById } from './store.ts'

/** What the routes of receipts have in common. */
export type AtTillDeps = { readonly db: Db; readonly vault: Vault; readonly clock: Clock; readonly publicUrl: URL }

export const NOT_FOUND = { not_found: 404 } as const

export const ReceiptParams = Closed({ id: IdJson('receipt') })

/** The receipt as it stands now. */
export async function answered(deps: AtTillDeps, receipt: Pick<Receipt, 'merchantId' | 'id'>) {
  const now = deps.clock.now()
  const fresh = await receiptById(deps.db, receipt)
  const [facts] = fresh === null ? [] : await factsOf(deps.db, deps.vault, [fresh], now)
  if (facts === undefined) throw new Error('a receipt vanished')
  return receiptJson(facts, deps.publicUrl, now)
}

export type AtTill = { readonly register: CashRegister; readonly store: StoreRow; readonly cashier: SignedCashier }

/** The cash register of this public id, with whoever is signed in at it. */
export async function signedIn(
  deps: Pick<AtTillDeps, 'db' | 'clock'>, request: FastifyRequest, registerText: string,
): Promise<AtTill | { readonly code: 'not_found' } | NotSignedIn> {
  const register = await visibleRegister(deps.db, request.caller, registerText)
  const store = register === null ? null : await storeOfWork(deps.db, register)
  if (register === null || store === null) return { code: 'not_found' }
  const cashier = await requireCashier(deps, request, register.id)
  return cashier.ok ? { register, store, cashier: cashier.value } : cashier.error
}

export const missing = (reply: FastifyReply) => refuse<{ code: 'not_found' }>(reply, NOT_FOUND, { code: 'not_found' })
