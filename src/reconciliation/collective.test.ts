import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bankAccount, IBAN } from '../../test/support/bank-account.ts'
import { booksOf, money, NOW, somePlace } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { creditorReference } from '../invoices/creditor-reference.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { decimal } from '../money/money.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { bookMatch, setIgnored, undoMatch } from './book-match.ts'
import { relativesOf } from './collective-store.ts'
import { importStatement } from './import-statement.ts'
import { matchImports } from './match-imports.ts'
import { matchesOfLines } from './match-store.ts'
import type { LineState, StatementLine } from './store.ts'
import { listLines } from './store.ts'

const { db, pool } = openTestDatabase()
const deps = { db, pool }
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001', reason: 'as the bank said' } as const

type Part = { readonly cents: number; readonly reference?: string }
type Entry = { readonly ref: string | null; readonly parts: readonly Part[] }

const euros = (cents: number): string => decimal({ minor: BigInt(cents), currency: 'EUR' })
const totalOf = ({ parts }: Entry): number => parts.reduce((sum, { cents }) => sum + cents, 0)

const MESSAGES = { '052': ['BkToCstmrAcctRpt', 'Rpt'], '053': ['BkToCstmrStmt', 'Stmt'], '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'] } as const

/** The bank's file of 2 November: each entry whole, or with what it is made of. `total` is what the file says that it is in all. */
function camtOf(message: keyof typeof MESSAGES, entries: readonly (Entry & { readonly total?: number })[], isSplit: boolean): Buffer {
  const [body, part] = MESSAGES[message]
  const details = ({ cents, reference }: Part, at: number): string => `<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">${euros(cents)}</Amt></TxAmt></AmtDtls>
    <RltdPties><Dbtr><Nm>PAYER ${at} OF ${cents}</Nm></Dbtr></RltdPties>${reference === undefined
      ? ''
      : `<RmtInf><Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd></RmtInf>`}</TxDtls>`
  const written = entries.map((entry) => `<Ntry><Amt Ccy="EUR">${euros(entry.total ?? totalOf(entry))}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>
    ${entry.ref === null ? '' : `<AcctSvcrRef>${entry.ref}</AcctSvcrRef>`}${isSplit ? `<NtryDtls>${entry.parts.map(details).join('')}</NtryDtls>` : ''}</Ntry>`)
  return Buffer.from(`<Document><${body}><${part}><Id>1</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>${written.join('')}</${part}></${body}></Document>`)
}

const tableOf = (entries: readonly Entry[]): Buffer =>
  Buffer.from(['Data;Suma;Gavėjas;Paaiškinimai;Įrašo Nr.', ...entries.map((one) => `2026-11-02;${euros(totalOf(one))};;;${one.ref ?? ''}`)].join('\n'))

const bringIn = (account: MoneyAccount, content: Buffer) => importStatement(db, { account, mode: 'live', fileName: 'day', content, columns: null, country: 'LT' }, BY)

const linesIn = (account: MoneyAccount, state: LineState | null = null) =>
  listLines(pool, { ...account, accountId: account.id, mode: 'live', state, direction: null, search: null }, { limit: 99, after: null })

const cents = (lines: readonly StatementLine[]): number[] => lines.map(({ amount }) => Number(amount.minor)).toSorted((a, b) => a - b)

const scene = async () => {
  const place = await somePlace(pool)
  return { place, account: await bankAccount(deps, place) }
}

const soleOf = ([one, ...more]: readonly StatementLine[]): StatementLine => {
  if (one === undefined || more.length > 0) throw new Error('one line was expected')
  return one
}

const THREE: Entry = { ref: 'C1', parts: [{ cents: 6000 }, { cents: 3000 }, { cents: 1000 }] }

/** The bank gives notice of each payment by an entry of its own. */
const noticesOf = ({ parts }: Entry): Buffer => camtOf('054', parts.map((part, at) => ({ ref: `N${at}`, parts: [part] })), true)

test.each([
  ['a collective entry that a notice splits waits in its parts', camtOf('054', [THREE], true)],
  ['payments of which a notice tells one by one, and a statement in one sum, wait once', noticesOf(THREE)],
])('RC2 %s, in whatever order the two come, and again changes nothing', async (_, notice) => {
  const files = [camtOf('053', [THREE], false), notice]
  for (const order of [[0, 1], [1, 0], [0, 1, 0, 1], [1, 0, 0, 1]]) {
    const { account } = await scene()
    for (const at of order) await bringIn(account, files[at] ?? Buffer.alloc(0))
    const parts = await linesIn(account, 'open')
    expect(cents(parts)).toEqual([1000, 3000, 6000])
    expect(parts.every(({ isFinal }) => isFinal)).toBe(true)
    expect(await linesIn(account, 'folded')).toMatchObject([{ amount: money('100.00'), isFinal: true }])
  }
})

test('RC2 I09 however the files of a day overlap and in whatever order they come, no movement waits twice and none is lost', async () => {
  const entry = fc.record({ hasRef: fc.boolean(), parts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }) })
  const day = fc.uniqueArray(entry, { minLength: 1, maxLength: 5, selector: ({ parts }) => parts.reduce((sum, one) => sum + one, 0) })
  const file = fc.record({ kind: fc.constantFrom('052 split', '054 split', '053 whole', 'table'), isOf: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }) })
  await fc.assert(fc.asyncProperty(day, fc.array(file, { minLength: 1, maxLength: 6 }), async (written, files) => {
    const { account } = await scene()
    // Amounts of one entry are no other's, and some of them never make up another: files that tell less than the bank knows cannot be told apart by more.
    const all = written.map(({ hasRef, parts }, at): Entry => ({
      ref: hasRef ? `R${at}` : null, parts: parts.map((one) => ({ cents: (at + 1) * 10_000 + one * 100 + 7 * parts.length })),
    }))
    const told = new Set<number>()
    for (const { kind, isOf } of [...files, { kind: '053 whole', isOf: all.map(() => true) }, { kind: '054 split', isOf: all.map(() => true) }] as const) {
      const chosen = all.filter((_, at) => isOf[at])
      const content = kind === 'table' ? tableOf(chosen) : camtOf(kind === '052 split' ? '052' : kind === '053 whole' ? '053' : '054', chosen, kind.endsWith('split'))
      if (chosen.length > 0) await bringIn(account, content)
      for (const one of chosen) told.add(all.indexOf(one))
      const standing = cents(await linesIn(account)).reduce((sum, one) => sum + one, 0)
      expect(standing).toBe(all.reduce((sum, one, at) => sum + (told.has(at) ? totalOf(one) : 0), 0))
    }
    expect(cents(await linesIn(account, 'open'))).toEqual(all.flatMap(({ parts }) => parts.map((one) => one.cents)).toSorted((a, b) => a - b))
  }), { numRuns: 15 })
})

test('notices that do not make up the entry, or could make up two, or stand beside a report of a day that is not over, are not taken for its parts', async () => {
  const short: Entry = { ref: 'C1', parts: THREE.parts.slice(1) }
  for (const [files, waiting] of [
    [[camtOf('053', [THREE], false), noticesOf(short)], [1000, 3000, 10_000]],
    [[camtOf('053', [THREE, { ...THREE, ref: 'C2' }], false), noticesOf(THREE)], [1000, 3000, 6000, 10_000, 10_000]],
    [[camtOf('052', [THREE], false), noticesOf(THREE)], [1000, 3000, 6000, 10_000]],
  ] as const) {
    const { account } = await scene()
    for (const file of files) await bringIn(account, file)
    expect(cents(await linesIn(account, 'open'))).toEqual(waiting)
  }
})

test('RC3 the parts that replace an entry of a closed day are matched by themselves', async () => {
  const { place, account } = await scene()
  const invoiceId = await writtenInvoice({ db, vault: openVault(randomBytes(32)) }, place, { price: '40.00' })
  const { rows: [row] } = await pool.query('select number from invoice where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoiceId])
  const entry: Entry = { ref: 'C1', parts: [{ cents: 4000, reference: creditorReference(row.number) ?? '' }, { cents: 500 }] }
  await bringIn(account, camtOf('053', [entry], false))
  while (await matchImports({ ...deps, clock: { now: () => NOW } }, (error) => { throw error })) continue
  await bringIn(account, camtOf('054', [entry], true))
  while (await matchImports({ ...deps, clock: { now: () => NOW } }, (error) => { throw error })) continue
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 4000n }] })
  expect(cents(await linesIn(account, 'open'))).toEqual([500])
})

test('an entry that a person has matched stays one line with its parts beneath it; once the match is undone its parts wait', async () => {
  const { place, account } = await scene()
  const invoiceId = await writtenInvoice({ db, vault: openVault(randomBytes(32)) }, place, { price: '100.00' })
  await bringIn(account, camtOf('053', [THREE], false))
  const whole = soleOf(await linesIn(account))
  await bookMatch(deps, { line: whole, parts: [{ invoiceId, amountMinor: 10_000n }], score: 100, reasons: [] }, BY)
  await bringIn(account, camtOf('054', [THREE], true))
  expect(await linesIn(account)).toMatchObject([{ id: whole.id, state: 'matched' }])
  const folded = await linesIn(account, 'folded')
  expect((await relativesOf(pool, [whole])).map(({ id }) => id).toSorted()).toEqual(folded.map(({ id }) => id).toSorted())
  expect(await bookMatch(deps, {
    line: { ...soleOf(folded.slice(0, 1)), state: 'open' }, parts: [{ invoiceId, amountMinor: 1n }], score: 100, reasons: [],
  }, BY)).toMatchObject({ error: { code: 'changed_meanwhile' } })
  const [match] = await matchesOfLines(pool, place.merchantId, [whole.id])
  expect(match && await undoMatch(deps, match, BY)).toMatchObject({ ok: true })
  expect(cents(await linesIn(account))).toEqual([1000, 3000, 6000])
})

test('what was put aside stays put aside with its parts, and they wait once it is taken up again', async () => {
  const { account } = await scene()
  await bringIn(account, camtOf('053', [THREE], false))
  await setIgnored(deps, soleOf(await linesIn(account)), true, BY)
  await bringIn(account, camtOf('054', [THREE], true))
  expect(await linesIn(account)).toMatchObject([{ state: 'ignored' }])
  await setIgnored(deps, soleOf(await linesIn(account)), false, BY)
  expect(cents(await linesIn(account))).toEqual([1000, 3000, 6000])
})

test('parts that do not make the entry up stay beneath it until the rest of them comes', async () => {
  const [first, ...rest] = THREE.parts
  if (first === undefined) throw new Error('it has parts')
  const pages = [
    camtOf('054', [{ ref: 'C1', parts: [first, { cents: 1 }], total: 6001 }], true),
    camtOf('054', [{ ref: 'C1', parts: rest.map(({ cents: one }, at) => ({ cents: at === 0 ? one - 1 : one })), total: 3999 }], true),
  ]
  for (const order of [['whole', 0, 1], [0, 'whole', 1], [0, 1, 'whole']] as const) {
    const { account } = await scene()
    const seen: number[][] = []
    for (const one of order) {
      await bringIn(account, one === 'whole' ? camtOf('053', [THREE], false) : pages[one] ?? Buffer.alloc(0))
      seen.push(cents(await linesIn(account, 'open')))
    }
    expect(seen.at(-1)).toEqual([1, 1000, 2999, 6000])
    if (order[2] === 1) expect(seen[1]).toEqual([10_000])
  }
})

test('a payment of the same sum is not taken for a collective entry, nor one of two that could be it', async () => {
  const named = await scene()
  await bringIn(named.account, Buffer.from('Data;Suma;Gavėjas;Paaiškinimai\n2026-11-02;100.00;ONA ONAITĖ;už medų'))
  await bringIn(named.account, camtOf('054', [{ ...THREE, ref: null }], true))
  expect(cents(await linesIn(named.account, 'open'))).toEqual([1000, 3000, 6000, 10_000])
  const twice = await scene()
  await bringIn(twice.account, tableOf([{ ...THREE, ref: null }, { ...THREE, ref: null }]))
  await bringIn(twice.account, camtOf('054', [{ ...THREE, ref: null }], true))
  expect(cents(await linesIn(twice.account, 'open'))).toEqual([1000, 3000, 6000, 10_000, 10_000])
})
