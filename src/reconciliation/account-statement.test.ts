import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money, NOW, reportOf, someAttempt, someChannel, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { post } from '../journal/post-entry.ts'
import { ok } from '../kernel/result.ts'
import { journalNames } from '../merchants/accounts/account.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { findAccount } from '../merchants/accounts/find-accounts.ts'
import { decimal, parseMoney } from '../money/money.ts'
import { applyReport } from '../payments/apply-report.ts'
import type { Currency } from '../money/currency.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { accountCsv } from './account-csv.ts'
import { balancesOfAccounts, pagesOf, statementOf, totalsOf, wholeStatementOf } from './account-statement.ts'
import type { Movement } from './account-statement.ts'
import { recordPayout } from './record-payout.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const BY = { actor: 'user:0190a000-0000-7000-8000-000000000001' } as const
const day = (number: number): Date => new Date(Date.UTC(2026, 10, number, 10))

async function someAccount(
  place: Place, kind: MoneyAccount['kind'], channels: readonly Id<'channel'>[] = [], currency: Currency = 'EUR',
): Promise<MoneyAccount> {
  const accountId = newId('moneyAccount')
  await pool.query(`insert into money_account (merchant_id, account_id, store_id, kind, name, currency, iban, opened_at) values ($1, $2, $3, $4, 'A', $7, $5, $6)`,
    [place.merchantId, accountId, place.storeId, kind, kind === 'bank_account' ? 'LT121000011101001000' : null, NOW, currency])
  await pool.query('update channel set account_id = $3 where merchant_id = $1 and channel_id = any ($2)', [place.merchantId, channels, accountId])
  const account = await findAccount(db, { merchantId: place.merchantId, accountId })
  if (account === null) throw new Error('the account was not made')
  return account
}

async function paid(place: Place, amount: string, at: Date): Promise<void> {
  const invoiceId = await writtenInvoice({ db, vault }, place, { price: amount })
  const attempt = await someAttempt(pool, { place, asked: money(amount), invoiceId })
  await applyReport(pool, { ...place, report: reportOf(attempt, { providerRef: attempt.attemptId }), inboundId: null, at })
}

const payout = (from: MoneyAccount, to: MoneyAccount, amount: string, at: Date, currency: Currency = 'EUR') => inTransaction(db, (tx) =>
  recordPayout(tx, { mode: 'live', from, to, amount: money(amount, currency), paidOn: '2026-11-05', note: '' }, { ...BY, at }))

async function allOf(pages: AsyncIterable<readonly Movement[]>): Promise<Movement[]> {
  const all: Movement[] = []
  for await (const page of pages) all.push(...page)
  return all
}

const period = (first: number, last: number) => ({ mode: 'live', currency: 'EUR', from: day(first), before: day(last), limit: 100, after: null } as const)

test('the money of a merchant account’s channels lies in it, and a payout brings it to the bank account', async () => {
  const place = await somePlace(pool)
  const other = { ...place, channelId: await someChannel(pool, place) }
  await paid(place, '40.00', day(2))
  const merchant = await someAccount(place, 'merchant_account', [place.channelId, other.channelId])
  const bank = await someAccount(place, 'bank_account')
  await paid(other, '2.50', day(3))
  await payout(merchant, bank, '41.99', day(4))
  const balances = await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [merchant, bank])
  expect([balances.get(merchant.id), balances.get(bank.id)]).toEqual([{ own: money('0.51'), others: [] }, { own: money('41.99'), others: [] }])
  expect(await statementOf(pool, merchant, period(3, 5))).toMatchObject({
    opening: money('40.00'), cameIn: money('2.50'), wentOut: money('-41.99'), closing: money('0.51'),
    movements: [{ kind: 'payment_received', amount: money('2.50'), balance: money('42.50') }, { kind: 'payout', amount: money('-41.99'), balance: money('0.51') }],
  })
  expect(await statementOf(pool, bank, period(1, 4))).toMatchObject({ opening: money('0'), closing: money('0'), movements: [] })
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

async function paidIn(place: Place, currency: 'PLN' | 'GEL', amount: string, at: Date): Promise<void> {
  const attempt = await someAttempt(pool, { place, asked: money(amount, currency) })
  await applyReport(pool, { ...place, report: reportOf(attempt, { providerRef: attempt.attemptId }), inboundId: null, at })
}

test('what a channel took in another currency is told beside the balance, and has a statement of its own', async () => {
  const place = await somePlace(pool)
  const merchant = await someAccount(place, 'merchant_account', [place.channelId])
  await paid(place, '40.00', day(2))
  await paidIn(place, 'PLN', '7.30', day(3))
  const balances = await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [merchant])
  expect(balances.get(merchant.id)).toEqual({ own: money('40.00'), others: [money('7.30', 'PLN')] })
  expect(await statementOf(pool, merchant, period(1, 5))).toMatchObject({ closing: money('40.00'), movements: [{ amount: money('40.00') }] })
  expect(await statementOf(pool, merchant, { ...period(3, 5), currency: 'PLN' })).toMatchObject({
    opening: money('0', 'PLN'), cameIn: money('7.30', 'PLN'), closing: money('7.30', 'PLN'), movements: [{ amount: money('7.30', 'PLN'), balance: money('7.30', 'PLN') }],
  })
})

test('a refund that the bank sent back stands on the statement and in its table', async () => {
  const place = await somePlace(pool)
  const merchant = await someAccount(place, 'merchant_account', [place.channelId])
  await paid(place, '40.00', day(2))
  for (const [kind, minor] of [['refund_paid', -1000n], ['refund_returned', 1000n]] as const) {
    await inTransaction(db, async (tx) => {
      const postings = [{ account: `clearing:${place.channelId}`, amountMinor: minor }, { account: 'revenue', amountMinor: -minor }] as const
      await post(tx, { entryId: newId('journalEntry'), merchantId: place.merchantId, mode: 'live', kind, subjectId: newId('refund'), currency: 'EUR', bookedAt: day(3), postings })
      return ok(null)
    })
  }
  const statement = await wholeStatementOf(pool, merchant, period(1, 5))
  expect(statement.movements.map(({ kind }) => kind)).toEqual(['payment_received', 'refund_paid', 'refund_returned'])
  const csv = accountCsv({ statement, from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Vilnius', language: 'lt' })
  expect(csv).toContain('2026-11-03;Grąžinimas sugrįžo;;;;10,00;40,00;EUR')
})

test('what a merchant account took in another currency is paid out to the bank account of that currency, and to no other', async () => {
  const place = await somePlace(pool)
  const merchant = await someAccount(place, 'merchant_account', [place.channelId])
  const [euros, zloty] = [await someAccount(place, 'bank_account'), await someAccount(place, 'bank_account', [], 'PLN')]
  await paid(place, '40.00', day(2))
  await paidIn(place, 'PLN', '100.00', day(2))
  expect(await payout(merchant, euros, '99.00', day(3), 'PLN')).toMatchObject({ ok: false, error: { code: 'accounts_differ' } })
  expect(await payout(merchant, zloty, '99.00', day(3), 'PLN')).toMatchObject({ ok: true })
  const balances = await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [merchant, euros, zloty])
  expect(balances.get(merchant.id)).toEqual({ own: money('40.00'), others: [money('1.00', 'PLN')] })
  expect([balances.get(euros.id)?.own, balances.get(zloty.id)?.own]).toEqual([money('0'), money('99.00', 'PLN')])
  expect(await statementOf(pool, merchant, { ...period(3, 5), currency: 'PLN' })).toMatchObject({
    opening: money('100.00', 'PLN'), closing: money('1.00', 'PLN'), movements: [{ kind: 'payout', amount: money('-99.00', 'PLN') }],
  })
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('a payout to a bank account of another currency, from or to a closed account or to one and the same is refused', async () => {
  const place = await somePlace(pool)
  const [bank, merchant] = [await someAccount(place, 'bank_account'), await someAccount(place, 'merchant_account')]
  const wrong = [{ ...bank, id: newId('moneyAccount'), currency: 'USD' }, { ...merchant, closedAt: NOW }, bank, { ...merchant, storeId: newId('store') }] as const
  for (const one of wrong) expect(await payout(one, bank, '1.00', NOW)).toMatchObject({ ok: false, error: { code: 'accounts_differ' } })
  expect(await payout(merchant, bank, '1.00', NOW)).toMatchObject({ ok: true })
})

test('however a course of payments and payouts is cut into periods, each begins where the last ended, and all equal the journal', async () => {
  const step = fc.record({ kind: fc.constantFrom('pay', 'pay_other', 'payout'), cents: fc.integer({ min: 1, max: 99_999 }), day: fc.integer({ min: 2, max: 28 }) })
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 28 }), async (steps, cut) => {
    const place = await somePlace(pool)
    const other = { ...place, channelId: await someChannel(pool, place) }
    const [merchant, bank] = [await someAccount(place, 'merchant_account', [place.channelId, other.channelId]), await someAccount(place, 'bank_account')]
    for (const one of steps) {
      const amount = `${Math.floor(one.cents / 10)}.${one.cents % 10}`.replace(/^0\.0$/, '0.1')
      if (one.kind === 'payout') await payout(merchant, bank, amount, day(one.day))
      else await paid(one.kind === 'pay' ? place : other, amount, day(one.day))
    }
    for (const account of [merchant, bank]) {
      const [whole, first, second] = await Promise.all([period(1, 30), period(1, cut), period(cut, 30)].map((asked) => statementOf(pool, account, asked)))
      expect(first?.closing).toEqual(second?.opening)
      expect([...first?.movements ?? [], ...second?.movements ?? []]).toEqual(whole?.movements)
      const names = new Set<string>(journalNames(account))
      const journal = (await balancesOf(db, place.merchantId, 'live')).filter((one) => names.has(one.account)).reduce((sum, one) => sum + one.balance.minor, 0n)
      expect(whole?.closing.minor).toBe(journal)
      expect(whole?.movements.reduce((sum, one) => sum + one.amount.minor, 0n)).toBe(journal)
    }
  }), { numRuns: 8 })
})

test('RC5 the downloaded table of any period and currency adds up from its opening to its closing balance, and equals the journal to the cent', async () => {
  const step = fc.record({ kind: fc.constantFrom('payout', 'EUR', 'PLN', 'GEL'), cents: fc.integer({ min: 1, max: 99_999 }), day: fc.integer({ min: 2, max: 28 }) })
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 28 }), async (steps, one, other) => {
    const place = await somePlace(pool)
    const [merchant, bank] = [await someAccount(place, 'merchant_account', [place.channelId]), await someAccount(place, 'bank_account')]
    for (const { kind, cents, day: at } of steps) {
      const amount = decimal({ minor: BigInt(cents), currency: 'EUR' })
      if (kind === 'payout') await payout(merchant, bank, amount, day(at))
      else if (kind === 'EUR') await paid(place, amount, day(at))
      else await paidIn(place, kind, amount, day(at))
    }
    const [from, to] = [Math.min(one, other), Math.max(one, other) + 1]
    const held = (await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [merchant])).get(merchant.id)
    expect(held?.others.map(({ currency }) => currency).toSorted()).toEqual([
      ...new Set(steps.map(({ kind }) => kind)),
    ].filter((kind) => kind === 'PLN' || kind === 'GEL').toSorted())
    for (const [account, currency] of [[bank, 'EUR'], [merchant, 'EUR'], ...(held?.others ?? []).map((one) => [merchant, one.currency] as const)] as const) {
      const statement = await wholeStatementOf(pool, account, { mode: 'live', currency, from: day(from), before: day(to) })
      const csv = accountCsv({ statement, from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Vilnius', language: 'en' })
      const rows = csv.trim().split('\r\n').slice(1).map((row) => row.split(','))
      const cents = (text: string | undefined): bigint => parseMoney(text ?? '', currency)?.minor ?? 0n
      const moved = rows.slice(1, -1).reduce((sum, row) => sum + cents(row[5]), 0n)
      const opening = cents(rows[0]?.[6])
      expect(cents(rows.at(-1)?.[6])).toBe(opening + moved)
      const journal = await pool.query<{ minor: bigint }>(
        `select coalesce(sum(u.amount), 0)::bigint as minor from journal_entry e, unnest(e.accounts, e.amounts) as u (account, amount)
         where e.merchant_id = $1 and u.account = any ($2) and e.booked_at < $3 and e.currency = $4`, [place.merchantId, journalNames(account), day(to), currency])
      expect(cents(rows.at(-1)?.[6])).toBe(journal.rows[0]?.minor)
      expect(rows).toHaveLength(statement.movements.length + 2)
      expect(rows.map((row) => row[7])).toEqual(rows.map(() => currency))
      const asked = { mode: 'live', currency, from: day(from), before: day(to) } as const
      const totals = await totalsOf(pool, account, asked)
      expect(await allOf(pagesOf(pool, account, asked, totals, 2))).toEqual(statement.movements)
      expect(totals.timesIn + totals.timesOut).toBe(statement.movements.length)
    }
  }), { numRuns: 8 })
})

test('I01 what a payer wrote is no formula in a spreadsheet, amounts stay numbers, and separators are those of the reader’s language', () => {
  const movement = {
    entryId: newId('journalEntry'), kind: 'payment_received', subjectId: '', bookedAt: NOW, amount: money('1234.50'), balance: money('1234.50'), invoice: null,
    partyName: '=HYPERLINK("x")', partyAccount: null, note: 'a;b',
  } as const
  const statement = { opening: money('0'), closing: money('1234.50'), cameIn: money('1234.50'), wentOut: money('0'), movements: [movement] }
  const csv = accountCsv({ statement, from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Vilnius', language: 'lt' })
  expect(csv.split('\r\n')[2]).toBe('2026-11-02;Mokėjimas;;"\'=HYPERLINK(""x"")";"a;b";1234,50;1234,50;EUR')
  expect(csv.startsWith('\ufeffData;')).toBe(true)
  for (const first of ['=', '+', '-', '@', '\t', '\r', '\n', '\0']) {
    const written = `${first}1+1`
    const sent = { ...movement, amount: money('-5.00'), partyName: written, note: written, invoice: { id: newId('invoice'), number: written } }
    const table = accountCsv({ statement: { ...statement, movements: [sent] }, from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Vilnius', language: 'en' })
    expect(table.split(`'${written}`), JSON.stringify(first)).toHaveLength(4)
    expect(table).toContain(',-5.00,1234.50,EUR')
  }
})

test('a statement is read page by page without losing or repeating a row', async () => {
  const place = await somePlace(pool)
  const merchant = await someAccount(place, 'merchant_account', [place.channelId])
  for (let cents = 1; cents <= 5; cents++) await paid(place, `1.0${cents}`, day(2))
  const asked = { ...period(1, 30), limit: 2 }
  const all = (await statementOf(pool, merchant, period(1, 30))).movements
  const first = (await statementOf(pool, merchant, asked)).movements
  expect(first).toEqual(all.slice(0, 3))
  const second = (await statementOf(pool, merchant, { ...asked, after: first[1]?.entryId ?? null })).movements
  expect(second).toEqual(all.slice(2, 5))
})

test('a file that is read page by page is broken off if its movements no longer make up what it said at its head', async () => {
  const place = await somePlace(pool)
  const merchant = await someAccount(place, 'merchant_account', [place.channelId])
  await paid(place, '1.00', day(2))
  await paid(place, '2.00', day(3))
  const asked = { mode: 'live', currency: 'EUR', from: day(1), before: day(9) } as const
  const pages = pagesOf(pool, merchant, asked, await totalsOf(pool, merchant, asked), 1)
  expect(await pages.next()).toMatchObject({ value: [{ amount: money('1.00'), balance: money('1.00') }] })
  await paid(place, '4.00', day(4))
  await expect(allOf(pages)).rejects.toThrow('the statement changed while it was read')
})
