import { describe, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { dyingAt } from '../../test/support/fiscal-till.ts'
import { MINUTE_MS, offlineStage, ownerOf, sale } from '../../test/support/offline-till.ts'
import { http } from '../connectors/conformance-stage.ts'
import type { Http } from '../connectors/contract.ts'
import { LIQPAY_SALE, MIXED_SALE } from '../fiscalisers/conformance-documents.ts'
import { giveFiscaliser } from './give-fiscaliser.ts'
import { giveUpOffline } from './give-up-offline.ts'

const database = openTestDatabase()
const { simulator, someTill, cutOff, goOffline, backOnline, now } = offlineStage(database)

test('which register it is, and whose, is not changed while the tax service has still to be told under its names', async () => {
  const till = await someTill()
  const give = async (more: Record<string, string>) => {
    const given = await giveFiscaliser(till.deps, ownerOf(till), { register: till.register, fiscaliser: 'dps', values: { ...till.values, ...more } })
    return given.ok ? 'given' : given.error.code
  }
  expect(await give({})).toBe('given')
  await till.sell(sale())
  await till.file()
  simulator().setDown(true)
  await till.sell(sale(LIQPAY_SALE))
  await goOffline(till)
  for (const other of [{ registerNumber: '4000000009' }, { tin: '87654321' }, { deskNumber: '7777' }]) expect(await give(other)).toBe('register_busy')
  expect(await give({ signerToken: till.values['signerToken'] ?? '', pointAddress: 'м. Львів' })).toBe('given')
  await backOnline(till)
  expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'sale'])
  expect(await give({ deskNumber: '7777' })).toBe('given')
})

describe('what was made without the tax service and is not taken is given up', () => {
  /** `from`: the package that is refused, counted from 1; every later one is too. */
  const refusingFrom = (from: number, of: '/pck' | '/doc' = '/pck'): Http => {
    const counted = { packages: 0 }
    return async (request) => {
      if (!request.url.endsWith(of) || ++counted.packages < from) return http(request)
      return { kind: 'answer', status: 400, headers: {}, body: Buffer.from('Код помилки: 10 PackageValidationError\r\nнеправильний пакет').toString('latin1') }
    }
  }

  /** A till whose shift closed, and whose next one began, without the tax service, which then refused all or the end of it. */
  async function stopped({ sales = 1, from = 1 } = {}): Promise<FiscalTill> {
    const till = await cutOff()
    for (let n = 0; n < sales; n++) await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    await till.close()
    await till.sell(sale(MIXED_SALE))
    await till.file()
    simulator().setDown(false)
    await simulator().advance(3 * MINUTE_MS)
    await till.file({ http: refusingFrom(from) })
    expect((await now(till)).offline).toMatchObject({ state: 'stopped', stop: 'offline_stopped' })
    return till
  }

  const giveUp = async (till: FiscalTill): Promise<string> => {
    const given = await giveUpOffline(till.deps, ownerOf(till), till.register)
    return given.ok ? 'given up' : given.error.code
  }

  test('all of it: numbers and bytes stay, the shift that it had ended is ended anew, and the next one files as ever', async () => {
    const till = await stopped()
    const { rows: made } = await database.pool.query(
      "select fiscal_number, content, signed from fiscal_document where merchant_id = $1 and state = 'offline' order by local_number",
      [till.register.merchantId],
    )
    expect(await giveUp(till)).toBe('given up')
    const { rows: kept } = await database.pool.query(
      "select fiscal_number, content, signed from fiscal_document where merchant_id = $1 and state = 'refused' order by local_number",
      [till.register.merchantId],
    )
    expect(kept).toEqual(made)
    expect(kept.length).toBe(6)
    expect((await now(till)).offline).toMatchObject({ state: 'no_numbers', stop: null, toTell: 0, since: null })
    expect(await giveUp(till)).toBe('offline_not_stopped')
    await till.sell(sale())
    await till.file()
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'z_report', 'close_shift', 'open_shift', 'sale'])
    await till.close()
    await till.file()
    expect(till.registered().slice(6).map(({ kind }) => kind)).toEqual(['z_report', 'close_shift'])
    const { rows: audits } = await database.pool.query(
      "select change from audit_record where merchant_id = $1 and action = 'cash_register.offline_given_up'", [till.register.merchantId],
    )
    const { rows: told } = await database.pool.query(
      "select type, sequence from event where merchant_id = $1 and type like 'shift.%' order by object_id, sequence", [till.register.merchantId])
    const opened = { type: 'shift.opened', sequence: 1 }
    const closed = { type: 'shift.closed', sequence: 2 }
    // Reckoned without what was refused, then told by the service with its new Z-report, and with the closing behind that.
    expect(told).toEqual([opened, closed, ...[3, 4, 5].map((sequence) => ({ type: 'shift.report_changed', sequence })), opened, closed])
    expect(audits).toMatchObject([{ change: { documents: { from: made.map((row) => row.fiscal_number) }, problem: { from: expect.stringContaining('PackageValidationError') } } }])
  })

  test('the end of it: what the tax service has already is ended there, and sales and times without it go on', async () => {
    const till = await stopped({ sales: 11, from: 2 })
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', ...Array.from({ length: 10 }, () => 'sale')])
    expect(await giveUp(till)).toBe('given up')
    expect(await till.sell(sale())).not.toBeNull()
    await till.file()
    const day = ['open_shift', ...Array.from({ length: 10 }, () => 'sale'), 'z_report', 'close_shift', 'open_shift', 'sale']
    expect(till.registered().map(({ kind }) => kind)).toEqual(day)
    expect((await now(till)).offline).toMatchObject({ state: 'ready', stop: null })
    simulator().setDown(true)
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    await backOnline(till)
    expect(till.registered().map(({ kind }) => kind)).toEqual([...day, 'sale'])
  })

  test('a second time while the same sale waits: what ends the shift goes before it again', async () => {
    const till = await cutOff()
    await till.sell(sale(LIQPAY_SALE))
    await goOffline(till)
    await till.close()
    await till.file()
    simulator().setDown(false)
    await simulator().advance(3 * MINUTE_MS)
    await till.sell(sale(MIXED_SALE))
    await till.file({ http: refusingFrom(1) })
    expect(await giveUp(till)).toBe('given up')
    await till.file({ http: refusingFrom(1, '/doc') })
    simulator().setDown(true)
    await simulator().advance(MINUTE_MS)
    // The question whether it is back, the beginning, the Z-report and the closing; the opening is not made any more.
    await expect(till.file(dyingAt(5, 'before'))).rejects.toThrow('the process died')
    expect((await till.states()).filter((one) => !one.endsWith('filed') && !one.endsWith('refused')))
      .toEqual(['z_report offline', 'close_shift offline', 'open_shift queued', 'sale queued', 'offline_begin offline'])
    simulator().setDown(false)
    await simulator().advance(6 * MINUTE_MS)
    await till.file({ http: refusingFrom(1) })
    expect(await giveUp(till)).toBe('given up')
    await till.file()
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'z_report', 'close_shift', 'open_shift', 'sale'])
  })

  test('and where the tax service does not take the end of it either, that is given up too', async () => {
    const till = await stopped({ sales: 11, from: 2 })
    expect(await giveUp(till)).toBe('given up')
    await till.file({ http: refusingFrom(1) })
    expect((await now(till)).offline).toMatchObject({ state: 'stopped', toTell: 0 })
    expect(await giveUp(till)).toBe('given up')
    expect((await now(till)).offline).toMatchObject({ stop: null, since: null })
  })
})
