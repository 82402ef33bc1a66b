import { Type } from 'typebox'
import { deliveriesOfInvoice, DeliveryJson, deliveryJson } from '../deliveries/find-deliveries.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { InvoiceParams } from '../invoices/json.ts'
import { payToken } from '../invoices/pay-link.ts'
import { payerPhone } from '../invoices/payer-phone.ts'
import { visibleInvoice } from '../invoices/visible-invoice.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, Nullable, TimeJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { bringToBankApp, findBringer } from './bring.ts'
import type { BringDeps } from './bring.ts'
import { findPaySubject } from './store.ts'

type BankAppRouteDeps = BringDeps & { readonly clock: Clock; readonly vault: Vault }

const LOOK = { not_found: 404, not_issued: 409 } as const
const STATUS = {
  not_found: 404, not_issued: 409, nothing_to_pay: 409, pay_page_closed: 409, payment_in_flight: 409, nobody_brings: 409, no_phone: 422,
} as const

const BankAppJson = Type.Object({
  provider: Nullable(Type.String({ description: 'Who brings it; null: no channel of the store can, for this invoice.' })),
  phone: Nullable(Type.String({ description: 'The payer\'s, as E.164; null: none is known, or it is not whole.' })),
  payableUntil: Nullable(TimeJson),
}, { title: 'InvoiceBankApp' })

/** An invoice that the provider brings into the app of the payer's bank. */
export const bankAppRoutes: Routes<BankAppRouteDeps> = async (app, deps) => {
  looking(app, deps)
  bringing(app, deps)
}

const tokenOf = ({ db, vault }: BankAppRouteDeps, { merchantId, id }: Invoice) => payToken(db, vault, { merchantId, invoiceId: id })

function looking(app: App, deps: BankAppRouteDeps): void {
  app.get('/v1/invoices/:id/bank-app', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readInvoiceBankApp', tags: ['Invoices'],
      summary: 'Whether a provider of the store can bring the invoice into the app of the payer\'s bank, and until when it could be paid there; nothing is sent.',
      params: InvoiceParams, response: { 200: BankAppJson, ...problems(LOOK) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(deps.db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, LOOK, { code: 'not_found' })
    const token = await tokenOf(deps, invoice)
    const subject = token === null ? null : await findPaySubject(deps.pool, token)
    if (subject === null) return refuse(reply, LOOK, { code: 'not_issued' })
    const bringer = await findBringer(deps, subject)
    const end = bringer === null ? null : new Date(deps.clock.now().getTime() + bringer.lifeMs)
    const { payUntil } = subject.invoice
    return reply.send({
      provider: bringer?.channel.name ?? null, phone: payerPhone(invoice, invoice.payer.phone),
      payableUntil: (end !== null && payUntil !== null && payUntil < end ? payUntil : end)?.toISOString() ?? null,
    })
  })
}

function bringing(app: App, deps: BankAppRouteDeps): void {
  app.post('/v1/invoices/:id/bank-app', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'bringInvoiceToBankApp', tags: ['Invoices'],
      summary: 'Let the provider bring the invoice into the app of the payer\'s bank. It is an attempt to pay, so no other can begin until it ends.',
      description: 'The delivery says what came of it: sent, failed with the provider\'s reason, or unknown where it did not answer; that is not sent again by itself.',
      params: InvoiceParams, headers: IdempotencyKey,
      body: Closed({
        phone: Type.Optional(Type.String({ maxLength: 40, description: 'As E.164, or as it is dialled in the payer\'s country. The payer\'s own unless it is given.' })),
      }),
      response: { 201: DeliveryJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(deps.db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, STATUS, { code: 'not_found' })
    const token = await tokenOf(deps, invoice)
    if (token === null) return refuse(reply, STATUS, { code: 'not_issued' })
    const phone = payerPhone(invoice, request.body.phone ?? invoice.payer.phone)
    if (phone === null) return refuse(reply, STATUS, { code: 'no_phone', field: 'phone' })
    const brought = await bringToBankApp(deps, { token, phone, by: actorOf(request.caller), at: deps.clock.now() })
    if (!brought.ok) return refuse(reply, STATUS, brought.error)
    const all = await deliveriesOfInvoice(deps.db, { merchantId: invoice.merchantId, invoiceId: invoice.id })
    const delivery = all.find((one) => one.id === brought.value)
    if (delivery === undefined) throw new Error('a delivery that was just made is gone')
    return reply.code(201).send(deliveryJson(delivery))
  })
}
