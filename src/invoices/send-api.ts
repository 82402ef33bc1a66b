import { Type } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { deliveriesOfInvoice, DeliveryJson, deliveryJson } from '../deliveries/find-deliveries.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import { composeInvoiceLetter } from './invoice-letter.ts'
import type { ComposeDeps } from './invoice-letter.ts'
import { remainingMinor } from './payment-state.ts'
import { queueInvoiceLetters } from './queue-invoice-letters.ts'
import { visibleInvoice } from './visible-invoice.ts'
import { InvoiceParams, LanguageChoice } from './json.ts'

type SendRouteDeps = ComposeDeps & { readonly clock: Clock; readonly jobs: Jobs }

const STATUS = { not_found: 404, not_issued: 409, nothing_to_pay: 409, no_recipient: 422 } as const
const PREVIEW = { not_found: 404, not_issued: 409 } as const

const PdfChoice = Type.Optional(Type.Boolean({ description: 'Whether the letter carries the invoice as PDF; as the store has it unless it is said.' }))

/** An invoice's letter: to be looked at, and to be sent. */
export const sendRoutes: Routes<SendRouteDeps> = async (app, deps) => {
  previewing(app, deps)
  sending(app, deps)
}

function previewing(app: App, deps: SendRouteDeps): void {
  app.get('/v1/invoices/:id/letter', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readInvoiceLetter', summary: 'The invoice\'s letter as it would leave now; nothing is sent.', tags: ['Invoices'],
      params: InvoiceParams, querystring: Closed({ language: LanguageChoice, withPdf: PdfChoice }),
      response: { 200: Type.Object({ subject: Type.String(), html: Type.String(), text: Type.String(), withPdf: Type.Boolean() }), ...problems(PREVIEW) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(deps.db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, PREVIEW, { code: 'not_found' })
    const { language = invoice.language, withPdf = null } = request.query
    const composed = await composeInvoiceLetter(deps, invoice, { kind: 'invoice', language, withPdf })
    return composed === null ? refuse(reply, PREVIEW, { code: 'not_issued' }) : reply.send({ ...composed.letter, withPdf: composed.withPdf })
  })
}

function sending(app: App, { db, clock, jobs }: SendRouteDeps): void {
  app.post('/v1/invoices/:id/deliveries', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'sendInvoice', tags: ['Invoices'],
      summary: 'Send the invoice\'s letter; each address gets its own, and one that waits there already is not sent twice.',
      params: InvoiceParams, headers: IdempotencyKey,
      body: Closed({
        recipients: Type.Array(Type.String({ maxLength: 254 }), { minItems: 1, maxItems: 10 }),
        language: LanguageChoice,
        withPdf: PdfChoice,
        withEInvoice: Type.Optional(Type.Boolean({ description: 'Attach the XML as a file of its own, where the invoice can be an e-invoice. It is inside the PDF anyway.' })),
      }),
      response: { 201: Type.Object({ items: Type.Array(DeliveryJson) }), ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, STATUS, { code: 'not_found' })
    if (invoice.document !== 'issued') return refuse(reply, STATUS, { code: 'not_issued' })
    if (remainingMinor(invoice) === 0n) return refuse(reply, STATUS, { code: 'nothing_to_pay' })
    const recipients = addressesOf(request.body.recipients)
    const queued = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, {
      kind: 'invoice', recipients, language: request.body.language ?? null, withPdf: request.body.withPdf ?? null, withEInvoice: request.body.withEInvoice ?? false,
      by: actorOf(request.caller), at: clock.now(),
    }))
    if (queued === null) return refuse(reply, STATUS, { code: 'no_recipient' })
    const all = await deliveriesOfInvoice(db, { merchantId: invoice.merchantId, invoiceId: invoice.id })
    return reply.code(201).send({ items: all.filter((one) => queued.includes(one.id)).map(deliveryJson) })
  })
}

/** Throws `InvalidInput` that names each text which is no address. */
function addressesOf(texts: readonly string[]): string[] {
  const addresses = texts.map((text) => text.trim())
  const wrong = addresses.flatMap((address, at) =>
    (isMailAddress(address) ? [] : [{ field: `recipients/${at}`, code: 'malformed' } as const]))
  if (wrong.length > 0) throw new InvalidInput(wrong)
  return addresses
}
