import { expect, test } from 'vitest'
import { money, NOW } from '../../test/support/builders.ts'
import type { Asker } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { openReceiptLists } from '../../test/support/receipt-lists.ts'
import { card, cash, goods, link, saleOf, sold, someTill } from '../../test/support/till.ts'
import { publicId } from '../kernel/ids.ts'
import { moneyJson } from '../platform/http/json.ts'
import type { Receipt } from './receipt.ts'

const { db, pool } = openTestDatabase()
const ownerOf = openReceiptLists({ db, pool })

type Proof = { due: unknown; covered: unknown; whole: boolean; payments: { payment: string; amount: unknown }[]; documents: { state: string; problem: string | null }[] }

const idOf = ({ id }: Pick<Receipt, 'id'>) => publicId('receipt', id, 'test')

const proofOf = async (owner: Asker, receipt: Receipt): Promise<Proof> => (await owner.ask('GET', `/v1/receipts/${idOf(receipt)}/proof`)).json<Proof>()

const numbers = async (owner: Asker, query: string): Promise<string[]> =>
  (await owner.ask('GET', `/v1/receipts?${query}`)).json<{ items: { number: string }[] }>().items.map(({ number }) => number)

test('M11: the payments of a receipt make up its sum, and each leads back to that receipt alone', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  const two = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('31.00'), card('40.00')]))
  await sold(db, till, saleOf([goods('Сир', '20.00')], [cash('20.00')]))
  const proof = await proofOf(owner, two)
  expect(proof).toMatchObject({ whole: true, due: moneyJson(money('71.00', 'UAH')), covered: moneyJson(money('71.00', 'UAH')), documents: [] })
  expect(proof.payments.map(({ amount }) => amount)).toEqual([moneyJson(money('31.00', 'UAH')), moneyJson(money('40.00', 'UAH'))])
  for (const { payment } of proof.payments) expect(await numbers(owner, `payment=${payment}`)).toEqual([two.number])
})

test('a receipt whose money is awaited is for no payment yet', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  const waiting = await sold(db, till, saleOf([goods('Сир', '20.00')], [link('20.00')]))
  expect(await proofOf(owner, waiting)).toMatchObject({ whole: false, covered: moneyJson(money('0.00', 'UAH')), payments: [], documents: [] })
  expect(await numbers(owner, 'state=deferred')).toEqual([waiting.number])
})

test('what the tax service refused stands beside what it is told instead', async () => {
  const till = await someTill({ pool, db }, { fiscaliser: 'checkbox' })
  const owner = await ownerOf(till)
  const receipt = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  await pool.query(
    "update fiscal_document set state = 'refused', problem = 'no such tax', ended_at = $2 where merchant_id = $1 and kind = 'sale'", [till.register.merchantId, NOW])
  expect((await proofOf(owner, receipt)).documents.map(({ state, problem }) => [state, problem])).toEqual([['refused', 'no such tax']])
})

test('receipts are found by their shift and by the days on which they were made', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  const tomorrow = new Date(NOW.getTime() + 86_400_000)
  const early = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  const late = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]), tomorrow)
  if (early.shiftId === null) throw new Error('sold in no shift')
  expect(await numbers(owner, `shift=${publicId('shift', early.shiftId, 'test')}`)).toEqual([late.number, early.number])
  expect(await numbers(owner, `to=${NOW.toISOString().slice(0, 10)}`)).toEqual([early.number])
  expect(await numbers(owner, `from=${tomorrow.toISOString().slice(0, 10)}`)).toEqual([late.number])
})
