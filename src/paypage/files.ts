import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { Type } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { parsePublicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { invoiceXml } from '../invoices/e-invoice/prepare.ts'
import { bankCodeSvg } from '../invoices/bank-code-picture.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { invoicePdf, receiptPdf } from '../invoices/invoice-pdf.ts'
import { brandOf, paperOf } from '../invoices/paper.ts'
import type { Brand } from '../invoices/paper.ts'
import { payUrl } from '../invoices/pay-link.ts'
import { sendPdf } from '../invoices/send-pdf.ts'
import { findReceipt } from '../payments/find-receipt.ts'
import type { ChannelOpener } from '../payments/method-titles.ts'
import type { Db } from '../platform/db/database.ts'
import type { Routes } from '../platform/http/route.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { qrPng, qrSvg } from '../platform/pdf/qr.ts'
import { faceOf, goneView } from './face-of.ts'
import { renderPayPage } from './page.tsx'
import { findPaySubject } from './store.ts'
import type { PaySubject } from './store.ts'
import { transferOf } from './transfer.ts'

type PayFileDeps = {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly publicUrl: URL
  readonly printer: () => PdfPrinter
  readonly openChannel: ChannelOpener
}

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

const LINK = {
  config: { public: true }, schema: { hide: true, params: Type.Object({ token: Type.String({ maxLength: 64 }) }) },
} as const

/** The payment named by `?payment=pay_…`, the newest where none is. Null: a text that names no payment. */
function paymentAsked({ url }: FastifyRequest): Id<'payment'> | 'newest' | null {
  const text = new URLSearchParams(url.split('?')[1] ?? '').get('payment')
  return text === null ? 'newest' : parsePublicId('payment', text)?.id ?? null
}

/** What a payer may take away: the invoice, the receipt of a payment or of the newest one, and codes of the page's address. */
export const payFileRoutes: Routes<PayFileDeps> = async (app, deps) => {
  app.get('/pay/:token/invoice.pdf', LINK, async (request, reply) => {
    const found = await issuedBehind(deps, request)
    if (found === null) return gone(deps, request, reply)
    const { invoice, brand } = found
    const paper = paperOf(invoice, brand, payUrl(deps.publicUrl, request.params.token))
    return paper === null ? gone(deps, request, reply) : sendPdf(reply, invoicePdf(deps.printer(), paper, invoiceXml(invoice, paper.payLink)), paper.number)
  })

  app.get('/pay/:token/receipt.pdf', LINK, async (request, reply) => {
    const found = await issuedBehind(deps, request)
    const which = paymentAsked(request)
    const receipt = found === null || which === null ? null : await findReceipt(deps, found.invoice, { which, language: found.invoice.language })
    return receipt === null ? gone(deps, request, reply) : sendPdf(reply, receiptPdf(deps.printer(), receipt), receipt.number)
  })

  app.get('/pay/:token/qr.svg', LINK, async (request, reply) => {
    const url = await addressOf(deps, request)
    return url === null ? gone(deps, request, reply) : sendCode(reply, 'image/svg+xml', Buffer.from(qrSvg(url)))
  })

  app.get('/pay/:token/transfer.svg', LINK, async (request, reply) => {
    const subject = await findPaySubject(deps.pool, request.params.token)
    const transfer = subject === null || faceOf(subject, deps.clock.now()) !== 'choose' ? null : transferOf(subject, '')
    return transfer === null ? gone(deps, request, reply) : sendCode(reply, 'image/svg+xml', Buffer.from(bankCodeSvg({ standard: 'nbu', text: transfer.href })))
  })

  app.get('/pay/:token/qr.png', LINK, async (request, reply) => {
    const url = await addressOf(deps, request)
    return url === null ? gone(deps, request, reply) : sendCode(reply, 'image/png', Buffer.from(qrPng(url)))
  })
}

/** Null: no such link, or one that is gone. Both are answered alike. */
async function linkOf({ pool, clock }: PayFileDeps, { params }: LinkRequest): Promise<PaySubject | null> {
  const subject = await findPaySubject(pool, params.token)
  return subject === null || faceOf(subject, clock.now()) === 'gone' ? null : subject
}

async function addressOf(deps: PayFileDeps, request: LinkRequest): Promise<string | null> {
  return await linkOf(deps, request) === null ? null : payUrl(deps.publicUrl, request.params.token)
}

type Found = { readonly invoice: Invoice; readonly brand: Brand }

async function issuedBehind(deps: PayFileDeps, request: LinkRequest): Promise<Found | null> {
  const subject = await linkOf(deps, request)
  if (subject === null) return null
  const { merchantId, id, storeId } = subject.invoice
  const [invoice, brand] = await Promise.all([findInvoice(deps.db, { merchantId, id }), brandOf(deps.db, merchantId, storeId)])
  return invoice === null ? null : { invoice, brand }
}

function gone({ clock }: PayFileDeps, request: LinkRequest, reply: FastifyReply): FastifyReply {
  const page = renderPayPage(goneView({
    language: request.language, path: `/pay/${request.params.token}`, now: clock.now(), back: null, refresh: false,
    problem: null, typedAmount: null, typedMethod: null, asked: false,
  }))
  return reply.code(page.status).headers(page.headers).send(page.html)
}

/** Accounting programs and shops show the code on pages of their own, so any page may load it. */
const sendCode = (reply: FastifyReply, type: 'image/svg+xml' | 'image/png', content: Buffer): FastifyReply =>
  reply.type(type).header('cross-origin-resource-policy', 'cross-origin').send(content)
