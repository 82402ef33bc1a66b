import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findCustomer } from '../customers/find-customer.ts'
import { showPdf } from '../invoices/send-pdf.ts'
import { NO_PAYER } from '../invoices/invoice.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { idOf } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { paperWidth, PaperWidthJson } from '../platform/pdf/paper-width.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { stripPdf } from '../platform/pdf/strip.ts'
import type { Strip } from '../platform/pdf/strip.ts'
import { findProductsById } from '../products/find-products.ts'
import { visibleRegister } from '../registers/find-register.ts'
import type { CashRegister } from '../registers/register.ts'
import { CashierAndKey } from '../registers/require-cashier.ts'
import type { NotSignedIn } from '../registers/require-cashier.ts'
import { actRoutes } from './act-api.ts'
import type { ActDeps } from './act-api.ts'
import { answered, missing, NOT_FOUND, ReceiptParams, signedIn } from './at-till.ts'
import { escposOf } from './escpos.ts'
import { findPrinted } from './find-printed.ts'
import { visibleReceipt } from './find-receipts.ts'
import { ReceiptJson } from './json.ts'
import { receiptList } from './list-api.ts'
import { printedReceipt } from './receipt-view.ts'
import type { Receipt } from './receipt.ts'
import { askedSale, NewReceiptJson, payerIn, productIdsOf, sendIn } from './sale-json.ts'
import { sell } from './sell.ts'
import type { SellError } from './sell.ts'
import { sendReceiptLink } from './send-receipt.ts'
import { receiptAsked, receiptById } from './store.ts'
import { NO_SHIFT } from '../registers/shift-for-sale.ts'

type ReceiptDeps = ActDeps & { readonly stripPrinter: () => PdfPrinter }

const SELL = {
  not_found: 404, cashier_not_signed_in: 403, invalid: 422, discount_too_big: 422, discount_over_limit: 403, payments_differ: 422, ...NO_SHIFT,
  not_paid_in_full: 409, changed_meanwhile: 409,
} as const satisfies Record<SellError['code'] | NotSignedIn['code'] | 'not_found', number>

/** What a cash register sold and took back. */
export const receiptRoutes: Routes<ReceiptDeps> = async (app, deps) => {
  selling(app, deps)
  receiptList(app, deps)
  printing(app, deps)
  await actRoutes(app, deps)
}

function selling(app: App, deps: ReceiptDeps): void {
  const { db, vault, clock } = deps
  app.post('/v1/receipts', {
    config: { permission: 'till.use', ownKey: true, ageField: 'madeSecondsAgo' },
    schema: {
      operationId: 'sell', tags: ['Till'],
      summary: 'Sell at a cash register: paid now in cash or by card, to be paid by a link that is sent, or both.',
      description: 'The sums are reckoned here and only compared with the payments. Money that is there is booked at once; a receipt that is paid goes to be registered, another waits as deferred.',
      headers: CashierAndKey, body: NewReceiptJson, response: { 201: ReceiptJson, ...problems(SELL) },
    },
  }, async (request, reply) => {
    const { body, headers: { 'idempotency-key': key } } = request
    const askedKey = typeof key === 'string' ? key : null
    const before = askedKey === null ? null : await soldBefore(db, request, body.register, askedKey)
    if (before !== null) return reply.code(201).send(await answered(deps, before))
    const till = await signedIn(deps, request, body.register)
    if ('code' in till) return refuse(reply, SELL, till)
    const { register, store, cashier } = till
    const products = await findProductsById(db, { merchantId: register.merchantId, storeId: register.storeId }, productIdsOf(body))
    const customer = await customerOf(deps, request, register, body.customer ?? null)
    const about = { at: clock.now(), actor: actorOf(request.caller) }
    const sold = await inTransaction(db, (tx) => sell(tx, vault, { register, store, seller: cashier }, {
      ...askedSale(body, products, register.currency), payer: payerIn(body) ?? customer, customerId: customer?.id ?? null,
      expiresInHours: body.expiresInHours ?? null, askedKey, ageMs: (body.madeSecondsAgo ?? 0) * 1000,
    }, about))
    if (!sold.ok) return refuse(reply, SELL, sold.error)
    const receipt = { merchantId: register.merchantId, id: sold.value.receiptId }
    const send = sendIn(body)
    if (send !== null && sold.value.isNew) await sendFirst(deps, receipt, send, about.actor)
    return reply.code(201).send(await answered(deps, receipt))
  })
}

/** What was sold already is answered whoever asks for it now: nothing that has changed since refuses it and has it sold again. */
async function soldBefore(db: ReceiptDeps['db'], { caller }: Pick<FastifyRequest, 'caller'>, registerText: string, askedKey: string): Promise<Receipt | null> {
  const register = await visibleRegister(db, caller, registerText)
  return register === null ? null : receiptAsked(db, { merchantId: register.merchantId, registerId: register.id, askedKey })
}

/** A link that could not be sent does not undo the sale: what went wrong stands in the receipt, and it can be sent again. */
async function sendFirst(
  deps: ReceiptDeps, key: Pick<Receipt, 'merchantId' | 'id'>, send: NonNullable<ReturnType<typeof sendIn>>, actor: ReturnType<typeof actorOf>,
): Promise<void> {
  const receipt = await receiptById(deps.db, key)
  if (receipt !== null) await sendReceiptLink(deps, receipt, send, actor)
}

async function customerOf({ db }: Pick<ReceiptDeps, 'db'>, request: FastifyRequest, { merchantId, storeId, mode }: CashRegister, text: string | null) {
  if (text === null) return null
  const customer = await findCustomer(db, { merchantId, id: idOf('customer', text) })
  if (customer === null || customer.storeId !== storeId || customer.mode !== mode || !isVisible(request.caller, customer)) {
    throw new InvalidInput([{ field: 'customer', code: 'not_a_choice' }])
  }
  const { id, name, email, phone, companyCode, vatCode, address, country } = customer
  return { ...NO_PAYER, id, name, email, phone, companyCode, vatCode, address, country }
}

const Width = Type.Optional(PaperWidthJson)
const Switch = (description: string) => Type.Optional(Type.Boolean({ description }))

function printing(app: App, deps: ReceiptDeps): void {
  app.get('/v1/receipts/:id/paper.pdf', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'printReceipt', summary: 'The receipt as PDF: a strip of 58 or 80 mm.', tags: ['Till'], params: ReceiptParams,
      querystring: Closed({ width: Width }), produces: ['application/pdf'], response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const found = await printed(deps, request)
    return found === null ? missing(reply) : showPdf(reply, stripPdf(deps.stripPrinter(), found.paper, paperWidth(request.query.width)))
  })

  app.get('/v1/receipts/:id/escpos', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'printReceiptAsEscpos', tags: ['Till'], summary: 'The receipt as bytes for an ESC/POS printer of 58 or 80 mm.',
      description: 'Letters by the code pages of Epson\'s table; where none of them has every letter, such as Georgian, the receipt goes as a picture.', params: ReceiptParams,
      querystring: Closed({
        width: Width, picture: Switch('Everything as a picture: for a printer that prints wrong letters.'),
        drawer: Switch('Open the cash drawer first, if the receipt has cash.'),
      }),
      produces: ['application/octet-stream'], response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const found = await printed(deps, request)
    if (found === null) return missing(reply)
    const { width, picture, drawer } = request.query
    const opensDrawer = drawer === true && found.receipt.payments.some(({ form }) => form === 'cash')
    return sendBytes(reply, escposOf(deps.stripPrinter(), found.paper, { width: paperWidth(width), asPicture: picture === true, opensDrawer }))
  })
}

/** Null: no such receipt for this caller. */
async function printed({ db }: ReceiptDeps, { caller, params }: FastifyRequest<{ Params: { id: string } }>): Promise<{ receipt: Receipt; paper: Strip } | null> {
  const receipt = await visibleReceipt(db, caller, params.id)
  return receipt === null ? null : { receipt, paper: printedReceipt(await findPrinted(db, receipt), receipt.language) }
}

const sendBytes = (reply: FastifyReply, bytes: Uint8Array): FastifyReply =>
  reply.type('application/octet-stream').header('content-disposition', 'attachment; filename="receipt.bin"').send(Buffer.from(bytes))
