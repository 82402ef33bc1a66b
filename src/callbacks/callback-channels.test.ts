import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { hinting } from '../../test/support/fault-hinting.ts'
import { newMasterKey, openShop } from '../../test/support/fault-shop.ts'
import { registered } from '../connectors/registered.ts'
import type { Facts, Outcome } from '../connectors/contract.ts'
import { newChannelCache } from '../merchants/channels/open-channel.ts'
import { callbackChannels } from './callback-channels.ts'
import { receiveCallback } from './receive-callback.ts'

const database = openTestDatabase()
const masterKey = newMasterKey()

const NEVER = { kind: 'unknown', cause: 'not reached' } as const
const key = (name: string): Outcome<Facts> => ({ kind: 'done', value: name })

/** A provider that signs with a key's name; it says which key is in use as `fetches` has it, one answer after the other. */
async function receiver(fetches: Outcome<Facts>[]) {
  const asked = { times: 0, answer: async () => fetches[asked.times++] ?? NEVER }
  const connector = registered({
    ...hinting, refresh: () => asked.answer(),
    readCallback: ({ body }, { facts }) => (facts === body.toString()
      ? { kind: 'hint', ref: body.toString(), mayBeNew: null, reply: 'noted' }
      : { kind: 'stale', reason: 'no key at hand fits' }),
  })
  const shop = await openShop(database, { masterKey, connector, simulator: { newCredentials: () => ({ key: 'k' }), enrol: () => {}, endpoints: {} } })
  const clock = { at: new Date(), now: () => clock.at }
  const faults: unknown[] = []
  const channels = callbackChannels({
    ...database, vault: shop.vault, clock, publicUrl: new URL('https://kvit.example'), http: async () => NEVER, connectors: [connector], endpoints: { hinting: {} },
    channelCache: newChannelCache(),
  }, (fault) => faults.push(fault))
  const signedWith = async (name: string): Promise<string> => (await receiveCallback(
    { ...channels, pool: database.pool, clock, applySoon: () => {} }, shop.callbackToken, { method: 'POST', query: '', contentType: null, body: Buffer.from(name) },
  )).kind
  return { signedWith, asked, pass: (seconds: number) => { clock.at = new Date(clock.at.getTime() + seconds * 1000) } }
}

test('keys that cannot be fetched: whoever calls meanwhile is asked to come again, and is heard once they can', async () => {
  const { signedWith, asked, pass } = await receiver([NEVER, key('new')])
  expect([await signedWith('new'), await signedWith('new')]).toEqual(['later', 'later'])
  pass(30)
  expect([await signedWith('new'), asked.times]).toEqual(['later', 1])
  pass(31)
  expect([await signedWith('new'), asked.times]).toEqual(['acknowledged', 2])
})

test('many callbacks at the moment of a change of keys: one fetches the new ones, and all are heard', async () => {
  const { signedWith, asked } = await receiver([key('new')])
  const heard = await Promise.all(Array.from({ length: 10 }, () => signedWith('new')))
  expect([new Set(heard), asked.times]).toEqual([new Set(['acknowledged']), 1])
})

test('keys that change again within a minute: the callback comes again; one that fresh keys do not prove is refused', async () => {
  const { signedWith, pass } = await receiver([key('first'), key('second'), key('second')])
  expect(await signedWith('first')).toBe('acknowledged')
  expect(await signedWith('second')).toBe('later')
  pass(61)
  expect(await signedWith('second')).toBe('acknowledged')
  pass(61)
  expect(await signedWith('made up')).toBe('rejected')
})
