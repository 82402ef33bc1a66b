import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { add, equals, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { PaymentJson, RefundJson } from '../payments/json.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { moneyJson, MoneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import { problems } from '../platform/http/problem.ts'
import type { App } from '../platform/http/route.ts'
import { findDocuments } from '../registers/find-documents.ts'
import type { DocumentFacts } from '../registers/find-documents.ts'
import { missing, NOT_FOUND, ReceiptParams } from './at-till.ts'
import { visibleReceipt } from './find-receipts.ts'
import type { Receipt } from './receipt.ts'

const PaymentPartJson = Type.Object({
  payment: IdJson('payment'), amount: { ...MoneyJson, description: 'Of the payment, for this receipt.' }, of: { ...MoneyJson, description: 'The whole payment.' },
  source: PaymentJson.properties.source, receivedAt: TimeJson,
  refund: Nullable(Type.Object({ id: IdJson('refund'), state: RefundJson.properties.state }, { description: 'By which a return gives it back.' })),
})

const DocumentJson = Type.Object({
  id: IdJson('fiscalDocument'), state: Type.Enum(['queued', 'drawn', 'unknown', 'offline', 'filed', 'refused']), fiscalNumber: Nullable(Type.String()),
  problem: Nullable(Type.String({ description: 'What it was refused for, or why it waits.' })), tries: Type.Integer(),
  sha256: Nullable(Type.String({ description: 'Of the exact bytes that were sent, in hex.' })), createdAt: TimeJson, endedAt: Nullable(TimeJson),
})

const ProofJson = Type.Object({
  due: MoneyJson, covered: { ...MoneyJson, description: 'What the payments below make up.' },
  whole: Type.Boolean({ description: 'The two are the same.' }),
  payments: Type.Array(PaymentPartJson, { description: 'Empty while its money is awaited.' }),
  documents: Type.Array(DocumentJson, { description: 'What the tax service was told of it, each try that it refused too. At most one is or may be filed.' }),
}, { title: 'ReceiptProof' })

/** Which money a receipt is for, and what the tax service has of it. */
export function proofRoute(app: App, { db }: { readonly db: Db }): void {
  app.get('/v1/receipts/:id/proof', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'proveReceipt', summary: 'Which payments a receipt is for, and which fiscal documents were made of it.', tags: ['Till'],
      description: 'The way back, from a payment to its receipts, is `GET /v1/receipts?payment=`.',
      params: ReceiptParams, response: { 200: ProofJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const receipt = await visibleReceipt(db, request.caller, request.params.id)
    return receipt === null ? missing(reply) : reply.send(await proofOf(db, receipt))
  })
}

type PartRow = {
  payment_id: Id<'payment'>; amount_minor: bigint; whole_minor: bigint; source: Static<typeof PaymentPartJson>['source']; received_at: Date
  refund_id: Id<'refund'> | null; refund_state: Static<typeof RefundJson>['state'] | null
}

async function proofOf(db: Db, receipt: Receipt): Promise<Static<typeof ProofJson>> {
  const { merchantId, id, currency } = receipt
  const { rows: parts } = await sql<PartRow>`
    select t.payment_id, t.amount_minor, p.amount_minor as whole_minor, p.source, p.received_at, t.refund_id, r.state as refund_state
    from receipt_payment t
    join payment p on p.merchant_id = t.merchant_id and p.payment_id = t.payment_id
    left join refund r on r.merchant_id = t.merchant_id and r.refund_id = t.refund_id
    where t.merchant_id = ${merchantId} and t.receipt_id = ${id} order by t.payment_id`.execute(db)
  const documents = await findDocuments(db, { merchantId, subjects: [id] })
  const due = add(receipt.total, receipt.rounding)
  const covered = sum(parts.map(({ amount_minor: minor }): Money => ({ minor, currency })), currency)
  return {
    due: moneyJson(due), covered: moneyJson(covered), whole: equals(due, covered),
    payments: parts.map((part) => partJson(part, receipt)), documents: documents.map((document) => documentJson(document, receipt)),
  }
}

const partJson = (part: PartRow, { currency, mode }: Receipt): Static<typeof PaymentPartJson> => ({
  payment: publicId('payment', part.payment_id, mode), amount: moneyJson({ minor: part.amount_minor, currency }), of: moneyJson({ minor: part.whole_minor, currency }),
  source: part.source, receivedAt: part.received_at.toISOString(),
  refund: part.refund_id === null || part.refund_state === null ? null : { id: publicId('refund', part.refund_id, mode), state: part.refund_state },
})

const documentJson = (one: DocumentFacts, { mode }: Receipt): Static<typeof DocumentJson> => ({
  id: publicId('fiscalDocument', one.document_id, mode), state: one.state, fiscalNumber: one.fiscal_number, problem: one.problem, tries: one.tries,
  sha256: one.content_sha256?.toString('hex') ?? null, createdAt: one.created_at.toISOString(), endedAt: one.ended_at?.toISOString() ?? null,
})
