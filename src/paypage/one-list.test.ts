import { expect, test } from 'vitest'
import { newId } from '../kernel/ids.ts'
import { money, NOW } from '../../test/support/builders.ts'
import type { OfferedMethod } from './face-of.ts'
import { answering, onceEach } from './one-list.ts'
import type { PaySubject, SeenChannel } from './store.ts'

const [paysera, linkpay] = [newId('channel'), newId('channel')]
const of = (channelId: typeof paysera, key: string, title: string, country: string | null = 'lt', kind: OfferedMethod['method']['kind'] = 'bank'): OfferedMethod =>
  ({ channelId, method: { key, title, country, kind } })

const PAYSERA = [
  of(paysera, 'hanza', 'Swedbank'), of(paysera, 'vb2', 'SEB bank'), of(paysera, 'lt_revolut', 'Revolut'), of(paysera, 'wallet', 'Paysera account', null, 'wallet'),
  of(paysera, 'card', 'Payment card', null, 'card'), of(paysera, 'inbank_lt_bnpl_3', 'In three parts', 'lt', 'credit'), of(paysera, 'inbank_lt_leasing', 'Leasing', 'lt', 'credit'),
]
const LINKPAY = [
  of(linkpay, 'swed_ob_ep_baltics_lt', 'Swedbank'), of(linkpay, 'swed_ob_ep_baltics_ee', 'Swedbank', 'ee'), of(linkpay, 'seb_ob_lt', 'SEB'),
  of(linkpay, 'revolut_ob', 'Revolut', null), of(linkpay, 'lhv_ob_ee', 'LHV', 'ee'), of(linkpay, 'card', 'Payment card', null, 'card'),
]
const BOTH = [...PAYSERA, ...LINKPAY]

const keys = (methods: readonly OfferedMethod[]) => methods.map(({ method, channelId }) => `${channelId === paysera ? 'P' : 'L'} ${method.key}`)
const seen = (id: typeof paysera, troubleAt: Date | null): SeenChannel => ({ id, troubleAt, settingsVersion: 1, factsAt: null, pinnedProof: null })
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const attempt = (state: 'failed' | 'expired'): PaySubject['attempt'] => ({
  id: newId('attempt'), channelId: paysera, connector: 'paysera', state, method: 'vb2', asked: money('25.00'), waitingSince: null, claimedAt: null,
  startedAt: NOW, providerRef: null, language: 'lt', isBrought: false,
})

test('CH5: a bank or card that two channels offer stands in the list once, a bank of another country is another, and no leasing is lost', () => {
  expect(keys(onceEach(BOTH, { attempt: null, home: 'lt' }))).toEqual([
    'P hanza', 'P vb2', 'P lt_revolut', 'P wallet', 'P card', 'P inbank_lt_bnpl_3', 'P inbank_lt_leasing', 'L swed_ob_ep_baltics_ee', 'L lhv_ob_ee',
  ])
  expect(keys(onceEach(BOTH, { attempt: null, home: 'ee' }))).toContain('L revolut_ob')
  expect(keys(onceEach(PAYSERA, { attempt: null, home: 'lt' }))).toEqual(keys(PAYSERA))
})

test('CH5: after a refusal the same bank is offered through the other channel', () => {
  const after = keys(onceEach(BOTH, { attempt: attempt('failed'), home: 'lt' }))
  expect(after).toEqual(expect.arrayContaining(['L seb_ob_lt', 'L card', 'P wallet']))
  expect(after).not.toContain('P vb2')
  expect(keys(onceEach(BOTH, { attempt: attempt('expired'), home: 'lt' }))).toContain('P vb2')
})

test('CH5: a channel that failed lately is left out, comes back after ten minutes, and stays where it is the only one', () => {
  const at = (troubleOfPaysera: Date | null, troubleOfLinkPay: Date | null) =>
    keys(answering(BOTH, { channels: [seen(paysera, troubleOfPaysera), seen(linkpay, troubleOfLinkPay)] }, NOW))
  expect(at(null, null)).toEqual(keys(BOTH))
  expect(at(minutesAgo(9), null)).toEqual(keys(LINKPAY))
  expect(at(minutesAgo(11), null)).toEqual(keys(BOTH))
  expect(at(minutesAgo(1), minutesAgo(2))).toEqual(keys(BOTH))
})
