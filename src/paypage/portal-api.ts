import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { Type } from 'typebox'
import { businessDate } from '../kernel/business-date.ts'
import { parsePublicId, publicId } from '../kernel/ids.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import { invoiceXml } from '../invoices/e-invoice/prepare.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { isExpired } from '../invoices/invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { invoicePdf, receiptPdf } from '../invoices/invoice-pdf.ts'
import { brandOf, paperOf } from '../invoices/paper.ts'
import { payToken, payUrl } from '../invoices/pay-link.ts'
import { sendPdf } from '../invoices/send-pdf.ts'
import { isColour } from '../merchants/brand-colour.ts'
import { logoPath } from '../merchants/stores/logo.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { findReceipt } from '../payments/find-receipt.ts'
import type { ChannelOpener } from '../payments/method-titles.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { askAccess } from './ask-access.ts'
import type { AskDeps } from './ask-access.ts'
import { goneView } from './face-of.ts'
import { renderPayPage } from './page.tsx'
import { renderPortal } from './portal-page.tsx'
import type { PortalItem, PortalView } from './portal-page.tsx'
import { documentsOf, findAccess, findStorePage, logoSize, PORTAL_PAGE } from './portal-store.ts'
import type { PayerAccess, PortalInvoice } from './portal-store.ts'
import { KVIT_COLOUR } from './style.ts'
import { readForms } from './read-forms.ts'
import type { PayStore } from './view.ts'

type PortalDeps = AskDeps & {
  readonly pool: pg.Pool
  readonly vault: Vault
  readonly printer: () => PdfPrinter
  readonly openChannel: ChannelOpener
  readonly onError: (error: unknown) => void
}

const Token = Type.String({ maxLength: 64 })
const open = <Params extends Record<string, typeof Token>>(params: Params) => ({ config: { public: true }, schema: { hide: true, params: Type.Object(params) } }) as const

/** How often one address of the internet may ask, whatever for. */
const ASKS = { limit: 20, windowMs: 3_600_000 } as const

/** Where a payer asks for all documents at a store, and sees them. No script, no cookie, no password. */
export const portalRoutes: Routes<PortalDeps> = async (app, deps) => {
  await app.register(async (scope: App) => {
    readForms(scope)
    asking(scope, deps)
    seeing(scope, deps)
  })
}

function asking(app: App, deps: PortalDeps): void {
  app.get('/s/:page', open({ page: Token }), async (request, reply) => {
    const store = await findStorePage(deps.db, request.params.page)
    if (store === null) return gone(deps, request, reply)
    return show(reply, { ...await commonOf(deps, store, request, null), face: 'ask', typed: '', isWrong: false })
  })

  app.post('/s/:page', open({ page: Token }), async (request, reply) => {
    const store = await findStorePage(deps.db, request.params.page)
    if (store === null) return gone(deps, request, reply)
    const common = await commonOf(deps, store, request, null)
    const email = (request.body instanceof URLSearchParams ? request.body.get('email') ?? '' : '').trim()
    if (!isMailAddress(email)) return show(reply, { ...common, face: 'ask', typed: email.slice(0, 254), isWrong: true })
    const allowed = await takeOne(deps.db, { key: `payer-access/address/${request.ip}`, ...ASKS, at: deps.clock.now() })
    // Not waited for: how long it takes would tell whether the address is known.
    if (allowed.isAllowed) askAccess(deps, store, { email, language: chosenLanguage(request) }).catch(deps.onError)
    return show(reply, { ...common, face: 'asked' })
  })
}

function seeing(app: App, deps: PortalDeps): void {
  app.get('/s/:page/:access', open({ page: Token, access: Token }), async (request, reply) => {
    const found = await accessOf(deps, request.params)
    if (found.store === null) return gone(deps, request, reply)
    const common = await commonOf(deps, found.store, request, found.access)
    if (found.access === null) return show(reply, { ...common, face: 'ended' })
    return show(reply, await listOf(deps, { common, access: found.access, store: found.store, request }))
  })

  app.get('/s/:page/:access/invoices/:invoice', open({ page: Token, access: Token, invoice: Token }), async (request, reply) => {
    const invoice = await invoiceOf(deps, request.params)
    const token = invoice === null ? null : await payToken(deps.db, deps.vault, { merchantId: invoice.merchantId, invoiceId: invoice.id })
    const paper = invoice === null ? null : paperOf(invoice, await brandOf(deps.db, invoice.merchantId, invoice.storeId), token === null ? null : payUrl(deps.publicUrl, token))
    if (invoice === null || paper === null) return gone(deps, request, reply)
    return sendPdf(reply, invoicePdf(deps.printer(), paper, invoiceXml(invoice, paper.payLink)), paper.number)
  })

  app.get('/s/:page/:access/invoices/:invoice/receipts/:payment', open({ page: Token, access: Token, invoice: Token, payment: Token }), async (request, reply) => {
    const invoice = await invoiceOf(deps, request.params)
    const which = parsePublicId('payment', request.params.payment)?.id ?? null
    const receipt = invoice === null || which === null ? null : await findReceipt(deps, invoice, { which, language: invoice.language })
    return receipt === null ? gone(deps, request, reply) : sendPdf(reply, receiptPdf(deps.printer(), receipt), receipt.number)
  })
}

type Found = { readonly store: StoreRow | null; readonly access: PayerAccess | null }

async function accessOf({ db, clock }: PortalDeps, { page, access }: { page: string; access: string }): Promise<Found> {
  const store = await findStorePage(db, page)
  if (store === null) return { store: null, access: null }
  return { store, access: await findAccess(db, { merchantId: store.merchant_id, storeId: store.store_id }, access, clock.now()) }
}

/** An issued document of this payer, at this store, in this mode. Null for any other, whatever the reason. */
async function invoiceOf(deps: PortalDeps, params: { page: string; access: string; invoice: string }): Promise<Invoice | null> {
  const { access } = await accessOf(deps, params)
  const id = parsePublicId('invoice', params.invoice)?.id
  if (access === null || id === undefined) return null
  const invoice = await findInvoice(deps.db, { merchantId: access.merchantId, id })
  const isTheirs = invoice !== null && invoice.document !== 'draft' && invoice.storeId === access.storeId && invoice.mode === access.mode &&
    invoice.payer.email.toLowerCase() === access.email
  return isTheirs ? invoice : null
}

type Listing = { readonly common: Common; readonly access: PayerAccess; readonly store: StoreRow; readonly request: FastifyRequest }

async function listOf(deps: PortalDeps, { common, access, store, request }: Listing): Promise<PortalView> {
  const before = parsePublicId('invoice', queryOf(request).get('before') ?? '')?.id ?? null
  const found = await documentsOf(deps.db, deps.vault, access, before)
  const shown = found.slice(0, PORTAL_PAGE)
  const last = shown.at(-1)
  const now = deps.clock.now()
  const older = found.length > PORTAL_PAGE && last !== undefined
    ? `${common.path}?lang=${common.language}&before=${publicId('invoice', last.id, access.mode)}` : null
  return {
    ...common, face: 'list', email: access.email, expiresAt: access.expiresAt, olderHref: older, isFirst: before === null,
    invoices: shown.map((invoice) => itemOf(invoice, {
      path: common.path, access, language: common.language, now, today: businessDate(now, store.time_zone), isOpen: store.is_open,
    })),
  }
}

type Seen = { readonly path: string; readonly access: PayerAccess; readonly language: Language; readonly now: Date; readonly today: string; readonly isOpen: boolean }

function itemOf(invoice: PortalInvoice, { path, access, language, now, today, isOpen }: Seen): PortalItem {
  const { number, left, total, issueDate, dueDate, receipts } = invoice
  const pdfHref = `${path}/invoices/${publicId('invoice', invoice.id, access.mode)}`
  const isPayable = left.minor > 0n && isOpen && invoice.payToken !== null && !isExpired(invoice, now)
  return {
    number, left, total, issueDate, dueDate, overdue: left.minor > 0n && dueDate !== null && dueDate < today, pdfHref,
    state: stateOf(invoice, isPayable), payHref: isPayable ? `/pay/${invoice.payToken}?lang=${language}` : null,
    receipts: receipts.map(({ id, amount, at }) => ({ amount, at, href: `${pdfHref}/receipts/${publicId('payment', id, access.mode)}` })),
  }
}

function stateOf({ document, payment, left }: PortalInvoice, isPayable: boolean): PortalItem['state'] {
  if (payment === 'refunded') return 'refunded'
  if (document === 'cancelled') return 'cancelled'
  if (left.minor === 0n) return 'paid'
  return isPayable ? (payment === 'partly_paid' ? 'partly' : 'to_pay') : 'closed'
}

type Common = Pick<PortalView, 'language' | 'path' | 'askPath' | 'mode' | 'store' | 'timeZone'>

async function commonOf({ db }: PortalDeps, store: StoreRow, request: FastifyRequest, access: PayerAccess | null): Promise<Common> {
  const [path = ''] = request.url.split('?')
  return {
    language: chosenLanguage(request) ?? access?.language ?? request.language, path, askPath: `/s/${store.page_token}`, mode: access?.mode ?? store.mode,
    store: await shownStore(db, store), timeZone: store.time_zone,
  }
}

async function shownStore(db: PortalDeps['db'], store: StoreRow): Promise<PayStore> {
  const at = { merchantId: store.merchant_id, storeId: store.store_id }
  const path = logoPath({ ...at, version: store.logo_version })
  const logo = path === null ? undefined : await logoSize(db, at)
  return {
    name: store.name, colour: isColour(store.brand_colour) ? store.brand_colour : KVIT_COLOUR,
    logo: path === null || logo === undefined ? null : { path, width: logo.width, height: logo.height },
    legalName: store.legal_name, companyCode: store.company_code, contact: { email: store.email, phone: store.phone, website: store.website },
    termsHref: store.terms_url === '' ? null : store.terms_url, allPath: null,
  }
}

const queryOf = ({ url }: FastifyRequest): URLSearchParams => new URLSearchParams(url.split('?')[1] ?? '')

function chosenLanguage(request: FastifyRequest): Language | null {
  const lang = queryOf(request).get('lang')
  return lang !== null && isLanguage(lang) ? lang : null
}

function show(reply: FastifyReply, view: PortalView): FastifyReply {
  const page = renderPortal(view)
  return reply.code(page.status).headers(page.headers).send(page.html)
}

/** The same for whatever is not there. */
function gone({ clock }: PortalDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const page = renderPayPage(goneView({
    language: chosenLanguage(request) ?? request.language, path: '/pay/none', now: clock.now(), back: null, refresh: false,
    problem: null, typedAmount: null, typedMethod: null, asked: false,
  }))
  return reply.code(page.status).headers(page.headers).send(page.html)
}
