import { Type } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, TimeJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { givePayCode } from './pay-code.ts'
import { visibleInvoice } from './visible-invoice.ts'

type PayCodeDeps = { readonly db: Db; readonly clock: Clock; readonly publicUrl: URL }

const STATUS = { not_found: 404, not_issued: 409 } as const

const PayCodeJson = Type.Object({
  code: Type.String({ description: '12 digits, in groups of three.' }),
  url: Type.String({ format: 'uri', description: 'Where the payer types them.' }),
  expiresAt: TimeJson,
}, { title: 'PayCode' })

const inGroups = (code: string): string => code.replaceAll(/\d{3}(?=\d)/g, (group) => `${group} `)

/** Codes that are read to a payer over the phone. */
export const payCodeRoutes: Routes<PayCodeDeps> = async (app, { db, clock, publicUrl }) => {
  app.post('/v1/invoices/:id/pay-codes', {
    config: { permission: 'invoices.write', secretAnswer: true },
    schema: {
      operationId: 'givePayCode', summary: 'A code to read over the phone that leads to the pay page for a day; the one before ends.', tags: ['Invoices'],
      params: Closed({ id: IdJson('invoice') }), headers: IdempotencyKey, body: Closed({}), response: { 201: PayCodeJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, STATUS, { code: 'not_found' })
    if (invoice.document === 'draft') return refuse(reply, STATUS, { code: 'not_issued' })
    const { merchantId, id: invoiceId } = invoice
    const { code, expiresAt } = await inTransaction(db, (tx) => givePayCode(tx, { merchantId, invoiceId, at: clock.now() }))
    return reply.code(201).send({ code: inGroups(code), url: new URL('/c', publicUrl).href, expiresAt: expiresAt.toISOString() })
  })
}
