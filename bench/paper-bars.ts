import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Id } from '../src/kernel/ids.ts'
import { publicId } from '../src/kernel/ids.ts'
import { issueInvoice } from '../src/invoices/issue-invoice.ts'
import { issuingStore } from '../src/invoices/issuing-terms.ts'
import { NO_PAYER } from '../src/invoices/invoice.ts'
import type { LineText } from '../src/invoices/line.ts'
import { createDraft } from '../src/invoices/write-draft.ts'
import { storeById } from '../src/merchants/stores/store.ts'
import { inTransaction, openDatabase } from '../src/platform/db/database.ts'
import { qrSvg } from '../src/platform/pdf/qr.ts'
import { bar, say } from './bar.ts'
import type { Bar } from './bar.ts'
import { readingKey } from './books.ts'
import type { Ground } from './callback-bars.ts'
import { openBrowser } from './page-bars.ts'
import { runJob, startServer } from './processes.ts'
import type { Shop } from './seed.ts'
import { figure, median, percentile, range, ratios } from './statistics.ts'

/** Invoices that are printed in turn, so that no document is printed twice in a row. */
const INVOICES = 50
/** A turn: seconds of ours, documents of the browser's. */
const OURS = { seconds: 2, warmupSeconds: 1, atOnce: 1, perSecond: null } as const
const THEIRS = 20

const LOGO = readFileSync(new URL('../src/demo/logo.png', import.meta.url))

const LINES: readonly LineText[] = [
  ['Lininė patalynė, 200 × 220 cm', '1', '60.00'], ['Gintaro karoliai, 50 g', '2', '20.00'], ['Medus, 1 kg', '3', '9.90'],
  ['Siuntimas paštomatu', '1', '2.49'],
].map(([description = '', quantity = '', unitPrice = '']) => ({ description, quantity, unit: 'vnt.', unitPrice, vat: { rate: '21' } }))

const PAYER = { ...NO_PAYER, name: 'UAB Pirkėjas', email: 'pirkejas@example.com', companyCode: '300000017', address: 'Gedimino pr. 1, Vilnius', country: 'LT' }

/** Invoices of a shop with a logo, written and issued by the verbs themselves. */
async function issued({ arena: { pool, vault, databaseUrl } }: Ground, shop: Shop): Promise<Id<'invoice'>[]> {
  const { db, close } = openDatabase({ url: databaseUrl, poolSize: 2, applicationName: 'kvit bench paper' })
  const { merchantId, storeId } = shop
  await pool.query(
    "insert into store_logo (merchant_id, store_id, content, media_type, width, height) values ($1, $2, $3, 'image/png', 512, 512)",
    [merchantId, storeId, LOGO],
  )
  const store = await storeById(db, shop)
  if (store === undefined) throw new Error('there is no store')
  const ids: Id<'invoice'>[] = []
  for (let n = 0; n < INVOICES; n++) {
    const done = await inTransaction(db, async (tx) => {
      const draft = await createDraft(tx, { merchantId, storeId, mode: 'live', language: 'lt' }, {
        customerId: null, payer: PAYER, externalNumber: null, language: null, currency: 'EUR', lines: LINES, dueDate: null, payUntil: null,
        notes: '', buyerReference: '', orderReference: '',
      }, new Date())
      if (!draft.ok) return draft
      const made = await issueInvoice(tx, vault, { merchantId, id: draft.value.id }, issuingStore(store), { at: new Date(), actor: 'kvit' })
      return made.ok ? draft : made
    })
    if (!done.ok) throw new Error(`the invoice was refused: ${done.error.code}`)
    ids.push(done.value.id)
  }
  await close()
  return ids
}

/** The same on one page of HTML: logo, parties, lines, sum and code. */
const html = (n: number): string => `<!doctype html><html lang="lt"><meta charset="utf-8"><style>
@page { size: A4; margin: 20mm } body { font: 10pt sans-serif } table { width: 100%; border-collapse: collapse } td { border-bottom: 1px solid #ccc }
</style><img width="80" alt="" src="data:image/png;base64,${LOGO.toString('base64')}"><h1>PVM sąskaita faktūra SF-${n}</h1>
<p>UAB Parduotuvė, 300000017</p><p>${PAYER.name}, ${PAYER.companyCode}, ${PAYER.address}</p>
<table>${LINES.map((line) => `<tr><td>${line.description}<td>${line.quantity}<td>${line.unitPrice}`).join('')}</table>
<p>Iš viso 160,93 EUR</p><div style="width:30mm">${qrSvg(`https://pay.example/pay/${String(n).padStart(22, '0')}`)}</div></html>`

/** 95th percentile of printing so many pages with a browser that is open already. Milliseconds. */
async function printed(page: Page, count: number): Promise<number> {
  const took: number[] = []
  for (let n = 0; n < count; n++) {
    const begin = performance.now()
    await page.setContent(html(n), { waitUntil: 'load' })
    await page.pdf({ format: 'A4', printBackground: true })
    took.push(performance.now() - begin)
  }
  return percentile(Float64Array.from(took).sort(), 0.95)
}

export async function paperBars(ground: Ground): Promise<{ bars: Bar[]; notes: string[] }> {
  const { arena, shops: { all: [shop] }, plan } = ground
  if (shop === undefined) throw new Error('there is no shop')
  const requests = join(arena.folder, 'papers.txt')
  writeFileSync(requests, (await issued(ground, shop)).map((id) => `/v1/invoices/${publicId('invoice', id, 'live')}/pdf`).join('\n'))
  const apiKey = await readingKey(arena, shop)
  const server = await startServer(arena, { program: 'kvit', ready: '/readyz' })
  const browser = await openBrowser()
  const ours: number[] = []
  const theirs: number[] = []
  try {
    const page = await browser.newPage()
    await printed(page, 3)
    for (let turn = 0; turn < plan.turns; turn++) {
      const { p95Ms } = await runJob({ kind: 'http', port: server.port, requests, again: true, expectedStatus: 200, flat: null, apiKey, ...OURS })
      ours.push(p95Ms)
      theirs.push(await printed(page, THEIRS))
      say(`  R8 turn ${turn + 1}: Kvit p95 ${figure(p95Ms)} ms, Chromium ${figure(theirs.at(-1) ?? 0)} ms`)
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  const sides = `p95 Kvit ${figure(median(ours))} ms (${range(ours)}), Chromium ${figure(median(theirs))} ms (${range(theirs)})`
  return {
    bars: [
      bar({ id: 'R8', what: 'Invoice as PDF over HTTP, against Chromium printing a like page', sides }, ratios(ours, theirs), { must: 0.05, stretch: 0.03, better: 'lower' }),
      bar({ id: 'R8', what: 'The same in milliseconds', sides }, ours, { must: 25, stretch: 25, better: 'lower', unit: ' ms' }),
    ],
    notes: [
      `R8: ours is the whole request, with the reading of the invoice, its e-invoice made, checked and put inside, and PDF/A-3b; Chromium is open already and prints HTML that it is handed. Turns of ${OURS.seconds} s and of ${THEIRS} pages.`,
    ],
  }
}
