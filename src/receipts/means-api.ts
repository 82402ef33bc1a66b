import { Type } from 'typebox'
import { connectorById } from '../connectors/registry.ts'
import { businessDate } from '../kernel/business-date.ts'
import { OneOf } from '../merchants/json.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { Nullable } from '../platform/http/json.ts'
import { problems } from '../platform/http/problem.ts'
import type { App } from '../platform/http/route.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { visibleRegister } from '../registers/find-register.ts'
import { missing, NOT_FOUND } from './at-till.ts'
import type { AtTillDeps } from './at-till.ts'
import { meansName } from './means.ts'

const MeansJson = Type.Object({
  key: Type.String({ description: 'As in `paymentNames`: cash, card, transfer, or a connector of the store.' }),
  provider: Nullable(Type.String({ description: 'The connector’s name; null for what needs none.' })),
  name: Type.String({ description: 'What receipts say today where the register has no name of its own for it.' }),
}, { title: 'PaymentMeans' })

/** By which means a register can be paid, and how its receipts name each. */
export function meansRoute(app: App, { db, clock }: Pick<AtTillDeps, 'db' | 'clock'>): void {
  app.get('/v1/cash-registers/:id/payment-means', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listPaymentMeans', summary: 'How receipts of a cash register name each means of payment, by the law\'s table where there is one.', tags: ['Till'],
      params: OneOf('cashRegister'), response: { 200: Type.Object({ items: Type.Array(MeansJson) }), ...problems(NOT_FOUND) },
    },
  }, async ({ caller, params }, reply) => {
    const register = await visibleRegister(db, caller, params.id)
    const store = register === null ? null : await storeOfWork(db, register)
    if (register === null || store === null) return missing(reply)
    const { merchantId, storeId, mode, timeZone } = register
    const connected = await db.selectFrom('channel').select('connector').distinct().where('merchant_id', '=', merchantId).where('store_id', '=', storeId).where('mode', '=', mode)
      .orderBy('connector').execute()
    const texts = RECEIPT_TEXTS[store.language]
    const at = { country: store.country, day: businessDate(clock.now(), timeZone) }
    const told = (key: string, provider: string | null, own: string) => ({ key, provider, name: meansName({ paymentNames: {} }, key, at, own) })
    const providers = connected.map(({ connector }) => ({ connector, name: connectorById(connector)?.name ?? connector }))
    return { items: [
      told('cash', null, texts.cash), told('card', null, texts.card), told('transfer', null, texts.transfer),
      ...providers.map(({ connector, name }) => told(connector, name, name)),
    ] }
  })
}
