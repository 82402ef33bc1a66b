import type { FastifyReply } from 'fastify'
import type { Clock } from '../kernel/clock.ts'
import { publicId } from '../kernel/ids.ts'
import { visibleStore } from '../merchants/stores/scope.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, moneyJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { qrPng, qrSvg } from '../platform/pdf/qr.ts'
import { CreditNoteJson, creditNoteBriefJson } from './credit-note-json.ts'
import { creditNoteXml, invoiceXml } from './e-invoice/prepare.ts'
import { findInvoice } from './find-invoice.ts'
import type { Invoice } from './invoice.ts'
import { creditNotePdf, invoicePdf } from './invoice-pdf.ts'
import { issuingStore } from './issuing-terms.ts'
import { brandOf, creditNotePaper, draftPaper, paperOf } from './paper.ts'
import { payToken, payUrl } from './pay-link.ts'
import { sendPdf, showPdf } from './send-pdf.ts'
import { visibleCreditNote } from './visible-credit-note.ts'
import { visibleInvoice } from './visible-invoice.ts'
import { InvoiceParams } from './json.ts'

type PaperDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly vault: Vault
  readonly publicUrl: URL
  readonly printer: () => PdfPrinter
}

const NOT_FOUND = { not_found: 404 } as const
/** A draft has no link, so there is nothing to point at. */
const PAPER = { not_found: 404, not_issued: 409 } as const

const CreditNoteId = Closed({ id: IdJson('creditNote') })

/** Invoices and credit notes on paper, and the codes that lead to the payer's page. */
export const paperRoutes: Routes<PaperDeps> = async (app, deps) => {
  invoicePaper(app, deps)
  payCodes(app, deps)
  creditNotes(app, deps)
}

function invoicePaper(app: App, deps: PaperDeps): void {
  const { db, publicUrl } = deps
  app.get('/v1/invoices/:id/pdf', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'printInvoice', summary: 'The invoice as PDF/A-3, with what has been paid since; a draft says that it is one and has no number.', tags: ['Invoices'],
      produces: ['application/pdf'], params: InvoiceParams, response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const { merchantId, storeId } = invoice
    if (invoice.document === 'draft') return previewDraft(deps, reply, invoice)
    const token = await payToken(db, deps.vault, { merchantId, invoiceId: invoice.id })
    const brand = await brandOf(db, merchantId, storeId)
    const paper = paperOf(invoice, brand, token === null ? null : payUrl(publicUrl, token))
    if (paper === null) throw new Error('an issued invoice without number, date or seller')
    return sendPdf(reply, invoicePdf(deps.printer(), paper, invoiceXml(invoice, paper.payLink)), paper.number)
  })
}

async function previewDraft({ db, clock, printer }: PaperDeps, reply: FastifyReply, draft: Invoice): Promise<FastifyReply> {
  const store = await visibleStore(db, reply.request.caller, draft.storeId)
  if (store === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
  const paper = draftPaper(draft, issuingStore(store), await brandOf(db, draft.merchantId, draft.storeId), clock.now())
  return showPdf(reply, invoicePdf(printer(), paper, []))
}

function payCodes(app: App, { db, vault, publicUrl }: PaperDeps): void {
  const code = async (caller: Caller, id: string): Promise<{ url: string } | { code: keyof typeof PAPER }> => {
    const invoice = await visibleInvoice(db, caller, id)
    if (invoice === null) return { code: 'not_found' }
    const token = await payToken(db, vault, { merchantId: invoice.merchantId, invoiceId: invoice.id })
    return token === null ? { code: 'not_issued' } : { url: payUrl(publicUrl, token) }
  }

  app.get('/v1/invoices/:id/qr.svg', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readQrSvg', summary: 'A QR code of the payer\'s page, SVG.', tags: ['Invoices'],
      produces: ['image/svg+xml'], params: InvoiceParams, response: problems(PAPER),
    },
  }, async (request, reply) => {
    const found = await code(request.caller, request.params.id)
    return 'code' in found ? refuse(reply, PAPER, found) : sendPicture(reply, 'image/svg+xml', Buffer.from(qrSvg(found.url)))
  })

  app.get('/v1/invoices/:id/qr.png', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readQrPng', summary: 'The same as PNG.', tags: ['Invoices'],
      produces: ['image/png'], params: InvoiceParams, response: problems(PAPER),
    },
  }, async (request, reply) => {
    const found = await code(request.caller, request.params.id)
    return 'code' in found ? refuse(reply, PAPER, found) : sendPicture(reply, 'image/png', Buffer.from(qrPng(found.url)))
  })
}

const sendPicture = (reply: FastifyReply, type: 'image/svg+xml' | 'image/png', content: Buffer): FastifyReply =>
  reply.type(type).send(content)

function creditNotes(app: App, deps: PaperDeps): void {
  const { db, publicUrl } = deps
  app.get('/v1/credit-notes/:id', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'getCreditNote', summary: 'One credit note.', tags: ['Invoices'], params: CreditNoteId,
      response: { 200: CreditNoteJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const note = await visibleCreditNote(db, request.caller, request.params.id)
    if (note === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    return reply.send({
      ...creditNoteBriefJson(note, publicUrl), store: publicId('store', note.storeId, null), mode: note.mode,
      invoice: publicId('invoice', note.invoiceId, note.mode), net: moneyJson(note.net), vat: moneyJson(note.vat),
      lines: [...note.lines], totals: [...note.totals], createdAt: note.createdAt.toISOString(),
    })
  })

  app.get('/v1/credit-notes/:id/pdf', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'printCreditNote', summary: 'The credit note as PDF/A-3.', tags: ['Invoices'],
      produces: ['application/pdf'], params: CreditNoteId, response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const note = await visibleCreditNote(db, request.caller, request.params.id)
    const invoice = note === null ? null : await findInvoice(db, { merchantId: note.merchantId, id: note.invoiceId })
    if (note === null || invoice === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const paper = creditNotePaper(note, invoice, await brandOf(db, note.merchantId, note.storeId))
    if (paper === null) throw new Error('a credit note stands on an invoice that was never issued')
    return sendPdf(reply, creditNotePdf(deps.printer(), paper, creditNoteXml(note, invoice)), paper.number)
  })
}
