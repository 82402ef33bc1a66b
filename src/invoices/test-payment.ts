import type { Clock } from '../kernel/clock.ts'
import { newId, publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { TestInvoice } from '../merchants/channels/channel-json.ts'
import { isVisible, storeScope } from '../merchants/stores/scope.ts'
import type { StoreScope } from '../merchants/stores/scope.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { Type } from 'typebox'
import type { Actor } from '../webhooks/event.ts'
import { NO_PAYER } from './invoice.ts'
import { issueInvoice } from './issue-invoice.ts'
import { issuingStore } from './issuing-terms.ts'
import { reckonedLines, totalRows } from './line.ts'
import type { LineText } from './line.ts'
import { payToken, payUrl } from './pay-link.ts'
import { insertDraft } from './store.ts'

type TestPaymentDeps = { readonly db: Db; readonly clock: Clock; readonly vault: Vault; readonly publicUrl: URL }

const STATUS = { not_found: 404, channel_wrong_state: 409 } as const
type TestError = { readonly code: 'not_found' } | { readonly code: 'channel_wrong_state' }

/** The set-up guide's test payment: an invoice in test mode that the merchant pays as a payer would. */
export const testPaymentRoutes: Routes<TestPaymentDeps> = async (app, deps) => {
  app.post('/v1/channels/:id/test-payment', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'makeTestPayment', summary: 'Make an invoice in test mode to pay through this channel.', headers: IdempotencyKey,
      params: Closed({ id: IdJson('channel') }), body: Closed({}),
      response: { 201: Type.Object({ invoice: IdJson('invoice'), payUrl: Type.String() }), ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const { caller } = request
    const channelId = idOf('channel', request.params.id)
    const channel = await deps.db.selectFrom('channel').select(['store_id', 'state', 'mode', 'name'])
      .where('merchant_id', '=', caller.merchantId).where('channel_id', '=', channelId).executeTakeFirst()
    if (channel === undefined || !isVisible(caller, { storeId: channel.store_id, mode: channel.mode })) return refuse<TestError>(reply, STATUS, { code: 'not_found' })
    if (channel.state !== 'testing' || channel.mode !== 'test') return refuse<TestError>(reply, STATUS, { code: 'channel_wrong_state' })
    const scope = await storeScope(deps.db, caller, { store: publicId('store', channel.store_id, null), mode: 'test' })
    const made = await inTransaction(deps.db, (tx) => makeTestInvoice(tx, deps, scope, { channelId, channelName: channel.name, actor: actorOf(caller) }))
    if (!made.ok) return refuse<TestError>(reply, STATUS, made.error)
    const token = await payToken(deps.db, deps.vault, { merchantId: caller.merchantId, invoiceId: made.value })
    if (token === null) throw new Error('an invoice that was issued has a pay link')
    return reply.code(201).send({ invoice: publicId('invoice', made.value, 'test'), payUrl: payUrl(deps.publicUrl, token) })
  })
}

async function makeTestInvoice(
  tx: Tx, deps: TestPaymentDeps, { merchantId, store }: StoreScope, { channelId, channelName, actor }: { channelId: Id<'channel'>; channelName: string; actor: Actor },
): Promise<Result<Id<'invoice'>, TestError>> {
  const currency = storedCurrency(store.currency)
  const lines: LineText[] = [{ description: channelName, quantity: '1', unit: '', unitPrice: '1', vat: { category: 'O', reason: '—' } }]
  const reckoned = reckonedLines(lines, currency)
  if ('wrong' in reckoned) return err({ code: 'channel_wrong_state' })
  const { totals } = reckoned
  const id = newId('invoice')
  const at = deps.clock.now()
  await insertDraft(tx, {
    merchantId, id, storeId: store.store_id, mode: 'test', createdAt: at, testsChannelId: channelId, customerId: null, externalNumber: null,
    language: store.language, currency, dueDate: null, payUntil: null, notes: '', buyerReference: '', orderReference: '', payer: NO_PAYER, lines, totals: totalRows(totals),
    net: totals.net, vat: totals.vat, gross: totals.gross,
  })
  const issued = await issueInvoice(tx, deps.vault, { merchantId, id }, issuingStore(store), { at, actor })
  return issued.ok ? ok(id) : err({ code: 'channel_wrong_state' })
}

/** The newest test invoice of each channel. */
export async function readTests(
  { db, vault, publicUrl }: TestPaymentDeps, merchantId: Id<'merchant'>, channels: readonly Id<'channel'>[],
): Promise<ReadonlyMap<Id<'channel'>, TestInvoice>> {
  const rows = await db.selectFrom('invoice').select(['invoice_id', 'tests_channel_id', 'payment', 'mode', 'created_at']).distinctOn('tests_channel_id')
    .where('merchant_id', '=', merchantId).where('tests_channel_id', 'in', [...channels])
    .orderBy('tests_channel_id').orderBy('invoice_id', 'desc').execute()
  const found = new Map<Id<'channel'>, TestInvoice>()
  for (const row of rows) {
    const token = await payToken(db, vault, { merchantId, invoiceId: row.invoice_id })
    if (row.tests_channel_id === null || token === null) continue
    found.set(row.tests_channel_id, {
      id: publicId('invoice', row.invoice_id, row.mode), payUrl: payUrl(publicUrl, token), payment: row.payment, createdAt: row.created_at.toISOString(),
    })
  }
  return found
}
