import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { defaultSmsWords } from '../deliveries/sms-words.ts'
import { publicId } from '../kernel/ids.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { newestIssued } from './newest-issued.ts'
import { storeSmsRoutes } from './store-sms-api.ts'

const database = openTestDatabase()
const { db, pool } = database
const vault = openVault(randomBytes(32))

let system: CallerApp
beforeAll(async () => {
  system = await startCallerApp(database, (app, clock) => storeSmsRoutes(app, { db, clock, publicUrl: PUBLIC_URL, newestIssued: newestIssued(db) }))
})

const pathOf = (place: Place, language = 'lt') => `/v1/stores/${publicId('store', place.storeId, null)}/sms/${language}`
const WORDS = { body: 'Ačiū, {payer}! {number}: {amount} {link}', plainLetters: true }

type Shown = { message: { text: string; alphabet: string; parts: number; left: number; wide: string[] }; unknown: string[]; invoice: string | null }

test('a store starts with the words of Kvit for a text message, writes its own, and goes back', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const standard = { ...defaultSmsWords('lt'), isDefault: true, mayBePlain: true }
  expect((await owner.ask('GET', pathOf(place))).json()).toMatchObject(standard)
  expect((await owner.ask('PUT', pathOf(place), WORDS)).json()).toMatchObject({ ...WORDS, isDefault: false })
  expect((await owner.ask('GET', pathOf(place, 'en'))).json()).toMatchObject({ isDefault: true })
  expect((await owner.ask('PUT', pathOf(place), { ...WORDS, body: 'Nothing to press' })).status).toBe(422)
  expect((await owner.ask('DELETE', pathOf(place))).status).toBe(204)
  expect((await owner.ask('GET', pathOf(place))).json()).toMatchObject(standard)
})

test('the preview is the message to the payer of the invoice issued last, counted as an operator counts it', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const preview = async (words: typeof WORDS) => (await owner.ask('POST', `${pathOf(place)}/preview`, words)).json<Shown>()
  expect((await preview(WORDS)).invoice).toBeNull()
  await writtenInvoice({ db, vault }, place)
  const plain = await preview(WORDS)
  expect(plain).toMatchObject({ invoice: '2026-0001', message: { alphabet: 'gsm', parts: 1, wide: [] } })
  expect(plain.message.text).toContain(`Aciu, ${PAYER.name}! 2026-0001: 25,00 EUR https://kvit.example/p/0123456789exampleLink0`)
  expect((await preview({ ...WORDS, plainLetters: false })).message).toMatchObject({ alphabet: 'ucs2', parts: 2, wide: ['č', 'ū'] })
})

test('a message that is half written is shown too, with the names that it does not know', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const shown = (await owner.ask('POST', `${pathOf(place)}/preview`, { body: 'Labas, {who}', plainLetters: false })).json<Shown>()
  expect(shown).toMatchObject({ message: { text: 'Labas, {who}', parts: 1 }, unknown: ['who'] })
})
