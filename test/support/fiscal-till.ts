import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { http } from '../../src/connectors/conformance-stage.ts'
import type { Http } from '../../src/connectors/contract.ts'
import { FISCALISERS } from '../../src/fiscalisers/registry.ts'
import type { FiscalFault, FiscalSimulator, FiscalValues, Registered } from '../../src/fiscalisers/simulator.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { Secret } from '../../src/kernel/secret.ts'
import { zero } from '../../src/money/money.ts'
import { openVault } from '../../src/platform/crypto/vault.ts'
import { inTransaction } from '../../src/platform/db/database.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { closeShift } from '../../src/registers/close-shift.ts'
import type { Content } from '../../src/registers/document-content.ts'
import { enqueueDocument } from '../../src/registers/enqueue-document.ts'
import { fileDocuments } from '../../src/registers/file-documents.ts'
import type { FilingRoundDeps } from '../../src/registers/file-documents.ts'
import { findRegister } from '../../src/registers/find-register.ts'
import { refOf } from '../../src/registers/register.ts'
import type { CashRegister } from '../../src/registers/register.ts'
import type { DocumentEnd, EndedDocument, SettleDocument } from '../../src/registers/settle-document.ts'
import { settleWith } from '../../src/registers/settle-shift.ts'
import { shiftForSale } from '../../src/registers/shift-for-sale.ts'
import type { ReadShiftSums } from '../../src/registers/shift-sums.ts'
import { somePlace } from './builders.ts'

export const readNoSums: ReadShiftSums = async (_, { currency }) => ({
  sales: zero(currency), returns: zero(currency), salesCount: 0, returnsCount: 0, registering: { sales: zero(currency), returns: zero(currency) }, rounding: zero(currency), cashTaken: zero(currency),
  cashGiven: zero(currency), forms: [], letters: [],
})

export type Told = { readonly document: EndedDocument; readonly end: DocumentEnd }

/** A Ukrainian cash register at a simulated fiscal service, and what was told of its receipts. */
export type FiscalTill = {
  readonly register: CashRegister
  /** What it was set up with. */
  readonly values: FiscalValues
  readonly deps: FilingRoundDeps
  readonly told: Told[]
  /** Sells in the shift of now, as receipts do: whole in one transaction. Null where no shift may be begun. */
  sell(content: Content, subjectId?: string): Promise<Id<'fiscalDocument'> | null>
  close(): Promise<void>
  /** Rounds of filing until nothing is due; `deps` in place of its own. */
  file(more?: Partial<FilingRoundDeps>): Promise<void>
  /** What befalls its next document at the service. */
  befall(fault: FiscalFault): void
  /** What the tax service has of the register, in its order. */
  registered(): readonly Registered[]
  /** The documents' states in their order. */
  states(): Promise<readonly string[]>
}

/** One for all tills of a run: whoever files looks at all of them. */
const vault = openVault(randomBytes(32))

type Options = { readonly fiscaliser: string; readonly settleReceipt?: SettleDocument; readonly readSums?: ReadShiftSums; readonly onError?: (error: unknown) => void }

export async function fiscalTill({ db, pool }: { db: Db; pool: pg.Pool }, simulator: FiscalSimulator, {
  fiscaliser, settleReceipt, readSums = readNoSums, onError = fail,
}: Options): Promise<FiscalTill> {
  const place = await somePlace(pool, 'live')
  await pool.query(`update store set currency = 'UAH', country = 'UA', language = 'uk', time_zone = 'Europe/Kyiv' where merchant_id = $1`, [place.merchantId])
  const values = simulator.newCredentials('live')
  simulator.enrol(values)
  const registerId = newId('cashRegister')
  await pool.query(`insert into cash_register (merchant_id, register_id, store_id, mode, name, currency, fiscaliser, created_at) values ($1, $2, $3, 'live', 'Каса 1', 'UAH', $4, $5)`,
    [place.merchantId, registerId, place.storeId, fiscaliser, simulator.now()])
  const ref = { merchantId: place.merchantId, registerId }
  await giveValues(pool, ref, { values, seal: (field, value) => vault.seal(new Secret(value), { merchantId: ref.merchantId, objectId: registerId, field }) })
  const register = await findRegister(db, ref)
  if (register === null) throw new Error('the register was not made')
  const told: Told[] = []
  const clock = { now: () => simulator.now() }
  const settle = settleWith({
    readSums, settleReceipt: async (tx, document, end, at) => {
      await settleReceipt?.(tx, document, end, at)
      told.push({ document, end })
    },
  })
  const deps: FilingRoundDeps = {
    db, pool, vault, clock, http, fiscalisers: FISCALISERS, endpoints: { [fiscaliser]: simulator.endpoints }, memories: new Map(), readSums, settle,
    pause: (ms) => simulator.advance(ms),
  }
  return { register, values, deps, told, ...doings({ register, deps, simulator, values, onError }) }
}

function fail(error: unknown): void {
  throw error
}

type Inside = { register: CashRegister; deps: FilingRoundDeps; simulator: FiscalSimulator; values: FiscalValues; onError: (error: unknown) => void }

function doings({ register, deps, simulator, values, onError }: Inside): Omit<FiscalTill, 'register' | 'values' | 'deps' | 'told'> {
  const { db, pool } = deps
  const act = () => ({ at: deps.clock.now(), cashier: null, actor: 'kvit' as const })
  return {
    sell: (content, subjectId = newId('event')) => inTransaction(db, async (tx) => {
      const shift = await shiftForSale(tx, register, act())
      if (!shift.ok) return null
      return enqueueDocument(tx, { ...refOf(register), shiftId: shift.value.shiftId, subjectId, content, cashier: 'Оксана Коваль', at: deps.clock.now() })
    }),
    async close() {
      const { rows: [open] } = await pool.query<{ shift_id: Id<'shift'> }>(
        "select shift_id from shift where merchant_id = $1 and state in ('opening', 'open')", [register.merchantId],
      )
      if (open === undefined) throw new Error('no shift is open')
      const closed = await inTransaction(db, (tx) => closeShift(tx, register, { shiftId: open.shift_id, readSums: deps.readSums, ...act() }))
      if (!closed.ok) throw new Error(closed.error.code)
    },
    async file(more) {
      for (let rounds = 0; rounds < 100; rounds++) {
        await fileDocuments({ ...deps, ...more }, onError)
        const { rowCount } = await pool.query(
          'select from cash_register where merchant_id = $1 and file_at <= $2 and (filing_until is null or filing_until <= $2)',
          [register.merchantId, deps.clock.now()],
        )
        if (rowCount === 0) return
      }
      throw new Error('filing does not come to an end')
    },
    befall: (fault) => simulator.befall(values, fault),
    registered: () => simulator.registered(values),
    async states() {
      const { rows } = await pool.query<{ state: string; kind: string }>('select kind, state from fiscal_document where merchant_id = $1 order by position', [register.merchantId])
      return rows.map(({ kind, state }) => `${kind} ${state}`)
    },
  }
}

async function giveValues(
  pool: pg.Pool, { merchantId, registerId }: { merchantId: Id<'merchant'>; registerId: Id<'cashRegister'> },
  { values, seal }: { values: FiscalValues; seal: (field: string, value: string) => Buffer },
): Promise<void> {
  for (const [field, value] of Object.entries(values)) {
    await pool.query('insert into register_secret values ($1, $2, $3, $4)', [merchantId, registerId, field, seal(field, value)])
  }
}

/** The process dies at its `at`-th word with the service: before it is sent, or when it was answered and nobody knows. */
export function dyingAt(at: number, when: 'before' | 'after'): { readonly http: Http; died(): boolean } {
  const counted = { requests: 0 }
  return {
    died: () => counted.requests >= at,
    http: async (request) => {
      const isLast = ++counted.requests === at
      if (isLast && when === 'before') throw new Error('the process died')
      const answer = await http(request)
      if (isLast) throw new Error('the process died')
      return answer
    },
  }
}
