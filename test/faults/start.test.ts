import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import { booksOf } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { openFront } from '../support/fault-front.ts'
import type { Front } from '../support/fault-front.ts'
import { effects, isAcknowledged, quiet } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, sentPayers } from '../support/fault-shop.ts'
import type { Shop } from '../support/fault-shop.ts'
import { runKvit, serverEnvironment, startServer, useServers } from '../support/server.ts'

const masterKey = newMasterKey()
const database = openTestDatabase()
useServers()
let simulator: PayseraSimulator
let front: Front
let shop: Shop
beforeAll(async () => {
  simulator = await payseraSimulator.start({ port: 0 })
  front = await openFront()
  shop = await openShop(database, { masterKey, simulator })
})
afterAll(async () => {
  await front.close()
  await simulator.stop()
})

const begin = (key: string) => startServer({ databaseUrl: database.url, masterKey: key, publicUrl: front.url, endpoints: { paysera: simulator.endpoints } })

test('K04 started with another master key, callbacks are answered 503 and never 200; with the right one they then count', async () => {
  const [payer] = await sentPayers(database, shop, { count: 1, publicUrl: front.url })
  if (payer === undefined) throw new Error('nobody came')
  const wrong = await begin(newMasterKey())
  front.leadTo(wrong.port)
  const before = await effects(database)
  const { sent: [sent] } = await simulator.play(payer.started, 'pay')
  if (sent === undefined) throw new Error('nothing was sent')
  expect(sent.answer?.status).toBe(503)
  for (let n = 0; n < 20; n++) expect((await simulator.repeat(sent)).answer?.status).toBe(503)
  expect((await fetch(`${wrong.url}/readyz`)).status).toBe(503)
  expect((await fetch(`${wrong.url}/healthz`)).status).toBe(200)
  expect(await effects(database)).toEqual(before)
  expect(wrong.said()).toContain('KVIT_MASTER_KEY is not the key this database was sealed with')
  expect(await wrong.stop()).toBe(0)

  const right = await begin(masterKey)
  front.leadTo(right.port)
  expect((await fetch(`${right.url}/readyz`)).status).toBe(200)
  expect(isAcknowledged(await simulator.repeat(sent))).toBe(true)
  await quiet(database, shop.merchantId)
  expect((await booksOf(database.pool, shop.merchantId, payer.invoiceId)).invoice.payment).toBe('paid')
  expect(await right.stop()).toBe(0)
})

describe('K04 a server that could not do its work does not start, and says what to do', () => {
  const good = () => serverEnvironment({ databaseUrl: database.url, masterKey })
  test.each([
    ['without a master key', { KVIT_MASTER_KEY: '' }, 'KVIT_MASTER_KEY is missing. KVIT_MASTER_KEY must be 32 random bytes in base64; make one with: openssl rand -base64 32.'],
    ['with a master key that is none', { KVIT_MASTER_KEY: 'secret' }, 'KVIT_MASTER_KEY must be 32 random bytes in base64'],
    ['without a database', { DATABASE_URL: '' }, 'DATABASE_URL is missing'],
    ['with a public address that others could read', { PUBLIC_URL: 'http://pay.example.org' }, 'PUBLIC_URL must begin with https://'],
    ['with certificates unchecked', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0 would let anybody pose as a provider. Remove it.'],
  ])('%s', async (_name, change, sentence) => {
    const { code, said } = await runKvit('serve', { ...good(), ...change })
    expect(code).toBe(1)
    expect(said).toContain(sentence)
    expect(said).not.toContain(masterKey)
  })
})
