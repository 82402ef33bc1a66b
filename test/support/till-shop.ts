import { afterAll, beforeAll } from 'vitest'
import { http } from '../../src/connectors/conformance-stage.ts'
import type { Http } from '../../src/connectors/contract.ts'
import { liqpay } from '../../src/connectors/liqpay/connector.ts'
import { liqPaySimulator } from '../../src/connectors/liqpay/simulator.ts'
import type { LiqPaySimulator } from '../../src/connectors/liqpay/simulator.ts'
import { registered } from '../../src/connectors/registered.ts'
import { publicId } from '../../src/kernel/ids.ts'
import { applyReport } from '../../src/payments/apply-report.ts'
import { bringToBankApp } from '../../src/paypage/bring.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { openJobs } from '../../src/platform/jobs/jobs.ts'
import { receiptRoutes } from '../../src/receipts/api.ts'
import type { EndDeps } from '../../src/receipts/end-receipt.ts'
import { createStripPrinter } from '../../src/platform/pdf/strip.ts'
import { FISCALISERS } from '../../src/fiscalisers/registry.ts'
import { readShiftSums } from '../../src/receipts/read-shift-sums.ts'
import { settleReceipt } from '../../src/receipts/settle-receipt.ts'
import { hasDeferred } from '../../src/receipts/store.ts'
import { tillRoutes } from '../../src/registers/api.ts'
import { settleWith } from '../../src/registers/settle-shift.ts'
import { PUBLIC_URL, startCallerApp } from './called-by.ts'
import type { Answer, Asker } from './called-by.ts'
import { connectedShop } from './fault-shop.ts'
import { someTill, vault } from './till.ts'
import type { Till } from './till.ts'

export const PHONE = '+380501234567'
export const HOUR_MS = 3_600_000

/** What an act answers, as far as tests read it. */
export type ReceiptAnswer = {
  readonly id: string; readonly state: string; readonly kind: string; readonly late: { readonly amount: string } | null; readonly problem: string | null
  readonly send: { readonly by: string; readonly state: string; readonly problem: string | null } | null; readonly returnedBy: readonly string[]
}

/** One till whose routes speak with LiqPay's simulator. Its clock runs with LiqPay's until it is turned ahead. */
export type TillShop = {
  readonly till: Till
  readonly owner: Asker
  /** Somebody else of the merchant, at no till. */
  person(role: 'admin' | 'cashier'): Promise<Asker>
  readonly clock: { aheadMs: number; now(): Date }
  readonly register: string
  /** What stands between Kvit and LiqPay: each call's name and what it takes to make it. */
  wire: (action: string, call: () => ReturnType<Http>) => ReturnType<Http>
  /** What the routes and rounds are given; another database or way out for a process of its own. */
  deps(outside?: { db: Database['db']; pool: Database['pool']; http: Http }): EndDeps
  /** As the cashier. */
  act(method: 'GET' | 'POST', path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Sells bread for 40.00 UAH by a link. `send` null: its code is shown. */
  sellByLink(more?: { hours?: number; send?: { by: string; to: string } | null; key?: string }): Promise<ReceiptAnswer>
  /** The newest order at LiqPay that it brought to a phone, where the payer finds it. */
  payHere(): { redirect: string; providerRef: null }
  /** LiqPay tells of its newest order, as its message would. */
  hear(): Promise<void>
}

/** LiqPay whose messages all get lost: only who asks it knows. Called once at the top of a test file. */
export function mutedLiqPay(): { readonly provider: LiqPaySimulator } {
  const started: LiqPaySimulator[] = []
  beforeAll(async () => {
    const provider = await liqPaySimulator.start({ port: 0 })
    provider.loseCallbacks(true)
    started.push(provider)
  })
  afterAll(() => started[0]?.stop())
  return {
    get provider() {
      const [provider] = started
      if (provider === undefined) throw new Error('LiqPay is not there yet')
      return provider
    },
  }
}

const PIN = '8046'

export async function openTillShop(database: Database, provider: LiqPaySimulator, { fiscaliser = null }: { fiscaliser?: string | null } = {}): Promise<TillShop> {
  const { db, pool } = database
  const till = await someTill(database, { fiscaliser })
  const { merchantId, storeId, mode } = till.register
  await pool.query("update channel set state = 'suspended' where merchant_id = $1", [merchantId])
  const shop = await connectedShop(database, { merchantId, storeId, mode, vault }, {
    connector: registered(liqpay),
    simulator: { endpoints: provider.endpoints, newCredentials: () => ({ ...provider.newCredentials(mode), sending: 'privat24' }), enrol: (values) => provider.enrol(values) },
  })
  const clock = { aheadMs: 0, now: () => new Date(provider.now().getTime() + clock.aheadMs) }
  const state: Pick<TillShop, 'wire'> = { wire: (_, call) => call() }
  const wired: Http = (request) => state.wire(actionIn(request.body ?? ''), () => http(request))
  const openChannel = async () => ({ open: shop.open })
  const deps = (outside = { db, pool, http: wired }): EndDeps => ({ ...outside, clock, openChannel })
  const openPayChannel = async () => ({ open: shop.open, name: 'LiqPay', leaseMs: HOUR_MS / 2, callbackUrl: 'http://127.0.0.1:9/cb' })
  const printer = createStripPrinter()
  const app = await startCallerApp(database, async (api) => {
    await tillRoutes(api, {
      db, clock, vault, http: wired, fiscalisers: FISCALISERS, endpoints: {}, memories: new Map(), readSums: readShiftSums, hasDeferred,
      pause: async () => {}, stripPrinter: () => printer,
      settle: settleWith({ readSums: readShiftSums, settleReceipt }),
    })
    await receiptRoutes(api, {
      ...deps(), vault, publicUrl: PUBLIC_URL, stripPrinter: () => printer, jobs: openJobs(pool, [], (error) => { throw error }), sms: { live: null, test: null },
      bringToBankApp: (ask) => bringToBankApp({ db, pool, http: wired, publicUrl: PUBLIC_URL, openPayChannel }, ask),
    })
  })
  const owner = await app.person({ merchantId })
  const register = publicId('cashRegister', till.register.id, mode)
  const { id: cashier } = (await owner.ask('POST', '/v1/cashiers', { store: publicId('store', storeId, null), name: 'Оксана', pin: PIN, mayReturn: true })).json<{ id: string }>()
  const { token } = (await owner.ask('POST', `/v1/cash-registers/${register}/sign-in`, { cashier, pin: PIN })).json<{ token: string }>()
  const act: TillShop['act'] = (method, path, body, headers = {}) => owner.ask(method, path, body, { 'kvit-cashier': token, ...headers })
  return Object.assign(state, {
    till, owner, person: (role: 'admin' | 'cashier') => app.person({ merchantId, role }), clock, register, deps, act,
    async sellByLink({ hours = 2, send = { by: 'bank_app', to: PHONE }, key }: { hours?: number; send?: { by: string; to: string } | null; key?: string } = {}) {
      const sold = await act('POST', '/v1/receipts', {
        register, lines: [BREAD], expiresInHours: hours, payments: [{ form: 'link', amount: uah('40.00'), ...(send === null ? {} : { send }) }],
      }, key === undefined ? {} : { 'idempotency-key': key })
      if (sold.status !== 201) throw new Error(`not sold: ${sold.raw.toString()}`)
      return sold.json<ReceiptAnswer>()
    },
    payHere: () => ({ redirect: provider.outbox().at(-1)?.href ?? '', providerRef: null }),
    async hear() {
      const told = await shop.open.lookup?.(provider.payments().at(-1)?.orderId ?? '', http)
      if (told?.kind !== 'done') throw new Error('LiqPay does not know the order')
      await applyReport(pool, { merchantId, channelId: shop.channelId, report: told.value, inboundId: null, at: clock.now() })
    },
  })
}

export const uah = (amount: string) => ({ amount, currency: 'UAH' })
export const BREAD = { name: 'Хліб', unitCode: 2009, unitName: 'шт', quantity: '1', price: uah('40.00'), taxLetters: 'А' }

/** Which of LiqPay's calls it is. */
function actionIn(body: string): string {
  const data = Buffer.from(new URLSearchParams(body).get('data') ?? '', 'base64').toString('utf8')
  return /"action":"([a-z_]+)"/.exec(data)?.[1] ?? ''
}
