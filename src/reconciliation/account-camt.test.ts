import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money, NOW } from '../../test/support/builders.ts'
import { creditorReference } from '../invoices/creditor-reference.ts'
import { newId, publicId } from '../kernel/ids.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { accountCamt } from './account-camt.ts'
import type { Movement } from './account-statement.ts'
import { readCamt } from './camt.ts'
import { balances } from './statement.ts'
import type { ReadStatement } from './statement.ts'

const IBAN = 'LT121000011101001000'
const PAYER = 'EE471000001020145685'

const account: MoneyAccount = {
  merchantId: newId('merchant'), id: newId('moneyAccount'), storeId: newId('store'), kind: 'bank_account', name: 'Main <account> & Co', currency: 'EUR',
  bankName: 'Swedbank', iban: IBAN, channelIds: [], openedAt: NOW, closedAt: null,
}

const DAY_MS = 86_400_000

type Told = Partial<Movement> & { readonly amount: Money; readonly day?: number }

/** The file of these movements, cut into pages of two. */
async function written(told: readonly Told[], { of = account, opening = money('10.00'), mode = 'live' }: { of?: MoneyAccount; opening?: Money; mode?: 'test' | 'live' } = {}) {
  const { currency } = opening
  let minor = opening.minor
  const movements = told.map(({ day = 0, amount, ...more }): Movement => ({
    entryId: newId('journalEntry'), kind: 'payment_received', subjectId: '', bookedAt: new Date(NOW.getTime() + day * DAY_MS), amount,
    balance: { minor: minor += amount.minor, currency }, invoice: null, partyName: null, partyAccount: null, note: null, ...more,
  }))
  const [ins, outs] = [told.filter(({ amount }) => amount.minor > 0n), told.filter(({ amount }) => amount.minor < 0n)].map((some) => some.map(({ amount }) => amount))
  const totals = {
    opening, closing: { minor, currency }, cameIn: sum(ins ?? [], currency), wentOut: sum(outs ?? [], currency), timesIn: ins?.length ?? 0,
    timesOut: outs?.length ?? 0,
  }
  const pages = movements.flatMap((_, index) => (index % 2 === 0 ? [movements.slice(index, index + 2)] : []))
  const said = { account: of, mode, zone: 'Europe/Vilnius', totals, from: '2026-11-01', to: '2026-11-30', writtenAt: NOW, messageId: 'm1' } as const
  let xml = ''
  for await (const piece of accountCamt(said, inTurn(pages))) xml += piece
  return { xml, movements, totals }
}

async function* inTurn<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all
}

function readBack(xml: string): ReadStatement {
  const read = readCamt(xml)
  if (!read.ok) throw new Error(read.error)
  expect(read.value).toMatchObject({ format: 'camt.053', warnings: [], statements: [{}] })
  const [statement] = read.value.statements
  if (statement === undefined) throw new Error('no statement')
  return statement
}

/** What of a text has a place in XML, whatever stands between its words. */
const letters = (text: string | null): string => (text ?? '').toWellFormed().replaceAll(/[^\u{21}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|\s/gu, '')

test('RC2 RC5 whatever moved, the exported file read by our own importer gives the same lines and balances', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('UAB „Medus“ & <Ko>', 'ქართული 🍯', ']]>', '&amp;', 'a\u0001b'))
  const movement = fc.record({
    minor: fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }).filter((one) => one !== 0n), partyName: fc.option(text), note: fc.option(text),
    kind: fc.constantFrom('payment_received', 'refund_paid', 'refund_returned', 'payout', 'reversal'), day: fc.integer({ min: 0, max: 20 }),
    partyAccount: fc.constantFrom(null, PAYER, '40817 BANK'), currency: fc.constant(null),
  })
  await fc.assert(fc.asyncProperty(fc.array(movement, { maxLength: 7 }), fc.bigInt(
    { min: -(10n ** 12n), max: 10n ** 12n },
  ), fc.constantFrom('EUR', 'JPY', 'KWD', 'GEL'), async (some, opening, currency) => {
    const told = some.map(({ minor, ...more }) => ({ ...more, amount: { minor, currency } }))
    const { xml, movements, totals } = await written(told, { opening: { minor: opening, currency } })
    const read = readBack(xml)
    expect(balances(read)).toBe(true)
    expect(read).toMatchObject({ account: IBAN, currency, opening: totals.opening, closing: totals.closing })
    expect(read.lines.map(({ bookedOn, amount, partyName, partyAccount, remittance, bankRef, nature }) => ({
      bookedOn, amount, partyName: letters(partyName), partyAccount, remittance: letters(remittance), bankRef, nature,
    })))
      .toEqual(movements.map((one, index) => ({
        bookedOn: `2026-11-${String(2 + (some[index]?.day ?? 0)).padStart(2, '0')}`, amount: one.amount, partyName: letters(one.partyName),
        partyAccount: one.partyAccount?.replaceAll(' ', '') ?? null, remittance: letters(one.note), bankRef: publicId('journalEntry', one.entryId, 'live'),
        nature: one.kind === 'reversal' || one.kind === 'refund_returned' ? 'reversal' : 'transfer',
      })))
  }), { numRuns: 40 })
})

test('a payment carries its invoice’s number and the reference by which importers find the invoice', async () => {
  const { xml } = await written([{ amount: money('40.00'), invoice: { id: newId('invoice'), number: 'KV-2026/0042' } }])
  expect(readBack(xml).lines).toMatchObject([{ reference: creditorReference('KV-2026/0042') }])
  expect(xml).toContain('<Nb>KV-2026/0042</Nb>')
})

test('what a payer wrote at length is cut between words, and comes back whole', async () => {
  const note = Array.from({ length: 60 }, (_, at) => `žodis${at}`).join(' ')
  const { xml } = await written([{ amount: money('40.00'), note }])
  const pieces = [...xml.matchAll(/<Ustrd>(.*)<\/Ustrd>/g)].map(([, piece]) => piece ?? '')
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.every((piece) => piece.length <= 140)).toBe(true)
  expect(readBack(xml).lines[0]?.remittance).toBe(note)
})

test('a merchant account without IBAN is named by its id, an empty period has balances and no entries, and test mode says that it is', async () => {
  const { xml } = await written([], { of: { ...account, kind: 'merchant_account', iban: null }, mode: 'test' })
  expect(readBack(xml)).toMatchObject({ account: publicId('moneyAccount', account.id, null).toUpperCase(), opening: money('10.00'), closing: money('10.00'), lines: [] })
  expect(xml).toContain('<AddtlStmtInf>Test: no real money</AddtlStmtInf>')
  expect([...xml.matchAll(/<(?:Id|MsgId|NtryRef|AcctSvcrRef)>([^<]+)</g)].filter(([, id = '']) => id.length > 35)).toEqual([])
})
