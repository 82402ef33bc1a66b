import { afterAll, beforeAll } from 'vitest'
import { CASH_SALE } from '../../src/fiscalisers/conformance-documents.ts'
import type { Sale } from '../../src/fiscalisers/contract.ts'
import { dpsSimulator } from '../../src/fiscalisers/dps/simulator.ts'
import type { FiscalSimulator } from '../../src/fiscalisers/simulator.ts'
import type { Content } from '../../src/registers/document-content.ts'
import { findOffline } from '../../src/registers/find-offline.ts'
import type { OfflineNow } from '../../src/registers/find-offline.ts'
import { findRegister } from '../../src/registers/find-register.ts'
import { refOf } from '../../src/registers/register.ts'
import type { CashRegister } from '../../src/registers/register.ts'
import { newId } from '../../src/kernel/ids.ts'
import { permissionsOf } from '../../src/merchants/role.ts'
import type { Caller } from '../../src/platform/http/caller.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { fiscalTill } from './fiscal-till.ts'
import type { FiscalTill } from './fiscal-till.ts'

const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS

export const sale = (one: Sale = CASH_SALE): Content => ({ kind: 'sale', sale: one })

/** Whoever may do everything at the till's merchant. */
export const ownerOf = ({ register: { merchantId } }: FiscalTill): Caller =>
  ({ kind: 'user', userId: newId('user'), name: 'Ona', merchantId, role: 'owner', storeIds: null, mode: null, permissions: permissionsOf('owner') })

type Options = Partial<Parameters<typeof fiscalTill>[2]>

/** Tills at the simulated tax service itself, which goes away and comes back. */
export type OfflineStage = {
  simulator(): FiscalSimulator
  someTill(more?: Options): Promise<FiscalTill>
  /** Long enough for every pause between two questions. */
  later(till: FiscalTill, ms?: number): Promise<void>
  /** A till whose shift is open, and then the tax service is away. */
  cutOff(more?: Options): Promise<FiscalTill>
  /** Two questions without an answer, and what waits is made without the tax service. */
  goOffline(till: FiscalTill): Promise<void>
  backOnline(till: FiscalTill): Promise<void>
  now(till: FiscalTill): Promise<{ register: CashRegister; offline: OfflineNow | null }>
}

/** Called once at the top of a test file. */
export function offlineStage(database: Database): OfflineStage {
  const opened: FiscalSimulator[] = []
  beforeAll(async () => void opened.push(await dpsSimulator.start({ port: 0 })))
  afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))
  const simulator = (): FiscalSimulator => {
    const [only] = opened
    if (only === undefined) throw new Error('the simulator is not started yet')
    return only
  }
  const stage: OfflineStage = {
    simulator,
    someTill: (more = {}) => fiscalTill(database, simulator(), { fiscaliser: 'dps', ...more }),
    async later(till, ms = 3 * MINUTE_MS) {
      await simulator().advance(ms)
      await till.file()
    },
    async cutOff(more) {
      const till = await stage.someTill(more)
      await till.sell(sale())
      await till.file()
      simulator().setDown(true)
      return till
    },
    async goOffline(till) {
      await till.file()
      await stage.later(till, 2 * SECOND_MS)
    },
    async backOnline(till) {
      simulator().setDown(false)
      await stage.later(till)
    },
    async now(till) {
      const register = await findRegister(database.db, refOf(till.register))
      if (register === null) throw new Error('no register')
      return { register, offline: await findOffline(database.db, register, simulator().now()) }
    },
  }
  return stage
}
