import type { FiscalFault } from '../../src/fiscalisers/simulator.ts'
import { refOf } from '../../src/registers/register.ts'
import { sellingShift } from '../../src/registers/shift-store.ts'
import { closesByHand, givesLateBack, movesCash, pays, receiptsIn, refiles, returns, sells, takesLate, withdraws } from './till-deeds.ts'
import type { PaidBy, Random, ReceiptRow } from './till-deeds.ts'
import { count, pass, tick } from './till-world.ts'
import type { TillWorld } from './till-world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const FORMS: readonly PaidBy[] = ['cash', 'cash', 'card', 'cash and card', 'link', 'link', 'link', 'cash and link']

const FAULTS: readonly FiscalFault[] = ['answer_lost', 'cut_off', 'down', 'refuse', 'late', 'offline']
/** What may happen to the end of a shift that is near its limit: nothing that the service itself makes longer than is left. */
const FAULTS_OF_THE_END: readonly FiscalFault[] = ['answer_lost', 'cut_off', 'down']

/**
 * One day of a cash register: sales, payments, returns and cash moves in random order and at random times, with something
 * failing at most of them; then what waits for a person is put right, and the shift ends by hand, at its time or by the law.
 */
export async function liveDay(world: TillWorld, random: Random, { isClosedByHand }: { isClosedByHand: boolean }): Promise<void> {
  for (let deeds = 5 + random(5); deeds > 0; deeds--) {
    await pass(world, MINUTE_MS * (1 + random(150)))
    const end = await befalls(world, random)
    await someDeed(world, random)
    await tick(world)
    await end()
  }
  await tidyUp(world)
  if (isClosedByHand) await closesByHand(world)
  else await endByItself(world, random)
  await untilQuiet(world)
  count(world.counters, 'till-days')
}

const pickOf = <T>(random: Random, some: readonly T[]): T => {
  const one = some[random(some.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** Something goes wrong. Answers how it is over. */
async function befalls(world: TillWorld, random: Random): Promise<() => Promise<void>> {
  const { simulator, values, counters } = world
  // What the service itself makes longer than the rest of the shift nobody here could end in time.
  switch (await isNearItsEnd(world) ? 0 : random(8)) {
    case 0: case 1: case 2:
      world.killAt(1 + random(90), random(2) === 0 ? 'before' : 'after')
      break
    case 3: case 4: {
      const fault = pickOf(random, FAULTS)
      simulator.befall(values, fault)
      count(counters, `service: ${fault}`)
      // A document for it to befall.
      await sells(world, random, 'cash')
      break
    }
    case 5: {
      simulator.setDown(true)
      count(counters, 'service down')
      return async () => {
        await pass(world, MINUTE_MS * (1 + random(90)))
        simulator.setDown(false)
      }
    }
    case 6:
      await simulator.advance(MINUTE_MS * (5 + random(20)))
      count(counters, 'clock jumped')
      break
    default:
  }
  return () => Promise.resolve()
}

async function isNearItsEnd({ outside, till: { register }, clock }: TillWorld): Promise<boolean> {
  const open = await sellingShift(outside.db, refOf(register))
  const before = open?.closesBefore ?? null
  return before !== null && before.getTime() - clock.now().getTime() < 6 * HOUR_MS
}

async function someDeed(world: TillWorld, random: Random): Promise<void> {
  switch (random(12)) {
    case 0: case 1: case 2: case 3: return sells(world, random, pickOf(random, FORMS))
    case 4: case 5: case 6: return payerComes(world, random)
    case 7: return lateMoney(world, random)
    case 8: return goodsComeBack(world, random)
    case 9: return movesCash(world, random(2) === 0 ? 'service_in' : 'service_out', 100 * (1 + random(300)))
    case 10: return random(3) === 0 ? closesByHand(world) : atOnce(world)
    default: return whoWaits(world, random, (one) => withdraws(world, one))
  }
}

async function whoWaits(world: TillWorld, random: Random, deed: (one: ReceiptRow) => Promise<void>): Promise<void> {
  const waiting = await receiptsIn(world, ['deferred'])
  if (waiting.length > 0) await deed(pickOf(random, waiting))
}

/** Pays by a link; now and then twice. */
const payerComes = (world: TillWorld, random: Random): Promise<void> => whoWaits(world, random, async (one) => {
  if (one.open_minor <= 0n) return
  await pays(world, one, one.open_minor)
  if (random(6) !== 0) return
  await pays(world, one, one.open_minor)
  count(world.counters, 'paid twice')
})

/** A payer pays what has ended, or has paid already, and the seller decides. */
async function lateMoney(world: TillWorld, random: Random): Promise<void> {
  const ended = await receiptsIn(world, ['expired', 'cancelled'])
  if (ended.length === 0) return
  const one = pickOf(random, ended)
  if (one.open_minor > 0n && random(4) !== 0) {
    await pays(world, one, one.open_minor)
    count(world.counters, 'paid late')
  }
  await (random(2) === 0 ? takesLate(world, one) : givesLateBack(world, one))
}

async function goodsComeBack(world: TillWorld, random: Random): Promise<void> {
  const sold = await receiptsIn(world, ['registered', 'offline'], 'sale')
  if (sold.length > 0) await returns(world, pickOf(random, sold), random(3) === 0 ? 'way_it_came' : 'cash')
}

/** The same rounds twice at the same moment, as by two processes. */
async function atOnce(world: TillWorld): Promise<void> {
  const { deps } = world.process()
  await Promise.all([tick(world, deps), tick(world, { ...deps, memories: new Map() })])
  count(world.counters, 'two rounds at once')
}

/** Until nothing is on its way to the tax service, and what it refused was filed anew. */
async function tidyUp(world: TillWorld): Promise<void> {
  for (let rounds = 0; rounds < 60; rounds++) {
    await pass(world, 10 * MINUTE_MS)
    for (const one of await receiptsIn(world, ['rejected'])) await refiles(world, one)
    const onTheWay = await receiptsIn(world, ['registering', 'unknown', 'rejected'])
    if (onTheWay.length === 0 && await waitingIn(world) === 0) return
  }
  throw new Error(`what was sold does not get registered: ${await stuckIn(world)}`)
}

/** Nobody closes the shift. Something fails when its end is due. */
async function endByItself(world: TillWorld, random: Random): Promise<void> {
  const { outside, till: { register }, simulator, values, clock, counters } = world
  const open = await sellingShift(outside.db, refOf(register))
  if (open === null || open.closeAt === null) return
  await pass(world, Math.max(0, open.closeAt.getTime() - clock.now().getTime() - MINUTE_MS))
  switch (random(4)) {
    case 0: {
      const fault = pickOf(random, FAULTS_OF_THE_END)
      simulator.befall(values, fault)
      count(counters, `service: ${fault}`)
      break
    }
    case 1:
      await simulator.advance(MINUTE_MS * (2 + random(18)))
      count(counters, 'clock jumped')
      break
    case 2:
      await simulator.advance(MINUTE_MS)
      world.killAt(1 + random(40), random(2) === 0 ? 'before' : 'after')
      break
    default:
      simulator.setDown(true)
      count(counters, 'service down')
      await pass(world, MINUTE_MS * (1 + random(10)))
      simulator.setDown(false)
  }
  const isByLaw = open.closesBefore !== null && open.closesBefore.getTime() - open.closeAt.getTime() === 30 * MINUTE_MS
  count(counters, isByLaw ? 'closed by the limit' : 'closed at its time')
}

async function waitingIn({ outside: { pool }, till: { register } }: TillWorld): Promise<number> {
  const { rows: [row] } = await pool.query<{ count: bigint }>({
    name: 'till-days-waiting',
    text: "select count(*) as count from fiscal_document where merchant_id = $1 and state in ('queued', 'drawn', 'unknown')",
    values: [register.merchantId],
  })
  return Number(row?.count ?? 0n)
}

/** What waits, and why, for whoever reads a failure. */
async function stuckIn({ outside: { pool }, till: { register }, clock }: TillWorld): Promise<string> {
  const { rows } = await pool.query<{ row: unknown }>(
    `select to_jsonb(stuck) as row from (
       select 'document' as what, kind, state, problem, tries::text, created_at from fiscal_document where merchant_id = $1 and state in ('queued', 'drawn', 'unknown')
       union all select 'shift', number::text, state, closing_at::text, close_at::text, opened_at from shift where merchant_id = $1 and state <> 'closed'
       union all select 'receipt', kind, state, problem, payments::text, created_at from receipt where merchant_id = $1 and (money_due or state in ('registering', 'unknown', 'rejected'))
       union all select 'register', trouble, filing_claim::text, filing_until::text, file_at::text, trouble_since from cash_register where merchant_id = $1) stuck`, [register.merchantId])
  return [clock.now().toISOString(), ...rows.map(({ row }) => JSON.stringify(row))].join('\n')
}

/** The last shift is closed and told to the service, and money of returns is on its way. */
async function untilQuiet(world: TillWorld): Promise<void> {
  const { outside: { pool }, till: { register } } = world
  for (let rounds = 0; rounds < 400; rounds++) {
    await pass(world, 5 * MINUTE_MS)
    const { rowCount } = await pool.query({
      name: 'till-days-quiet',
      text: `select from shift where merchant_id = $1 and state <> 'closed' union all select from receipt where merchant_id = $1 and (money_due or state in ('registering', 'unknown', 'rejected'))
        union all select from receipt r join invoice i on i.merchant_id = r.merchant_id and i.invoice_id = r.invoice_id where r.merchant_id = $1 and r.state = 'deferred' and i.document = 'issued' and i.paid_minor >= i.gross_minor`,
      values: [register.merchantId],
    })
    if (rowCount === 0 && await waitingIn(world) === 0) return
  }
  throw new Error(`the day does not end: ${await stuckIn(world)}`)
}

export const nightHours = (random: Random): number => HOUR_MS * (1 + random(8))
