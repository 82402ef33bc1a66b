import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { fiscalTill, readNoSums } from '../../test/support/fiscal-till.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { drawerOf } from '../../test/support/till.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import type { FiscalSimulator } from '../fiscalisers/simulator.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { attentionOf } from './register-attention.ts'
import { refileMove, withdrawMove } from './decide-move.ts'
import { moveCash } from './move-cash.ts'
import type { CashMove } from './move-cash.ts'
import { refOf } from './register.ts'
import { shiftReport } from './shift-report.ts'
import { sellingShift } from './shift-store.ts'

const { db, pool } = openTestDatabase()
const stage: { simulator?: FiscalSimulator } = {}
beforeAll(async () => {
  stage.simulator = await checkboxSimulator.start({ port: 0 })
})
afterAll(() => stage.simulator?.stop())

const uah = (minor: bigint) => ({ minor, currency: 'UAH' } as const)
const actor = 'user:ona' as const

type Moves = (kind: CashMove['kind'], minor: bigint) => Promise<Id<'cashMove'>>
type Desk = FiscalTill & { readonly move: Moves; readonly refused: Moves }

/** A till with 100.00 in its drawer, of which the tax service knows. */
async function someDesk(): Promise<Desk> {
  if (stage.simulator === undefined) throw new Error('the stage is not open yet')
  const till = await fiscalTill({ db, pool }, stage.simulator, { fiscaliser: 'checkbox' })
  const { merchantId, storeId } = till.register
  const cashierId = newId('cashier')
  await pool.query(
    `insert into cashier (merchant_id, cashier_id, store_id, name, pin_hash, may_return, created_at) values ($1, $2, $3, 'Оксана', '-', true, now())`,
    [merchantId, cashierId, storeId],
  )
  const cashier = { cashierId, registerId: till.register.id, name: 'Оксана', mayReturn: true, mostDiscountPercent: null, mostCashOutMinor: null, expiresAt: till.deps.clock.now() }
  const move: Moves = async (kind, minor) => {
    const moved = await moveCash(till.deps, { kind, amount: uah(minor), note: '', register: till.register, cashier, actor })
    if (!moved.ok) throw new Error(moved.error.code)
    await till.file()
    return moved.value
  }
  await move('service_in', 10_000n)
  return { ...till, move, refused: (kind, minor) => {
    till.befall('refuse')
    return move(kind, minor)
  } }
}

const told = async ({ register, deps }: Desk): Promise<unknown> => (await attentionOf(db, [register], deps.clock.now())).get(register.id)?.map(({ kind, count }) => [kind, count])

async function reportOf({ register }: Desk) {
  const shift = await sellingShift(db, refOf(register))
  if (shift === null) throw new Error('no shift is open')
  return shiftReport(db, { shift, register, readSums: readNoSums })
}

test('a refused cash move is told to the tax service once more, and is looked at no longer', async () => {
  const desk = await someDesk()
  const ref = { merchantId: desk.register.merchantId, moveId: await desk.refused('service_out', 4_000n), actor }
  expect([await desk.states(), await told(desk)]).toEqual([['open_shift filed', 'service_in filed', 'service_out refused'], [['move_refused', 1]]])
  expect(await refileMove(desk.deps, ref)).toEqual({ ok: true, value: null })
  expect([await refileMove(desk.deps, ref), await withdrawMove(desk.deps, { ...ref, reason: 'it is told' })]).toMatchObject([
    { error: { code: 'move_not_refused' } }, { error: { code: 'move_not_refused' } },
  ])
  await desk.file()
  expect(desk.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'service_in', 'service_out'])
  expect([await drawerOf(pool, desk), await told(desk)]).toEqual([6_000n, undefined])
})

test.each(['service_in', 'service_out'] as const)('a refused %s is taken back: out of the drawer’s books and the shift’s sums, and told to nobody', async (kind) => {
  const desk = await someDesk()
  const ref = { merchantId: desk.register.merchantId, moveId: await desk.refused(kind, 4_000n), actor, reason: 'counted wrong' }
  expect(await withdrawMove(desk.deps, ref)).toEqual({ ok: true, value: null })
  expect([await withdrawMove(desk.deps, ref), await refileMove(desk.deps, ref)]).toMatchObject([{ error: { code: 'move_not_refused' } }, { error: { code: 'move_not_refused' } }])
  expect([await drawerOf(pool, desk), await journalFaults(db, ref.merchantId), await told(desk)]).toEqual([10_000n, [], undefined])
  expect(await balancesOf(db, ref.merchantId, 'live')).toMatchObject([{ account: 'cash', balance: uah(-10_000n) }, { balance: uah(10_000n) }])
  const { serviceIn, serviceOut, differences } = await reportOf(desk)
  expect([serviceIn.amount, serviceOut.amount, differences]).toEqual(['100.00', '0.00', []])
  const { rows } = await pool.query<{ action: string; reason: string }>('select action, reason from audit_record where merchant_id = $1', [ref.merchantId])
  expect(rows).toEqual([{ action: 'cash_move.withdrawn', reason: 'counted wrong' }])
})

test('cash that was brought in and has left the drawer since is not taken out of it', async () => {
  const desk = await someDesk()
  const moveId = await desk.refused('service_in', 4_000n)
  await desk.move('service_out', 10_001n)
  expect(await withdrawMove(desk.deps, { merchantId: desk.register.merchantId, moveId, actor, reason: 'by mistake' }))
    .toEqual({ ok: false, error: { code: 'more_than_in_drawer', amount: uah(3_999n) } })
})

test('nothing is decided about a cash move whose shift is over, nor about one that the tax service has', async () => {
  const desk = await someDesk()
  const { merchantId } = desk.register
  const filed = await desk.move('service_in', 100n)
  expect(await refileMove(desk.deps, { merchantId, moveId: filed, actor })).toEqual({ ok: false, error: { code: 'move_not_refused' } })
  const moveId = await desk.refused('service_in', 4_000n)
  await desk.close()
  expect([await refileMove(desk.deps, { merchantId, moveId, actor }), await withdrawMove(desk.deps, { merchantId, moveId, actor, reason: 'late' })])
    .toEqual([{ ok: false, error: { code: 'shift_over' } }, { ok: false, error: { code: 'shift_over' } }])
})

test('of two decisions at once about one cash move one is taken', async () => {
  const desk = await someDesk()
  const ref = { merchantId: desk.register.merchantId, moveId: await desk.refused('service_in', 4_000n), actor, reason: 'by mistake' }
  const done = await Promise.all([withdrawMove(desk.deps, ref), refileMove(desk.deps, ref), withdrawMove(desk.deps, ref), refileMove(desk.deps, ref)])
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
})
