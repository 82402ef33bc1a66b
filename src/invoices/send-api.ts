import { Type } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { deliveriesOfInvoice, DeliveryJson, deliveryJson } from '../deliveries/find-deliveries.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import { queueInvoiceLetters } from './send-invoice.ts'
import { visibleInvoice } from './visible-invoice.ts'

export type SendRouteDeps = { readonly db: Db; readonly clock: Clock; readonly jobs: Jobs }

const STATUS = { not_found: 404, not_issued: 409, no_recipient: 422 } as const

export const sendRoutes: Routes<SendRouteDeps> = async (app, { db, clock, jobs }) => {
  app.post('/v1/invoices/:id/deliveries', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'sendInvoice', summary: 'Send the invoice\'s letter; each address gets its own.', tags: ['Invoices'],
      params: Closed({ id: IdJson('invoice') }), headers: IdempotencyKey,
      body: Closed({
        recipients: Type.Array(Type.String({ maxLength: 254 }), { minItems: 1, maxItems: 10 }),
        language: Type.Optional(Type.Enum(LANGUAGES, { description: 'That of the invoice unless it is named.' })),
      }),
      response: { 201: Type.Object({ items: Type.Array(DeliveryJson) }), ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, STATUS, { code: 'not_found' })
    if (invoice.document !== 'issued') return refuse(reply, STATUS, { code: 'not_issued' })
    const recipients = addressesOf(request.body.recipients)
    const queued = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, {
      recipients, language: request.body.language ?? null, by: actorOf(request.caller), at: clock.now(),
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
