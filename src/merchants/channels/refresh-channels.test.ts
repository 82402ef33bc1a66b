import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../../test/support/database.ts'
import { NOW, someChannel, somePlace } from '../../../test/support/builders.ts'
import { testBank } from '../../../test/support/merchant-app.ts'
import { registered } from '../../connectors/registered.ts'
import { newId } from '../../kernel/ids.ts'
import { Secret } from '../../kernel/secret.ts'
import { openVault } from '../../platform/crypto/vault.ts'
import { newChannelCache } from './open-channel.ts'
import { refreshChannels } from './refresh-channels.ts'
import { refreshFacts } from './verify.ts'

const { db, pool } = openTestDatabase()

test('what was fetched with credentials that were replaced meanwhile is not kept for the new ones', async () => {
  const vault = openVault(randomBytes(32))
  const { merchantId, ...place } = await somePlace(pool)
  const { channelId } = place
  const seal = (field: string, text: string) => vault.seal(new Secret(text), { merchantId, objectId: channelId, field })
  await pool.query(`update channel set connector = 'bank', settings = '{"account":"12345"}', callback_token = $3 where merchant_id = $1 and channel_id = $2`,
    [merchantId, channelId, seal('callback_token', 'token')])
  await pool.query('insert into channel_secret values ($1, $2, $3, $4)', [merchantId, channelId, 'password', seal('password', 'CANARY')])
  const kept = async () => (await pool.query('select verified_at, facts from channel where merchant_id = $1 and channel_id = $2', [merchantId, channelId])).rows
  const refresh = (meanwhile: () => Promise<unknown>) => refreshFacts({
    db, vault, clock: { now: () => NOW }, publicUrl: new URL('https://kvit.example'), connectors: [registered(testBank)],
    endpoints: { bank: { hub: 'https://hub.example' } }, channelCache: newChannelCache(),
    http: async () => {
      await meanwhile()
      return { kind: 'answer', status: 200, headers: {}, body: 'first second' } as const
    },
  }, { merchantId, channelId })
  await refresh(() => pool.query('update channel set settings_version = settings_version + 1 where merchant_id = $1 and channel_id = $2', [merchantId, channelId]))
  expect(await kept()).toEqual([{ verified_at: null, facts: null }])
  await refresh(async () => {})
  expect(await kept()).toEqual([{ verified_at: NOW, facts: expect.any(String) }])
})

test('a provider that does not answer is asked once a round for each channel, and a broken channel stops no other', async () => {
  const vault = openVault(randomBytes(32))
  const place = await somePlace(pool)
  const channels = await Promise.all(Array.from({ length: 21 }, () => someChannel(pool, place)))
  for (const [at, channelId] of channels.entries()) {
    const { merchantId } = place
    const factsAt = at === 1 ? null : new Date(NOW.getTime() - 86_400_000 + at) // one was never asked
    const token = vault.seal(new Secret(`token ${at}`), { merchantId, objectId: at === 0 ? newId('channel') : channelId, field: 'callback_token' })
    const password = vault.seal(new Secret('CANARY'), { merchantId, objectId: channelId, field: 'password' })
    await pool.query(`update channel set connector = 'bank', settings = '{"account":"12345"}', callback_token = $3, facts = 'old',
      facts_at = $4 where merchant_id = $1 and channel_id = $2`, [merchantId, channelId, token, factsAt])
    await pool.query('insert into channel_secret values ($1, $2, $3, $4)', [merchantId, channelId, 'password', password])
  }
  const asked: string[] = []
  const faults: unknown[] = []
  const deps = {
    db, vault, clock: { now: () => NOW }, publicUrl: new URL('https://kvit.example'), connectors: [registered(testBank)],
    endpoints: { bank: { hub: 'https://hub.example' } }, channelCache: newChannelCache(),
    http: async ({ url }: { url: string }) => {
      asked.push(url)
      return { kind: 'unknown', cause: 'no answer in time' } as const
    },
  }
  const more = await refreshChannels(deps, (error) => faults.push(error))
  expect({ asked: asked.length, faults: faults.length, more }).toEqual({ asked: 20, faults: 1, more: false })
})
