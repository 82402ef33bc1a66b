import { bringsOnceMore, closesByHand, givesLateBack, movesCash, pays, receiptsIn, refiles, returns, sells, takesLate, withdraws } from './till-deeds.ts'
import type { PaidBy, ReceiptRow } from './till-deeds.ts'
import type { TillLife } from './till-life.ts'
import { blackout, HOUR_MS, jump, kill, MINUTE_MS, pickOf } from './till-weather.ts'
import { count } from './till-world.ts'
import type { OpenShift } from './till-world.ts'

const FORMS: readonly PaidBy[] = ['cash', 'cash', 'card', 'cash and card', 'link', 'link', 'link', 'cash and link']

/**
 * One day of a cash register: sales, payments, returns and cash moves in random order and at random times, with something
 * failing now and then; then what waits for a person is put right, and the shift ends by hand, at its time or by the law.
 */
export async function liveDay(life: TillLife): Promise<void> {
  const { world, random } = life
  for (let deeds = 1 + random(7); deeds > 0; deeds--) {
    await world.pass(MINUTE_MS * (1 + random(150)))
    await bringsOnceMore(life)
    if (random(4) === 0) await befallsADocument(life)
    await someDeed(life)
  }
  await untilRested(life)
  const ending = await shiftsOf(life)
  if (random(3) === 0) await closesByHand(life)
  else await endByItself(life)
  await untilEnded(life, ending)
  await untilRested(life)
  count(world.counters, 'till-days')
}

/** The law's 24 hours and some to spare. */
async function untilEnded(life: TillLife, ending: readonly OpenShift[]): Promise<void> {
  for (let rounds = 0; rounds < 200; rounds++) {
    if (!(await shiftsOf(life)).some((one) => ending.some(({ shift_id: id }) => id === one.shift_id))) return
    await life.world.pass(10 * MINUTE_MS)
    await bringsOnceMore(life)
  }
  throw new Error(`a shift does not end: ${await stuckIn(life)}`)
}

const shiftsOf = async ({ world, till: { register } }: TillLife): Promise<readonly OpenShift[]> =>
  (await world.shifts()).filter(({ merchant_id: id }) => id === register.merchantId)

/** The service fails once, at a document that is made for it. */
async function befallsADocument(life: TillLife): Promise<void> {
  // What the service itself makes longer than the rest of the shift nobody here could end in time.
  const isNearItsEnd = (await shiftsOf(life)).some(({ closes_before: before }) => before !== null && before.getTime() - life.world.clock.now().getTime() < 6 * HOUR_MS)
  if (isNearItsEnd) return
  const { random, service: { faults } } = life
  // What comes late is asked about for an hour, which takes many rounds.
  befall(life, random(2) === 0 ? faults : faults.filter((one) => one !== 'late'))
  await sells(life, 'cash')
}

function befall({ world, service, values, random }: TillLife, faults: TillLife['service']['faults']): void {
  const fault = pickOf(random, faults)
  service.simulator.befall(values, fault)
  count(world.counters, `service: ${fault}`)
}

async function someDeed(life: TillLife): Promise<void> {
  const { random } = life
  switch (random(12)) {
    case 0: case 1: case 2: case 3: return sells(life, pickOf(random, FORMS))
    case 4: case 5: case 6: return payerComes(life)
    case 7: return lateMoney(life)
    case 8: return goodsComeBack(life)
    case 9: return movesCash(life, random(2) === 0 ? 'service_in' : 'service_out', 100 * (1 + random(300)))
    case 10: return random(3) === 0 ? closesByHand(life) : undefined
    default: return whoWaits(life, (one) => withdraws(life, one))
  }
}

async function whoWaits(life: TillLife, deed: (one: ReceiptRow) => Promise<void>): Promise<void> {
  const waiting = await receiptsIn(life, ['deferred'])
  if (waiting.length > 0) await deed(pickOf(life.random, waiting))
}

/** Pays by a link; now and then twice. */
const payerComes = (life: TillLife): Promise<void> => whoWaits(life, async (one) => {
  if (one.open_minor <= 0n) return
  await pays(life, one, one.open_minor)
  if (life.random(3) !== 0) return
  await pays(life, one, one.open_minor)
  count(life.world.counters, 'paid twice')
})

/** A payer pays what has ended, or has paid already, and the seller decides. */
async function lateMoney(life: TillLife): Promise<void> {
  const { world, random } = life
  const ended = await receiptsIn(life, ['expired', 'cancelled'])
  if (ended.length === 0) return
  const one = pickOf(random, ended)
  if (one.open_minor > 0n && random(4) !== 0) {
    await pays(life, one, one.open_minor)
    count(world.counters, 'paid late')
  }
  await (random(2) === 0 ? takesLate(life, one) : givesLateBack(life, one))
}

async function goodsComeBack(life: TillLife): Promise<void> {
  const { random } = life
  const sold = await receiptsIn(life, ['registered', 'offline'], 'sale')
  if (sold.length > 0) await returns(life, pickOf(random, sold), random(3) === 0 ? 'way_it_came' : 'cash')
}

/** Until nothing is on its way, to the tax service or back to a payer; what waits for a person is put right. */
export async function untilRested(life: TillLife): Promise<void> {
  const { world, till: { register } } = life
  for (let rounds = 0; rounds < 150; rounds++) {
    await world.pass(10 * MINUTE_MS)
    if (!(await world.restless()).has(register.merchantId)) return
    await tidyUp(life)
  }
  throw new Error(`what was sold does not get registered: ${await stuckIn(life)}`)
}

/** What was refused is filed anew, or brought once more. */
async function tidyUp(life: TillLife): Promise<void> {
  await bringsOnceMore(life)
  for (const one of await receiptsIn(life, ['rejected'])) await refiles(life, one)
}

/** Nobody closes the shift. Something fails when its end is due. */
async function endByItself(life: TillLife): Promise<void> {
  const { world, random, service } = life
  const [open] = (await shiftsOf(life)).filter(({ state }) => state !== 'closing')
  if (open === undefined || open.close_at === null) return
  await world.until(open.close_at.getTime() - MINUTE_MS)
  switch (random(12)) {
    // All whose shifts end then are struck by it.
    case 0: await blackout(world, service, MINUTE_MS * (1 + random(10)))
      break
    case 1: await jump(world, MINUTE_MS * (2 + random(18)))
      break
    case 2: await world.until(open.close_at.getTime())
      kill(world, random)
      break
    case 3: case 4: case 5: befall(life, service.faults.filter((one) => one === 'answer_lost' || one === 'cut_off' || one === 'down'))
      break
    default:
  }
  const isByLaw = open.closes_before !== null && open.closes_before.getTime() - open.close_at.getTime() === 30 * MINUTE_MS
  count(world.counters, isByLaw ? 'closed by the limit' : 'closed at its time')
}

/** What waits, and why, for whoever reads a failure. */
async function stuckIn({ world: { outside: { pool }, clock }, till: { register } }: TillLife): Promise<string> {
  const { rows } = await pool.query<{ row: unknown }>(
    `select to_jsonb(stuck) as row from (
       select 'document' as what, kind, state, problem, tries::text, created_at from fiscal_document where merchant_id = $1 and state in ('queued', 'drawn', 'unknown')
       union all select 'shift', number::text, state, closing_at::text, close_at::text, opened_at from shift where merchant_id = $1 and state <> 'closed'
       union all select 'receipt', kind, state, problem, payments::text, created_at from receipt where merchant_id = $1 and (money_due or state in ('registering', 'unknown', 'rejected'))
       union all (select 'refused', kind, request::text, problem, tries::text, created_at from fiscal_document where merchant_id = $1 and state = 'refused' order by created_at desc limit 1)
       union all select 'register', trouble, filing_claim::text, filing_until::text, file_at::text, trouble_since from cash_register where merchant_id = $1) stuck`, [register.merchantId])
  return [clock.now().toISOString(), ...rows.map(({ row }) => JSON.stringify(row))].join('\n')
}
