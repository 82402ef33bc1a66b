import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import { creditorReference } from '../../src/invoices/creditor-reference.ts'
import { journalFaults } from '../support/journal.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { findAccount } from '../../src/merchants/accounts/find-accounts.ts'
import { importStatement } from '../../src/reconciliation/import-statement.ts'
import { durableDatabase } from '../support/fault-database.ts'
import { until } from '../support/fault-oracle.ts'
import { newMasterKey, openShop } from '../support/fault-shop.ts'
import type { Shop } from '../support/fault-shop.ts'
import { openWire } from '../support/fault-wire.ts'
import type { Moment, Wire } from '../support/fault-wire.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'
import { writtenInvoice } from '../support/written-invoice.ts'

/** The server is killed, as by a power cut, while it matches the lines of a statement. */
const masterKey = newMasterKey()
const durable = durableDatabase()
useServers()
const LINES = 9
const state: { simulator: PayseraSimulator | null; wire: Wire | null; server: ServerProcess | null } = { simulator: null, wire: null, server: null }

beforeAll(async () => {
  state.simulator = await payseraSimulator.start({ port: 0 })
  state.wire = await openWire(durable().url)
})
afterEach(async () => { await state.server?.stop() })
afterAll(async () => {
  await state.wire?.close()
  await state.simulator?.stop()
})

function there<T>(one: T | null): T {
  if (one === null) throw new Error('it is made before the first test')
  return one
}

async function begin(): Promise<void> {
  state.server = await startServer({ databaseUrl: there(state.wire).url, masterKey })
}

/** A store with nine invoices, and a statement that pays each of them by its reference. */
async function statementOfNine(): Promise<{ shop: Shop; importId: Id<'statementImport'> }> {
  const { db, pool } = durable().database
  const shop = await openShop(durable().database, { masterKey, simulator: there(state.simulator) })
  const at = new Date()
  const accountId = newId('moneyAccount')
  await pool.query(`insert into money_account (merchant_id, account_id, store_id, kind, name, currency, iban, opened_at) values ($1, $2, $3, 'bank_account', 'Bank', 'EUR', 'LT121000011101001000', $4)`,
    [shop.merchantId, accountId, shop.storeId, at])
  for (let many = 0; many < LINES; many++) await writtenInvoice({ db, vault: shop.vault }, shop, { price: '40.00', at })
  const { rows } = await pool.query<{ number: string }>('select number from invoice where merchant_id = $1 order by number', [shop.merchantId])
  const content = Buffer.from(['Data;Suma;Gavėjas;Įmokos kodas', ...rows.map(({ number }) => `${at.toISOString().slice(0, 10)};40.00;ONA;${creditorReference(number)}`)].join('\n'))
  const account = await findAccount(db, { merchantId: shop.merchantId, accountId })
  if (account === null) throw new Error('the account was made')
  const done = await importStatement(db, { account, mode: shop.mode, fileName: 'bank.csv', content, columns: null, country: 'LT' }, { at, actor: 'kvit' })
  if (!done.ok) throw new Error(done.error.code)
  return { shop, importId: done.value.importId }
}

async function booksOf({ merchantId }: Shop): Promise<unknown> {
  const { rows: [books] } = await durable().database.pool.query(
    `select (select count(*)::int from invoice where merchant_id = $1 and payment = 'paid') as paid,
       (select count(*)::int from payment where merchant_id = $1) as payments,
       (select count(*)::int from refund where merchant_id = $1) as refunds,
       (select count(*)::int from statement_line where merchant_id = $1 and state = 'open') as open,
       (select count(*)::int from statement_match where merchant_id = $1 and state = 'booked') as booked`, [merchantId])
  return books
}

test.each([
  ['an intent about to be written', 'insert into "statement_match"', 'before'],
  ['the intent written, and not committed', 'insert into "statement_match"', 'uncommitted'],
  ['the intent there and the money about to be booked', 'money-change', 'before'],
  ['the money booked, with the database’s answer lost', 'money-change', 'unanswered'],
  ['all booked, and the import about to be closed', 'update statement_import set match_at', 'before'],
] satisfies [string, string, Moment][])('RC2 killed in the middle of matching, with %s: it goes on after the restart, and books nothing twice', async (_, statement, moment) => {
  const { shop, importId } = await statementOfNine()
  const struck = there(state.wire).strike(statement, moment, async () => { await state.server?.kill() })
  await begin()
  await struck
  await begin()
  await until('the import to be matched', async () => {
    const { rows } = await durable().database.pool.query('select from statement_import where merchant_id = $1 and import_id = $2 and match_at is null', [shop.merchantId, importId])
    return rows.length === 1
  }, { everyMs: 200, withinMs: 60_000 })
  expect(await booksOf(shop)).toEqual({ paid: LINES, payments: LINES, refunds: 0, open: 0, booked: LINES })
  expect(await journalFaults(durable().database.db, shop.merchantId)).toEqual([])
})
