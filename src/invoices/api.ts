import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { isBusinessDate } from '../kernel/business-date.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import type { StoreScope } from '../merchants/stores/scope.ts'
import { currencyOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { decimal } from '../money/money.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyJson, MoneyJson } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { WrongField } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { findInvoice } from './find-invoice.ts'
import { NO_PAYER } from './invoice.ts'
import { issueInvoice } from './issue-invoice.ts'
import { issuingStore } from './issuing-terms.ts'
import { DraftJson, InvoiceJson, invoiceJson, InvoiceParams } from './json.ts'
import { LineJson, reckonedLines, totalRows, TotalRowJson } from './line.ts'
import { payToken } from './pay-link.ts'
import { visibleInvoice } from './visible-invoice.ts'
import { changeDraft, removeDraft } from './write-draft.ts'
import type { DraftRequest } from './write-draft.ts'
import { writeInvoice } from './write-invoice.ts'
import type { WriteDeps, WriteInvoiceError } from './write-invoice.ts'

type InvoiceDeps = WriteDeps & { readonly db: Db; readonly clock: Clock; readonly publicUrl: URL }

type WriteError = WriteInvoiceError | { readonly code: 'not_found' }

const STATUS = {
  invalid: 422, external_number_taken: 409, not_a_draft: 409, changed_meanwhile: 409, nothing_owed: 422, not_found: 404, no_recipient: 422,
} as const satisfies Record<WriteError['code'], number>

const NewInvoiceJson = Closed({
  ...DraftJson.properties,
  issue: Type.Optional(Type.Boolean({ description: 'Issue at once, which gives number and pay link. Default false.' })),
  send: Type.Optional(Type.Boolean({ description: 'Send the letter to the payer as well; needs `issue` and an address.' })),
})

export const invoiceRoutes: Routes<InvoiceDeps> = async (app, deps) => {
  writeInvoices(app, deps)
  changeInvoices(app, deps)
  calculateInvoices(app)
}

async function answered({ db, clock, vault, publicUrl }: InvoiceDeps, merchantId: Id<'merchant'>, id: Id<'invoice'>): Promise<Static<typeof InvoiceJson>> {
  const invoice = await findInvoice(db, { merchantId, id })
  if (invoice === null) throw new Error('an invoice vanished after it was written')
  return invoiceJson(invoice, await payToken(db, vault, { merchantId, invoiceId: id }), { publicUrl, now: clock.now() })
}

function writeInvoices(app: App, deps: InvoiceDeps): void {
  const { db, clock } = deps
  app.post('/v1/invoices', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'createInvoice', summary: 'Write an invoice; with `issue` it gets its number and pay link at once.', tags: ['Invoices'],
      headers: IdempotencyKey, body: NewInvoiceJson, response: { 200: InvoiceJson, 201: InvoiceJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const scope = await storeScope(db, request.caller, request.body)
    const { issue = false, send = false } = request.body
    const by = { at: clock.now(), actor: actorOf(request.caller) }
    const written = await inTransaction(db, (tx) => writeInvoice(tx, deps, scope, { ask: draftRequest(request.body, scope), issue: issue || send, send, ...by }))
    if (!written.ok) return refuse<WriteError>(reply, STATUS, written.error)
    return reply.code(written.value.isNew ? 201 : 200).send(await answered(deps, scope.merchantId, written.value.id))
  })

  app.post('/v1/invoices/:id/issue', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'issueInvoice', summary: 'Give a draft its number and pay link; after this it does not change.', tags: ['Invoices'],
      params: InvoiceParams, headers: IdempotencyKey, body: Closed({}), response: { 200: InvoiceJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await visibleInvoice(db, request.caller, request.params.id)
    if (found === null) return refuse<WriteError>(reply, STATUS, { code: 'not_found' })
    const scope = await storeScope(db, request.caller, { store: publicId('store', found.storeId, null), mode: found.mode })
    const by = { at: clock.now(), actor: actorOf(request.caller) }
    const issued = await inTransaction(db, (tx) => issueInvoice(tx, deps.vault, found, issuingStore(scope.store), by))
    return issued.ok ? reply.send(await answered(deps, found.merchantId, found.id)) : refuse<WriteError>(reply, STATUS, issued.error)
  })
}

function changeInvoices(app: App, deps: InvoiceDeps): void {
  const { db } = deps
  app.patch('/v1/invoices/:id', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'changeDraft', summary: 'Replace what a draft says. Issued invoices do not change.', tags: ['Invoices'], params: InvoiceParams,
      body: Closed({ ...DraftJson.properties }), response: { 200: InvoiceJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await visibleInvoice(db, request.caller, request.params.id)
    if (found === null) return refuse<WriteError>(reply, STATUS, { code: 'not_found' })
    const scope = await storeScope(db, request.caller, { store: publicId('store', found.storeId, null), mode: found.mode })
    const place = { merchantId: scope.merchantId, storeId: found.storeId, mode: found.mode, language: scope.store.language }
    const changed = await inTransaction(db, (tx) => changeDraft(tx, found, place, draftRequest(request.body, scope)))
    return changed.ok ? reply.send(await answered(deps, found.merchantId, found.id)) : refuse<WriteError>(reply, STATUS, changed.error)
  })

  app.delete('/v1/invoices/:id', {
    config: { permission: 'invoices.write' },
    schema: { operationId: 'deleteDraft', summary: 'Throw a draft away.', tags: ['Invoices'], params: InvoiceParams, response: { 204: Type.Null(), ...problems(STATUS) } },
  }, async (request, reply) => {
    const found = await visibleInvoice(db, request.caller, request.params.id)
    if (found === null) return refuse<WriteError>(reply, STATUS, { code: 'not_found' })
    const removed = await inTransaction(db, (tx) => removeDraft(tx, found))
    return removed.ok ? reply.code(204).send(null) : refuse<WriteError>(reply, STATUS, removed.error)
  })
}

function calculateInvoices(app: App): void {
  app.post('/v1/invoices/calculation', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'calculateInvoice', summary: 'What lines come to; nothing is kept.', tags: ['Invoices'], headers: IdempotencyKey,
      body: Closed({ currency: Type.String({ pattern: '^[A-Z]{3}$' }), lines: Type.Array(LineJson, { maxItems: 500 }) }),
      response: {
        200: Type.Object({ lines: Type.Array(Type.Object({ net: Type.String() })), totals: Type.Array(TotalRowJson), net: MoneyJson, vat: MoneyJson, gross: MoneyJson }),
        ...problems(STATUS),
      },
    },
  }, async (request, reply) => {
    const reckoned = reckonedLines(request.body.lines, currencyIn(request.body.currency))
    if ('wrong' in reckoned) return refuse<WriteError>(reply, STATUS, { code: 'invalid', fields: reckoned.wrong })
    const { totals } = reckoned
    return reply.send({
      lines: totals.lines.map((line) => ({ net: decimal(line.net) })), totals: totalRows(totals),
      net: moneyJson(totals.net), vat: moneyJson(totals.vat), gross: moneyJson(totals.gross),
    })
  })
}

function currencyIn(code: string): Currency {
  const currency = currencyOf(code)
  if (currency === null) throw new InvalidInput([{ field: 'currency', code: 'not_a_choice' }])
  return currency
}

function draftRequest(body: Static<typeof DraftJson>, { store }: StoreScope): DraftRequest {
  const wrong: WrongField[] = []
  const { customer = null, payer = null, dueDate = null } = body
  if (dueDate !== null && !isBusinessDate(dueDate)) wrong.push({ field: 'dueDate', code: 'malformed' })
  const payUntil = typeof body.payUntil === 'string' ? new Date(body.payUntil) : null
  if (payUntil !== null && Number.isNaN(payUntil.getTime())) wrong.push({ field: 'payUntil', code: 'malformed' })
  if (wrong.length > 0) throw new InvalidInput(wrong)
  return {
    customerId: customer === null ? null : idOf('customer', customer), payer: payer === null ? null : { ...NO_PAYER, ...payer },
    externalNumber: body.externalNumber ?? null, language: body.language ?? null, currency: currencyIn(body.currency ?? store.currency),
    lines: body.lines, dueDate, payUntil, notes: body.notes ?? '', buyerReference: body.buyerReference ?? '', orderReference: body.orderReference ?? '',
  }
}
