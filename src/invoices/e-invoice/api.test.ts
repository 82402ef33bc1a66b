import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import { E_INVOICE_JOB } from '../../deliveries/delivery.ts'
import { deliveriesOfInvoice } from '../../deliveries/find-deliveries.ts'
import { openFolderCarrier } from '../../deliveries/folder-carrier.ts'
import { creditInvoice } from '../../payments/credit-invoice.ts'
import { openVault } from '../../platform/crypto/vault.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { openJobs } from '../../platform/jobs/jobs.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { NOW, somePlace } from '../../../test/support/builders.ts'
import type { Place } from '../../../test/support/builders.ts'
import { PUBLIC_URL, startCallerApp } from '../../../test/support/called-by.ts'
import type { CallerApp } from '../../../test/support/called-by.ts'
import { openTestDatabase } from '../../../test/support/database.ts'
import { LV_PAYER } from '../../../test/support/some-invoice.ts'
import { writtenInvoice } from '../../../test/support/written-invoice.ts'
import { createDocumentPrinter } from '../invoice-pdf.ts'
import { paperRoutes } from '../paper-api.ts'
import type { DraftRequest } from '../write-draft.ts'
import { eInvoiceRoutes } from './api.ts'
import { checkEInvoice } from './check-e-invoice.ts'
import { sendQueuedEInvoice } from './send-e-invoice.ts'
import type { EInvoiceDeps } from './send-e-invoice.ts'

const database = openTestDatabase()
const { db, pool } = database
const vault = openVault(randomBytes(32))
const clock = { now: () => NOW }

const printer = createDocumentPrinter()

let system: CallerApp
let jobs: Jobs
let folder: string
let deps: EInvoiceDeps
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvit-e-invoices-'))
  jobs = openJobs(pool, [E_INVOICE_JOB], (error) => { throw error })
  await jobs.start()
  deps = { db, clock, vault, publicUrl: PUBLIC_URL, carriers: { test: openFolderCarrier(folder), live: null } }
  system = await startCallerApp(database, async (app) => {
    await eInvoiceRoutes(app, { ...deps, jobs })
    await paperRoutes(app, { ...deps, printer: () => printer })
  })
})
afterAll(async () => {
  await jobs.stop()
  await rm(folder, { recursive: true })
})

async function company(): Promise<Place> {
  const place = await somePlace(pool, 'test')
  await pool.query(`update store set legal_name = 'UAB Pavyzdys', company_code = '300000017', vat_code = 'LT100000000019', country = 'LT',
    address = 'Gedimino pr. 1', iban = 'LT377300012345678901' where merchant_id = $1`, [place.merchantId])
  return place
}

const issued = (place: Place, more: Partial<Omit<DraftRequest, 'lines'>> = {}): Promise<Id<'invoice'>> =>
  writtenInvoice({ db, vault }, place, { payer: LV_PAYER, orderReference: 'PO-77', ...more })
/** The one file inside a PDF. */
function embeddedIn(pdf: string): string {
  const [, head = '', body = ''] = /(<<[^]{0,300}?\/Type \/EmbeddedFile[^]{0,400}?)stream\n([^]*?)\nendstream/.exec(pdf) ?? []
  const bytes = Buffer.from(body, 'latin1')
  return (head.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('utf8')
}

const pathOf = (id: Id<'invoice'>) => `/v1/invoices/${publicId('invoice', id, 'test')}/e-invoice`
const filesOf = async (number: string) => (await readdir(folder)).filter((name) => name.startsWith(`${number}-dlv_`))

test('an issued invoice is downloaded as UBL that breaks no rule, the same bytes each time', async () => {
  const place = await company()
  const owner = await system.person(place)
  const path = pathOf(await issued(place))
  const xml = await owner.ask('GET', `${path}.xml`)
  expect(xml.headers).toMatchObject({ 'content-type': 'application/xml; charset=utf-8', 'content-disposition': expect.stringContaining('-0001.xml"') })
  expect(checkEInvoice(xml.raw.toString(), 'peppol')).toEqual([])
  expect(xml.raw.toString()).toContain(`${PUBLIC_URL.href}pay/`)
  expect((await owner.ask('GET', `${path}.xml`)).raw).toEqual(xml.raw)
  expect((await owner.ask('GET', path)).json()).toEqual({ profile: 'peppol', recipient: '0218:40003000001', canSend: true, missing: [] })
})

test('the same XML stands inside the PDF, as another form of what its pages say', async () => {
  const place = await company()
  const owner = await system.person(place)
  const path = pathOf(await issued(place))
  const pdf = (await owner.ask('GET', path.replace('/e-invoice', '/pdf'))).raw
  const text = pdf.toString('latin1')
  expect(text).toContain('/AFRelationship /Alternative')
  expect(text).toMatch(/\/Subtype \/text#2Fxml/)
  expect(embeddedIn(text)).toBe((await owner.ask('GET', `${path}.xml`)).raw.toString())
  expect((await owner.ask('GET', path.replace('/e-invoice', '/pdf'))).raw).toEqual(pdf)
})

test('an invoice without what the network asks for is downloaded all the same, and told what it lacks', async () => {
  const place = await company()
  const owner = await system.person(place)
  const path = pathOf(await issued(place, { orderReference: '' }))
  expect(checkEInvoice((await owner.ask('GET', `${path}.xml`)).raw.toString(), 'core')).toEqual([])
  expect((await owner.ask('GET', path)).json()).toMatchObject({
    profile: 'core', canSend: false, missing: [{ field: 'buyerReference', code: 'e_reference', rule: 'PEPPOL-EN16931-R003' }],
  })
  expect((await owner.ask('POST', path)).json()).toMatchObject({ status: 422, code: 'not_an_e_invoice', errors: [{ field: 'buyerReference', code: 'e_reference' }] })
})

test('what keeps an invoice from being an e-invoice is told in sentences, all at once', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const path = pathOf(await issued(place, { payer: { ...LV_PAYER, country: null, name: ' ' } }))
  const refused = (await owner.ask('GET', `${path}.xml`)).json()
  expect(refused).toMatchObject({ status: 422, code: 'not_an_e_invoice' })
  expect(refused).toMatchObject({ errors: expect.arrayContaining([
    expect.objectContaining({ field: 'payer/name', code: 'e_payer_name' }), expect.objectContaining({ field: 'payer/country', code: 'e_payer_country' }),
    expect.objectContaining({ field: 'store/companyCode', code: 'e_seller_code' }),
  ]) })
})

test('a draft has no e-invoice, and a stranger sees none', async () => {
  const place = await company()
  const owner = await system.person(place)
  const stranger = await system.person(await somePlace(pool, 'test'))
  const draft = pathOf(await writtenInvoice({ db, vault }, place, { issue: false }))
  for (const path of [draft, `${draft}.xml`]) expect((await owner.ask('GET', path)).json()).toMatchObject({ status: 409, code: 'not_issued' })
  const path = pathOf(await issued(place))
  for (const one of [path, `${path}.xml`]) expect((await stranger.ask('GET', one)).status).toBe(404)
})

test('a credit note is downloaded as UBL between the same parties', async () => {
  const place = await company()
  const owner = await system.person(place)
  const id = await issued(place)
  const credited = await inTransaction(db, (tx) => creditInvoice(tx, {
    merchantId: place.merchantId, id, lines: null, reason: 'Returned', timeZone: 'Europe/Vilnius', numberPrefix: '',
  }, { at: NOW, actor: 'kvit' }))
  if (!credited.ok) throw new Error(credited.error.code)
  const xml = (await owner.ask('GET', `/v1/credit-notes/${publicId('creditNote', credited.value.creditNoteId, 'test')}/e-invoice.xml`)).raw.toString()
  expect(checkEInvoice(xml, 'peppol')).toEqual([])
  expect(xml).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>')
})

test('sending hands the file over once and says so on the delivery and the invoice', async () => {
  const place = await company()
  const owner = await system.person(place)
  const id = await issued(place, {})
  const sent = await owner.ask('POST', pathOf(id))
  expect(sent.json()).toMatchObject({ kind: 'e_invoice', recipient: '0218:40003000001', state: 'queued', tries: 0 })
  const [delivery] = await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id })
  if (delivery === undefined) throw new Error('no delivery')
  const job = { merchantId: place.merchantId, deliveryId: delivery.id }
  await sendQueuedEInvoice(deps, job, false)
  await sendQueuedEInvoice(deps, job, false)
  const [after] = await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id })
  expect(after).toMatchObject({ state: 'sent', tries: 1, problem: null })
  const [file = ''] = (await filesOf(after?.subject ?? '')).filter((name) => name.includes(publicId('delivery', delivery.id, 'test')))
  expect(checkEInvoice(await readFile(join(folder, file), 'utf8'), 'peppol')).toEqual([])
  expect((await owner.ask('POST', pathOf(id))).json()).toMatchObject({ status: 409, code: 'e_invoice_sent' })
  expect((await owner.ask('GET', pathOf(id))).json()).toMatchObject({ profile: 'peppol', canSend: false })
  const { rows: [invoice] } = await pool.query<{ sent_at: Date | null }>('select sent_at from invoice where invoice_id = $1', [id])
  expect(invoice?.sent_at).toEqual(NOW)
})

test('where no operator is connected, sending is refused, and a queued one fails with its reason', async () => {
  const place = await company()
  const id = await issued(place)
  const owner = await system.person(place)
  expect((await owner.ask('POST', pathOf(id))).status).toBe(201)
  const [delivery] = await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id })
  if (delivery === undefined) throw new Error('no delivery')
  await sendQueuedEInvoice({ ...deps, carriers: { live: null, test: null } }, { merchantId: place.merchantId, deliveryId: delivery.id }, false)
  const [after] = await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id })
  expect(after).toMatchObject({ state: 'failed', tries: 1, problem: expect.stringContaining('No operator') })
})

test('a full disk is tried again, and given up at last', async () => {
  const place = await company()
  const id = await issued(place)
  const owner = await system.person(place)
  await owner.ask('POST', pathOf(id))
  const [delivery] = await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id })
  if (delivery === undefined) throw new Error('no delivery')
  const broken = { ...deps, carriers: { live: null, test: openFolderCarrier('/dev/null/none') } }
  const job = { merchantId: place.merchantId, deliveryId: delivery.id }
  await expect(sendQueuedEInvoice(broken, job, false)).rejects.toThrow('ENOTDIR')
  expect((await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id }))[0]).toMatchObject({ state: 'queued', tries: 1 })
  await sendQueuedEInvoice(broken, job, true)
  expect((await deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId: id }))[0]).toMatchObject({ state: 'failed', tries: 2 })
})
