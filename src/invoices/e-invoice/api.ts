import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { queueDelivery } from '../../deliveries/delivery.ts'
import { deliveriesOfInvoice, DeliveryJson, deliveryJson } from '../../deliveries/find-deliveries.ts'
import type { Language } from '../../kernel/language.ts'
import type { Result } from '../../kernel/result.ts'
import { err } from '../../kernel/result.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db } from '../../platform/db/database.ts'
import { actorOf } from '../../platform/http/caller.ts'
import { IdJson } from '../../platform/http/id-param.ts'
import { IdempotencyKey } from '../../platform/http/idempotency.ts'
import { Closed, Nullable } from '../../platform/http/json.ts'
import { fieldText } from '../../platform/http/problem-text.ts'
import { problems, refuse } from '../../platform/http/problem.ts'
import type { WrongField } from '../../platform/http/problem.ts'
import type { App, Routes } from '../../platform/http/route.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { fileNameOf } from '../file-name.ts'
import { findInvoice, lockInvoice } from '../find-invoice.ts'
import type { Invoice } from '../invoice.ts'
import { payToken, payUrl } from '../pay-link.ts'
import { visibleCreditNote } from '../visible-credit-note.ts'
import { visibleInvoice } from '../visible-invoice.ts'
import { eCreditNoteOf, eInvoiceOf } from './e-invoice.ts'
import { prepare } from './prepare.ts'
import type { NotAnEInvoice, Prepared } from './prepare.ts'
import { addressText } from './send-e-invoice.ts'
import type { EInvoiceDeps } from './send-e-invoice.ts'
import { InvoiceParams } from '../json.ts'

type EInvoiceRouteDeps = EInvoiceDeps & { readonly jobs: Jobs }

type Refused = NotAnEInvoice | { readonly code: 'not_found' | 'not_issued' }

const READ = { not_found: 404, not_issued: 409, not_an_e_invoice: 422 } as const
const SEND = { ...READ, no_e_invoice_way: 409, e_invoice_sent: 409 } as const
const STATE = { not_found: 404, not_issued: 409 } as const


const EInvoiceJson = Type.Object({
  profile: Nullable(Type.Enum(['peppol', 'core'], { description: 'peppol: may be sent. core: EN 16931 without what the network needs; may be downloaded. Null: neither.' })),
  recipient: Nullable(Type.String({ description: 'The buyer\'s electronic address, `scheme:id`. Null: not known.' })),
  canSend: Type.Boolean({ description: 'The profile is peppol, this installation is connected to an operator in this mode, and it has not been sent.' }),
  missing: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), rule: Type.String({ description: 'As EN 16931 or Peppol names it.' }), message: Type.String() })),
}, { title: 'EInvoice' })

/** Invoices and credit notes as UBL, for programs and for operators. */
export const eInvoiceRoutes: Routes<EInvoiceRouteDeps> = async (app, deps) => {
  invoiceFiles(app, deps)
  creditNoteFiles(app, deps)
  sending(app, deps)
}

function invoiceFiles(app: App, deps: EInvoiceRouteDeps): void {
  const { db, carriers } = deps
  app.get('/v1/invoices/:id/e-invoice', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readEInvoice', summary: 'Whether the invoice can be an e-invoice, and what it lacks.', tags: ['Invoices'],
      params: InvoiceParams, response: { 200: EInvoiceJson, ...problems(STATE) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, STATE, { code: 'not_found' })
    const prepared = await preparedOf(deps, invoice)
    if (!prepared.ok && prepared.error.code !== 'not_an_e_invoice') return refuse(reply, STATE, { code: 'not_issued' })
    return reply.send(stateJson(prepared, carriers[invoice.mode] !== null && !await isOnItsWay(db, invoice), request.language))
  })

  app.get('/v1/invoices/:id/e-invoice.xml', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'downloadEInvoice', summary: 'The invoice as UBL 2.1 by EN 16931, by Peppol BIS 3.0 too if it has what that asks for.', tags: ['Invoices'],
      produces: ['application/xml'], params: InvoiceParams, response: problems(READ),
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse<Refused>(reply, READ, { code: 'not_found' })
    const prepared = await preparedOf(deps, invoice)
    return prepared.ok ? sendXml(reply, prepared.value) : refuse<Refused>(reply, READ, prepared.error)
  })
}

function creditNoteFiles(app: App, { db }: EInvoiceRouteDeps): void {
  app.get('/v1/credit-notes/:id/e-invoice.xml', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'downloadECreditNote', summary: 'The credit note as UBL 2.1.', tags: ['Invoices'],
      produces: ['application/xml'], params: Closed({ id: IdJson('creditNote') }), response: problems(READ),
    },
  }, async (request, reply) => {
    const note = await visibleCreditNote(db, request.caller, request.params.id)
    const invoice = note === null ? null : await findInvoice(db, { merchantId: note.merchantId, id: note.invoiceId })
    if (note === null || invoice === null) return refuse<Refused>(reply, READ, { code: 'not_found' })
    const document = eCreditNoteOf(note, invoice)
    if (document === null) return refuse<Refused>(reply, READ, { code: 'not_issued' })
    const prepared = prepare(document)
    return prepared.ok ? sendXml(reply, prepared.value) : refuse<Refused>(reply, READ, prepared.error)
  })
}

function sending(app: App, deps: EInvoiceRouteDeps): void {
  const { db, clock, jobs, carriers } = deps
  app.post('/v1/invoices/:id/e-invoice', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'sendEInvoice', summary: 'Hand the e-invoice over to the operator that this installation is connected to.', tags: ['Invoices'],
      params: InvoiceParams, headers: IdempotencyKey, body: Closed({}), response: { 201: DeliveryJson, ...problems(SEND) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, SEND, { code: 'not_found' })
    const prepared = await preparedOf(deps, invoice)
    if (!prepared.ok) return refuse<Refused>(reply, SEND, prepared.error)
    if (prepared.value.profile !== 'peppol') return refuse<Refused>(reply, SEND, { code: 'not_an_e_invoice', fields: prepared.value.missing })
    if (carriers[invoice.mode] === null) return refuse(reply, SEND, { code: 'no_e_invoice_way' })
    const { merchantId, id: invoiceId, storeId, mode, language } = invoice
    const queued = await inTransaction(db, async (tx) => {
      await lockInvoice(tx, { merchantId, id: invoiceId })
      if (await isOnItsWay(tx, invoice)) return null
      return queueDelivery(tx, jobs, {
        kind: 'e_invoice', paymentId: null, withPdf: null, withEInvoice: false, merchantId, invoiceId, storeId, mode, language,
        recipient: addressText(prepared.value.document.buyer.electronicAddress),
        requestedBy: actorOf(request.caller), createdAt: clock.now(),
      })
    })
    if (queued === null) return refuse(reply, SEND, { code: 'e_invoice_sent' })
    const delivery = (await deliveriesOfInvoice(db, { merchantId, invoiceId })).find((one) => one.id === queued)
    if (delivery === undefined) throw new Error('a delivery vanished after it was written')
    return reply.code(201).send(deliveryJson(delivery))
  })
}

/** A second sending would be a second invoice to the buyer's books. One that failed may be sent again. */
async function isOnItsWay(db: Pick<Db, 'selectFrom'>, { merchantId, id: invoiceId }: Invoice): Promise<boolean> {
  const deliveries = await deliveriesOfInvoice(db, { merchantId, invoiceId })
  return deliveries.some(({ kind, state }) => kind === 'e_invoice' && (state === 'queued' || state === 'sent'))
}

async function preparedOf({ db, vault, publicUrl }: EInvoiceRouteDeps, invoice: Invoice): Promise<Result<Prepared, Refused>> {
  const token = await payToken(db, vault, { merchantId: invoice.merchantId, invoiceId: invoice.id })
  const document = eInvoiceOf(invoice, token === null ? null : payUrl(publicUrl, token))
  return document === null ? err({ code: 'not_issued' }) : prepare(document)
}

function stateJson(prepared: Result<Prepared, Refused>, hasWay: boolean, language: Language): Static<typeof EInvoiceJson> {
  const missing = prepared.ok ? prepared.value.missing : 'fields' in prepared.error ? prepared.error.fields : []
  const profile = prepared.ok ? prepared.value.profile : null
  const recipient = prepared.ok ? addressText(prepared.value.document.buyer.electronicAddress) : ''
  return {
    profile, recipient: recipient === '' ? null : recipient, canSend: profile === 'peppol' && hasWay, missing: missing.map((one) => missingJson(one, language)),
  }
}

const missingJson = ({ field, code, rule = '' }: WrongField, language: Language) => ({ field, code, rule, message: fieldText(language, code, { rule }) })

const sendXml = (reply: FastifyReply, { xml, document: { number } }: Prepared): FastifyReply =>
  reply.type('application/xml; charset=utf-8').header('content-disposition', `attachment; filename="${fileNameOf(number)}.xml"`)
    .header('x-content-type-options', 'nosniff').header('cache-control', 'no-store').send(Buffer.from(xml))
