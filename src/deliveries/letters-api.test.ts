import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { publicId } from '../kernel/ids.ts'
import { newestIssued } from '../invoices/newest-issued.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { letterRoutes } from './api.ts'
import { findWords } from './find-words.ts'
import { defaultWords } from './letter-invoice.ts'

const database = openTestDatabase()
const { db, pool } = database

let system: CallerApp
beforeAll(async () => {
  system = await startCallerApp(database, (app, clock) => letterRoutes(app, { db, clock, publicUrl: PUBLIC_URL, newestIssued: newestIssued(db) }))
})

const pathOf = (place: Place, at = 'invoice/lt') => `/v1/stores/${publicId('store', place.storeId, null)}/letters/${at}`
const WORDS = { subject: 'Medus laukia: {number}', body: 'Labas, {payer}\n\nMokėkite čia: {link}' }

test('a store starts with the words of Kvit, writes its own, and goes back', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const path = pathOf(place)
  const standard = { ...defaultWords('invoice', 'lt'), isDefault: true, placeholders: ['payer', 'number', 'amount', 'dueDate', 'store', 'link'], unknown: [] }
  expect((await owner.ask('GET', path)).json()).toEqual(standard)
  expect((await owner.ask('PUT', path, WORDS)).json()).toEqual({ ...standard, ...WORDS, isDefault: false })
  expect((await owner.ask('PUT', path, { ...WORDS, body: '{payer} {who}' })).json()).toMatchObject({ body: '{payer} {who}', unknown: ['who'] })
  expect((await owner.ask('GET', pathOf(place, 'invoice/en'))).json()).toMatchObject({ isDefault: true })
  expect((await owner.ask('DELETE', path)).status).toBe(204)
  expect((await owner.ask('DELETE', path)).status).toBe(204)
  expect((await owner.ask('GET', path)).json()).toEqual(standard)
  const { rows } = await pool.query('select change from audit_record where merchant_id = $1 and action = $2', [place.merchantId, 'store.changed'])
  expect(rows).toEqual(Array(3).fill({ change: { 'letter invoice lt': 'changed' } }))
})

test('the preview is the letter as it would be sent, with the store\'s name and, before the first invoice, an invented payer', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const shown = (await owner.ask('POST', `${pathOf(place)}/preview`, WORDS)).json<{ subject: string; html: string; text: string }>()
  expect(shown.subject).toBe('Bandymas: Medus laukia: 2026-0042')
  expect(shown.text).toContain('Labas, Jonas Petraitis')
  expect(shown.text).toContain('https://kvit.example/pay/')
  expect(shown.html).toContain('Pavyzdys')
  expect((await owner.ask('POST', `${pathOf(place, 'receipt/ka')}/preview`, WORDS)).status).toBe(200)
  expect(await findWords(db, { ...place, kind: 'invoice', language: 'lt' })).toBeNull()
})

test('the preview is tried on the invoice issued last, for those who may see invoices in the store\'s mode', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const preview = async (who: typeof owner) => (await who.ask('POST', `${pathOf(place)}/preview`, WORDS)).json<{ subject: string; text: string; invoice: string | null }>()
  expect((await preview(owner)).invoice).toBeNull()
  await writtenInvoice({ db, vault: openVault(randomBytes(32)) }, place)
  const shown = await preview(owner)
  expect(shown).toMatchObject({ subject: 'Medus laukia: 2026-0001', invoice: '2026-0001' })
  expect(shown.text).toContain(`Labas, ${PAYER.name}`)
  expect(shown.text).toContain('https://kvit.example/pay/0123456789example')
  expect((await preview(system.key({ ...place, mode: 'test' }))).invoice).toBeNull()
})

test('a name in braces that no letter knows is told with the preview, before anything is saved', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const shown = await owner.ask('POST', `${pathOf(place)}/preview`, { subject: '{numbr} {number}', body: '{payer} {numbr} {IBAN}' })
  expect(shown.json<{ unknown: string[] }>().unknown).toEqual(['numbr', 'IBAN'])
  expect((await owner.ask('POST', `${pathOf(place)}/preview`, WORDS)).json<{ unknown: string[] }>().unknown).toEqual([])
})

test('P04 whatever a store writes is text in the preview, never markup', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const attacks = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</p><a href="javascript:alert(1)">x</a>', '<style>*{display:none}</style>']
  for (const attack of attacks) {
    const { html } = (await owner.ask('POST', `${pathOf(place)}/preview`, { subject: attack, body: attack })).json<{ html: string }>()
    expect(html).not.toContain(attack)
    expect(html).not.toMatch(/<script|<img|javascript:alert\(1\)"/)
  }
})

test('P13 a subject is one line whatever is typed into it', async () => {
  const place = await somePlace(pool)
  const owner = await system.person(place)
  const breaks = fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\t')
  await fc.assert(fc.asyncProperty(fc.array(breaks, { minLength: 1, maxLength: 4 }), async (some) => {
    const kept = await owner.ask('PUT', pathOf(place), { ...WORDS, subject: `Sąskaita${some.join('')}Bcc: all@shop.example` })
    if (kept.status === 200) expect(kept.json<{ subject: string }>().subject).toBe('Sąskaita Bcc: all@shop.example')
    else expect(kept.status).toBe(422)
  }), { numRuns: 30 })
})

test('T01 T02 a stranger finds no letters, a reader changes none, and fields that are not asked for are refused', async () => {
  const place = await somePlace(pool)
  const other = await somePlace(pool)
  const strangers = [await system.person(other), await system.person({ ...place, storeIds: [other.storeId] })]
  for (const stranger of strangers) {
    const path = pathOf(place)
    const answers = [
      await stranger.ask('GET', path), await stranger.ask('PUT', path, WORDS), await stranger.ask('DELETE', path),
      await stranger.ask('POST', `${path}/preview`, WORDS),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
  }
  const viewer = await system.person({ ...place, role: 'viewer' })
  expect((await viewer.ask('GET', pathOf(place))).status).toBe(200)
  expect((await viewer.ask('PUT', pathOf(place), WORDS)).status).toBe(403)
  const owner = await system.person(place)
  for (const extra of [{ merchant_id: other.merchantId }, { storeId: other.storeId }, { isDefault: true }]) {
    expect((await owner.ask('PUT', pathOf(place), { ...WORDS, ...extra })).status).toBe(422)
  }
  expect((await owner.ask('GET', pathOf(place, 'greeting/lt'))).status).toBe(404)
  expect((await owner.ask('PUT', pathOf(place), { subject: ' ', body: '' })).status).toBe(422)
})
