import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Id } from '../../src/kernel/ids.ts'
import { newId } from '../../src/kernel/ids.ts'
import { storeOfWork } from '../../src/merchants/stores/scope.ts'
import { ZERO, parseDecimal } from '../../src/money/decimal.ts'
import { openVault } from '../../src/platform/crypto/vault.ts'
import { inTransaction } from '../../src/platform/db/database.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { findRegister } from '../../src/registers/find-register.ts'
import type { CashRegister } from '../../src/registers/register.ts'
import { sell } from '../../src/receipts/sell.ts'
import type { SaleAsk, SaleDesk } from '../../src/receipts/sell.ts'
import type { AskedLine, AskedPayment } from '../../src/receipts/price-sale.ts'
import { receiptById } from '../../src/receipts/store.ts'
import type { Receipt } from '../../src/receipts/receipt.ts'
import { money, NOW, someChannel } from './builders.ts'
import type { Place } from './builders.ts'

export const vault = openVault(randomBytes(32))

export type Till = SaleDesk & { readonly place: Place }

/** A Ukrainian store with a cash register and a cashier. `fiscaliser` null: its receipts are plain. */
export async function someTill(
  { pool, db }: { pool: pg.Pool; db: Db }, { fiscaliser = null, roundingMinor = 0, opens = 'first_receipt' }: {
    fiscaliser?: string | null
    roundingMinor?: number
    opens?: 'first_receipt' | 'by_hand'
  } = {},
): Promise<Till> {
  const [merchantId, storeId, registerId, cashierId] = [newId('merchant'), newId('store'), newId('cashRegister'), newId('cashier')]
  await pool.query('insert into merchant values ($1, $2, $3)', [merchantId, 'ТОВ Приклад', NOW])
  await pool.query(
    `insert into store (merchant_id, store_id, name, mode, language, currency, country, time_zone, brand_colour, legal_name, company_code, address, created_at)
     values ($1, $2, 'Крамниця', 'test', 'uk', 'UAH', 'UA', 'Europe/Kyiv', '#b45309', 'ТОВ Приклад', '12345678', 'Київ, вул. Прикладна, 1', $3)`,
    [merchantId, storeId, NOW])
  await pool.query(
    `insert into cash_register (merchant_id, register_id, store_id, mode, name, currency, fiscaliser, rounding_minor, opens, created_at)
     values ($1, $2, $3, 'test', 'Каса 1', 'UAH', $4, $5, $6, $7)`, [merchantId, registerId, storeId, fiscaliser, roundingMinor, opens, NOW])
  await pool.query(
    `insert into cashier (merchant_id, cashier_id, store_id, name, pin_hash, may_return, created_at) values ($1, $2, $3, 'Оксана', '', true, $4)`,
    [merchantId, cashierId, storeId, NOW])
  const [register, store] = [await findRegister(db, { merchantId, registerId }), await storeOfWork(db, { merchantId, storeId })]
  if (register === null || store === null) throw new Error('a till vanished')
  const channelId = await someChannel(pool, { merchantId, storeId, mode: 'test' })
  return { register, store, seller: { cashierId, name: 'Оксана', mostDiscountPercent: null }, place: { merchantId, storeId, channelId, mode: 'test' } }
}

/** Where a cashier of its own sells at this register. */
export async function deskAt({ pool, db }: { pool: pg.Pool; db: Db }, register: CashRegister): Promise<SaleDesk> {
  const { merchantId, storeId } = register
  const cashierId = newId('cashier')
  await pool.query(`insert into cashier (merchant_id, cashier_id, store_id, name, pin_hash, may_return, created_at) values ($1, $2, $3, 'Оксана', '', true, $4)`,
    [merchantId, cashierId, storeId, NOW])
  const store = await storeOfWork(db, { merchantId, storeId })
  if (store === null) throw new Error('no store')
  return { register, store, seller: { cashierId, name: 'Оксана', mostDiscountPercent: null } }
}

export const goods = (name: string, price: string, quantity = '1', taxLetters = 'А'): AskedLine => ({
  product: null, code: null, name, barcode: null, uktzed: null, dkpp: null, unitCode: 2009, unitName: 'шт', quantity: parseDecimal(quantity) ?? ZERO,
  price: money(price, 'UAH'), discount: money('0.00', 'UAH'), taxLetters,
})

export const cash = (amount: string, given: string | null = null): AskedPayment =>
  ({ form: 'cash', amount: money(amount, 'UAH'), given: given === null ? null : money(given, 'UAH') })
export const card = (amount: string): AskedPayment => ({
  form: 'card', amount: money(amount, 'UAH'),
  slip: { mask: '444455XXXXXX6666', reference: '123456789012', authCode: '654321', terminal: 'T1', paymentSystem: null, acquirer: null },
})
export const link = (amount: string): AskedPayment => ({ form: 'link', amount: money(amount, 'UAH') })

export const saleOf = (lines: readonly AskedLine[], payments: readonly AskedPayment[], more: Partial<SaleAsk> = {}): SaleAsk =>
  ({ lines, payments, discount: null, payer: null, customerId: null, expiresInHours: null, askedKey: null, ageMs: 0, ...more })

/** Sells and answers the receipt. Throws where the sale is refused. */
export async function sold(db: Db, till: SaleDesk, ask: SaleAsk, at: Date = NOW): Promise<Receipt> {
  const done = await inTransaction(db, (tx) => sell(tx, vault, till, ask, { at, actor: 'kvit' }))
  if (!done.ok) throw new Error(done.error.code)
  return receiptNow(db, { merchantId: till.register.merchantId, id: done.value.receiptId })
}

export async function receiptNow(db: Db, key: { merchantId: Id<'merchant'>; id: Id<'receipt'> }): Promise<Receipt> {
  const receipt = await receiptById(db, key)
  if (receipt === null) throw new Error('no such receipt')
  return receipt
}

/** The drawer by the journal. */
export async function drawerOf(pool: pg.Pool, { register }: Pick<SaleDesk, 'register'>): Promise<bigint> {
  const { rows: [row] } = await pool.query<{ minor: bigint }>(
    'select coalesce(sum(balance_minor), 0)::bigint as minor from account_balance where merchant_id = $1 and account = $2', [register.merchantId, `till:${register.id}`])
  return row?.minor ?? 0n
}
