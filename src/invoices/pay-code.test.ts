import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { codeRoutes } from '../paypage/code-api.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { payCodeRoutes } from './pay-code-api.ts'
import { payToken } from './pay-link.ts'

const database = openTestDatabase()
const { db, pool } = database
const vault = openVault(randomBytes(32))

let system: CallerApp
beforeAll(async () => {
  system = await startCallerApp(database, async (app, clock) => {
    await payCodeRoutes(app, { db, clock, publicUrl: PUBLIC_URL })
    await codeRoutes(app, { db, vault, clock })
  })
})

type Given = { code: string; url: string; expiresAt: string }

const codesOf = (place: Place, id: Id<'invoice'>) => `/v1/invoices/${publicId('invoice', id, place.mode)}/pay-codes`

const typed = (code: string, remoteAddress = `10.0.${randomBytes(1)[0]}.${randomBytes(1)[0]}`, lang = 'en') => system.app.inject({
  method: 'POST', url: `/c?lang=${lang}`, remoteAddress, payload: new URLSearchParams({ code }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

async function invoiceWithCode() {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const owner = await system.person(place)
  const give = async () => (await owner.ask('POST', codesOf(place, id), {})).json<Given>()
  return { place, id, owner, give }
}

test('a code that was read over the phone leads to the pay page, however it is typed', async () => {
  const { place, id, give } = await invoiceWithCode()
  const { code, url } = await give()
  expect(code).toMatch(/^\d{3} \d{3} \d{3} \d{3}$/)
  expect(url).toBe('https://kvit.example/c')
  const token = await payToken(db, vault, { merchantId: place.merchantId, invoiceId: id })
  for (const written of [code, code.replaceAll(' ', ''), ` ${code.replaceAll(' ', '-')} `]) {
    const answer = await typed(written)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/pay/${token}`])
  }
})

test('the code before ends with the next one, and each ends after a day', async () => {
  const { give } = await invoiceWithCode()
  const first = await give()
  const second = await give()
  expect((await typed(first.code)).statusCode).toBe(404)
  expect((await typed(second.code)).statusCode).toBe(303)
  const before = system.clock.at
  system.clock.at = new Date(Date.parse(second.expiresAt))
  expect((await typed(second.code)).statusCode).toBe(404)
  system.clock.at = before
})

test('who tries codes in a row is stopped, in the reader’s language, and the right one helps no more', async () => {
  const { give } = await invoiceWithCode()
  const { code } = await give()
  const guess = String((BigInt(code.replaceAll(' ', '')) + 1n) % 10n ** 12n).padStart(12, '0')
  const answers = []
  for (let n = 0; n < 20; n += 1) answers.push((await typed(guess, '10.9.9.9')).statusCode)
  expect(new Set(answers)).toEqual(new Set([404]))
  const stopped = await typed(code, '10.9.9.9', 'lt')
  expect(stopped.statusCode).toBe(429)
  expect(stopped.body).toContain('Pabandykite po valandos')
})

test('a code is asked for by those who may write invoices, of an issued invoice of theirs', async () => {
  const { place, id } = await invoiceWithCode()
  const stranger = await system.person(await somePlace(pool))
  const viewer = await system.person({ ...place, role: 'viewer' })
  expect((await stranger.ask('POST', codesOf(place, id), {})).status).toBe(404)
  expect((await viewer.ask('POST', codesOf(place, id), {})).status).toBe(403)
})

test('what is no code is told so and kept in its field as text', async () => {
  const answer = await typed('"><script>')
  expect(answer.statusCode).toBe(404)
  expect(answer.body).toContain('&quot;')
  expect(answer.body).not.toContain('<script>')
})
