import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dyingAt, fiscalTill, readNoSums } from '../../test/support/fiscal-till.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { http } from '../connectors/conformance-stage.ts'
import { cashalotSimulator } from '../fiscalisers/cashalot/simulator.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import { CASH_SALE, LIQPAY_SALE, MIXED_SALE, uah, WRONG_SALES } from '../fiscalisers/conformance-documents.ts'
import { dpsSimulator } from '../fiscalisers/dps/simulator.ts'
import { fiscaliserById } from '../fiscalisers/registry.ts'
import type { FiscalSimulator } from '../fiscalisers/simulator.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Content } from './document-content.ts'
import { fileDocuments } from './file-documents.ts'
import { findFiled, findZNumber } from './find-filed.ts'
import { findRegister } from './find-register.ts'
import { keepShifts } from './keep-shifts.ts'
import { openFiscaliser } from './open-fiscaliser.ts'
import { refOf } from './register.ts'
import { attentionOf } from './register-attention.ts'

const database = openTestDatabase()
const opened: FiscalSimulator[] = []
beforeAll(async () => void opened.push(await checkboxSimulator.start({ port: 0 })))
afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))

const simulator = (): FiscalSimulator => {
  const [only] = opened
  if (only === undefined) throw new Error('the simulator is not started yet')
  return only
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const sale = (one = CASH_SALE): Content => ({ kind: 'sale', sale: one })
const someTill = (more: Partial<Parameters<typeof fiscalTill>[2]> = {}): Promise<FiscalTill> => fiscalTill(database, simulator(), { fiscaliser: 'checkbox', ...more })
const kinds = (till: FiscalTill): string[] => till.registered().map(({ kind }) => kind)
const ends = (till: FiscalTill): string[] => till.told.map(({ end }) => end.kind)

async function shiftsOf({ register, deps }: FiscalTill) {
  const { rows } = await deps.pool.query<{
    shift_id: Id<'shift'>
    state: string
    closed_at: Date | null
    opened_at: Date
    close_at: Date
    closes_before: Date
    service_z: unknown
    z: unknown
  }>(
    'select shift_id, state, opened_at, close_at, closes_before, closed_at, z, service_z from shift where merchant_id = $1 order by number', [register.merchantId])
  return rows
}

describe('a day of a cash register', () => {
  test('the first receipt opens the shift, everything is registered once and in order, and the shift closes with both reports', async () => {
    const till = await someTill()
    await till.sell({ kind: 'service_in', amount: uah(50_000n) })
    const sold = await till.sell(sale())
    await till.sell(sale(MIXED_SALE))
    await till.file()
    const of = sold === null ? null : await findFiled(database.db, { merchantId: till.register.merchantId, documentId: sold })
    if (of === null) throw new Error('the sale was not filed')
    await till.sell({ kind: 'return', sale: CASH_SALE, of })
    await till.close()
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'service_in', 'sale', 'sale', 'return', 'close_shift'])
    expect(till.registered().at(4)?.of).toBe(of.fiscalNumber)
    expect(ends(till)).toEqual(['filed', 'filed', 'filed'])
    const [shift] = await shiftsOf(till)
    expect(shift).toMatchObject({ state: 'closed', service_z: { sales: { amount: '420.00', currency: 'UAH' }, returns: { amount: '120.00' } } })
    expect(shift?.z).toMatchObject({ drawer: { opened: { amount: '0.00' } } })
    const number = shift === undefined ? null : await findZNumber(database.db, { merchantId: till.register.merchantId, shiftId: shift.shift_id })
    expect(number).toBe(till.registered().at(-1)?.fiscalNumber)
  })

  test('a slow service does not keep a till from selling: the next shift waits behind the end of the last one', async () => {
    const till = await someTill()
    await till.sell(sale())
    await till.file()
    simulator().setDown(true)
    await till.close()
    await till.sell(sale(LIQPAY_SALE))
    await till.file()
    expect((await shiftsOf(till)).map(({ state }) => state)).toEqual(['closing', 'opening'])
    simulator().setDown(false)
    await simulator().advance(MINUTE_MS)
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'close_shift', 'open_shift', 'sale'])
    expect((await shiftsOf(till)).map(({ state }) => state)).toEqual(['closed', 'open'])
  })

  test('a shift that the service closed behind our back is opened again, and the sale is registered', async () => {
    const till = await someTill()
    await till.sell(sale())
    await till.file()
    const service = await openFiscaliser(till.deps, refOf(till.register))
    if (!service.ok) throw new Error(service.error.code)
    const state = await service.value.fiscaliser.state(till.deps.http)
    if (state.kind !== 'done') throw new Error('the simulator is silent')
    const drawn = service.value.fiscaliser.draw({ key: newId('event'), at: simulator().now(), cashier: 'Оксана', content: { kind: 'close_shift' } }, state.value)
    if (!drawn.ok) throw new Error('it cannot be closed')
    await service.value.fiscaliser.file(drawn.value, till.deps.http)
    await till.sell(sale(LIQPAY_SALE))
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'close_shift', 'open_shift', 'sale'])
    expect(ends(till)).toEqual(['filed', 'filed'])
  })
})

test('where each word with a service takes long the round ends all the same, and the rest is filed by the next', async () => {
  const till = await someTill()
  for (let sold = 0; sold < 5; sold++) await till.sell(sale())
  await fileDocuments({
    ...till.deps, http: async (request) => {
      await simulator().advance(10 * 1000)
      return http(request)
    },
  }, (error) => { throw error })
  expect((await till.states()).filter((one) => one === 'sale queued').length).toBeGreaterThan(0)
  await till.file()
  expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale', 'sale', 'sale'])
})

describe('INV-4: fiscal once, whatever dies', () => {
  const LEASE_AND_MORE_MS = 10 * MINUTE_MS

  const SERVICES = [cashalotSimulator, checkboxSimulator, dpsSimulator].flatMap((kind) => [{ when: 'before' as const, kind }, { when: 'after' as const, kind }])

  test.each(SERVICES)('the process dies $when any word with $kind.title, and everything is registered once and in order', async ({ when, kind }) => {
    const service = await kind.start({ port: 0 })
    const closing = fiscaliserById(kind.fiscaliser)?.closing ?? []
    for (let at = 1; ; at++) {
      const till = await fiscalTill(database, service, { fiscaliser: kind.fiscaliser, onError: () => {} })
      await till.sell(sale())
      await till.sell(sale(LIQPAY_SALE))
      await till.close()
      const dying = dyingAt(at, when)
      await till.file({ http: dying.http, memories: new Map() })
      if (!dying.died()) break
      await service.advance(LEASE_AND_MORE_MS)
      await till.file({ memories: new Map() })
      expect(kinds(till), `at word ${at}`).toEqual(['open_shift', 'sale', 'sale', ...closing])
      expect(ends(till).filter((end) => end === 'filed'), `at word ${at}`).toEqual(['filed', 'filed'])
      expect(at).toBeLessThan(60)
    }
    await service.stop()
  }, 60_000)

  test('the process dies while it writes down what the service said: the document is found and not sent again', async () => {
    const state = { dies: 1 }
    const till = await someTill({
      onError: () => {}, settleReceipt: async () => {
        if (state.dies-- > 0) throw new Error('the process died')
      },
    })
    await till.sell(sale())
    await till.file()
    expect(await till.states()).toEqual(['open_shift filed', 'sale drawn'])
    await simulator().advance(LEASE_AND_MORE_MS)
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale'])
    expect([await till.states(), ends(till)]).toEqual([['open_shift filed', 'sale filed'], ['filed']])
  })

  test('F01: the service registers and its answer is lost: the sale is unknown, found, and what is behind it waits', async () => {
    const till = await someTill()
    await till.sell(sale())
    await till.file()
    simulator().befall(await valuesOf(till), 'answer_lost')
    await till.sell(sale(LIQPAY_SALE))
    await till.sell(sale(MIXED_SALE))
    await till.file()
    expect(await till.states()).toEqual(['open_shift filed', 'sale filed', 'sale unknown', 'sale queued'])
    await simulator().advance(MINUTE_MS)
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale'])
    expect(ends(till)).toEqual(['filed', 'unknown', 'filed', 'filed'])
    expect(till.registered().map(({ amount }) => amount?.minor ?? 0n)).toEqual([0n, 12_000n, 15_050n, 30_000n])
  })

  test('several processes file for one register: nothing is sent twice', async () => {
    const till = await someTill()
    for (let sales = 0; sales < 5; sales++) await till.sell(sale())
    await Promise.all(Array.from({ length: 4 }, () => fileDocuments({ ...till.deps, memories: new Map() }, () => {})))
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'sale', 'sale', 'sale'])
  })

  test('the same subject asked for again is one document', async () => {
    const till = await someTill()
    const subject = newId('event')
    const [one, two] = [await till.sell(sale(), subject), await till.sell(sale(), subject)]
    await till.file()
    expect(one).toBe(two)
    expect(kinds(till)).toEqual(['open_shift', 'sale'])
  })
})

describe('what is refused', () => {
  test('stops nothing behind it, and may be filed anew when it was corrected', async () => {
    const till = await someTill()
    const wrong = WRONG_SALES[0]?.[2]
    if (wrong === undefined) throw new Error('no wrong sale')
    const subject = newId('event')
    const first = await till.sell(sale(wrong), subject)
    await till.sell(sale(LIQPAY_SALE))
    await till.file()
    expect(ends(till)).toEqual(['refused', 'filed'])
    expect(await till.sell(sale(), subject)).not.toBe(first)
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale'])
    expect(await till.states()).toEqual(['open_shift filed', 'sale refused', 'sale filed', 'sale filed'])
  })

  test('the opening of a shift is asked for anew, by a name that the service has not refused', async () => {
    const till = await someTill()
    simulator().befall(await valuesOf(till), 'refuse')
    await till.sell(sale())
    for (let minutes = 0; minutes < 5; minutes++) {
      await till.file()
      await simulator().advance(MINUTE_MS)
    }
    expect(kinds(till)).toEqual(['open_shift', 'sale'])
    expect(await till.states()).toEqual(['open_shift filed', 'sale filed'])
  })

  test('by the tax service is told with its reason', async () => {
    const till = await someTill()
    await till.sell({ kind: 'service_in', amount: uah(100n) })
    await till.file()
    simulator().befall(await valuesOf(till), 'refuse')
    await till.sell(sale())
    await till.sell(sale(LIQPAY_SALE))
    for (let minutes = 0; minutes < 5; minutes++) {
      await till.file()
      await simulator().advance(MINUTE_MS)
    }
    expect(ends(till).filter((end) => end !== 'unknown')).toEqual(['refused', 'filed'])
  })
})

describe('the service is away', () => {
  test('nothing is lost, what waits is told of, and all is filed in order when it is back', async () => {
    const till = await someTill()
    simulator().setDown(true)
    await till.sell(sale())
    await till.file()
    await till.sell(sale(LIQPAY_SALE))
    await simulator().advance(10 * MINUTE_MS)
    await till.file()
    const register = await findRegister(database.db, refOf(till.register))
    expect(register?.troubleSince).not.toBeNull()
    const attention = register === null ? new Map() : await attentionOf(database.db, [register], simulator().now())
    expect(attention.get(till.register.id)).toMatchObject([{ kind: 'service_silent', count: 3 }])
    simulator().setDown(false)
    await simulator().advance(10 * MINUTE_MS)
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale'])
    expect((await findRegister(database.db, refOf(till.register)))?.troubleSince).toBeNull()
  })

  test('F03: at the end of the shift’s legal window somebody is told before it is over, and the order is kept', async () => {
    const till = await someTill()
    await till.sell(sale())
    await till.file()
    simulator().setDown(true)
    await till.sell(sale(LIQPAY_SALE))
    const [open] = await shiftsOf(till)
    if (open === undefined) throw new Error('no shift')
    await simulator().advance(open.closes_before.getTime() - simulator().now().getTime() - 20 * MINUTE_MS)
    await keepShifts({ ...till.deps, readSums: readNoSums }, () => {})
    await till.file()
    const attention = (await attentionOf(database.db, [till.register], simulator().now())).get(till.register.id)
    expect(attention).toMatchObject([{ kind: 'documents_wait' }, { kind: 'shift_limit', before: open.closes_before }])
    simulator().setDown(false)
    await simulator().advance(10 * MINUTE_MS)
    await till.file()
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'sale', 'close_shift'])
    expect((await attentionOf(database.db, [till.register], simulator().now())).size).toBe(0)
  })
})

describe('CR4: no shift is longer than the law lets it be', () => {
  test('it is closed by itself before its 24 hours are over, however it was set', async () => {
    const till = await someTill()
    await database.pool.query("update cash_register set closes = 'by_hand', closes_at = null where merchant_id = $1", [till.register.merchantId])
    const byHand = await findRegister(database.db, refOf(till.register))
    if (byHand === null) throw new Error('no register')
    Object.assign(till.register, byHand)
    await till.sell(sale())
    await till.file()
    const [open] = await shiftsOf(till)
    if (open === undefined) throw new Error('no shift')
    expect(open.closes_before.getTime() - open.opened_at.getTime()).toBeLessThanOrEqual(24 * HOUR_MS)
    await simulator().advance(open.close_at.getTime() - simulator().now().getTime() - MINUTE_MS)
    await keepShifts({ ...till.deps, readSums: readNoSums }, () => {})
    expect((await shiftsOf(till)).map(({ state }) => state)).toEqual(['open'])
    await simulator().advance(2 * MINUTE_MS)
    await keepShifts({ ...till.deps, readSums: readNoSums }, () => {})
    await till.file()
    const [closed] = await shiftsOf(till)
    expect(closed?.state).toBe('closed')
    expect(closed?.closed_at?.getTime()).toBeLessThan(open.closes_before.getTime())
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'close_shift'])
  })

  test('one that no process was there to close is closed before anything more is sold', async () => {
    const taxService = await dpsSimulator.start({ port: 0 })
    opened.push(taxService)
    const till = await fiscalTill(database, taxService, { fiscaliser: 'dps' })
    await till.sell(sale())
    await till.file()
    await taxService.advance(25 * HOUR_MS)
    await till.sell(sale())
    await till.file()
    expect((await shiftsOf(till)).map(({ state }) => state)).toEqual(['closed', 'open'])
    expect(kinds(till)).toEqual(['open_shift', 'sale', 'z_report', 'close_shift', 'open_shift', 'sale'])
  })
})

/** The register's credentials, as the simulator knows them. */
async function valuesOf(till: FiscalTill): Promise<Record<string, string>> {
  const { rows } = await till.deps.pool.query<{ field: string; sealed: Buffer }>('select field, sealed from register_secret where merchant_id = $1', [till.register.merchantId])
  return Object.fromEntries(rows.map(({ field, sealed }) => [
    field, till.deps.vault.unseal(sealed, { merchantId: till.register.merchantId, objectId: till.register.id, field }).reveal(),
  ]))
}
