import pg from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { callbackChannels } from '../../src/callbacks/callback-channels.ts'
import { openIntake } from '../../src/callbacks/intake.ts'
import { receiveCallback } from '../../src/callbacks/receive-callback.ts'
import { http, rawOf } from '../../src/connectors/conformance-stage.ts'
import { isSealed } from '../../src/connectors/contract.ts'
import type { RawCallback, RegisteredConnector } from '../../src/connectors/contract.ts'
import { CONNECTORS } from '../../src/connectors/registry.ts'
import type { Deed, SimulatorKind } from '../../src/connectors/simulator.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Mode } from '../../src/kernel/ids.ts'
import { endFormer, giveCredentials } from '../../src/merchants/channels/give-credentials.ts'
import { newChannelCache } from '../../src/merchants/channels/open-channel.ts'
import { forgetEnded } from '../../src/merchants/people/forget-ended.ts'
import { permissionsOf } from '../../src/merchants/role.ts'
import type { Caller } from '../../src/platform/http/caller.ts'
import { SIMULATORS } from '../../src/sandbox/simulators.ts'
import { booksOf } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { quiet } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, sentPayers } from '../support/fault-shop.ts'
import type { SentPayer } from '../support/fault-shop.ts'

// A merchant changes the key at the provider and in Kvit, while messages signed with the one before are on their way.

const database = openTestDatabase()
const masterKey = newMasterKey()

/** Nobody listens there: what the provider sends is lost on its way, and brought by the test when it likes. */
const NOWHERE = 'http://127.0.0.1:9'
const MINUTE_MS = 60_000

type Kind = { readonly connector: RegisteredConnector; readonly kind: SimulatorKind }

const kindOf = (connector: RegisteredConnector): Kind => {
  const kind = SIMULATORS.find((one) => one.connector === connector.id)
  if (kind === undefined) throw new Error(`${connector.id} has no simulator`)
  return { connector, kind }
}
const [signing, unsigned] = [CONNECTORS.filter(({ proofs }) => proofs.length > 0), CONNECTORS.filter(({ proofs }) => proofs.length === 0)]

type Values = Readonly<Record<string, string>>
type Paid = { readonly payer: SentPayer; readonly raws: readonly RawCallback[] }

/** A shop whose key is about to be changed, and the processes that hear its provider. The clock is Kvit's, in the test's hand. */
async function shopOf({ connector, kind }: Kind, { mode = 'live', settings = {} }: { mode?: Mode; settings?: Values } = {}) {
  const simulator = await kind.start({ port: 0 })
  onTestFinished(() => simulator.stop())
  const shop = await openShop(database, {
    masterKey, mode, connector, simulator: { endpoints: simulator.endpoints, enrol: simulator.enrol, newCredentials: () => ({ ...simulator.newCredentials(mode), ...settings }) },
  })
  const { merchantId, channelId, callbackToken } = shop
  const clock = { at: new Date(), now: () => clock.at, pass: (ms: number) => { clock.at = new Date(clock.at.getTime() + ms) } }
  const server = () => {
    const deps = {
      ...database, vault: shop.vault, clock, publicUrl: new URL('https://kvit.example'), http, connectors: [connector],
      endpoints: { [connector.id]: simulator.endpoints }, channelCache: newChannelCache(),
    }
    const intake = openIntake(deps, (error) => { throw error })
    return { deps, hear: async ({ raws }: Paid) => {
      const answers = []
      for (const raw of raws) answers.push((await intake.receive(callbackToken, raw)).kind)
      await quiet(database, merchantId)
      return [...new Set(answers)].join()
    } }
  }
  const owner: Caller = { kind: 'user', userId: newId('user'), name: 'Ona', merchantId, role: 'owner', storeIds: null, mode: null, permissions: permissionsOf('owner') }
  const one = server()
  const secret = connector.fields.find(({ name }) => isSealed(connector.fields, name))?.name ?? ''
  const give = async (values: Values): Promise<void> => {
    const given = await giveCredentials(one.deps, owner, { channelId, values, evenUnchecked: false })
    if (!given.ok) throw new Error(JSON.stringify(given.error))
  }
  return {
    simulator, shop, clock, owner, one, server, give,
    /** Somebody pays, and the provider signs with the key it has: `values` as the merchant has them. */
    async paid(values: Values, deed: Deed = 'pay'): Promise<Paid> {
      const open = connector.open(values, { endpoints: simulator.endpoints, clock: systemClock, facts: null, pinnedProof: null })
      if (!open.ok) throw new Error('the form refuses the credentials')
      const [payer] = await sentPayers(database, { ...shop, open: open.value }, {
        count: 1, publicUrl: NOWHERE, asked: { minor: 2500n, currency: connector.currencies[0] ?? 'EUR' },
      })
      if (payer === undefined) throw new Error('nobody was sent')
      const { sent } = await simulator.play(payer.started, deed)
      expect(sent.length).toBeGreaterThan(0)
      return { payer, raws: sent.map(rawOf) }
    },
    /** The merchant makes a new key at the provider and types it into Kvit. */
    async rotate(values: Values): Promise<Values> {
      const next = { ...values, [secret]: simulator.newCredentials(mode)[secret] ?? '' }
      simulator.enrol(next)
      await give(next)
      return next
    },
    state: async ({ payer }: Paid) => (await booksOf(database.pool, merchantId, payer.invoiceId)).invoice.payment,
    rows: async (text: string) => (await database.pool.query(`${text} where merchant_id = $1`, [merchantId])).rows,
  }
}

describe.each(signing.map(kindOf))('$connector.name', (kind) => {
  const windowMs = kind.connector.silentAfterMs

  test('C20 in the window the old key and the new one are accepted, after it the old one is refused and gone; a forgery never is', async () => {
    const { shop, clock, one, paid, rotate, state, rows } = await shopOf(kind)
    const [early, late, gone] = [await paid(shop.credentials), await paid(shop.credentials), await paid(shop.credentials)]
    const forgedBefore = await paid(shop.credentials, 'forge_signature')
    const next = await rotate(shop.credentials)
    const [byNew, byNewLater] = [await paid(next), await paid(next)]
    const forged = await paid(next, 'forge_signature')
    expect([await one.hear(byNew), await one.hear(early), await one.hear(forged), await one.hear(forgedBefore)]).toEqual(['acknowledged', 'acknowledged', 'rejected', 'rejected'])
    clock.pass(windowMs - 1)
    expect(await one.hear(late)).toBe('acknowledged')
    clock.pass(1)
    expect([await one.hear(gone), await one.hear(byNewLater), await one.hear(forged)]).toEqual(['rejected', 'acknowledged', 'rejected'])
    expect(await Promise.all([early, late, gone, byNew, byNewLater, forged].map(state))).toEqual(['paid', 'paid', 'unpaid', 'paid', 'paid', 'unpaid'])
    expect(await rows('select 1 from former_credentials')).toHaveLength(1)
    await forgetEnded(one.deps)
    expect(await rows('select 1 from former_credentials')).toEqual([])
    expect(await one.hear(gone)).toBe('rejected')
  })

  test('C20 ended by a person, the old key is refused at once by every process, and it is written down who did it', async () => {
    const { shop, owner, one, server, paid, rotate, state, rows } = await shopOf(kind)
    const [first, second, third] = [await paid(shop.credentials), await paid(shop.credentials), await paid(shop.credentials)]
    const next = await rotate(shop.credentials)
    const other = server()
    expect([await one.hear(first), await other.hear(second)]).toEqual(['acknowledged', 'acknowledged'])
    const ended = [await endFormer(one.deps, owner, shop.channelId), await endFormer(one.deps, owner, shop.channelId)]
    expect(ended.map(({ ok }) => ok)).toEqual([true, true])
    expect([await one.hear(third), await other.hear(third)]).toEqual(['rejected', 'rejected'])
    expect(await other.hear(await paid(next))).toBe('acknowledged')
    expect(await state(third)).toBe('unpaid')
    const acts = await rows('select actor, action from audit_record')
    expect(acts.filter(({ action }) => action === 'channel.former_key_ended')).toEqual([
      { actor: `user:${owner.kind === 'user' ? owner.userId : ''}`, action: 'channel.former_key_ended' },
    ])
  })

  test('C20 replaced twice, as after a slip of typing, both keys before count, each for its own time; the same key again replaces nothing', async () => {
    const { shop, clock, one, paid, rotate, give, rows } = await shopOf(kind)
    await give(shop.credentials)
    expect(await rows('select 1 from former_credentials')).toEqual([])
    const [a1, a2] = [await paid(shop.credentials), await paid(shop.credentials)]
    const second = await rotate(shop.credentials)
    const [b1, b2] = [await paid(second), await paid(second)]
    clock.pass(MINUTE_MS)
    await rotate(second)
    expect([await one.hear(a1), await one.hear(b1)]).toEqual(['acknowledged', 'acknowledged'])
    clock.pass(windowMs - MINUTE_MS)
    await forgetEnded(one.deps)
    expect(await rows('select 1 from former_credentials')).toHaveLength(1)
    expect([await one.hear(a2), await one.hear(b2)]).toEqual(['rejected', 'acknowledged'])
  })

  test('C20 what the old key proved is kept as such, and makes no claim on how the new one signs', async () => {
    const { shop, one, paid, rotate, rows } = await shopOf(kind)
    const old = await paid(shop.credentials)
    await rotate(shop.credentials)
    await one.hear(old)
    expect(await rows('select distinct verdict, left(proof, 7) as proof from inbound_message')).toEqual([{ verdict: 'report', proof: 'former ' }])
    expect(await rows('select pinned_proof from channel')).toEqual([{ pinned_proof: null }])
  })

  test('C20 what the old key proved is no word of the new one: the channel shows that the provider still signs with the old one', async () => {
    const { shop, clock, one, paid, rotate, rows } = await shopOf(kind)
    const heard = () => rows('select last_callback_at, last_former_callback_at from channel')
    const [before, old] = [await paid(shop.credentials), await paid(shop.credentials)]
    await one.hear(before)
    const first = { last_callback_at: clock.at, last_former_callback_at: null }
    await expect.poll(heard).toEqual([first])
    const byNew = await paid(await rotate(shop.credentials))
    clock.pass(1)
    await one.hear(old)
    await expect.poll(heard).toEqual([{ ...first, last_former_callback_at: clock.at }])
    const stillOld = clock.at
    clock.pass(MINUTE_MS)
    await one.hear(byNew)
    await expect.poll(heard).toEqual([{ last_callback_at: clock.at, last_former_callback_at: stillOld }])
  })

  test('C20 a message of the old key is acknowledged by as many statements as one of the new: one', async () => {
    const { shop, clock, one, paid, rotate } = await shopOf(kind)
    const [warming, old] = [await paid(shop.credentials), await paid(shop.credentials)]
    const byNew = await paid(await rotate(shop.credentials))
    const receiving = { ...callbackChannels(one.deps, () => {}), ...database, clock, heard: () => {}, applySoon: () => {} }
    const statements = async ({ raws: [raw] }: Paid): Promise<number> => {
      const seen = vi.spyOn(pg.Client.prototype, 'query')
      if (raw !== undefined) expect((await receiveCallback(receiving, shop.callbackToken, raw)).kind).toBe('acknowledged')
      const { length } = seen.mock.calls
      seen.mockRestore()
      return length
    }
    expect(await statements(warming)).toBeGreaterThan(1)
    expect([await statements(old), await statements(byNew)]).toEqual([1, 1])
  })

  test.runIf(kind.kind.deeds?.includes('weak_signature') ?? true)('C15, C20 the old key is no way around the strongest proof that was seen with it', async () => {
    const { shop, one, paid, rotate } = await shopOf(kind)
    expect(await one.hear(await paid(shop.credentials))).toBe('acknowledged')
    await expect.poll(async () => (await database.pool.query('select pinned_proof from channel where merchant_id = $1', [shop.merchantId])).rows[0]?.pinned_proof).not.toBeNull()
    const weak = await paid(shop.credentials, 'weak_signature')
    await rotate(shop.credentials)
    expect(await one.hear(weak)).toBe('rejected')
  })

  test('C20 of a channel that takes no real money yet nothing is kept: a key for tests never counts beside a real one', async () => {
    const { shop, one, paid, rotate, rows } = await shopOf(kind, { mode: 'test' })
    const old = await paid(shop.credentials)
    const next = await rotate(shop.credentials)
    expect([await one.hear(old), await one.hear(await paid(next))]).toEqual(['rejected', 'acknowledged'])
    expect(await rows('select 1 from former_credentials')).toEqual([])
  })
})

test.each(unsigned.map(kindOf))('C20 $connector.name signs nothing: no secret is kept, and what is told is asked about with the new one', async (kind) => {
  const { simulator, shop, one, paid, rotate, state, rows } = await shopOf(kind, { settings: { environment: 'live' } })
  simulator.enrol({ ...shop.credentials, callbackUrl: `${NOWHERE}/cb/${shop.callbackToken}` })
  const old = await paid(shop.credentials)
  await rotate(shop.credentials)
  expect(await one.hear(old)).toBe('acknowledged')
  expect(await state(old)).toBe('paid')
  expect(await rows('select 1 from former_credentials')).toEqual([])
})
