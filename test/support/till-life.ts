import type { FiscalValues } from '../../src/fiscalisers/simulator.ts'
import { Secret } from '../../src/kernel/secret.ts'
import { findRegister } from '../../src/registers/find-register.ts'
import { refOf } from '../../src/registers/register.ts'
import { someTill, vault } from './till.ts'
import type { Till } from './till.ts'
import type { Outside, Service, TillWorld } from './till-world.ts'

export type Random = (below: number) => number

/** One cash register among those of a world. */
export type TillLife = {
  readonly world: TillWorld
  readonly till: Till
  readonly service: Service
  readonly values: FiscalValues
  readonly random: Random
  /** What payers and buyers did, whatever the till knows of it: the oracle's own books. Minor units. */
  readonly witnessed: { sales: number; paidByLinkMinor: bigint }
}

/** A till with habits of its own. */
export async function beginLife(world: TillWorld, service: Service, random: Random): Promise<TillLife> {
  const { outside, clock } = world
  const made = await someTill(outside, { fiscaliser: service.kind.fiscaliser, roundingMinor: random(2) * 10 })
  // At Cashalot the register itself is one for trying out.
  const values = { ...service.simulator.newCredentials('test'), testing: 'yes' }
  service.simulator.enrol(values)
  await keepHabits(outside, made, { closesAt: random(2) === 0 ? null : 60 * (20 + random(4)), opensAt: random(4) === 0 ? 60 * 8 : null, now: clock.now() })
  await keepCredentials(outside, made, values)
  const register = await findRegister(outside.db, refOf(made.register))
  if (register === null) throw new Error('the register was not made')
  return { world, till: { ...made, register }, service, values, random, witnessed: { sales: 0, paidByLinkMinor: 0n } }
}

async function keepHabits({ pool }: Outside, { register }: Till, { closesAt, opensAt, now }: { closesAt: number | null; opensAt: number | null; now: Date }): Promise<void> {
  await pool.query(
    'update cash_register set closes = $2, closes_at = $3, opens = $4, opens_at = $5, next_open_at = $6 where merchant_id = $1',
    [register.merchantId, closesAt === null ? 'by_hand' : 'at_time', closesAt, opensAt === null ? 'first_receipt' : 'at_time', opensAt, opensAt === null ? null : now])
}

async function keepCredentials({ pool }: Outside, { register }: Till, values: FiscalValues): Promise<void> {
  const { merchantId, id: objectId } = register
  const secrets: [string, string][] = Object.entries(values)
  for (const [field, value] of secrets) {
    await pool.query('insert into register_secret values ($1, $2, $3, $4)', [merchantId, objectId, field, vault.seal(new Secret(value), { merchantId, objectId, field })])
  }
}

/** No shift opens by itself any more. */
export const retireAll = ({ outside: { pool } }: TillWorld) => pool.query("update cash_register set opens = 'first_receipt', opens_at = null, next_open_at = null")
