import { randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { newId, publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { applyReport } from '../payments/apply-report.ts'
import { creditInvoice } from '../payments/credit-invoice.ts'
import { recordPayment, recordStatementPayment } from '../payments/record-payment.ts'
import { settleAttempt } from '../payments/settle-attempt.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place, SomeAttempt } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { someMessage } from '../../test/support/some-message.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { reportRoutes } from './api.ts'

const database = openTestDatabase()
const { db, pool } = database
const deps = { ...database, vault: openVault(randomBytes(32)) }

let system: CallerApp
let place: Place
let owner: Asker
beforeAll(async () => {
  system = await startCallerApp(database, (app, clock) => reportRoutes(app, { ...deps, clock, publicUrl: PUBLIC_URL, openChannel: noChannel }))
})
beforeEach(async () => {
  system.clock.at = NOW
  place = await somePlace(pool, 'test')
  owner = await system.person(place)
})

type Detail = {
  why: string; allowed: Record<string, boolean>; attempts: { id: string; state: string; next: string | null }[]
  payments: object[]; refunds: { next: string | null; sendTo: object | null }[]; creditNotes: object[]; links: object | null
}

const pathOf = (id: Id<'invoice'>) => `/v1/invoices/${publicId('invoice', id, 'test')}`
const detail = async (id: Id<'invoice'>, asker = owner) => (await asker.ask('GET', pathOf(id))).json<Detail>()
const timeline = async (id: Id<'invoice'>, asker = owner) =>
  (await asker.ask('GET', `${pathOf(id)}/timeline`)).json<{ items: { type: string; text: string; message: string | null; actor: object; data: object }[] }>().items
const hear = (attempt: SomeAttempt, more = {}, inboundId: Id<'inboundMessage'> | null = null) => applyReport(pool, {
  merchantId: attempt.merchantId, channelId: attempt.channelId, report: reportOf(attempt, more), inboundId, at: NOW,
})
const byHand = (invoiceId: Id<'invoice'>, amount: string) => recordPayment(pool, {
  merchantId: place.merchantId, invoiceId, source: 'cash', amount: money(amount), receivedAt: NOW, note: '',
}, { at: NOW, actor: 'kvit' })

test('the state is a sentence in the days of the store, from waiting over part payment to paid', async () => {
  const id = await writtenInvoice(deps, place, { payUntil: new Date('2026-11-06T22:00:00Z'), dueDate: '2026-11-05' })
  system.clock.at = new Date('2026-11-03T22:30:00Z') // Wednesday in Vilnius already, Tuesday in London
  expect((await detail(id)).why).toBe('Waiting for the payer since Monday; the link expires on Friday.')
  await byHand(id, '10.00')
  expect((await detail(id)).why).toBe('10.00\u00a0€ of 25.00\u00a0€ has been paid. The link expires on Friday.')
  system.clock.at = new Date('2026-11-06T10:00:00Z')
  expect((await detail(id)).why).toBe('10.00\u00a0€ of 25.00\u00a0€ has been paid. Payment was due yesterday; 15.00\u00a0€ is still owed.')
  system.clock.at = new Date('2026-11-20T10:00:00Z')
  expect((await detail(id)).why).toContain('The link expired on 6 Nov 2026; 15.00\u00a0€ is still owed.')
  await byHand(id, '15.00')
  system.clock.at = NOW
  expect((await detail(id)).why).toBe('Paid in full today.')
})

test('of money that has gone back the sentence says so, and what a bank took back goes first until somebody has answered', async () => {
  const wentBack = (amount: string) => ({ status: 'refunded', refund: { amount: money(amount), at: null, counts: 'all' } }) as const
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
  await hear(attempt)
  await hear(attempt, wentBack('10.00'))
  expect((await detail(attempt.invoiceId)).why).toBe('Paid in full today. Of this, 10.00\u00a0€ has gone back.')
  const part = await someAttempt(pool, { place, asked: money('5.00'), invoiceId: await writtenInvoice(deps, place, { dueDate: '2026-11-05' }) })
  await hear(part, { providerRef: '2' })
  await hear(part, { providerRef: '2', ...wentBack('2.00') })
  expect((await detail(part.invoiceId)).why).toBe('5.00\u00a0€ of 25.00\u00a0€ has been paid. Of this, 2.00\u00a0€ has gone back. Payment of the rest is due on Thursday.')
  const taken = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
  await hear(taken, { providerRef: '3' })
  await hear(taken, { providerRef: '3', status: 'charged_back', refund: { amount: money('4.00'), at: null, counts: 'all' } })
  expect((await detail(taken.invoiceId)).why).toBe('The payer’s bank has taken 4.00\u00a0€ back. A person has to decide.')
  await pool.query(`update refund set note = 'Accepted' where merchant_id = $1 and because = 'charged_back'`, [place.merchantId])
  expect((await detail(taken.invoiceId)).why).toBe('Paid in full today. Of this, 4.00\u00a0€ has gone back.')
})

test('every state has its sentence in every language, with nothing left unfilled', async () => {
  const ids = [await writtenInvoice(deps, place, { issue: false }), await writtenInvoice(deps, place)]
  const inState = async (state: 'unknown' | 'conflicted' | 'pending' | 'authorised') => {
    const invoiceId = await writtenInvoice(deps, place)
    const { attemptId } = await someAttempt(pool, { place, asked: money('25.00'), state, invoiceId })
    await pool.query(`update invoice set live_attempt_id = $3, lease_until = $4 where merchant_id = $1 and invoice_id = $2`,
      [place.merchantId, invoiceId, attemptId, new Date(NOW.getTime() + 600_000)])
    return invoiceId
  }
  for (const state of ['unknown', 'conflicted', 'pending', 'authorised'] as const) ids.push(await inState(state))
  const claimed = await inState('unknown')
  await pool.query('update attempt set claimed_at = $3 where merchant_id = $1 and invoice_id = $2', [place.merchantId, claimed, NOW])
  ids.push(claimed)
  for (const language of LANGUAGES) {
    const reader = await system.person({ ...place, language })
    const said = await Promise.all(ids.map((id) => detail(id, reader)))
    const told = (await Promise.all(ids.map((id) => timeline(id, reader)))).flat()
    for (const { text } of told) expect(text, language).not.toMatch(/\.\.|[{}]|undefined|null/)
    expect(new Set(said.map((one) => one.why)).size, language).toBe(ids.length)
    for (const { why, attempts } of said) {
      for (const text of [why, ...attempts.map((attempt) => attempt.next ?? '')]) expect(text, language).not.toMatch(/[{}]|undefined|null/)
    }
  }
})

test('an attempt nobody heard of tells its age and what to do, and may be settled by whoever has the permission', async () => {
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), state: 'unknown', invoiceId: await writtenInvoice(deps, place) })
  system.clock.at = new Date(NOW.getTime() + 3 * 3_600_000 + 59_000)
  const [shown] = (await detail(attempt.invoiceId)).attempts
  expect(shown).toMatchObject({ next: expect.stringMatching(/^Nothing has been heard for 3 hours\. Look in Paysera/), allowed: { settle: true } })
  const cashier = await system.person({ ...place, role: 'cashier' })
  expect((await detail(attempt.invoiceId, cashier)).attempts).toMatchObject([{ allowed: { settle: false } }])
  await settleAttempt(pool, { ...attempt, reason: 'Not in Paysera', money: null }, { at: NOW, actor: 'kvit' })
  expect((await detail(attempt.invoiceId)).attempts).toMatchObject([{ state: 'failed', next: null }])
})

test('money that the provider took and has not passed on is not called an attempt nobody heard of', async () => {
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), state: 'unknown', invoiceId: await writtenInvoice(deps, place) })
  await pool.query('update attempt set claimed_at = $2 where attempt_id = $1', [attempt.attemptId, NOW])
  system.clock.at = new Date(NOW.getTime() + 3 * 3_600_000)
  const { why, attempts } = await detail(attempt.invoiceId)
  expect(why).toMatch(/^Paysera says that .*25\.00.* was taken from the payer and has not reached you\./)
  expect(attempts).toMatchObject([{ next: expect.stringMatching(/^Paysera says that the money was taken from the payer; it has been on its way to you for 3 hours\./) }])
})

test('what is allowed follows from the state and the permissions together', async () => {
  const draft = await writtenInvoice(deps, place, { issue: false })
  const issued = await writtenInvoice(deps, place)
  const none = { edit: false, issue: false, send: false, cancel: false, credit: false, record: false, remove: false }
  expect((await detail(draft)).allowed).toEqual({ ...none, edit: true, issue: true, remove: true })
  expect((await detail(issued)).allowed).toEqual({ ...none, send: true, cancel: true, credit: true, record: true })
  expect((await detail(issued, await system.person({ ...place, role: 'cashier' }))).allowed).toEqual({ ...none, send: true, record: true })
  expect((await detail(issued, await system.person({ ...place, role: 'viewer' }))).allowed).toEqual(none)
  await someAttempt(pool, { place, asked: money('25.00'), state: 'authorised', invoiceId: issued })
  expect((await detail(issued)).allowed).toEqual({ ...none, send: true, cancel: true, record: true })
  await pool.query(`update attempt set state = 'failed' where merchant_id = $1 and invoice_id = $2`, [place.merchantId, issued])
  await byHand(issued, '25.00')
  expect((await detail(issued)).allowed).toEqual({ ...none, credit: true })
})

test('money that came twice shows the refund with what to do, and a credit note with its paper', async () => {
  const first = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
  const second = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: first.invoiceId })
  await hear(first, { providerRef: '1' })
  await hear(second, { providerRef: '2' })
  await inTransaction(db, (tx) => creditInvoice(tx, {
    merchantId: place.merchantId, id: first.invoiceId, reason: 'Returned jar', lines: null, timeZone: 'Europe/Vilnius', numberPrefix: '',
  }, { at: NOW, actor: `user:${owner.caller.merchantId}` }))
  const shown = await detail(first.invoiceId)
  expect(shown.why).toBe('50.00\u00a0€ more than owed has come in and is to be given back.')
  expect(shown.payments).toHaveLength(2)
  expect(shown.refunds.map((refund) => refund.next)).toEqual(Array(2).fill(
    'Give 25.00\u00a0€ back in Paysera. The task ends when the provider reports it or when you confirm it here.',
  ))
  expect(shown.creditNotes).toMatchObject([{
    number: 'CN-2026-0001', reason: 'Returned jar', gross: { amount: '25.00' },
    pdf: expect.stringMatching(/^https:\/\/kvit\.example\/v1\/credit-notes\/crn_test_[0-9a-z]{26}\/pdf$/),
  }])
  expect((await timeline(first.invoiceId)).map((item) => item.text)).toContain('A credit note over 25.00\u00a0€ was issued. Reason: Returned jar')
})

test('money that a person sends back names whom to send it to, until it is sent', async () => {
  const invoiceId = await writtenInvoice(deps, place)
  const paid = { merchantId: place.merchantId, invoiceId, paymentId: newId('payment'), amount: money('30.00') }
  await recordStatementPayment(pool, {
    ...paid, source: 'statement_line', into: 'bank', receivedAt: NOW, payerName: 'Ona Onaitė', payerAccount: 'LT121000011101001000', note: '',
  }, { at: NOW, actor: 'kvit' })
  const sendTo = async () => (await detail(invoiceId)).refunds.map((refund) => refund.sendTo)
  expect(await sendTo()).toEqual([{ name: 'Ona Onaitė', account: 'LT121000011101001000' }])
  await pool.query(`update refund set state = 'succeeded' where merchant_id = $1`, [place.merchantId])
  expect(await sendTo()).toEqual([null])
})

test('the history tells everything in order, with who, why and the message it came by', async () => {
  const invoiceId = await writtenInvoice(deps, place)
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), state: 'unknown', invoiceId })
  const inboundId = await someMessage(pool, place, { query: 'a=1', body: Buffer.from('data=x&ss1=y') })
  await hear(attempt, { asked: money('9.99') }, inboundId)
  const later = new Date(NOW.getTime() + 60_000)
  const { caller } = owner
  await settleAttempt(pool, { ...attempt, reason: 'Seen on the account', money: { amount: money('25.00'), providerRef: null, receivedAt: NOW } },
    { at: later, actor: caller.kind === 'user' ? `user:${caller.userId}` : 'kvit' })
  const items = await timeline(invoiceId)
  expect(items.map((item) => item.type)).toEqual([
    'message.conflicted', 'invoice.issued', 'attempt.conflicted', 'attempt.settled', 'payment.received', 'invoice.paid',
  ])
  expect(items.map((item) => item.text)).toEqual([
    'Paysera sent a message that does not fit.', 'The invoice was issued: 25.00\u00a0€, payable by 16 November 2026.',
    'What Paysera reported does not fit. No money was booked.',
    'A person settled the attempt of 25.00\u00a0€: the money was received. Reason: Seen on the account',
    '25.00\u00a0€ was received through Paysera.', 'The invoice is paid.',
  ])
  expect(items.map((item) => item.actor)).toMatchObject([
    { kind: 'provider', name: 'Paysera' }, { kind: 'kvit' }, { kind: 'provider', name: 'Paysera' }, { kind: 'user', name: 'Ona' }, { kind: 'user' }, { kind: 'user' },
  ])
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7/
  expect(JSON.stringify(items)).not.toMatch(uuid)

  const found = (await owner.ask('GET', `/v1/attempts/${publicId('attempt', attempt.attemptId, 'test')}`)).json<{ messages: { id: string }[] }>()
  expect(found).toMatchObject({ state: 'succeeded', next: null, messages: [{ id: items[0]?.message, verdict: 'report', outcome: 'conflicted', reason: 'asked', times: 1 }] })
  const raw = (await owner.ask('GET', `/v1/messages/${items[0]?.message}`)).json()
  expect(raw).toMatchObject({ method: 'POST', query: 'a=1', body: 'data=x&ss1=y', bodyEncoding: 'text', proof: 'ss3' })
})

test('bytes that are no text come as base64, whole', async () => {
  const attempt = await someAttempt(pool, { place, asked: money('1.00') })
  for (const [body, encoding] of [[Buffer.from([0xff, 0xfe, 0]), 'base64'], [Buffer.from('a\0b'), 'base64'], [Buffer.from('šį\r\n'), 'text']] as const) {
    const inboundId = await someMessage(pool, place, { attemptId: attempt.attemptId, body })
    const raw = (await owner.ask('GET', `/v1/messages/${publicId('inboundMessage', inboundId, 'test')}`)).json<{ body: string; bodyEncoding: string }>()
    expect(raw.bodyEncoding).toBe(encoding)
    expect(Buffer.from(raw.body, encoding === 'text' ? 'utf8' : 'base64')).toEqual(body)
  }
})

test('raw messages need their permission, and money is shown to whoever may read payments only', async () => {
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
  await hear(attempt)
  const viewer = await system.person({ ...place, role: 'viewer' })
  const id = publicId('inboundMessage', await someMessage(pool, place), 'test')
  expect((await viewer.ask('GET', `/v1/messages/${id}`)).status).toBe(403)
  expect((await owner.ask('GET', `/v1/messages/${id}`)).status).toBe(200)
  Object.assign(viewer.caller, { permissions: new Set(['invoices.read']) })
  expect(await detail(attempt.invoiceId, viewer)).toMatchObject({ attempts: [], payments: [], refunds: [] })
  expect((await timeline(attempt.invoiceId, viewer)).map((item) => item.type)).toEqual(['invoice.issued', 'invoice.paid'])
})

test('T01 what belongs to another merchant, store or mode is not there', async () => {
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
  const inboundId = await someMessage(pool, place, { attemptId: attempt.attemptId })
  const other = await somePlace(pool, 'test')
  const strangers = [
    await system.person(other), await system.person({ ...place, storeIds: [other.storeId] }), system.key({ ...place, mode: 'live' }),
  ]
  const paths = [
    pathOf(attempt.invoiceId), `${pathOf(attempt.invoiceId)}/timeline`, `/v1/attempts/${publicId('attempt', attempt.attemptId, 'test')}`,
    `/v1/messages/${publicId('inboundMessage', inboundId, 'test')}`,
  ]
  for (const path of paths) {
    expect((await owner.ask('GET', path)).status, path).toBe(200)
    expect((await owner.ask('GET', path.replace('_test_', '_live_'))).status, path).toBe(404)
    for (const stranger of strangers) expect((await stranger.ask('GET', path)).status, path).toBe(404)
  }
})
