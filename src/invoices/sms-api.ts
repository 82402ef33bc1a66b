import { Type } from 'typebox'
import type { Static } from 'typebox'
import { deliveriesOfInvoice, DeliveryJson, deliveryJson } from '../deliveries/find-deliveries.ts'
import type { SmsSenders } from '../deliveries/send-sms.ts'
import { queueSms } from '../deliveries/sms-delivery.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Language } from '../kernel/language.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, Nullable } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { sizeOf } from '../platform/sms/alphabet.ts'
import type { Invoice } from './invoice.ts'
import { composeInvoiceSms } from './invoice-sms.ts'
import type { InvoiceSmsDeps } from './invoice-sms.ts'
import { payerPhone } from './payer-phone.ts'
import { remainingMinor } from './payment-state.ts'
import { visibleInvoice } from './visible-invoice.ts'
import { InvoiceParams, LanguageChoice } from './json.ts'

type SmsRouteDeps = InvoiceSmsDeps & { readonly clock: Clock; readonly jobs: Jobs; readonly sms: SmsSenders }

const PREVIEW = { not_found: 404, not_issued: 409 } as const
const STATUS = { not_found: 404, not_issued: 409, nothing_to_pay: 409, sms_not_set_up: 409, no_phone: 422, sms_enough: 429 } as const

/** A person may send again; nobody has a reason to fill a phone. */
const A_DAY = { limit: 10, windowMs: 86_400_000 } as const


export const SmsSizeJson = Type.Object({
  text: Type.String(),
  alphabet: Type.Enum(['gsm', 'ucs2'], { description: 'gsm: 160 letters in one part. ucs2: 70, because of at least one letter that gsm lacks.' }),
  units: Type.Integer({ description: 'What counts: septets for gsm, UTF-16 units for ucs2.' }),
  parts: Type.Integer({ description: 'What an operator charges for.' }),
  left: Type.Integer({ description: 'Units that still fit into the last part.' }),
  wide: Type.Array(Type.String(), { description: 'The letters for which the wider alphabet is needed, each once.' }),
}, { title: 'SmsSize' })

export function smsSizeJson(text: string): Static<typeof SmsSizeJson> {
  const { wide, ...size } = sizeOf(text)
  return { text, ...size, wide: [...wide] }
}

const InvoiceSmsJson = Type.Object({
  message: SmsSizeJson,
  phone: Nullable(Type.String({ description: 'The payer\'s, as E.164; null: none is known, or it is not whole.' })),
  isSetUp: Type.Boolean({ description: 'Whether this installation sends text messages in the invoice\'s mode.' }),
}, { title: 'InvoiceSms' })

/** An invoice's text message: to be looked at, and to be sent. */
export const smsRoutes: Routes<SmsRouteDeps> = async (app, deps) => {
  previewing(app, deps)
  sending(app, deps)
}

function previewing(app: App, deps: SmsRouteDeps): void {
  app.get('/v1/invoices/:id/sms', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readInvoiceSms', summary: 'The invoice\'s text message as it would leave now, and its length; nothing is sent.', tags: ['Invoices'],
      params: InvoiceParams, querystring: Closed({ language: LanguageChoice }), response: { 200: InvoiceSmsJson, ...problems(PREVIEW) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(deps.db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, PREVIEW, { code: 'not_found' })
    const composed = await composeInvoiceSms(deps, invoice, request.query.language ?? invoice.language)
    if (composed === null) return refuse(reply, PREVIEW, { code: 'not_issued' })
    return reply.send({
      message: smsSizeJson(composed.text), phone: payerPhone(invoice, invoice.payer.phone), isSetUp: deps.sms[invoice.mode] !== null,
    })
  })
}

function sending(app: App, deps: SmsRouteDeps): void {
  app.post('/v1/invoices/:id/sms', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'sendInvoiceSms', tags: ['Invoices'],
      summary: 'Send the invoice\'s link as a text message; one that waits for the same phone already is not sent twice.',
      params: InvoiceParams, headers: IdempotencyKey,
      body: Closed({
        phone: Type.Optional(Type.String({ maxLength: 40, description: 'As E.164, or as it is dialled in the payer\'s country. The payer\'s own unless it is given.' })),
        language: LanguageChoice,
      }),
      response: { 201: DeliveryJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(deps.db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, STATUS, { code: 'not_found' })
    const { phone: written = invoice.payer.phone, language = invoice.language } = request.body
    const phone = payerPhone(invoice, written)
    const wrong = whyNot(deps, invoice)
    if (wrong !== null) return refuse(reply, STATUS, { code: wrong })
    if (phone === null) return refuse(reply, STATUS, { code: 'no_phone', field: 'phone' })
    const at = deps.clock.now()
    const taken = await takeOne(deps.db, { key: `sms/${invoice.id}`, ...A_DAY, at })
    if (!taken.isAllowed) return refuse(reply, STATUS, { code: 'sms_enough' })
    const id = await queue(deps, invoice, { phone, language, by: actorOf(request.caller), at })
    const all = await deliveriesOfInvoice(deps.db, { merchantId: invoice.merchantId, invoiceId: invoice.id })
    const delivery = all.find((one) => one.id === id)
    if (delivery === undefined) throw new Error('a queued text message is gone')
    return reply.code(201).send(deliveryJson(delivery))
  })
}

function whyNot({ sms }: SmsRouteDeps, invoice: Invoice): 'not_issued' | 'nothing_to_pay' | 'sms_not_set_up' | null {
  if (invoice.document !== 'issued') return 'not_issued'
  if (remainingMinor(invoice) === 0n) return 'nothing_to_pay'
  return sms[invoice.mode] === null ? 'sms_not_set_up' : null
}

type Sending = { readonly phone: string; readonly language: Language; readonly by: string; readonly at: Date }

const queue = ({ db, jobs }: SmsRouteDeps, invoice: Invoice, { phone, language, by, at }: Sending) => inTransaction(db, (tx) => queueSms(tx, jobs, {
  merchantId: invoice.merchantId, invoiceId: invoice.id, storeId: invoice.storeId, mode: invoice.mode, recipient: phone, language,
  requestedBy: by, createdAt: at,
}))
