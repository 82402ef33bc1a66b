import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { creditInvoice } from '../payments/credit-invoice.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { payFileRoutes } from '../paypage/files.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { qrPng, qrSvg } from '../platform/pdf/qr.ts'
import { money, NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { modulesInSvg, readQr } from '../../test/support/qr-reader.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { createDocumentPrinter } from './invoice-pdf.ts'
import { paperRoutes } from './paper-api.ts'
import { payToken, payUrl } from './pay-link.ts'
import { readNbuCode } from './read-nbu-qr.ts'
import { sendRoutes } from './send-api.ts'

const database = openTestDatabase()
const { db, pool } = database
const vault = openVault(randomBytes(32))
const deps = { db, pool, vault }
const printer = createDocumentPrinter()
/** The day of `NOW` as a Ukrainian purpose names it. */
const ISSUED = NOW.toISOString().slice(0, 10).split('-').toReversed().join('.')

let system: CallerApp
let jobs: Jobs
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
  system = await startCallerApp(database, async (app, clock) => {
    const all = { ...deps, clock, publicUrl: PUBLIC_URL, printer: () => printer, jobs, methodsOf: async () => ['Swedbank', 'SEB'] }
    await paperRoutes(app, all)
    await payFileRoutes(app, { ...all, openChannel: noChannel })
    await sendRoutes(app, all)
  })
})
afterAll(() => jobs.stop())

const pathOf = (id: Id<'invoice'>) => `/v1/invoices/${publicId('invoice', id, 'test')}`
const tokenOf = async (place: Place, invoiceId: Id<'invoice'>) => await payToken(db, vault, { merchantId: place.merchantId, invoiceId }) ?? ''

test('an invoice is printed and its page has codes, for whoever may read it; a draft has none', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const id = await writtenInvoice(deps, place)
  const pdf = await owner.ask('GET', `${pathOf(id)}/pdf`)
  expect(pdf.headers).toMatchObject({
    'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="2026-0001.pdf"', 'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  expect(pdfText(pdf.raw)).toContain('2026-0001')
  const url = payUrl(PUBLIC_URL, await tokenOf(place, id))
  expect((await owner.ask('GET', `${pathOf(id)}/qr.svg`)).raw.toString()).toBe(qrSvg(url))
  expect(Buffer.compare((await owner.ask('GET', `${pathOf(id)}/qr.png`)).raw, Buffer.from(qrPng(url)))).toBe(0)
  const draft = await writtenInvoice(deps, place, { issue: false })
  for (const file of ['qr.svg', 'qr.png']) {
    expect((await owner.ask('GET', `${pathOf(draft)}/${file}`)).json(), file).toMatchObject({ status: 409, code: 'not_issued' })
  }
})

test('a draft is shown as it would be printed, says that it is one, and asks for no money', async () => {
  const place = await somePlace(pool, 'test')
  await pool.query(`update store set iban = 'LT377300012345678901' where merchant_id = $1`, [place.merchantId])
  const owner = await system.person(place)
  const draft = await writtenInvoice(deps, place, { issue: false })
  const pdf = await owner.ask('GET', `${pathOf(draft)}/pdf`)
  expect(pdf.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-disposition': 'inline' })
  const text = pdfText(pdf.raw)
  expect(text).toContain('Juodraštis')
  for (const absent of ['2026-0001', 'LT37 7300', 'kvit.example/pay', 'RF']) expect(text, absent).not.toContain(absent)
  const stranger = await system.person(await somePlace(pool, 'test'))
  expect((await stranger.ask('GET', `${pathOf(draft)}/pdf`)).status).toBe(404)
})

test('a credit note is read and printed with the invoice it lowers', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const id = await writtenInvoice(deps, place)
  const credited = await inTransaction(db, (tx) => creditInvoice(tx, {
    merchantId: place.merchantId, id, reason: 'Returned jar', lines: null, timeZone: 'Europe/Vilnius', numberPrefix: 'MK-',
  }, { at: NOW, actor: 'kvit' }))
  if (!credited.ok) throw new Error(credited.error.code)
  const path = `/v1/credit-notes/${publicId('creditNote', credited.value.creditNoteId, 'test')}`
  expect((await owner.ask('GET', path)).json()).toMatchObject({
    number: 'MK-CN-2026-0001', invoice: publicId('invoice', id, 'test'), gross: { amount: '25.00' }, lines: [{ description: 'Honey' }],
  })
  const pdf = await owner.ask('GET', `${path}/pdf`)
  expect(pdf.headers['content-disposition']).toBe('attachment; filename="MK-CN-2026-0001.pdf"')
  for (const text of ['MK-CN-2026-0001', 'Returned jar']) expect(pdfText(pdf.raw)).toContain(text)
})

test('T01 papers, codes and sending are not there for another merchant, store or mode', async () => {
  const place = await somePlace(pool, 'test')
  const other = await somePlace(pool, 'test')
  const id = await writtenInvoice(deps, place)
  const credited = await inTransaction(db, (tx) => creditInvoice(tx, {
    merchantId: place.merchantId, id, reason: 'x', lines: null, timeZone: 'Europe/Vilnius', numberPrefix: '',
  }, { at: NOW, actor: 'kvit' }))
  if (!credited.ok) throw new Error(credited.error.code)
  const note = `/v1/credit-notes/${publicId('creditNote', credited.value.creditNoteId, 'test')}`
  const strangers = [
    await system.person(other), await system.person({ ...place, storeIds: [other.storeId] }), system.key({ ...place, mode: 'live' }),
  ]
  for (const stranger of strangers) {
    for (const path of [`${pathOf(id)}/pdf`, `${pathOf(id)}/qr.svg`, `${pathOf(id)}/qr.png`, `${pathOf(id)}/letter`, note, `${note}/pdf`]) {
      expect((await stranger.ask('GET', path)).status, path).toBe(404)
    }
    expect((await stranger.ask('POST', `${pathOf(id)}/deliveries`, { recipients: ['a@b.example'] })).status).toBe(404)
  }
})

test('the payer takes the invoice, the receipt and the code away by the link alone', async () => {
  const place = await somePlace(pool, 'test')
  const id = await writtenInvoice(deps, place)
  const path = `/pay/${await tokenOf(place, id)}`
  const file = (name: string) => system.app.inject(`${path}/${name}`)
  expect((await file('receipt.pdf')).statusCode).toBe(404)
  await recordPayment(pool, { merchantId: place.merchantId, invoiceId: id, source: 'cash', amount: money('10.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  const receipt = await file('receipt.pdf')
  expect(receipt.headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  for (const text of ['2026-0001', 'Jonas Petraitis']) expect(pdfText(receipt.rawPayload)).toContain(text)
  expect(pdfText(receipt.rawPayload).replaceAll('\u00a0', ' ')).toContain('15,00 €')
  expect((await file('invoice.pdf')).headers['content-disposition']).toBe('attachment; filename="2026-0001.pdf"')
  const code = await file('qr.svg')
  expect(code.body).toBe(qrSvg(new URL(path, PUBLIC_URL).href))
  expect(code.headers).toMatchObject({ 'cross-origin-resource-policy': 'cross-origin', 'content-type': 'image/svg+xml' })
})

test('PL12: the payer of a Ukrainian invoice takes the code of the National Bank away, for what is left today', async () => {
  const place = await somePlace(pool, 'test')
  await pool.query(`update store set iban = 'UA223052990000026001234567890', legal_name = 'ТОВ «Кав’ярня»', company_code = '12345678' where merchant_id = $1`, [place.merchantId])
  const id = await writtenInvoice(deps, place, { currency: 'UAH' })
  const path = `/pay/${await tokenOf(place, id)}/transfer.svg`
  const pay = (text: string) => recordPayment(pool, {
    merchantId: place.merchantId, invoiceId: id, source: 'cash', amount: { ...money(text), currency: 'UAH' }, receivedAt: NOW, note: '',
  }, { at: NOW, actor: 'kvit' })
  const asked = async () => {
    const { statusCode, headers, body } = await system.app.inject(path)
    return statusCode === 200 ? [headers['content-type'], readNbuCode(readQr(modulesInSvg(body)).text.toString())] : statusCode
  }
  const code = { name: 'ТОВ «Кав’ярня»', account: 'UA223052990000026001234567890', recipientCode: '12345678', purpose: `Оплата за рахунком № 2026-0001 від ${ISSUED}` }
  expect(await asked()).toEqual(['image/svg+xml', expect.objectContaining({ ...code, amount: 'UAH25' })])
  expect((await pay('10.00')).ok).toBe(true)
  expect(await asked()).toEqual(['image/svg+xml', expect.objectContaining({ ...code, amount: 'UAH15' })])
  expect((await pay('15.00')).ok).toBe(true)
  expect(await asked()).toBe(404)
  const euros = await writtenInvoice(deps, place)
  expect((await system.app.inject(`/pay/${await tokenOf(place, euros)}/transfer.svg`)).statusCode).toBe(404)
})

test('a link that is gone and one that never was are answered alike, with the page and not with a file', async () => {
  const place = await somePlace(pool, 'test')
  const id = await writtenInvoice(deps, place, { payUntil: new Date(NOW.getTime() - 1000) })
  const expired = await tokenOf(place, id)
  const unknown = 'A'.repeat(22)
  for (const name of ['invoice.pdf', 'receipt.pdf', 'qr.svg', 'qr.png', 'transfer.svg']) {
    const answers = await Promise.all([expired, unknown].map((token) => system.app.inject(`/pay/${token}/${name}`)))
    expect(answers.map((answer) => answer.statusCode), name).toEqual([404, 404])
    const [a, b] = answers.map((answer) => answer.body)
    expect(a?.replaceAll(expired, unknown), name).toBe(b)
    expect(answers[0]?.headers['content-type']).toContain('text/html')
  }
})

test('an issued invoice is sent to each address once, and what is no address is named', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const id = await writtenInvoice(deps, place)
  const send = (body: object, to = id) => owner.ask('POST', `${pathOf(to)}/deliveries`, body)
  const sent = await send({ recipients: ['a@payer.example', ' b@payer.example', 'a@payer.example'], language: 'ka' })
  expect(sent.status).toBe(201)
  expect(sent.json()).toMatchObject({ items: [
    { recipient: 'a@payer.example', state: 'queued', language: 'ka', kind: 'invoice', problem: null }, { recipient: 'b@payer.example' },
  ] })
  const { rows } = await pool.query(`select count(*)::int as queued from pgboss.job where name = 'letters'`)
  expect(rows).toEqual([{ queued: 2 }])
  const attacks = ['none', 'a@payer.example\r\nBcc: all@payer.example', 'a@payer.example, b@payer.example', '"x" <a@payer.example>']
  const refused = (await send({ recipients: ['a@payer.example', ...attacks] })).json<{ errors: { field: string }[] }>()
  expect(refused.errors.map((error) => error.field)).toEqual(attacks.map((_, at) => `recipients/${at + 1}`))
  expect((await send({ recipients: [] })).status).toBe(422)
  expect((await send({ recipients: ['a@payer.example'], kind: 'receipt' })).status).toBe(422)
  expect((await send({ recipients: ['a@payer.example'] }, await writtenInvoice(deps, place, { issue: false }))).json()).toMatchObject({ code: 'not_issued' })
})

test('a letter asked for twice before it left is one letter, also when both ask at once; in another language it is another', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const id = await writtenInvoice(deps, place)
  const send = async (language: 'ka' | 'lt') => {
    const answer = await owner.ask('POST', `${pathOf(id)}/deliveries`, { recipients: ['once@payer.example'], language })
    return answer.json<{ items: { id: string }[] }>().items.map((item) => item.id)
  }
  const [first, second] = await Promise.all([send('lt'), send('lt')])
  expect(first).toHaveLength(1)
  expect(second).toEqual(first)
  expect(await send('lt')).toEqual(first)
  expect(await send('ka')).not.toEqual(first)
  const { rows } = await pool.query(`select count(*)::int as queued from pgboss.job where name = 'letters' and data->>'merchantId' = $1`, [place.merchantId])
  expect(rows).toEqual([{ queued: 2 }])
})

test('what a person is shown before they send is the letter of this very invoice', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const id = await writtenInvoice(deps, place)
  const shown = (await owner.ask('GET', `${pathOf(id)}/letter?language=en`)).json<{ subject: string; text: string; html: string }>()
  expect(shown.subject).toBe('Test: Invoice 2026-0001 from Pavyzdys: 25.00\u00a0€')
  for (const said of ['Swedbank, SEB', payUrl(PUBLIC_URL, await tokenOf(place, id))]) expect(shown.text).toContain(said)
  expect((await owner.ask('GET', `${pathOf(id)}/letter`)).json<{ text: string }>().text).toContain('Mokėjimo būdai')
  expect((await owner.ask('GET', `${pathOf(await writtenInvoice(deps, place, { issue: false }))}/letter`)).json()).toMatchObject({ code: 'not_issued' })
  const { rows } = await pool.query('select 1 from delivery where merchant_id = $1', [place.merchantId])
  expect(rows).toEqual([])
})

test('nobody is asked for money that is not owed any more', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const id = await writtenInvoice(deps, place)
  await recordPayment(pool, { merchantId: place.merchantId, invoiceId: id, source: 'cash', amount: money('25.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  expect((await owner.ask('POST', `${pathOf(id)}/deliveries`, { recipients: ['a@payer.example'] })).json()).toMatchObject({ status: 409, code: 'nothing_to_pay' })
})

test('each payment has a receipt of its own, which does not change with what is paid later', async () => {
  const place = await somePlace(pool, 'test')
  const id = await writtenInvoice(deps, place)
  const paid = async (amount: string) => {
    const done = await recordPayment(pool, {
      merchantId: place.merchantId, invoiceId: id, source: 'cash', amount: money(amount), receivedAt: NOW, note: '',
    }, { at: NOW, actor: 'kvit' })
    if (!done.ok) throw new Error(done.error.code)
    return publicId('payment', done.value.paymentId, 'test')
  }
  const path = `/pay/${await tokenOf(place, id)}/receipt.pdf`
  const receipt = async (query = '') => pdfText((await system.app.inject(`${path}${query}`)).rawPayload).replaceAll(/\s/g, '')
  const first = await paid('10.00')
  const asPrinted = await receipt()
  const second = await paid('15.00')
  expect(await receipt(`?payment=${first}`)).toBe(asPrinted)
  for (const text of [first, '10,00€', '15,00€']) expect(asPrinted).toContain(text)
  expect(await receipt(`?payment=${second}`)).toContain(second)
  expect(await receipt()).toContain(second)
  for (const other of [publicId('invoice', id, 'test'), 'pay_test_0', publicId('payment', newId('payment'), 'test')]) {
    expect((await system.app.inject(`${path}?payment=${other}`)).statusCode, other).toBe(404)
  }
})
