import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCallerApp } from '../../test/support/called-by.ts'
import type { Answer, Asker, CallerApp } from '../../test/support/called-by.ts'
import { somePlace } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { readNoSums } from '../../test/support/fiscal-till.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { http } from '../connectors/conformance-stage.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import { FISCALISERS } from '../fiscalisers/registry.ts'
import type { FiscalSimulator } from '../fiscalisers/simulator.ts'
import { businessDate } from '../kernel/business-date.ts'
import { newId, publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { idOf, idWithMode } from '../platform/http/id-param.ts'
import { createStripPrinter } from '../platform/pdf/strip.ts'
import { tillRoutes } from './api.ts'
import { insertSession } from './cashier-store.ts'

const database = openTestDatabase()
const vault = openVault(randomBytes(32))
const stage: { app?: CallerApp; simulator?: FiscalSimulator } = {}

beforeAll(async () => {
  const simulator = await checkboxSimulator.start({ port: 0 })
  stage.simulator = simulator
  stage.app = await startCallerApp(database, async (app, clock) => tillRoutes(app, {
    db: database.db, clock, vault, http, fiscalisers: FISCALISERS, endpoints: { checkbox: simulator.endpoints }, memories: new Map(), readSums: readNoSums,
    hasDeferred: async () => false, settle: async () => {}, stripPrinter: createStripPrinter,
    pause: (ms) => simulator.advance(ms),
  }))
})
afterAll(() => stage.simulator?.stop())

const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the stage is not open yet')
  return value
}

type Shop = { readonly owner: Asker; readonly store: string; readonly merchantId: Id<'merchant'>; readonly register: string; readonly cashier: string }

/** A hryvnia store in live mode with a plain cash register and a cashier whose PIN is 2580. */
async function someShop(): Promise<Shop> {
  const { merchantId, storeId } = await somePlace(database.pool, 'live')
  await database.pool.query(`update store set currency = 'UAH', country = 'UA', time_zone = 'Europe/Kyiv' where merchant_id = $1`, [merchantId])
  const owner = await found(stage.app).person({ merchantId })
  const store = publicId('store', storeId, null)
  const { id: register } = (await owner.ask('POST', '/v1/cash-registers', { store, name: 'Каса 1' })).json<{ id: string }>()
  const { id: cashier } = (await owner.ask('POST', '/v1/cashiers', { store, name: 'Оксана', pin: '2580', mostCashOut: uah('100.00') })).json<{ id: string }>()
  return { owner, store, merchantId, register, cashier }
}

const uah = (amount: string) => ({ amount, currency: 'UAH' })

const signIn = ({ owner, register, cashier }: Shop, pin: string): Promise<Answer> => owner.ask('POST', `/v1/cash-registers/${register}/sign-in`, { cashier, pin })

async function atTill(shop: Shop): Promise<Record<string, string>> {
  return { 'kvit-cashier': (await signIn(shop, '2580')).json<{ token: string }>().token }
}

const move = ({ owner, register }: Shop, kind: string, amount: string, headers: Record<string, string>): Promise<Answer> =>
  owner.ask('POST', `/v1/cash-registers/${register}/cash-moves`, { kind, amount: uah(amount) }, headers)

test('a new cash register rounds cash as its country does, until its owner says otherwise', async () => {
  const shop = await someShop()
  const stepOf = async (said: object) => (await shop.owner.ask('POST', '/v1/cash-registers', { store: shop.store, name: 'Каса', ...said })).json<{ rounding: unknown }>().rounding
  expect([await stepOf({}), await stepOf({ rounding: uah('0.00') })]).toEqual([uah('0.50'), uah('0.00')])
  await database.pool.query(`update store set currency = 'EUR', country = 'LT' where merchant_id = $1`, [shop.merchantId])
  expect(await stepOf({})).toEqual({ amount: '0.00', currency: 'EUR' })
})

describe('US6: a cashier signs in at a shared till with a PIN', () => {
  test('five wrong PINs in a row lock the cashier, also for the right one, until time has passed', async () => {
    const shop = await someShop()
    const left = []
    for (let tries = 0; tries < 5; tries++) left.push((await signIn(shop, '1357')).json<{ code: string; detail: string }>().detail)
    expect(left.at(0)).toContain('4 tries are left')
    expect(left.at(4)).toContain('locked')
    const locked = await signIn(shop, '2580')
    expect([locked.status, locked.json<{ code: string }>().code, locked.headers['retry-after']]).toEqual([429, 'cashier_locked', '900'])
    const { clock } = found(stage.app)
    const before = clock.at
    clock.at = new Date(before.getTime() + 15 * 60_000)
    expect((await signIn(shop, '2580')).status).toBe(200)
    clock.at = before
  })

  test('tries made at the same time all count', async () => {
    const shop = await someShop()
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => signIn(shop, '1357')))).map(({ status }) => status)
    expect([statuses.filter((one) => one === 403).length, statuses.filter((one) => one === 429).length]).toEqual([5, 7])
  })

  test('a cashier of another store is answered as one who does not exist', async () => {
    const [ours, theirs] = [await someShop(), await someShop()]
    const nobody = publicId('cashier', newId('cashier'), null)
    const [foreign, nowhere] = [await signIn({ ...ours, cashier: theirs.cashier }, '2580'), await signIn({ ...ours, cashier: nobody }, '2580')]
    expect([foreign.status, foreign.raw.toString()]).toEqual([403, nowhere.raw.toString()])
    expect((await signIn(theirs, '2580')).status).toBe(200)
  })

  test('a PIN that was changed while it was compared lets nobody in', async () => {
    const { merchantId, register, cashier } = await someShop()
    const begin = (pinHash: string) => inTransaction(database.db, (tx) => insertSession(tx, {
      merchantId, registerId: idWithMode('cashRegister', register).id, cashierId: idOf('cashier', cashier), sessionId: newId('cashierSession'), hash: randomBytes(32),
      at: found(stage.app).clock.at, expiresAt: new Date(found(stage.app).clock.at.getTime() + 60_000), pinHash,
    }))
    const { rows: [row] } = await database.pool.query<{ pin_hash: string }>('select pin_hash from cashier where merchant_id = $1', [merchantId])
    expect([await begin('of the PIN before'), await begin(row?.pin_hash ?? '')]).toEqual([false, true])
  })

  test('PINs that are tried first are refused', async () => {
    const { owner, store } = await someShop()
    for (const pin of ['1111', '1234', '987654']) {
      expect((await owner.ask('POST', '/v1/cashiers', { store, name: 'Іван', pin })).json<{ code: string }>().code).toBe('pin_guessable')
    }
  })

  test('without the token nothing is done at the till; it opens one till, and nothing once the cashier left or got a new PIN', async () => {
    const shop = await someShop()
    expect((await move(shop, 'service_in', '50.00', {})).json<{ code: string }>().code).toBe('cashier_not_signed_in')
    const [first, second] = [await atTill(shop), await atTill(shop)]
    const { id: other } = (await shop.owner.ask('POST', '/v1/cash-registers', { store: shop.store, name: 'Каса 2' })).json<{ id: string }>()
    expect((await move({ ...shop, register: other }, 'service_in', '50.00', first)).status).toBe(403)
    expect((await move(shop, 'service_in', '50.00', first)).status).toBe(201)
    expect((await shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/sign-out`, {}, first)).status).toBe(204)
    expect((await move(shop, 'service_in', '50.00', first)).status).toBe(403)
    await shop.owner.ask('PATCH', `/v1/cashiers/${shop.cashier}`, { pin: '8046' })
    expect((await move(shop, 'service_in', '50.00', second)).status).toBe(403)
  })
})

describe('CR6: cash brought into the drawer and taken out', () => {
  test('is booked at once, and no more goes out than is there or the cashier may take', async () => {
    const shop = await someShop()
    const headers = await atTill(shop)
    expect((await move(shop, 'service_in', '300.00', headers)).json<{ drawer: unknown }>().drawer).toEqual(uah('300.00'))
    expect((await move(shop, 'service_out', '100.01', headers)).json<{ code: string }>().code).toBe('over_cashier_limit')
    for (const left of ['200.00', '100.00', '0.00']) expect((await move(shop, 'service_out', '100.00', headers)).json<{ drawer: unknown }>().drawer).toEqual(uah(left))
    expect((await move(shop, 'service_out', '0.01', headers)).json<{ code: string }>().code).toBe('more_than_in_drawer')
    await move(shop, 'service_in', '20.00', headers)
    expect(await journalFaults(database.db, shop.merchantId)).toEqual([])
    const balances = await balancesOf(database.db, shop.merchantId, 'live')
    expect(balances.map(({ account, balance }) => [account.replace(/:.*/, ''), balance.minor])).toEqual([['cash', -2_000n], ['till', 2_000n]])
  })

  test('stands in the Z-report, whose drawer is the journal’s', async () => {
    const shop = await someShop()
    const headers = await atTill(shop)
    await move(shop, 'service_in', '300.00', headers)
    await move(shop, 'service_out', '80.00', headers)
    const present = (await shop.owner.ask('GET', `/v1/cash-registers/${shop.register}/shift`)).json<{ shift: { id: string }; drawer: unknown; waiting: number }>()
    expect(present).toMatchObject({ drawer: uah('220.00'), waiting: 0, shift: { number: 1, state: 'open' } })
    const closed = (await shop.owner.ask('POST', `/v1/shifts/${present.shift.id}/close`, {}, headers)).json<{ state: string; report: unknown }>()
    expect(closed).toMatchObject({
      state: 'closed', closedBy: { name: 'Оксана' },
      report: { serviceIn: uah('300.00'), serviceOut: uah('80.00'), differences: [], drawer: { expected: uah('220.00'), journal: uah('220.00') } },
    })
    await move(shop, 'service_in', '5.00', headers)
    expect((await shop.owner.ask('GET', `/v1/shifts/${present.shift.id}`)).json()).toEqual(closed)
    const { items } = (await shop.owner.ask('GET', `/v1/shifts?register=${shop.register}`)).json<{ items: { number: number }[] }>()
    expect(items.map(({ number }) => number)).toEqual([2, 1])
  })
})

type ListedShift = { id: string; number: number; register: string; report: { serviceIn: unknown } }

describe('the shifts of the past', () => {
  const listed = async ({ owner }: Shop, query: string): Promise<{ items: ListedShift[]; next: string | null }> =>
    (await owner.ask('GET', `/v1/shifts?${query}`)).json<{ items: ListedShift[]; next: string | null }>()

  /** Three days, a shift each, with 10.00, 20.00 and 30.00 put in; the last is still open. */
  async function threeDays(): Promise<Shop> {
    const shop = await someShop()
    const { clock } = found(stage.app)
    const first = clock.at
    for (const day of [0, 1, 2]) {
      clock.at = new Date(first.getTime() + day * 86_400_000)
      const headers = await atTill(shop)
      await move(shop, 'service_in', `${day + 1}0.00`, headers)
      const { shift } = (await shop.owner.ask('GET', `/v1/cash-registers/${shop.register}/shift`)).json<{ shift: { id: string } }>()
      if (day < 2) await shop.owner.ask('POST', `/v1/shifts/${shift.id}/close`, {}, headers)
    }
    clock.at = first
    return shop
  }

  test('are listed page by page with their reports, the newest first', async () => {
    const shop = await threeDays()
    const first = await listed(shop, `store=${shop.store}&limit=2`)
    const second = await listed(shop, `store=${shop.store}&limit=2&cursor=${first.next ?? ''}`)
    expect([first, second].map(({ items }) => items.map(({ number, report }) => [number, report.serviceIn]))).toEqual([
      [[3, uah('30.00')], [2, uah('20.00')]], [[1, uah('10.00')]],
    ])
    expect(second.next).toBeNull()
  })

  test('are narrowed to a register and to the days on which they were opened, by the store’s clock', async () => {
    const shop = await threeDays()
    const { id: other } = (await shop.owner.ask('POST', '/v1/cash-registers', { store: shop.store, name: 'Каса 2' })).json<{ id: string }>()
    expect((await listed(shop, `register=${other}`)).items).toEqual([])
    const day = (at: number) => businessDate(new Date(found(stage.app).clock.at.getTime() + at * 86_400_000), 'Europe/Kyiv')
    expect((await listed(shop, `register=${shop.register}&from=${day(1)}&to=${day(1)}`)).items.map(({ number }) => number)).toEqual([2])
    expect((await listed(shop, `register=${shop.register}&from=${day(1)}`)).items.map(({ number }) => number)).toEqual([3, 2])
    expect((await shop.owner.ask('GET', `/v1/shifts?register=${shop.register}&from=2026-02-30`)).status).toBe(422)
  })

  test('are saved as a table of the same rows, in which no name is a formula', async () => {
    const shop = await threeDays()
    await shop.owner.ask('PATCH', `/v1/cash-registers/${shop.register}`, { name: '=1+1' })
    const file = await shop.owner.ask('GET', `/v1/shifts/export.csv?register=${shop.register}`)
    const rows = file.raw.toString('utf8').split('\r\n').slice(1, -1)
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([["'=1+1", '3', 'Open'], ["'=1+1", '2', 'Closed'], ["'=1+1", '1', 'Closed']])
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
  })

  test('of another merchant are not there', async () => {
    const [ours, theirs] = [await threeDays(), await someShop()]
    expect((await theirs.owner.ask('GET', `/v1/shifts?register=${ours.register}`)).status).toBe(422)
    expect((await listed(theirs, `store=${theirs.store}`)).items).toEqual([])
  })
})

describe('a cash register and its fiscal service', () => {
  test('credentials are sealed, checked with the service, and never shown again', async () => {
    const shop = await someShop()
    const simulator = found(stage.simulator)
    const values = simulator.newCredentials('live')
    simulator.enrol(values)
    const given = await shop.owner.ask('PUT', `/v1/cash-registers/${shop.register}/fiscaliser`, { fiscaliser: 'checkbox', values })
    expect(given.status, given.raw.toString()).toBe(200)
    for (const [field, value] of Object.entries(values)) if (given.json<{ secretsSet: string[] }>().secretsSet.includes(field)) expect(given.raw.toString()).not.toContain(value)
    const checked = (await shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/check`, {})).json<{ fiscalNumber: string }>()
    expect(checked).toMatchObject({ shiftOpen: false })
    expect((await shop.owner.ask('GET', `/v1/cash-registers/${shop.register}`)).json<{ fiscalNumber: string }>().fiscalNumber).toBe(checked.fiscalNumber)
  })

  test('a service is not changed while a shift is open, and the guide of each is there', async () => {
    const shop = await someShop()
    await shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/shifts`, {}, await atTill(shop))
    const values = found(stage.simulator).newCredentials('live')
    expect((await shop.owner.ask('PUT', `/v1/cash-registers/${shop.register}/fiscaliser`, { fiscaliser: 'checkbox', values })).json<{ code: string }>().code).toBe('register_busy')
    const { items } = (await shop.owner.ask('GET', '/v1/fiscalisers')).json<{ items: { id: string; guide: unknown[] }[] }>()
    expect(items.map(({ id }) => id)).toEqual(FISCALISERS.map(({ id }) => id))
    expect(items.filter(({ guide }) => guide.length === 0)).toEqual([])
  })

  test('steps of a guide are kept before the service is given, and stay when it is; of another service none do', async () => {
    const shop = await someShop()
    const [first] = FISCALISERS.find(({ id }) => id === 'checkbox')?.guide ?? []
    if (first === undefined) throw new Error('a guide without steps')
    const tick = (body: object) => shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/steps/${first.id}`, body)
    expect((await tick({ done: true })).json<{ code: string }>().code).toBe('step_not_yours')
    const [other] = FISCALISERS.find(({ id }) => id === 'cashalot')?.guide ?? []
    await shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/steps/${other?.id}`, { done: true, fiscaliser: 'cashalot' })
    const ticked = (await tick({ done: true, fiscaliser: 'checkbox' })).json<{ fiscaliser: null; guide: object }>()
    expect([ticked.fiscaliser, Object.keys(ticked.guide).toSorted()]).toEqual([null, [`cashalot/${other?.id}`, `checkbox/${first.id}`]])
    const values = found(stage.simulator).newCredentials('live')
    const given = (await shop.owner.ask('PUT', `/v1/cash-registers/${shop.register}/fiscaliser`, { fiscaliser: 'checkbox', values })).json<{ guide: object }>()
    expect(Object.keys(given.guide).filter((key) => key.startsWith('cashalot/') || key === `checkbox/${first.id}`)).toEqual([`checkbox/${first.id}`])
  })

  test('an own name of a means of payment is kept, and none commands the receipt printer', async () => {
    const shop = await someShop()
    const named = (name: string) => shop.owner.ask('PATCH', `/v1/cash-registers/${shop.register}`, { paymentNames: { card: name } })
    expect((await named('Платіжна картка')).json<{ paymentNames: object }>().paymentNames).toEqual({ card: 'Платіжна картка' })
    expect((await named('\u001bp\u0000')).status).toBe(422)
  })

  test('a shift by hand is opened by hand only', async () => {
    const shop = await someShop()
    await shop.owner.ask('PATCH', `/v1/cash-registers/${shop.register}`, { opens: 'by_hand', closes: 'by_hand' })
    const headers = await atTill(shop)
    expect((await move(shop, 'service_in', '5.00', headers)).json<{ code: string }>().code).toBe('shift_not_open')
    expect((await shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/shifts`, {}, headers)).status).toBe(201)
    expect((await shop.owner.ask('POST', `/v1/cash-registers/${shop.register}/shifts`, {}, headers)).json<{ code: string }>().code).toBe('shift_already_open')
    expect((await move(shop, 'service_in', '5.00', headers)).status).toBe(201)
  })
})
