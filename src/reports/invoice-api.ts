import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { publicId, storedId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { creditNotesOfInvoice } from '../invoices/find-credit-note.ts'
import { InvoiceParams } from '../invoices/json.ts'
import { payToken } from '../invoices/pay-link.ts'
import { visibleInvoice } from '../invoices/visible-invoice.ts'
import { visibleStore } from '../merchants/stores/scope.ts'
import { methodTitles } from '../payments/method-titles.ts'
import type { ChannelOpener } from '../payments/method-titles.ts'
import { refundWays } from '../payments/refund-way.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import type { Json } from '../platform/db/schema.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { ActorJson, actorNames } from './actor.ts'
import type { ActorJsonValue } from './actor.ts'
import type { Reader } from './day-words.ts'
import { InvoiceDetailJson, invoiceDetailJson } from './detail-json.ts'
import { historyOf } from './timeline.ts'
import type { History, StoredEvent } from './timeline.ts'
import { eventText, messageText } from './timeline-text.ts'

export type InvoiceReportDeps = {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly vault: Vault
  readonly publicUrl: URL
  readonly openChannel: ChannelOpener
}

const NOT_FOUND = { not_found: 404 } as const

const TimelineItemJson = Type.Object({
  at: TimeJson, type: Type.String({ examples: ['payment.received'] }), actor: ActorJson,
  text: Type.String({ description: 'In the caller\'s language.' }), data: Type.Record(Type.String(), Type.Unknown()),
  message: Nullable(IdJson('inboundMessage')),
}, { title: 'TimelineItem' })

/** A reader of what belongs to this store. Throws where the caller may not see it: the object was found, so they may. */
export async function readerIn(
  { db, clock }: Pick<InvoiceReportDeps, 'db' | 'clock'>, { caller, language }: { caller: Caller } & Pick<Reader, 'language'>,
  storeId: Id<'store'>,
): Promise<Reader> {
  const store = await visibleStore(db, caller, storeId)
  if (store === null) throw new Error('an object was shown to somebody who may not see its store')
  return { language, timeZone: store.time_zone, now: clock.now() }
}

/** Invoices in full, and with everything that happened to them. */
export const invoiceReportRoutes: Routes<InvoiceReportDeps> = async (app, deps) => {
  invoiceDetail(app, deps)
  invoiceTimeline(app, deps)
}

function invoiceDetail(app: App, deps: InvoiceReportDeps): void {
  const { db, vault, publicUrl, openChannel } = deps
  app.get('/v1/invoices/:id', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'getInvoice', tags: ['Invoices'],
      summary: 'One invoice with its money and papers; what was paid is shown to whoever may read payments.',
      params: InvoiceParams, response: { 200: InvoiceDetailJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const { caller, language } = request
    const invoice = await visibleInvoice(db, caller, request.params.id)
    if (invoice === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const key = { merchantId: invoice.merchantId, invoiceId: invoice.id }
    const [reader, history, creditNotes, token] = await Promise.all([
      readerIn(deps, request, invoice.storeId), historyOf(deps, invoice, caller.permissions.has('payments.read')),
      creditNotesOfInvoice(db, key), payToken(db, vault, key),
    ])
    const paid = [...history.payments, ...history.attempts.map((attempt) => ({ ...attempt, amount: attempt.asked }))]
    const [titleOf, ways] = await Promise.all([
      methodTitles(openChannel, { merchantId: invoice.merchantId, language }, paid),
      refundWays(openChannel, invoice.merchantId, history.refunds.length === 0 ? [] : history.payments),
    ])
    return reply.send(invoiceDetailJson({ history, creditNotes, token, caller, reader, titleOf, ways, publicUrl }))
  })
}

type TimelineItem = Static<typeof TimelineItemJson>

function invoiceTimeline(app: App, deps: InvoiceReportDeps): void {
  const { db, pool } = deps
  app.get('/v1/invoices/:id/timeline', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'getInvoiceTimeline', summary: 'Everything that happened to an invoice, the oldest first.', tags: ['Invoices'],
      params: InvoiceParams, response: { 200: Type.Object({ items: Type.Array(TimelineItemJson) }), ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const { caller, language } = request
    const invoice = await visibleInvoice(db, caller, request.params.id)
    if (invoice === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const history = await historyOf(deps, invoice, caller.permissions.has('payments.read'))
    const actors = [
      ...history.events.map((event) => event.actor), ...history.messages.map(({ channel }) => `provider:${channel.id}`),
    ]
    const actorOf = await actorNames(pool, invoice.merchantId, actors)
    return reply.send({ items: itemsOf(history, actorOf, { language }) })
  })
}

/** Events and messages in one row by time. A message comes before what it led to in the same moment. */
function itemsOf(
  history: History, actorOf: (actor: string) => ActorJsonValue, reader: Pick<Reader, 'language'>,
): TimelineItem[] {
  const { invoice: { mode, payer } } = history
  const messages = history.messages.map((message): TimelineItem => ({
    at: message.receivedAt.toISOString(), type: `message.${message.outcome}`, actor: actorOf(`provider:${message.channel.id}`),
    text: messageText(message, reader), data: { verdict: message.verdict, reason: message.reason, times: message.times },
    message: publicId('inboundMessage', message.id, message.mode),
  }))
  const events = history.events.flatMap((event): TimelineItem[] => {
    const text = eventText(event, history, reader)
    const actor = event.actor === 'payer' ? { kind: 'payer', name: payer.name } as const : actorOf(event.actor)
    if (text === null) return []
    return [{ at: event.at.toISOString(), type: event.type, actor, text, data: dataOf(event, mode), message: null }]
  })
  return [...messages, ...events].toSorted((a, b) => a.at.localeCompare(b.at))
}

const REFERENCES = { invoice: 'invoice', payment: 'payment', channel: 'channel' } as const

/** What the event holds, with our own ids as the outside knows them. */
function dataOf({ data, reason }: StoredEvent, mode: Mode): Record<string, Json> {
  const shown: Record<string, Json> = { ...data, ...(reason === null ? {} : { reason }) }
  for (const [name, kind] of Object.entries(REFERENCES)) {
    const value = shown[name]
    const id = typeof value === 'string' ? storedId(kind, value) : null
    if (id !== null) shown[name] = publicId(kind, id, kind === 'channel' ? null : mode)
  }
  return shown
}
