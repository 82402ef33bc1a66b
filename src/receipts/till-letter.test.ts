import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOW } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { mailServer } from '../../test/support/mail-server.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { cash, goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { sendQueuedLetter } from '../deliveries/send-letter.ts'
import { createDocumentPrinter } from '../invoices/invoice-pdf.ts'
import { NO_PAYER } from '../invoices/invoice.ts'
import type { Id } from '../kernel/ids.ts'
import { queueReceiptLetters } from '../payments/queue-receipt-letters.ts'
import { writeReceiptLetter } from '../payments/receipt-letter.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { createStripPrinter } from '../platform/pdf/strip.ts'
import type { DocumentEnd } from '../registers/settle-document.ts'
import { registerIfPaid } from './jobs.ts'
import { queueTillLetters } from './queue-till-letters.ts'
import type { Receipt } from './receipt.ts'
import { returnGoods } from './return-goods.ts'
import { settleReceipt } from './settle-receipt.ts'
import { noteSend } from './store.ts'
import { writeTillLetter } from './till-letter.ts'

const { db, pool } = openTestDatabase()
const clock = { now: () => NOW }
const [papers, strips] = [createDocumentPrinter(), createStripPrinter()]
const VERIFY = 'https://cabinet.tax.gov.ua/cashregs/check?fn=4000123456&id=1234567890'

let jobs: Jobs
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
})
afterAll(() => jobs.stop())

const fail = (error: unknown): never => { throw error }
const round = () => queueTillLetters({ db, pool, jobs }, NOW, fail)

type Row = { delivery_id: Id<'delivery'>; kind: string; receipt_id: string; recipient: string; state: string }
const lettersOf = async ({ merchantId }: Pick<Receipt, 'merchantId'>): Promise<Row[]> =>
  (await pool.query<Row>('select delivery_id, kind, receipt_id, recipient, state from delivery where merchant_id = $1 order by delivery_id', [merchantId])).rows

async function sendAll(receipt: Receipt) {
  const { mailer, received } = await mailServer()
  const other = () => Promise.reject(new Error('another letter'))
  const write = {
    invoice: other, fresh_link: other, reminder: other,
    receipt: (delivery: Parameters<typeof writeReceiptLetter>[1]) =>
      writeReceiptLetter({ db, pool, vault, publicUrl: PUBLIC_URL, printer: () => papers, openChannel: noChannel }, delivery),
    till_receipt: (delivery: Parameters<typeof writeTillLetter>[1]) => writeTillLetter({ db, vault, publicUrl: PUBLIC_URL, stripPrinter: () => strips }, delivery),
  }
  for (const { delivery_id: deliveryId } of await lettersOf(receipt)) {
    await sendQueuedLetter({ db, clock, jobs, mailer: { live: mailer, test: mailer }, returnAddress: null, write }, { merchantId: receipt.merchantId, deliveryId }, false)
  }
  return received
}

/** Paid by a link that went to this address. */
async function paidByLink(till: Till, address: string): Promise<Receipt> {
  const receipt = await sold(db, till, saleOf([goods('Хліб житній', '20.00')], [link('20.00')]))
  await inTransaction(db, (tx) => noteSend(tx, receipt, { by: 'email', to: address, at: NOW.toISOString(), delivery: null, problem: null }, NOW))
  const { merchantId, invoiceId, total } = receipt
  const paid = await recordPayment(pool, { merchantId, invoiceId, source: 'manual', amount: total, receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  expect([paid.ok, await registerIfPaid({ db, clock }, receipt)]).toEqual([true, true])
  return receiptNow(db, receipt)
}

const FILED: DocumentEnd = {
  kind: 'filed', filed: { ref: 'r1', fiscalNumber: '1234567890', localNumber: 7, at: NOW, url: VERIFY, offline: false, answer: '', zReport: null },
}

async function told(receipt: Receipt, end: DocumentEnd): Promise<void> {
  const { merchantId, registerId, storeId, mode, documentId, shiftId } = receipt
  if (documentId === null || shiftId === null) throw new Error('nothing was filed')
  await inTransaction(db, (tx) => settleReceipt(tx, { merchantId, documentId, registerId, shiftId, storeId, mode, kind: receipt.kind, subjectId: receipt.id }, end, NOW))
}

test('a payer who left an address gets the receipt when it is registered and not before, with its number, its page, where to check it, and the paper', async () => {
  const till = await someTill({ pool, db }, { fiscaliser: 'checkbox' })
  const receipt = await paidByLink(till, 'olena@payer.example')
  await round()
  expect([receipt.state, await lettersOf(receipt)]).toEqual(['registering', []])
  await told(receipt, FILED)
  await round()
  expect(await lettersOf(receipt)).toMatchObject([{ kind: 'till_receipt', receipt_id: receipt.id, recipient: 'olena@payer.example', state: 'queued' }])
  const [letter] = await sendAll(receipt)
  expect(letter?.mail.subject).toBe(`Тест: Чек ${receipt.number} від Крамниця: 20,00\u00a0₴`)
  expect(letter?.mail.text).toMatch(/https:\/\/[^\s]+\/r\/[\w-]{22}/)
  for (const said of ['Фіскальний номер: 1234567890', VERIFY, '20,00']) expect(letter?.mail.text).toContain(said)
  expect(letter?.mail.html).toContain(VERIFY.replaceAll('&', '&amp;'))
  const paper = pdfText(letter?.attachments[0] ?? Buffer.alloc(0))
  for (const said of ['Хліб житній', '1234567890', receipt.number]) expect(paper).toContain(said)
  expect((await lettersOf(receipt)).map(({ state }) => state)).toEqual(['sent'])
})

test('a receipt has one letter, however many processes look and however often the service tells of it', async () => {
  const receipt = await paidByLink(await someTill({ pool, db }, { fiscaliser: 'checkbox' }), 'olena@payer.example')
  if (FILED.kind !== 'filed') throw new Error('filed')
  await told(receipt, { kind: 'filed', filed: { ...FILED.filed, offline: true } })
  await Promise.all([round(), round(), round()])
  await sendAll(receipt)
  await told(receipt, FILED)
  await Promise.all([round(), round()])
  expect([(await receiptNow(db, receipt)).state, (await lettersOf(receipt)).map(({ state }) => state)]).toEqual(['registered', ['sent']])
})

test('the letter about the payment is not sent as well, whatever the store has chosen for its invoices', async () => {
  const till = await someTill({ pool, db })
  await pool.query(`update store set receipt_letters_since = '2020-01-01' where merchant_id = $1`, [till.register.merchantId])
  const receipt = await paidByLink(till, 'olena@payer.example')
  await queueReceiptLetters({ db, pool, jobs }, NOW)
  await round()
  await queueReceiptLetters({ db, pool, jobs }, NOW)
  expect((await lettersOf(receipt)).map(({ kind }) => kind)).toEqual(['till_receipt'])
  expect((await sendAll(receipt)).map(({ mail }) => mail.text?.includes('Фіскальний номер'))).toEqual([false])
})

test('a sale in cash is answered where a payer left an address, and nobody is written to where none did', async () => {
  const till = await someTill({ pool, db })
  await sold(db, till, saleOf([goods('Хліб', '10.00')], [cash('10.00')]))
  const named = await sold(db, till, saleOf([goods('Хліб', '10.00')], [cash('10.00')], { payer: { ...NO_PAYER, email: 'own@payer.example' } }))
  await sold(db, till, saleOf([goods('Хліб', '10.00')], [cash('10.00')], { payer: { ...NO_PAYER, email: 'not an address' } }))
  await round()
  expect(await lettersOf(named)).toMatchObject([{ receipt_id: named.id, recipient: 'own@payer.example' }])
})

test('an address to which the link could not be sent gets no letter', async () => {
  const till = await someTill({ pool, db })
  const receipt = await sold(db, till, saleOf([goods('Хліб', '10.00')], [cash('10.00')], { payer: { ...NO_PAYER, email: 'own@payer.example' } }))
  await inTransaction(db, (tx) => noteSend(tx, receipt, { by: 'email', to: 'wrong@payer.example', at: NOW.toISOString(), delivery: null, problem: 'no_recipient' }, NOW))
  await round()
  expect(await lettersOf(receipt)).toMatchObject([{ recipient: 'own@payer.example' }])
})

test('a letter that cannot be queued keeps no other waiting', async () => {
  const till = await someTill({ pool, db })
  await pool.query(`create trigger broken before insert on delivery for each row when (new.recipient = 'broken@payer.example') execute function refuse_change()`)
  const sale = (email: string) => sold(db, till, saleOf([goods('Хліб', '10.00')], [cash('10.00')], { payer: { ...NO_PAYER, email } }))
  await sale('broken@payer.example')
  const whole = await sale('whole@payer.example')
  const errors: unknown[] = []
  await queueTillLetters({ db, pool, jobs }, NOW, (error) => errors.push(error))
  await pool.query('drop trigger broken on delivery')
  expect([errors.length, (await lettersOf(whole)).map(({ recipient }) => recipient)]).toEqual([1, ['whole@payer.example']])
  await round()
  expect((await lettersOf(whole)).map(({ recipient }) => recipient)).toEqual(['whole@payer.example', 'broken@payer.example'])
})

test('goods that come back have a letter of their own, to the address of their sale', async () => {
  const till = await someTill({ pool, db })
  const sale = await paidByLink(till, 'olena@payer.example')
  await round()
  const back = await inTransaction(db, (tx) => returnGoods(
    tx, vault, sale, till, { lines: [{ index: 0, quantity: { digits: 1n, scale: 0 } }], refund: 'cash' },
    { at: NOW, actor: 'kvit', cashier: { id: till.seller.cashierId, name: 'Оксана' } },
  ))
  if (!back.ok) throw new Error(back.error.code)
  await round()
  expect(await lettersOf(sale)).toMatchObject([{ receipt_id: sale.id }, { receipt_id: back.value.receiptId, recipient: 'olena@payer.example' }])
  expect((await sendAll(sale)).map(({ mail }) => mail.subject)).toContainEqual(expect.stringContaining('Чек повернення'))
})
