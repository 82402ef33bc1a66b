import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { businessDate } from '../../src/kernel/business-date.ts'
import { parsePublicId } from '../../src/kernel/ids.ts'
import { balancesOf, journalFaults } from '../support/journal.ts'
import { creditorReference } from '../../src/invoices/creditor-reference.ts'
import { until } from '../support/fault-oracle.ts'
import { kvitInATown } from './kvit-in-a-town.ts'
import { Invoice, issued, read, settledMerchant, WithId } from './settled-merchant.ts'
import type { Merchant } from './settled-merchant.ts'

const town = kvitInATown()

const Euros = Type.Object({ amount: Type.String(), currency: Type.Literal('EUR') })
const Imported = Type.Object({
  id: Type.String(), isMatching: Type.Boolean(), read: Type.Integer(), new: Type.Integer(), repeated: Type.Integer(), matched: Type.Integer(),
  warnings: Type.Array(Type.Object({ code: Type.String(), place: Type.Union([Type.Integer(), Type.Null()]), text: Type.String() })),
})
const Line = Type.Object({
  id: Type.String(), state: Type.String(), amount: Euros, partyName: Type.Union([Type.String(), Type.Null()]), matches: Type.Array(WithId),
  suggestions: Type.Array(Type.Object({ score: Type.Integer(), reasons: Type.Array(Type.String()), parts: Type.Array(Type.Object({ invoice: WithId, amount: Euros })) })),
})
const Lines = Type.Object({ items: Type.Array(Line) })
const Statement = Type.Object({ opening: Euros, cameIn: Euros, wentOut: Euros, closing: Euros, items: Type.Array(Type.Object({ kind: Type.String(), amount: Euros })) })
const Preview = Type.Object({ format: Type.String(), lines: Type.Integer(), cameIn: Euros, wentOut: Euros, warnings: Type.Array(Type.Unknown()) })
const Balance = Type.Object({ balance: Euros })

const TABLE = 'Data;Suma;Gavėjas;Paaiškinimai;Įmokos kodas;Įrašo Nr.'

/** Imports a table, and asks until its lines have been matched. */
async function bringIn({ api }: Merchant, account: string, rows: readonly string[]) {
  const content = Buffer.from([TABLE, ...rows].join('\n')).toString('base64')
  const { id } = read(Imported, await api.post(`/v1/accounts/${account}/statement-imports`, { fileName: 'statement.csv', content }))
  const now = async () => read(Imported, await api.get(`/v1/statement-imports/${id}`))
  await until('the lines to be matched', async () => !(await now()).isMatching)
  return now()
}

const linesIn = async ({ api }: Merchant, account: string, state: string) => read(Lines, await api.get(`/v1/statement-lines?account=${account}&state=${state}`)).items

/** The first of some. Throws where there is none: the story would go on with what is not there. */
function first<T>([one]: readonly (T | null | undefined)[]): T {
  if (one === undefined || one === null) throw new Error('nothing is there')
  return one
}

async function openedAccounts({ api, store }: Merchant): Promise<{ bank: string; provider: string }> {
  const open = async (body: object) => read(WithId, await api.post('/v1/accounts', { store, currency: 'EUR', ...body })).id
  return {
    bank: await open({ kind: 'bank_account', name: 'Swedbank', iban: 'LT12 1000 0111 0100 1000' }),
    provider: await open({ kind: 'merchant_account', name: 'Paysera' }),
  }
}

test('I09 RC2 RC3 RC8 a statement is brought in, in parts that overlap; one transfer settles its invoice by itself, one by a person who takes it back and tries again, one is a payout; statement and journal agree to the cent', async () => {
  const today = businessDate(new Date(), 'Europe/Vilnius')
  const merchant = await settledMerchant(town, 'statement@example.com')
  const { api } = merchant
  const { bank, provider } = await openedAccounts(merchant)
  const named = await issued(merchant, '30.00')
  const unnamed = await issued(merchant, '10.00', { payer: { name: 'Petras Petraitis' } })
  const rows = [
    `${today};36.30;JONAS JONAITIS;;${first([creditorReference(first([named.number]))])};A1`, `${today};12.10;PETRAS PETRAITIS;už medų;;A2`,
    `${today};25.00;PAYSERA LT UAB;išmoka;;A3`, `${today};dvylika;ONA;;;A4`,
  ]

  const imported = await bringIn(merchant, bank, rows)
  expect(imported).toMatchObject({ read: 3, new: 3, repeated: 0, matched: 1, warnings: [{ code: 'line_unreadable', place: 5 }] })
  expect(first(imported.warnings).text).toContain('dvylika')
  expect(await bringIn(merchant, bank, rows)).toMatchObject({ read: 3, new: 0, repeated: 3, matched: 0 })
  const corrected = `${today};12.00;ONA;;;A4`
  expect(await bringIn(merchant, bank, [...rows.slice(2, 3), corrected])).toMatchObject({ read: 2, new: 1, repeated: 1, warnings: [] })
  expect(read(Invoice, await api.get(`/v1/invoices/${named.id}`)).payment).toBe('paid')

  const open = await linesIn(merchant, bank, 'open')
  expect(open.map(({ partyName }) => partyName).toSorted()).toEqual(['ONA', 'PAYSERA LT UAB', 'PETRAS PETRAITIS'])
  const transfer = first(open.filter(({ partyName }) => partyName === 'PETRAS PETRAITIS'))
  const suggested = first(transfer.suggestions)
  expect(suggested).toMatchObject({ reasons: ['amount_equal', 'payer_same', 'date_near'], parts: [{ invoice: { id: unnamed.id }, amount: { amount: '12.10' } }] })
  expect(suggested.score).toBeLessThan(90)
  const body = { invoices: suggested.parts.map(({ invoice, amount }) => ({ invoice: invoice.id, amount })), reason: 'He wrote to us' }
  const matched = read(Line, await api.post(`/v1/statement-lines/${transfer.id}/matches`, body))
  expect(read(Invoice, await api.get(`/v1/invoices/${unnamed.id}`)).payment).toBe('paid')
  expect(read(Line, await api.post(`/v1/matches/${first(matched.matches).id}/undoing`, { reason: 'Another Petras' }))).toMatchObject({ state: 'open', matches: [] })
  expect(await api.get(`/v1/invoices/${unnamed.id}`)).toMatchObject({ payment: 'unpaid', payments: [{ reversal: { by: 'Ona', reason: 'Another Petras' } }] })
  expect(read(Line, await api.post(`/v1/statement-lines/${transfer.id}/matches`, body)).state).toBe('matched')

  const paidOut = first(open.filter(({ partyName }) => partyName === 'PAYSERA LT UAB'))
  const taken = read(Line, await api.post(`/v1/statement-lines/${paidOut.id}/payout`, { from: provider }))
  expect(read(Balance, await api.get(`/v1/accounts/${provider}`)).balance.amount).toBe('-25.00')
  expect(read(Line, await api.post(`/v1/matches/${first(taken.matches).id}/undoing`, { reason: 'It was a loan' })).state).toBe('open')
  expect(read(Balance, await api.get(`/v1/accounts/${provider}`)).balance.amount).toBe('0.00')
  await api.post('/v1/payouts', { from: provider, to: bank, amount: { amount: '7.77', currency: 'EUR' }, paidOn: today })

  const statement = read(Statement, await api.get(`/v1/accounts/${bank}/statement?from=2020-01-01`))
  expect(statement).toMatchObject({ opening: { amount: '0.00' }, cameIn: { amount: '93.27' }, wentOut: { amount: '-37.10' }, closing: { amount: '56.17' } })
  expect(statement.items.map(({ kind }) => kind).toSorted()).toEqual([
    'payment_received', 'payment_received', 'payment_received', 'payout', 'payout', 'reversal', 'reversal',
  ])
  const exported = await api.download(`/v1/accounts/${bank}/statement.xml?from=2020-01-01`)
  expect(read(Preview, await api.post(`/v1/accounts/${bank}/statement-previews`, { fileName: 'ours.xml', content: Buffer.from(exported).toString('base64') }))).toMatchObject({
    format: 'camt.053', lines: 7, cameIn: { amount: '93.27' }, wentOut: { amount: '-37.10' }, warnings: [],
  })
  const { rows: merchants } = await town.database.pool.query<{ merchant_id: Parameters<typeof journalFaults>[1] }>('select merchant_id from merchant')
  const { merchant_id: merchantId } = first(merchants)
  const name = `account:${first([parsePublicId('moneyAccount', bank)]).id}`
  const journal = await balancesOf(town.database.db, merchantId, 'test')
  expect(journal.find(({ account }) => account === name)?.balance).toEqual({ minor: 5617n, currency: 'EUR' })
  expect(await journalFaults(town.database.db, merchantId)).toEqual([])
})
