import { describe, expect, test } from 'vitest'
import { dyingAt, fiscalTill } from '../../test/support/fiscal-till.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { HOUR_MS, MINUTE_MS, offlineStage, sale } from '../../test/support/offline-till.ts'
import { http } from '../connectors/conformance-stage.ts'
import type { Http } from '../connectors/contract.ts'
import { cashalotSimulator } from '../fiscalisers/cashalot/simulator.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import { LIQPAY_SALE, MIXED_SALE } from '../fiscalisers/conformance-documents.ts'
import type { FiscalSimulatorKind } from '../fiscalisers/simulator.ts'
import { noteGrant } from './begin-offline.ts'
import { checkRegister } from './check-register.ts'
import { findOffline } from './find-offline.ts'
import { findRegister } from './find-register.ts'
import { openFiscaliser } from './open-fiscaliser.ts'
import { refOf } from './register.ts'
import { attentionOf } from './register-attention.ts'

const database = openTestDatabase()
const { simulator, someTill, later, cutOff, goOffline, backOnline, now } = offlineStage(database)

const SECOND_MS = 1000

const kinds = (till: FiscalTill): string[] => till.registered().map(({ kind }) => kind)
const ends = ({ told, register }: FiscalTill): string[] => told.filter(({ document }) => document.registerId === register.id).map(({ end }) => (end.kind === 'filed' && end.filed.offline ? 'filed offline' : end.kind))

describe('the tax service cannot be reached', () => {
  test('receipts are made without it, with numbers of their own, and it hears of them in their order when it is back', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    await till.sell(sale(MIXED_SALE))
    await till.file()
    expect(ends(till)).toEqual(['filed', 'filed offline', 'filed offline'])
    expect(await till.states()).toEqual(['open_shift filed', 'sale filed', 'sale offline', 'offline_begin offline', 'sale offline'])
    expect(kinds(till)).toEqual(['open_shift', 'sale'])
    expect((await now(till)).offline).toMatchObject({ state: 'running', toTell: 2, stop: null })
    const numbers = till.told.flatMap(({ end }) => (end.kind === 'filed' && end.filed.offline ? [end.filed] : []))
    expect(numbers.map(({ fiscalNumber }) => fiscalNumber.split('.')[1])).toEqual(['2', '3'])
    expect(numbers.every(({ url }) => url?.includes('cabinet.tax.gov.ua'))).toBe(true)
    await backOnline(till)
    expect(till.registered().slice(2).map(({ fiscalNumber }) => fiscalNumber)).toEqual(numbers.map(({ fiscalNumber }) => fiscalNumber))
    expect(ends(till).slice(3)).toEqual(['heard', 'heard'])
    expect((await now(till)).offline).toMatchObject({ state: 'ready', toTell: 0, since: null })
    await till.sell(sale())
    await till.file()
    expect(ends(till).at(-1)).toBe('filed')
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale', 'sale'])
  })

  test('a shift closes with its Z-report and the next one opens meanwhile, and a second time without it follows the first', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    await till.close()
    await till.sell(sale(MIXED_SALE))
    await till.file()
    await backOnline(till)
    const day = ['open_shift', 'sale', 'sale', 'z_report', 'close_shift', 'open_shift', 'sale']
    expect(kinds(till)).toEqual(day)
    simulator().setDown(true)
    await till.sell(sale())
    await goOffline(till)
    await backOnline(till)
    expect(kinds(till)).toEqual([...day, 'sale'])
    expect(ends(till).filter((end) => end === 'heard').length).toBe(3)
  })

  test('what is sold while the tax service is being told comes behind all of that, and the next time without it has the right numbers', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    simulator().setDown(false)
    await simulator().advance(3 * MINUTE_MS)
    await till.sell(sale(MIXED_SALE))
    await till.file()
    expect(ends(till)).toEqual(['filed', 'filed offline', 'heard', 'filed'])
    simulator().setDown(true)
    await till.sell(sale())
    await goOffline(till)
    await backOnline(till)
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale', 'sale'])
    expect((await now(till)).offline).toMatchObject({ state: 'ready', problem: null })
  })

  test('behind a receipt that was on its way nothing is made or sold, and numbers stay right whatever became of it', async () => {
    for (const fault of ['answer_lost', 'cut_off', 'refuse'] as const) {
      const till = await someTill()
      await till.sell(sale())
      await till.file()
      const line = { isCut: false }
      const cutting: Http = async (request) => {
        if (line.isCut) return { kind: 'unknown', cause: 'no connection' }
        const answer = request.url.endsWith('/doc') && fault !== 'answer_lost' ? { kind: 'unknown' as const, cause: 'no connection' } : await http(request)
        line.isCut = request.url.endsWith('/doc')
        return line.isCut ? { kind: 'unknown', cause: 'no connection' } : answer
      }
      await till.sell(sale(LIQPAY_SALE))
      await till.sell(sale(MIXED_SALE))
      for (let tries = 0; tries < 4; tries++) {
        await till.file({ http: cutting })
        await simulator().advance(5 * SECOND_MS)
      }
      expect(await till.states(), fault).toEqual(['open_shift filed', 'sale filed', 'sale unknown', 'sale queued'])
      expect((await now(till)).offline, fault).toMatchObject({ state: 'no_numbers', stop: 'offline_unknown' })
      Object.assign(till.register, (await now(till)).register)
      expect(await till.sell(sale()), fault).toBeNull()
      if (fault === 'refuse') till.befall('refuse')
      await backOnline(till)
      const amounts = fault === 'refuse' ? [0n, 12_000n, 30_000n] : [0n, 12_000n, 15_050n, 30_000n]
      expect(till.registered().map(({ amount }) => amount?.minor ?? 0n), fault).toEqual(amounts)
      Object.assign(till.register, (await now(till)).register)
      simulator().setDown(true)
      expect(await till.sell(sale(LIQPAY_SALE)), fault).not.toBeNull()
      await goOffline(till)
      await backOnline(till)
      expect(till.registered().map(({ amount }) => amount?.minor ?? 0n), fault).toEqual([...amounts, 15_050n])
      expect((await till.states()).filter((one) => !one.endsWith(' filed')), fault).toEqual(fault === 'refuse' ? ['sale refused'] : [])
    }
  })

  test('cut off again between the end of it and its delivery, nothing is sold until the tax service has that', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    const line = { packages: 0 }
    const cutting: Http = async (request) => {
      if (request.url.endsWith('/pck')) line.packages += 1
      return line.packages > 1 ? { kind: 'unknown', cause: 'no connection' } : http(request)
    }
    simulator().setDown(false)
    await simulator().advance(MINUTE_MS)
    await till.file({ http: cutting })
    expect((await till.states()).at(-1)).toBe('offline_end offline')
    expect((await now(till)).offline).toMatchObject({ state: 'running', stop: 'offline_ending' })
    expect(await till.sell(sale(MIXED_SALE))).toBeNull()
    await later(till)
    expect((await now(till)).offline).toMatchObject({ state: 'ready', stop: null })
    expect(await till.sell(sale(MIXED_SALE))).not.toBeNull()
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale'])
  })

  test('the end of it does not come between a Z-report and the closing of its shift', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    await till.close()
    const signer = { isSlow: true }
    const slow: Http = async (request) => {
      if (signer.isSlow) {
        signer.isSlow = false
        simulator().setDown(false)
        await simulator().advance(3 * MINUTE_MS)
      }
      return http(request)
    }
    await till.file({ http: slow })
    await later(till)
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'z_report', 'close_shift'])
    expect((await till.states()).slice(-3)).toEqual(['z_report filed', 'close_shift filed', 'offline_end filed'])
  })

  test('cut off between a Z-report and the closing of its shift, none begins, and nothing is sold until the shift is closed', async () => {
    const till = await someTill()
    await till.sell(sale())
    await till.file()
    await till.close()
    const line = { documents: 0 }
    const cutting: Http = async (request) => {
      if (line.documents === 1) return { kind: 'unknown', cause: 'no connection' }
      if (request.url.endsWith('/doc')) line.documents += 1
      return http(request)
    }
    for (let tries = 0; tries < 4; tries++) {
      await till.file({ http: cutting })
      await simulator().advance(5 * SECOND_MS)
    }
    expect(await till.states()).toEqual(['open_shift filed', 'sale filed', 'z_report filed', 'close_shift queued'])
    expect((await now(till)).offline).toMatchObject({ state: 'no_numbers', stop: 'offline_unknown' })
    Object.assign(till.register, (await now(till)).register)
    expect(await till.sell(sale())).toBeNull()
    await backOnline(till)
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'z_report', 'close_shift'])
    Object.assign(till.register, (await now(till)).register)
    expect(await till.sell(sale())).not.toBeNull()
  })

  test('numbers that the tax service gives no more are not kept from before', async () => {
    const till = await someTill()
    await till.sell(sale())
    await till.file()
    expect((await now(till)).register.hasOfflineNumbers).toBe(true)
    const opened = await openFiscaliser(till.deps, refOf(till.register))
    const state = opened.ok ? await opened.value.fiscaliser.state(http) : null
    if (state?.kind !== 'done') throw new Error('the service tells no state')
    await noteGrant(till.deps, refOf(till.register), { ...state.value, offline: null }, 1n)
    expect((await now(till)).register.hasOfflineNumbers).toBe(false)
  })

  test('without numbers of the tax service nothing is sold', async () => {
    const till = await someTill()
    simulator().setDown(true)
    expect(await till.sell(sale())).not.toBeNull()
    await goOffline(till)
    Object.assign(till.register, (await now(till)).register)
    expect((await now(till)).offline).toMatchObject({ state: 'no_numbers', stop: 'offline_none' })
    expect(await till.sell(sale())).toBeNull()
    await backOnline(till)
    expect(kinds(till)).toEqual(['open_shift', 'sale'])
    Object.assign(till.register, (await now(till)).register)
    expect(await till.sell(sale())).not.toBeNull()
    await till.file()
  })
})

describe('what dies', () => {
  test.each(['before', 'after'] as const)('the process %s any word, going without the tax service and coming back: every receipt is told once, in order', async (when) => {
    for (let at = 1; ; at++) {
      const till = await cutOff({ onError: () => {} })
      const dying = dyingAt(at, when)
      await till.sell(sale(LIQPAY_SALE))
      await till.sell(sale(MIXED_SALE))
      for (let tries = 0; tries < 3; tries++) {
        await till.file({ http: dying.http })
        await simulator().advance(2 * SECOND_MS)
      }
      simulator().setDown(false)
      for (let tries = 0; tries < 4; tries++) {
        await till.file({ http: dying.http, memories: new Map() })
        await simulator().advance(6 * MINUTE_MS)
      }
      await till.file()
      expect(kinds(till), `at word ${at}`).toEqual(['open_shift', 'sale', 'sale', 'sale'])
      expect((await till.states()).filter((one) => !one.endsWith(' filed')), `at word ${at}`).toEqual([])
      expect(till.registered().map(({ amount }) => amount?.minor ?? 0n), `at word ${at}`).toEqual([0n, 12_000n, 15_050n, 30_000n])
      if (!dying.died()) break
      expect(at).toBeLessThan(60)
    }
  }, 120_000)

  test('a process that slept while it made the end finds that another went on selling, and keeps nothing of it', async () => {
    const till = await cutOff({ onError: () => {} })
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    // The third that is signed after the package: two are questions to the service, this is the end of the session.
    const signed = { isTold: false, since: 0 }
    const sleeping: Http = async (request) => {
      if (request.url.endsWith('/pck')) signed.isTold = true
      if (signed.isTold && request.url.endsWith('/sign') && ++signed.since === 3) {
        await simulator().advance(10 * MINUTE_MS)
        simulator().setDown(true)
        await till.sell(sale(MIXED_SALE))
        await till.file()
        simulator().setDown(false)
      }
      return http(request)
    }
    simulator().setDown(false)
    await simulator().advance(3 * MINUTE_MS)
    await till.file({ http: sleeping })
    expect(await till.states()).toEqual(['open_shift filed', 'sale filed', 'sale filed', 'offline_begin filed', 'sale offline'])
    await later(till, 10 * MINUTE_MS)
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale'])
    expect((await till.states()).filter((one) => !one.endsWith(' filed'))).toEqual([])
  })

  test('the process while it keeps a receipt made without the tax service: nothing of it is left, and it is made again', async () => {
    const state = { dies: 0 }
    const till = await cutOff({
      onError: () => {}, settleReceipt: async () => {
        if (state.dies-- > 0) throw new Error('the process died')
      },
    })
    state.dies = 1
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    expect(await till.states()).toEqual(['open_shift filed', 'sale filed', 'sale queued', 'offline_begin offline'])
    await later(till, 10 * MINUTE_MS)
    expect(ends(till)).toEqual(['filed', 'filed offline'])
    await backOnline(till)
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale'])
  })
})

describe('limits of the law', () => {
  test('after 36 hours nothing is made and nothing is sold, and it is told hours before', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    const alarms = async (): Promise<string[]> => {
      const { register } = await now(till)
      return ((await attentionOf(database.db, [register], simulator().now())).get(register.id) ?? []).map(({ kind }) => kind).filter((kind) => kind.startsWith('offline'))
    }
    await simulator().advance(27 * HOUR_MS)
    expect(await alarms()).toEqual([])
    await simulator().advance(2 * HOUR_MS)
    expect(await alarms()).toEqual(['offline_limit'])
    await till.close()
    await till.file()
    await simulator().advance(8 * HOUR_MS)
    expect((await now(till)).offline).toMatchObject({ state: 'over', stop: 'offline_over' })
    expect(await till.sell(sale())).toBeNull()
    await backOnline(till)
    expect(await till.sell(sale())).not.toBeNull()
    await till.file()
    expect((await now(till)).offline).toMatchObject({ state: 'ready', stop: null })
  })

  test('the hours of a calendar month are counted from what is kept, and a month without any left begins none', async () => {
    const till = await cutOff()
    const { rows: [month] } = await database.pool.query<{ since: Date }>("select date_trunc('month', $1::timestamptz at time zone 'Europe/Kyiv') at time zone 'Europe/Kyiv' as since", [simulator().now()])
    if (month === undefined) throw new Error('no month')
    await database.pool.query(`insert into offline_session (merchant_id, offline_session_id, register_id, state, began_at, last_at, ask_at, ended_at)
      select $1, gen_random_uuid(), $2, 'ended', $3::timestamptz, $3::timestamptz + '169 hours', $3, $3`, [till.register.merchantId, till.register.id, month.since])
    await till.sell(sale())
    await goOffline(till)
    Object.assign(till.register, (await now(till)).register)
    expect((await now(till)).offline).toMatchObject({ state: 'over', stop: 'offline_over', since: null, monthSpentMs: 169 * HOUR_MS })
    expect(await till.sell(sale())).toBeNull()
    await backOnline(till)
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale'])
  })
})

test('what the tax service does not take stops all that follows, is shown, and is brought again when a person says so', async () => {
  const till = await cutOff()
  await till.sell(sale(LIQPAY_SALE))
  await goOffline(till)
  const refusing: Http = async (request) => {
    if (!request.url.endsWith('/pck')) return http(request)
    return { kind: 'answer', status: 400, headers: {}, body: Buffer.from('Код помилки: 10 PackageValidationError\r\nнеправильний пакет').toString('latin1') }
  }
  simulator().setDown(false)
  await simulator().advance(MINUTE_MS)
  await till.file({ http: refusing })
  const { register, offline } = await now(till)
  expect(offline).toMatchObject({ state: 'stopped', stop: 'offline_stopped', toTell: 1, problem: expect.stringContaining('PackageValidationError') })
  expect((await attentionOf(database.db, [register], simulator().now())).get(register.id)).toMatchObject([{ kind: 'offline_stopped', count: 1 }])
  expect(await till.sell(sale())).toBeNull()
  await later(till, HOUR_MS)
  expect(kinds(till)).toEqual(['open_shift', 'sale'])
  expect((await checkRegister(till.deps, register)).ok).toBe(true)
  await till.file()
  expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale'])
  expect((await now(till)).offline).toMatchObject({ state: 'ready', problem: null })
})

test.each<FiscalSimulatorKind>([checkboxSimulator, cashalotSimulator])('$title numbers by itself while it does not reach the tax service, and is asked until that has heard of it', async (kind) => {
  const service = await kind.start({ port: 0 })
  const till = await fiscalTill(database, service, { fiscaliser: kind.fiscaliser })
  await till.sell(sale())
  await till.file()
  till.befall('offline')
  await till.sell(sale(LIQPAY_SALE))
  await till.file()
  expect(ends(till)).toEqual(['filed', 'filed offline'])
  expect(await till.states()).toEqual(['open_shift filed', 'sale filed', 'sale offline'])
  const register = await findRegister(database.db, refOf(till.register))
  expect(register === null ? null : await findOffline(database.db, register, service.now())).toMatchObject({ state: 'running', toTell: 1, stop: null })
  await service.advance(10 * MINUTE_MS)
  await till.file()
  expect(ends(till)).toEqual(['filed', 'filed offline', 'heard'])
  expect(register === null ? null : await findOffline(database.db, register, service.now())).toMatchObject({ state: 'ready', toTell: 0 })
  await service.stop()
})

test('what a service numbered by itself stops no sale, though for days it is not told that the tax service has it', async () => {
  const service = await checkboxSimulator.start({ port: 0 })
  const till = await fiscalTill(database, service, { fiscaliser: checkboxSimulator.fiscaliser })
  await till.sell(sale())
  till.befall('offline')
  await till.file()
  const { rowCount } = await database.pool.query("update offline_session set began_at = began_at - interval '2 days', last_at = last_at - interval '2 days' where merchant_id = $1", [till.register.merchantId])
  expect(rowCount).toBe(1)
  const register = await findRegister(database.db, refOf(till.register))
  expect(register === null ? null : await findOffline(database.db, register, service.now())).toMatchObject({ state: 'running', stop: null })
  await service.stop()
})

test('a closing that cannot be made without the tax service is tried again after a pause', async () => {
  const till = await cutOff()
  await till.sell(sale(LIQPAY_SALE))
  await goOffline(till)
  await till.close()
  // Without its Z-report no shift is closed.
  await database.pool.query("update fiscal_document set state = 'refused', ended_at = now() where merchant_id = $1 and kind = 'z_report'", [till.register.merchantId])
  for (let times = 0; times < 3; times++) await later(till)
  const { rows: [row] } = await database.pool.query<{ tries: number; problem: string; file_at: Date }>(
    "select d.tries, d.problem, r.file_at from fiscal_document d join cash_register r using (merchant_id, register_id) where merchant_id = $1 and d.kind = 'close_shift'", [till.register.merchantId])
  expect(row).toMatchObject({ tries: 3, problem: expect.stringContaining('close_shift while the shift is open') })
  expect(row?.file_at.getTime()).toBeGreaterThan(simulator().now().getTime())
})
