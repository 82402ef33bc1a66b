import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { BREAD, mutedLiqPay, openTillShop, uah } from '../../test/support/till-shop.ts'
import type { ReceiptAnswer } from '../../test/support/till-shop.ts'

const database = openTestDatabase()
const stage = mutedLiqPay()

test('what a return would give back is said before it is made, and saying it returns nothing', async () => {
  const shop = await openTillShop(database, stage.provider)
  const sold = (await shop.act('POST', '/v1/receipts', {
    register: shop.register, lines: [{ ...BREAD, quantity: '2' }], payments: [{ form: 'cash', amount: uah('30.00') }, { form: 'card', amount: uah('50.00') }],
  })).json<ReceiptAnswer>()
  const quote = (lines: string, refund = 'way_it_came') => shop.act('GET', `/v1/receipts/${sold.id}/return-quote?lines=${lines}&refund=${refund}`)
  for (let time = 0; time < 2; time += 1) {
    expect((await quote('0:2')).json()).toMatchObject({
      total: uah('80.00'), due: uah('80.00'), payments: [{ form: 'card', amount: uah('50.00') }, { form: 'cash', amount: uah('30.00') }],
    })
  }
  expect((await quote('0:0.5', 'cash')).json()).toMatchObject({ due: uah('20.00'), payments: [{ form: 'cash', amount: uah('20.00'), payment: null }] })
  expect((await quote('0:3')).status).toBe(422)
  expect((await quote('1:1')).status).toBe(422)
  expect((await quote('0:all')).status).toBe(422)
  expect((await shop.act('POST', `/v1/receipts/${sold.id}/returns`, { lines: [{ index: 0, quantity: '2' }], refund: 'way_it_came' })).status).toBe(201)
  expect((await quote('0:1')).status).toBe(422)
})
