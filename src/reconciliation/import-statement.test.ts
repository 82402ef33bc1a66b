import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { booksOf, money, NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { bankAccount, IBAN } from '../../test/support/bank-account.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { creditorReference } from '../invoices/creditor-reference.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { findAccount } from '../merchants/accounts/find-accounts.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { completeRefund } from '../payments/complete-refund.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { balancesOfAccounts } from './account-statement.ts'
import { bookMatch, finishMatches, matchPayout, setIgnored, undoMatch } from './book-match.ts'
import { claimImports, findImport } from './import-store.ts'
import { countRepeated, findInFile, importStatement } from './import-statement.ts'
import { LINES_A_BATCH, matchImports } from './match-imports.ts'
import { matchesOfLines } from './match-store.ts'
import { listLines } from './store.ts'

const { db, pool } = openTestDatabase()
const deps = { db, pool }
const vault = openVault(randomBytes(32))
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001', reason: 'as the payer said' } as const

type Row = { day?: string; amount: string; name?: string; text?: string; reference?: string; bankRef?: string }

const csvOf = (rows: readonly Row[]): Buffer => Buffer.from(['Data;Suma;Gavėjas;Paaiškinimai;Įmokos kodas;Įrašo Nr.',
  ...rows.map(({ day = '2026-11-02', amount, name = 'ONA', text = '', reference = '', bankRef = '' }) => [day, amount, name, text, reference, bankRef].join(';'))].join('\n'))

const bringIn = (account: MoneyAccount, content: Buffer) =>
  importStatement(db, { account, mode: 'live', fileName: 'statement.csv', content, columns: null, country: 'LT' }, BY)

const linesOf = (place: Place) => listLines(pool, { ...place, accountId: null, state: null, direction: null, search: null }, { limit: 99, after: null })

async function numberOf(place: Place, invoiceId: Id<'invoice'>): Promise<string> {
  const { rows: [row] } = await pool.query('select number from invoice where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoiceId])
  return row.number
}

async function scene() {
  const place = await somePlace(pool)
  const account = await bankAccount({ db, pool }, place)
  const invoiceId = await writtenInvoice({ db, vault }, place, { price: '40.00' })
  return { place, account, invoiceId, reference: creditorReference(await numberOf(place, invoiceId)) ?? '' }
}

const failing = (error: unknown): void => { throw error }

/** The schedule's rounds, until nothing is left to match. */
async function matchAll(): Promise<void> {
  while (await matchImports({ ...deps, clock: { now: () => NOW } }, failing)) continue
}

test('a transfer with our reference settles its invoice by itself, into the bank account, and a repetition changes nothing', async () => {
  const { place, account, invoiceId, reference } = await scene()
  const file = csvOf([{ amount: '40.00', reference, bankRef: 'A1' }, { amount: '-0.35', text: 'Mokestis', bankRef: 'A2' }])
  const imported = await bringIn(account, file)
  expect(imported).toMatchObject({ ok: true, value: { read: 2, isNew: 2 } })
  const found = async () => (imported.ok ? findImport(pool, place.merchantId, imported.value.importId) : null)
  expect(await found()).toMatchObject({ isMatching: true, matched: 0 })
  await matchAll()
  expect(await found()).toMatchObject({ isMatching: false, matched: 1 })
  const before = await balancesOf(db, place.merchantId, 'live')
  expect(await bringIn(account, file)).toMatchObject({ ok: true, value: { read: 2, isNew: 0 } })
  await matchAll()
  expect(await balancesOf(db, place.merchantId, 'live')).toEqual(before)
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ source: 'statement_line', amount: 4000n }], entries: 2 })
  expect((await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [account])).get(account.id)?.own).toEqual(money('40.00'))
  const { rows } = await pool.query("select actor, data from event where merchant_id = $1 and type = 'statement_line.matched'", [place.merchantId])
  expect(rows).toMatchObject([{ actor: 'kvit', data: { amount: '40.00', reason: '100: reference, payer_other, amount_equal' } }])
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('a match is undone with a reason: the invoice owes again, the line waits, and both stay in the records', async () => {
  const { place, account, invoiceId } = await scene()
  await bringIn(account, csvOf([{ amount: '40.00', text: 'už medų' }]))
  const [line] = await linesOf(place)
  if (line === undefined) throw new Error('no line came in')
  expect(await bookMatch(deps, { line, parts: [{ invoiceId, amountMinor: 4000n }], score: 100, reasons: [] }, BY)).toEqual({ ok: true, value: null })
  const [match] = await matchesOfLines(pool, place.merchantId, [line.id])
  if (match === undefined) throw new Error('no match was written')
  const by = { ...BY, reason: 'It was another Ona' }
  expect(await undoMatch(deps, match, by)).toEqual({ ok: true, value: null })
  expect(await undoMatch(deps, match, by)).toMatchObject({ error: { code: 'changed_meanwhile' } })
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'unpaid', paid: 0n }, refunds: [] })
  expect(await linesOf(place)).toMatchObject([{ state: 'open', matched: money('0.00') }])
  expect((await balancesOf(db, place.merchantId, 'live')).filter(({ account: name }) => name !== 'revenue')).toEqual([
    { account: `account:${account.id}`, balance: money('0.00') }, { account: 'receivable', balance: money('40.00') },
  ])
  const { rows } = await pool.query("select action, reason from audit_record where merchant_id = $1 and action like 'statement_line%' order by audit_id", [place.merchantId])
  expect(rows).toEqual([{ action: 'statement_line.matched', reason: BY.reason }, { action: 'statement_line.unmatched', reason: by.reason }])
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('money beyond the debt is kept as overpaid; undoing the other transfer makes it right and takes the refund task away', async () => {
  const { place, account, invoiceId } = await scene()
  await bringIn(account, csvOf([{ amount: '40.00', bankRef: '1' }, { amount: '40.00', bankRef: '2' }]))
  const [first, second] = await linesOf(place)
  if (first === undefined || second === undefined) throw new Error('two came')
  for (const line of [first, second]) await bookMatch(deps, { line, parts: [{ invoiceId, amountMinor: 4000n }], score: 100, reasons: [] }, BY)
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'overpaid' }, refunds: [{ state: 'requested', amount: 4000n }] })
  const [match] = await matchesOfLines(pool, place.merchantId, [first.id])
  if (match === undefined) throw new Error('it was matched')
  expect(await undoMatch(deps, match, BY)).toEqual({ ok: true, value: null })
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid', paid: 4000n }, refunds: [{ state: 'reversed' }] })
  expect((await balancesOf(db, place.merchantId, 'live')).find(({ account: name }) => name === 'receivable')?.balance).toEqual(money('0.00'))
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('a refund of what came by transfer leaves from the bank account it lies in, and such a match can no longer be undone', async () => {
  const { place, account, invoiceId } = await scene()
  await bringIn(account, csvOf([{ amount: '50.00' }]))
  const [line] = await linesOf(place)
  if (line === undefined) throw new Error('no line came in')
  await bookMatch(deps, { line, parts: [{ invoiceId, amountMinor: 5000n }], score: 100, reasons: [] }, BY)
  const { rows: [task] } = await pool.query('select refund_id from refund where merchant_id = $1', [place.merchantId])
  expect(await completeRefund({ db, pool }, { merchantId: place.merchantId, refundId: task.refund_id, note: 'Sent back' }, BY)).toMatchObject({ ok: true })
  expect((await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [account])).get(account.id)?.own).toEqual(money('40.00'))
  const [match] = await matchesOfLines(pool, place.merchantId, [line.id])
  expect(match && await undoMatch(deps, match, BY)).toMatchObject({ error: { code: 'match_not_undoable' } })
})

test('a crash between the intent and the booking is finished later, once', async () => {
  const { place, account, invoiceId } = await scene()
  await bringIn(account, csvOf([{ amount: '40.00' }]))
  const [line] = await linesOf(place)
  await pool.query("update statement_line set matched_minor = 4000, state = 'matched' where merchant_id = $1", [place.merchantId])
  await pool.query(`insert into statement_match (merchant_id, match_id, line_id, store_id, mode, kind, invoice_id, booked_id, amount_minor, state, score, reasons, author, created_at, state_changed_at)
    values ($1, $2, $3, $4, 'live', 'invoice', $5, $6, 4000, 'booking', 100, '{}', 'kvit', $7, $7)`, [
      place.merchantId, newId('match'), line?.id, place.storeId, invoiceId, newId('payment'), NOW,
    ])
  const later = new Date(NOW.getTime() + 61_000)
  await Promise.all([finishMatches(deps, later, failing), finishMatches(deps, later, failing)])
  await finishMatches(deps, later, failing)
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 4000n }] })
})

test('RC3 what two processes match at the same moment is booked once, and never more than the invoice owes', async () => {
  const { place, account, invoiceId, reference } = await scene()
  await bringIn(account, csvOf([{ amount: '40.00', reference, bankRef: '1' }, { amount: '40.00', reference, bankRef: '2' }]))
  const lines = await linesOf(place)
  const sure = { parts: [{ invoiceId, amountMinor: 4000n }], score: 100, reasons: ['reference'] }
  const done = await Promise.all([...lines, ...lines].map((line) => bookMatch(deps, { line, ...sure }, { ...BY, actor: 'kvit' })))
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
  await Promise.all([matchAll(), matchAll()])
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid', paid: 4000n }, payments: [{ amount: 4000n }], refunds: [] })
  expect((await linesOf(place)).map(({ state }) => state).toSorted()).toEqual(['matched', 'open'])
})

test('RC3 of a statement longer than a batch every line is looked at, and instalments find each other across batches', async () => {
  const { place, account, invoiceId, reference } = await scene()
  const later = await writtenInvoice({ db, vault }, place, { price: '7.00' })
  const strangers = Array.from({ length: LINES_A_BATCH + 1 }, (_, at): Row => ({ day: '2026-10-03', amount: '1.00', name: 'NOBODY', bankRef: `S${at}` }))
  await bringIn(account, csvOf([
    { day: '2026-10-01', amount: '15.00', reference, bankRef: 'I1' }, ...strangers, { day: '2026-10-05', amount: '25.00', reference, bankRef: 'I2' },
    { day: '2026-10-06', amount: '7.00', reference: creditorReference(await numberOf(place, later)) ?? '', bankRef: 'L' },
  ]))
  await matchAll()
  expect(await booksOf(pool, place.merchantId, later)).toMatchObject({ invoice: { payment: 'paid' } })
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' } })
})

test('an import that a process left behind is taken up by another when its time is over, not before', async () => {
  const { place, account, invoiceId, reference } = await scene()
  await bringIn(account, csvOf([{ amount: '40.00', reference }]))
  const taken = await claimImports(pool, { at: NOW, until: new Date(NOW.getTime() + 15_000), limit: 1000 })
  expect(taken.map(({ accountId }) => accountId)).toContain(account.id)
  await matchAll()
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ payments: [] })
  while (await matchImports({ ...deps, clock: { now: () => new Date(NOW.getTime() + 15_000) } }, failing)) continue
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 4000n }] })
})

test('a part of a line can be matched, never more than it has, and a line put aside not at all', async () => {
  const { place, account, invoiceId } = await scene()
  await bringIn(account, csvOf([{ amount: '10.00' }]))
  const one = async () => (await linesOf(place))[0] ?? Promise.reject(new Error('no line'))
  const match = async (minor: bigint) => bookMatch(deps, { line: await one(), parts: [{ invoiceId, amountMinor: minor }], score: 100, reasons: [] }, BY)
  expect(await match(1001n)).toMatchObject({ error: { code: 'exceeds_line', remaining: money('10.00') } })
  expect(await setIgnored(deps, await one(), true, BY)).toMatchObject({ ok: true })
  expect(await match(100n)).toMatchObject({ error: { code: 'line_not_open' } })
  expect(await setIgnored(deps, await one(), false, BY)).toMatchObject({ ok: true })
  expect(await match(400n)).toMatchObject({ ok: true })
  expect(await match(601n)).toMatchObject({ error: { code: 'exceeds_line', remaining: money('6.00') } })
  expect(await match(600n)).toMatchObject({ ok: true })
  expect(await one()).toMatchObject({ state: 'matched' })
})

test('I09 however a statement is cut into files, overlapping, repeated and out of order, lines and books are the same', async () => {
  const row = fc.record({ day: fc.integer({ min: 1, max: 4 }), cents: fc.integer({ min: 1, max: 3 }), hasRef: fc.boolean() })
  const cut = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), { maxLength: 4 })
  await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), cut, async (rows, cuts) => {
    const written = rows.map(({ day, cents, hasRef }, at): Row & { day: string } => ({
      day: `2026-11-0${day}`, amount: `${cents}.00`, ...(hasRef ? { bankRef: `R${at % 3}` } : {}),
    }))
    const days = (from: number, to: number) => written.filter(({ day }) => day >= `2026-11-0${Math.min(from, to)}` && day <= `2026-11-0${Math.max(from, to)}`)
    const sumOf = async (files: readonly (readonly Row[])[]) => {
      const place = await somePlace(pool)
      const account = await bankAccount({ db, pool }, place)
      for (const file of files) if (file.length > 0) await bringIn(account, csvOf(file))
      return (await linesOf(place)).map((line) => [line.bookedOn, line.amount.minor, line.bankRef]).toSorted()
    }
    const whole = await sumOf([written])
    expect(whole).toHaveLength(rows.length)
    expect(await sumOf([...cuts.map(([from, to]) => days(from, to)), written, days(1, 2), days(3, 4)])).toEqual(whole)
  }), { numRuns: 15 })
})

test('I09 payments of one amount that bear one number, as payers who count their own give, are all kept, each once', async () => {
  const { place, account } = await scene()
  const february = csvOf([{ day: '2026-02-05', amount: '500.00', name: 'UAB Vienas', bankRef: '12' }])
  const march = csvOf([{ day: '2026-03-05', amount: '500.00', name: 'UAB Antras', bankRef: '12' }])
  const spring = csvOf([{ day: '2026-02-05', amount: '500.00', name: 'UAB Vienas', bankRef: '12' }, { day: '2026-03-05', amount: '500.00', name: 'UAB Antras', bankRef: '12' }])
  for (const file of [march, february, spring, march, february]) await bringIn(account, file)
  expect((await linesOf(place)).map(({ bookedOn, partyName }) => [bookedOn, partyName]).toSorted()).toEqual([['2026-02-05', 'UAB Vienas'], ['2026-03-05', 'UAB Antras']])
})

type Told = { readonly amount: string; readonly name?: string; readonly ref?: string; readonly status?: string; readonly text?: string; readonly reference?: string }

/** The bank's notice or statement of 2 November. */
const camtOf = (message: '052' | '053' | '054', entries: readonly Told[]): Buffer => {
  const [body, part] = { '052': ['BkToCstmrAcctRpt', 'Rpt'], '053': ['BkToCstmrStmt', 'Stmt'], '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'] }[message]
  const written = entries.map(({
    amount, name = 'ONA', ref = '', status = 'BOOK', text = '', reference = '',
  }) => `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>${status}</Sts>
    <BookgDt><Dt>2026-11-02</Dt></BookgDt><AcctSvcrRef>${ref}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd>
    ${reference === '' ? '' : `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>`}</RmtInf></TxDtls></NtryDtls></Ntry>`)
  return Buffer.from(`<Document><${body}><${part}><Id>1</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>${written.join('')}</${part}></${body}></Document>`)
}

test('RC2 what the bank has only announced is never booked as money: pending entries are left out, and notices wait for the statement of the day', async () => {
  const { place, account, invoiceId, reference } = await scene()
  for (const message of ['052', '053', '054'] as const) {
    for (const status of ['PDNG', 'INFO', 'FUTR']) {
      expect(await bringIn(account, camtOf(message, [{ amount: '40.00', reference, status, ref: 'P' }]))).toMatchObject({
        value: { isNew: 0, warnings: [{ code: 'line_not_booked' }] },
      })
    }
  }
  await bringIn(account, camtOf('054', [{ amount: '40.00', reference, ref: 'N1' }]))
  await bringIn(account, csvOf([{ day: '2026-11-01', amount: '1.00', name: 'OTHER', bankRef: 'X' }]))
  await matchAll()
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ payments: [] })
  expect(await linesOf(place)).toMatchObject([{ state: 'open', isFinal: false }, { isFinal: true }])
  const statement = { account, mode: 'live', fileName: 'day.xml', content: camtOf('053', [{ amount: '40.00', reference, ref: 'N1' }]), columns: null, country: 'LT' } as const
  const repeated = async () => { const found = findInFile(statement); return found.ok ? countRepeated(db, statement, found.value) : null }
  expect(await repeated()).toBe(0)
  await bringIn(account, statement.content)
  expect(await repeated()).toBe(1)
  await matchAll()
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 4000n }] })
})

test('RC2 one movement told of by notice, statement and table, each naming it its own way, is one line and is booked once', async () => {
  const { place, account, invoiceId, reference } = await scene()
  const halves = (refs: readonly [string, string]): Told[] =>
    [{ amount: '20.00', reference, ref: refs[0], name: 'ONA ONAITĖ' }, { amount: '9.00', ref: refs[1], name: 'UAB Kavinė', text: 'Kava' }]
  await bringIn(account, camtOf('054', halves(['N1', 'N2'])))
  await bringIn(account, camtOf('053', halves(['S1', 'S2'])))
  const table = csvOf([{ amount: '20.00', name: 'Onaite Ona', text: 'už medų', reference }, { amount: '9.00', name: 'Kavinė, UAB' }, { amount: '9.00', name: 'PETRAS PETRAITIS' }])
  expect(await bringIn(account, table)).toMatchObject({ value: { read: 3, isNew: 1 } })
  for (const again of [
    table, camtOf('053', halves(['S1', 'S2'])), camtOf('054', halves(['N1', 'N2'])),
  ]) expect(await bringIn(account, again)).toMatchObject({ value: { isNew: 0 } })
  await matchAll()
  expect((await linesOf(place)).map(({ amount }) => amount.minor).toSorted()).toEqual([2000n, 900n, 900n])
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'unpaid' }, payments: [] })
})

test('two equal payments of one day stay two in every format, in whatever order the files come', async () => {
  const entries: Told[] = [{ amount: '5.00', ref: '1' }, { amount: '5.00', ref: '2' }]
  const files = [camtOf('052', entries), camtOf('053', entries.map((one) => ({ ...one, ref: `S${one.ref}` }))), csvOf([{ amount: '5.00' }, { amount: '5.00' }])]
  for (const order of [[0, 1, 2], [2, 1, 0], [1, 0, 2, 1, 0]]) {
    const { place, account } = await scene()
    for (const at of order) await bringIn(account, files[at] ?? Buffer.alloc(0))
    expect(await linesOf(place)).toHaveLength(2)
  }
})

test('a statement of another account or in another currency is refused, and says whose it is', async () => {
  const { account } = await scene()
  const file = (iban: string, currency: string) => Buffer.from(`Sąskaitos Nr.;Data;Suma;Valiuta\n${iban};2026-11-02;1.00;${currency}\n`)
  expect(await bringIn(account, file('LT377300012345678901', 'EUR'))).toEqual({ ok: false, error: { code: 'statement_other_account', iban: 'LT377300012345678901' } })
  expect(await bringIn(account, file(IBAN, 'USD'))).toEqual({ ok: false, error: { code: 'statement_other_currency' } })
})

test('a line wrongly taken for a payout is undone like any other: the money lies in the merchant account again, once', async () => {
  const { place, account } = await scene()
  const accountId = newId('moneyAccount')
  await pool.query("insert into money_account (merchant_id, account_id, store_id, kind, name, currency, opened_at) values ($1, $2, $3, 'merchant_account', 'Paysera', 'EUR', $4)",
    [place.merchantId, accountId, place.storeId, NOW])
  const from = await findAccount(db, { merchantId: place.merchantId, accountId })
  await bringIn(account, csvOf([{ amount: '40.00', name: 'PAYSERA' }]))
  const [line] = await linesOf(place)
  if (line === undefined || from === null) throw new Error('a line and an account were made')
  expect(await matchPayout(deps, { line, from, to: account }, BY)).toEqual({ ok: true, value: null })
  const [match] = await matchesOfLines(pool, place.merchantId, [line.id])
  if (match === undefined) throw new Error('no match was written')
  const undone = await Promise.all([undoMatch(deps, match, BY), undoMatch(deps, match, BY)])
  expect(undone.filter(({ ok }) => ok)).toHaveLength(1)
  const balances = await balancesOfAccounts(pool, { merchantId: place.merchantId, mode: 'live' }, [from, account])
  expect([...balances.values()].map(({ own }) => own)).toEqual([money('0.00'), money('0.00')])
  expect(await linesOf(place)).toMatchObject([{ state: 'open', matched: money('0.00') }])
  const { rows } = await pool.query("select type, actor, data from event where merchant_id = $1 and type like 'payout%' order by sequence", [place.merchantId])
  expect(rows).toMatchObject([{ type: 'payout.recorded' }, { type: 'payout.reversed', actor: BY.actor, data: { amount: '40.00', reason: BY.reason } }])
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})
