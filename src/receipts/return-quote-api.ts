import { Type } from 'typebox'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { Closed, moneyJson, MoneyJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App } from '../platform/http/route.ts'
import { findRegister } from '../registers/find-register.ts'
import { missing, NOT_FOUND, ReceiptParams } from './at-till.ts'
import type { AtTillDeps } from './at-till.ts'
import { visibleReceipt } from './find-receipts.ts'
import { paymentJson, ReceiptPaymentJson } from './json.ts'
import { reckonReturn } from './reckon-return.ts'
import type { ReckonError } from './reckon-return.ts'
import { quantityOf } from './sale-json.ts'

const STATUS = { ...NOT_FOUND, receipt_not_registered: 409, not_refundable: 409, exceeds_sold: 422 } as const satisfies Record<ReckonError['code'] | 'not_found', number>

const QuoteJson = Type.Object({
  total: { ...MoneyJson, description: 'Of the goods.' }, due: { ...MoneyJson, description: 'What goes back: the total, rounded where it is cash.' },
  payments: Type.Array(ReceiptPaymentJson, { description: 'By which means.' }),
}, { title: 'ReturnQuote' })

/** What a return would give back, before anybody makes it. */
export function returnQuoteRoute(app: App, { db, clock }: Pick<AtTillDeps, 'db' | 'clock'>): void {
  app.get('/v1/receipts/:id/return-quote', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'quoteReturn', summary: 'What would go back for goods of a sale, and by which means. Nothing is returned yet.', tags: ['Till'],
      params: ReceiptParams,
      querystring: Closed({
        lines: Type.String({
          pattern: '^[0-9]{1,3}:[0-9]{1,9}(\\.[0-9]{1,3})?(,[0-9]{1,3}:[0-9]{1,9}(\\.[0-9]{1,3})?)*$', maxLength: 6000, examples: ['0:1,2:0.350'],
          description: 'index:quantity, of the sale\'s lines from 0.',
        }),
        refund: Type.Enum(['cash', 'way_it_came']),
      }),
      response: { 200: QuoteJson, ...problems(STATUS) },
    },
  }, async ({ caller, params, query }, reply) => {
    const sale = await visibleReceipt(db, caller, params.id)
    const register = sale === null ? null : await findRegister(db, sale)
    const store = register === null ? null : await storeOfWork(db, register)
    if (sale === null || register === null || store === null) return missing(reply)
    const lines = query.lines.split(',').map((line) => {
      const [index = '', quantity = ''] = line.split(':')
      return { index: Number(index), quantity: quantityOf(quantity, 'lines') }
    })
    const reckoned = await reckonReturn(db, sale, { register, store }, { lines, refund: query.refund }, clock.now())
    if (!reckoned.ok) return refuse(reply, STATUS, reckoned.error)
    const { total, given, payments } = reckoned.value
    return reply.send({ total: moneyJson(total), due: moneyJson(given), payments: payments.map((payment) => paymentJson(payment, sale)) })
  })
}
