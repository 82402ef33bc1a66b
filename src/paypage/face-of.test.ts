import { expect, test } from 'vitest'
import { newId } from '../kernel/ids.ts'
import type { AttemptState } from '../payments/attempt.ts'
import { money, NOW } from '../../test/support/builders.ts'
import { methodValue, viewOf } from './face-of.ts'
import type { OfferedMethod, Visit } from './face-of.ts'
import type { PaySubject } from './store.ts'

const channelId = newId('channel')
const offered = ['hanza', 'vb2'].map((key): OfferedMethod => ({ channelId, method: { key, title: key, country: null, kind: 'bank' } }))
const [hanza, vb2] = offered.map(methodValue)

const visit: Visit = {
  language: 'en', path: '/pay/x', now: NOW, back: null, refresh: true, problem: null, typedAmount: null, typedMethod: null, asked: false,
}

const store: PaySubject['store'] = {
  name: 'Gintaras', isOpen: true, language: 'lt', country: 'LT', timeZone: 'Europe/Vilnius', brandColour: '#b45309', legalName: '', companyCode: '',
  email: '', phone: '', website: '', termsUrl: '', partPayments: true, pageToken: null, logo: null,
}

const invoice: PaySubject['invoice'] = {
  merchantId: newId('merchant'), id: newId('invoice'), storeId: newId('store'), mode: 'test', version: 1, sequence: 1, origin: 'invoice', document: 'issued',
  currency: 'EUR', grossMinor: 2500n, paidMinor: 0n, refundedMinor: 0n, creditedMinor: 0n, payUntil: null, paidAt: null, paidLate: false,
  liveAttemptId: null, leaseUntil: null, number: '1', issueDate: '2026-11-01', dueDate: null, language: 'lt', lines: [], gross: money('25.00'),
  payer: { name: '', email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null }, seller: null, reference: null,
}

/** An invoice of 25.00 whose newest attempt, through the bank `hanza`, ended so. */
const after = (state: AttemptState): PaySubject => ({
  linkIsActive: true, invoice, store, channels: [], payments: [],
  attempt: {
    id: newId('attempt'), channelId, connector: 'paysera', state, method: 'hanza', asked: money('25.00'), waitingSince: null, claimedAt: null,
    startedAt: NOW, providerRef: null, language: 'lt', isBrought: false,
  },
})

test('who comes back after the bank refused is told so, by whatever way they come', () => {
  for (const back of ['cancel', null] as const) {
    expect(viewOf(after('failed'), { ...visit, back }, offered, '')).toMatchObject({ face: 'choose', problem: { code: 'not_paid' }, selected: hanza })
  }
  expect(viewOf(after('expired'), visit, offered, '')).toMatchObject({ face: 'choose', problem: null })
})

test('after a mistake in the amount the bank that was chosen stays chosen', () => {
  const problem = { code: 'amount_too_large' } as const
  expect(viewOf(after('expired'), { ...visit, problem, typedAmount: '99', typedMethod: vb2 ?? null }, offered, '')).toMatchObject({ problem, selected: vb2 })
})

test('a payment that was executed and has not reached the seller is called that, and not asked for a second time', () => {
  const subject = after('unknown')
  const claimed = subject.attempt === null ? null : { ...subject.attempt, claimedAt: NOW }
  expect(viewOf({ ...subject, attempt: claimed }, { ...visit, back: 'accept' }, offered, 'Paysera')).toMatchObject({ face: 'in_flight', stage: { kind: 'claimed' } })
  expect(viewOf(subject, visit, offered, 'Paysera')).toMatchObject({ face: 'choose' })
})

test('money that is reserved is not asked for again, however long ago it was reserved', () => {
  for (const back of ['accept', 'cancel', null] as const) {
    expect(viewOf(after('authorised'), { ...visit, back }, offered, 'LinkPay')).toMatchObject({ face: 'in_flight', stage: { kind: 'reserved' } })
  }
})

test('a provider that did not answer the order has led nobody anywhere: the payer hears so, and from when there is another way', () => {
  const subject = after('unknown')
  const leaseUntil = new Date(NOW.getTime() + 60_000)
  const waiting = { ...subject, invoice: { ...subject.invoice, liveAttemptId: subject.attempt?.id ?? null, leaseUntil } }
  const unanswered = { ...waiting, attempt: subject.attempt === null ? null : { ...subject.attempt, providerRef: null } }
  expect(viewOf(unanswered, visit, offered, 'LinkPay')).toMatchObject({ face: 'in_flight', stage: { kind: 'unanswered', otherWayAt: leaseUntil } })
  expect(viewOf(unanswered, { ...visit, now: leaseUntil }, offered, 'LinkPay')).toMatchObject({ face: 'choose' })
})
