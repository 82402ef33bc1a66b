import { Resvg } from '@resvg/resvg-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOW } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { readQr } from '../../test/support/qr-reader.ts'
import { goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { createDocumentPrinter } from '../invoices/invoice-pdf.ts'
import { readNbuCode } from '../invoices/read-nbu-qr.ts'
import { newId } from '../kernel/ids.ts'
import { findAccount } from '../merchants/accounts/find-accounts.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { payFileRoutes } from '../paypage/files.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { buildHttp } from '../platform/http/app.ts'
import { buildLogger } from '../platform/http/log.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import { factsOf } from '../receipts/find-receipts.ts'
import { registerIfPaid } from '../receipts/jobs.ts'
import { receiptJson } from '../receipts/json.ts'
import type { Receipt } from '../receipts/receipt.ts'
import { sendReceiptLink } from '../receipts/send-receipt.ts'
import { importStatement } from './import-statement.ts'
import { matchImports } from './match-imports.ts'

const { db, pool } = openTestDatabase()
const clock = { now: () => NOW }
const IBAN = 'UA223052990000026001234567890'
const jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
const fail = (error: unknown): never => { throw error }
const sending = { db, clock, vault, jobs, sms: { live: null, test: null }, bringToBankApp: () => Promise.reject(new Error('nobody is asked')) }
const app = buildHttp({
  logger: buildLogger({ level: 'silent', stream: { write: () => {} } }), trustedProxies: [], publicUrl: PUBLIC_URL, identify: async () => null, db, clock, vault,
})
const printer = createDocumentPrinter()

beforeAll(async () => {
  await payFileRoutes(app, { db, pool, clock, publicUrl: PUBLIC_URL, printer: () => printer, openChannel: noChannel })
  await app.ready()
})
afterAll(() => app.close())

/** A sale of 20 hryvnias that waits for a transfer to the store's account. */
async function waiting(iban = IBAN) {
  const till = await someTill({ pool, db })
  const { merchantId, storeId } = till.register
  await pool.query('update store set iban = $2 where merchant_id = $1', [merchantId, iban])
  const store = await storeOfWork(db, { merchantId, storeId })
  if (store === null) throw new Error('no store')
  const receipt = await sold(db, { ...till, store }, saleOf([goods('Хліб', '20.00')], [link('20.00')]))
  return { receipt, asked: await sendReceiptLink(sending, receipt, { by: 'transfer', to: null }, 'kvit') }
}

async function jsonOf(receipt: Receipt) {
  const [facts] = await factsOf(db, vault, [await receiptNow(db, receipt)], NOW)
  if (facts === undefined) throw new Error('no facts')
  return receiptJson(facts, PUBLIC_URL, NOW)
}

const DOTS = 6

/** What a bank's app reads from the till's screen: the picture drawn, the middle of each module taken, the quiet zone left out. */
async function photographed(path: string) {
  const svg = (await app.inject(path)).body
  const modules = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0)
  const { width, pixels } = new Resvg(svg, { fitTo: { mode: 'width', value: modules * DOTS } }).render()
  const isDark = (x: number, y: number): boolean => (pixels[((y * DOTS + DOTS / 2) * width + x * DOTS + DOTS / 2) * 4] ?? 255) < 128
  const rows = Array.from({ length: modules - 8 }, (_, y) => Array.from({ length: modules - 8 }, (__, x) => isDark(x + 4, y + 4)))
  const { text, corrected } = readQr(rows)
  return { ...readNbuCode(text.toString()), isHiding: corrected > 0 }
}

test('PL12: the till shows the National Bank’s code of what remains, with the receipt’s number', async () => {
  const { receipt } = await waiting()
  const invoice = await findInvoice(db, { merchantId: receipt.merchantId, id: receipt.invoiceId })
  const { transferQr, send } = await jsonOf(receipt)
  expect(send).toMatchObject({ by: 'transfer', state: 'shown' })
  expect(await photographed(transferQr ?? '')).toMatchObject({ amount: 'UAH20', account: IBAN, reference: invoice?.reference, isHiding: true })
  expect((await photographed(transferQr ?? '')).purpose).toContain(receipt.number)
  await recordPayment(pool, {
    merchantId: receipt.merchantId, invoiceId: receipt.invoiceId, source: 'manual', amount: { minor: 750n, currency: 'UAH' }, receivedAt: NOW, note: '',
  }, { at: NOW, actor: 'kvit' })
  expect((await photographed(transferQr ?? '')).amount).toBe('UAH12.50')
})

test('it waits among the deferred until the bank’s statement shows the money, and is registered then', async () => {
  const { receipt } = await waiting()
  const { merchantId, storeId, invoiceId } = receipt
  const accountId = newId('moneyAccount')
  await pool.query(`insert into money_account (merchant_id, account_id, store_id, kind, name, currency, iban, opened_at) values ($1, $2, $3, 'bank_account', 'Банк', 'UAH', $4, $5)`,
    [merchantId, accountId, storeId, IBAN, NOW])
  const [account, invoice] = [await findAccount(db, { merchantId, accountId }), await findInvoice(db, { merchantId, id: invoiceId })]
  if (account === null || invoice === null) throw new Error('no account')
  expect([await registerIfPaid({ db, clock }, receipt), (await receiptNow(db, receipt)).state]).toEqual([false, 'deferred'])
  const content = Buffer.from(`<Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>UAH</Ccy></Acct><Ntry><Amt Ccy="UAH">20.00</Amt>
    <CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="UAH">20.00</Amt></TxAmt></AmtDtls>
    <RltdPties><Dbtr><Nm>ОЛЕНА ПЕТРЕНКО</Nm></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>${invoice.reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`)
  await importStatement(db, { account, mode: 'test', fileName: 'day', content, columns: null, country: 'UA' }, { at: NOW, actor: 'kvit' })
  await matchImports({ db, pool, clock }, fail)
  expect(await registerIfPaid({ db, clock }, receipt)).toBe(true)
  const done = await receiptNow(db, receipt)
  expect([done.state, done.payments.map(({ form, means }) => [form, means]), (await jsonOf(done)).transferQr]).toEqual(['registered', [['link', expect.any(String)]], null])
})

test('without an account in Ukraine there is no code, and the receipt says why', async () => {
  const { receipt, asked } = await waiting('LT377300012345678901')
  expect(asked).toEqual({ ok: false, error: { code: 'no_transfer' } })
  expect(await jsonOf(receipt)).toMatchObject({ transferQr: null, send: { by: 'transfer', state: 'failed', problem: 'no_transfer' } })
})
