import { businessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { storeOfWork, visibleStore } from '../merchants/stores/scope.ts'
import { portalUrl } from '../merchants/stores/store-json.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { brandOf } from './paper.ts'
import { payToken, payUrl } from './pay-link.ts'
import { remainingMinor } from './payment-state.ts'
import { posterPdf } from './poster.ts'
import { showPdf } from './send-pdf.ts'
import { visibleInvoice } from './visible-invoice.ts'

type PosterDeps = { readonly db: Db; readonly clock: Clock; readonly vault: Vault; readonly publicUrl: URL; readonly printer: () => PdfPrinter }

const OF_INVOICE = { not_found: 404, not_issued: 409 } as const
const OF_STORE = { not_found: 404 } as const
const about = { tags: ['Invoices'], produces: ['application/pdf'] }

/** Leaves of paper with a code to scan. */
export const posterRoutes: Routes<PosterDeps> = async (app, { db, clock, vault, publicUrl, printer }) => {
  app.get('/v1/invoices/:id/poster', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'printInvoicePoster', summary: 'The invoice\'s code on an A6 leaf, with what is left to pay, as PDF.', ...about,
      params: Closed({ id: IdJson('invoice') }), response: problems(OF_INVOICE),
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, OF_INVOICE, { code: 'not_found' })
    const { merchantId, id: invoiceId, storeId, number, seller, language, mode, currency } = invoice
    const [token, store, brand] = await Promise.all([payToken(db, vault, { merchantId, invoiceId }), storeOfWork(db, { merchantId, storeId }), brandOf(db, merchantId, storeId)])
    if (token === null || number === null || seller === null || store === null) return refuse(reply, OF_INVOICE, { code: 'not_issued' })
    return showPdf(reply, posterPdf(printer(), {
      language, mode, store: seller.storeName, brand, url: payUrl(publicUrl, token), date: businessDate(clock.now(), store.time_zone),
      invoice: { number, left: { minor: remainingMinor(invoice), currency } },
    }))
  })

  app.get('/v1/stores/:id/poster', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'printStorePoster', summary: 'The code of the page where payers ask for all their invoices, on an A6 leaf, as PDF.', ...about,
      params: Closed({ id: IdJson('store') }), response: problems(OF_STORE),
    },
  }, async (request, reply) => {
    const store = await visibleStore(db, request.caller, idOf('store', request.params.id))
    const url = store === null ? null : portalUrl(store, publicUrl)
    if (store === null || url === null || !isLanguage(store.language)) return refuse(reply, OF_STORE, { code: 'not_found' })
    const brand = await brandOf(db, store.merchant_id, store.store_id)
    return showPdf(reply, posterPdf(printer(), {
      language: store.language, mode: store.mode, store: store.name, brand, url, date: businessDate(clock.now(), store.time_zone), invoice: null,
    }))
  })
}
