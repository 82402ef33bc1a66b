import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isLanguage } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import { payToken, payUrl } from '../invoices/pay-link.ts'
import { showPdf } from '../invoices/send-pdf.ts'
import { tokenHash } from '../platform/crypto/token.ts'
import type { PublicPage } from '../platform/http/public-page.tsx'
import type { Routes } from '../platform/http/route.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { qrSvg } from '../platform/pdf/qr.ts'
import { stripPdf } from '../platform/pdf/strip.ts'
import type { AtTillDeps } from './at-till.ts'
import { findPrinted } from './find-printed.ts'
import { receiptOfToken } from './find-receipts.ts'
import type { Receipt } from './receipt.ts'
import { renderGoneReceipt, renderReceiptPage } from './receipt-page.tsx'
import { printedReceipt } from './receipt-view.ts'

type ReceiptPageDeps = AtTillDeps & { readonly stripPrinter: () => PdfPrinter }

const LINK = { config: { public: true }, schema: { hide: true, params: Type.Object({ token: Type.String({ maxLength: 64 }) }) } } as const

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

/** A receipt's public page, its PDF, and while it waits the code of its pay page. Whoever has the address may see it. */
export const receiptPageRoutes: Routes<ReceiptPageDeps> = async (app, deps) => {
  app.get('/r/:token', LINK, async (request, reply) => {
    const receipt = await behind(deps, request)
    const path = `/r/${encodeURIComponent(request.params.token)}`
    if (receipt === null) return gone(request, reply)
    const printed = printedReceipt(await findPrinted(deps.db, receipt), languageOf(request, receipt.language))
    return shown(reply.code(200), renderReceiptPage({ printed, path, payHref: await payHref(deps, receipt) }))
  })

  app.get('/r/:token.pdf', LINK, async (request, reply) => {
    const receipt = await behind(deps, request)
    if (receipt === null) return gone(request, reply)
    return showPdf(reply, stripPdf(deps.stripPrinter(), printedReceipt(await findPrinted(deps.db, receipt), languageOf(request, receipt.language)), 80))
  })

  app.get('/r/:token/pay.svg', LINK, async (request, reply) => {
    const receipt = await behind(deps, request)
    const href = receipt === null ? null : await payHref(deps, receipt)
    return href === null ? gone(request, reply) : reply.type('image/svg+xml').header('cache-control', 'no-store').send(qrSvg(href))
  })
}

const behind = ({ db }: ReceiptPageDeps, { params }: LinkRequest): Promise<Receipt | null> => receiptOfToken(db, tokenHash(params.token))

async function payHref({ db, vault, publicUrl }: ReceiptPageDeps, { state, merchantId, invoiceId }: Receipt): Promise<string | null> {
  const token = state === 'deferred' ? await payToken(db, vault, { merchantId, invoiceId }) : null
  return token === null ? null : payUrl(publicUrl, token)
}

function languageOf({ url }: FastifyRequest, own: Language): Language {
  const asked = new URLSearchParams(url.split('?')[1] ?? '').get('lang')
  return asked !== null && isLanguage(asked) ? asked : own
}

const shown = (reply: FastifyReply, { html, headers }: PublicPage): FastifyReply => reply.headers(headers).send(html)

const gone = (request: LinkRequest, reply: FastifyReply): FastifyReply =>
  shown(reply.code(404), renderGoneReceipt(languageOf(request, request.language), `/r/${encodeURIComponent(request.params.token)}`))
