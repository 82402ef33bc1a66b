import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { journalFaults } from '../support/journal.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { Invoice, issued, linkOf, read, settledMerchant } from './settled-merchant.ts'

const town = kvitInATown()

/** What a browser without script does: our form, and the address it is led on to. */
async function chooseAndPay(payUrl: string): Promise<string> {
  const page = await (await fetch(payUrl)).text()
  const input = (name: string) => new RegExp(`<input(?=[^>]*name="${name}")[^>]*value="([^"]*)"`).exec(page)?.[1] ?? ''
  const going = await (await fetch(`${payUrl}/attempts`, { method: 'POST', body: new URLSearchParams({ method: input('method'), amount: input('amount') }) })).text()
  const [, href] = /http-equiv="refresh" content="0; ?url=([^"]+)"/i.exec(going) ?? []
  if (href === undefined) throw new Error(`not led on: ${going.slice(0, 300)}`)
  return href.replaceAll('&amp;', '&')
}

test('a program alone sets up a merchant, issues an invoice by its own number, and sees it paid once', async () => {
  const merchant = await settledMerchant(town, 'program@example.com')
  const key = read(Type.Object({ secret: Type.String() }), await merchant.api.post('/v1/api-keys', {
    name: 'Accounting', mode: 'test', stores: [merchant.store], permissions: ['invoices.read', 'invoices.write', 'payments.read'],
  }))
  const call = async (path: string, body?: object) => {
    const answer = await fetch(town.url(path), {
      method: body === undefined ? 'GET' : 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    })
    return { status: answer.status, body: await answer.json() }
  }
  const order = {
    externalNumber: 'B1-00042', issue: true, send: true, payer: { name: 'Jonas Jonaitis', email: 'jonas@example.com' },
    lines: [{ description: 'Medus', quantity: '2', unit: 'vnt.', unitPrice: '33.34', vat: { rate: '21' } }],
  }
  const first = await call('/v1/invoices', order)
  const again = await call('/v1/invoices', order)
  expect([first.status, again.status]).toEqual([201, 200])
  const invoice = read(Invoice, first.body)
  expect(read(Invoice, again.body).id).toBe(invoice.id)
  expect(await call('/v1/invoices', { ...order, notes: 'something else' })).toMatchObject({ status: 409, body: { code: 'external_number_taken' } })
  expect(invoice).toMatchObject({ payment: 'unpaid', gross: { amount: '80.68', currency: 'EUR' } })

  const letter = await until('the letter', () => town.mail.letters().find((one) => one.recipients.includes('jonas@example.com')))
  expect(letter.text).toContain(linkOf(invoice))
  expect(letter.text).toContain('Swedbank')
  expect(letter.attachments.map((file) => file.mimeType)).toEqual(['application/pdf'])

  await town.paysera.play({ redirect: await chooseAndPay(linkOf(invoice)), providerRef: null }, 'pay')
  const paid = await until('the payment', async () => {
    const { body } = await call(`/v1/payments?store=${merchant.store}`)
    const { items } = read(Type.Object({ items: Type.Array(Type.Object({ amount: Type.Object({ amount: Type.String() }), source: Type.String() })) }), body)
    return items.length > 0 ? items : undefined
  })
  expect(paid).toEqual([{ amount: { amount: '80.68', currency: 'EUR' }, source: 'attempt', ...paid[0] }])
  expect(paid).toHaveLength(1)
  const receipt = await until('the receipt', () => town.mail.letters().find((one) => one.recipients.includes('jonas@example.com') && one.text !== letter.text))
  expect(receipt.text).toMatch(/80[.,]68/)
  expect(receipt.attachments.map((file) => file.mimeType)).toEqual(['application/pdf'])
  const { rows } = await town.database.pool.query<{ merchant_id: Parameters<typeof journalFaults>[1] }>('select merchant_id from merchant')
  for (const row of rows) expect(await journalFaults(town.database.db, row.merchant_id)).toEqual([])
})

test('a channel\'s guide makes one test payment, hears of it, and goes live', async () => {
  const { api, channel } = await settledMerchant(town, 'guide@example.com')
  const { payUrl } = read(Type.Object({ payUrl: Type.String() }), await api.post(`/v1/channels/${channel}/test-payment`, {}))
  await town.paysera.play({ redirect: await chooseAndPay(payUrl), providerRef: null }, 'pay')
  const tested = await until('the guide to go on', async () => {
    const now = read(Type.Object({
      guide: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])), testInvoice: Type.Any(),
    }), await api.get(`/v1/channels/${channel}`))
    return now.guide['test_payment'] === null ? undefined : now
  })
  expect(tested.testInvoice).toMatchObject({ payment: 'paid' })
  expect(await api.post(`/v1/channels/${channel}/live`, { openStore: true })).toMatchObject({ state: 'live', mode: 'live' })
})

test('fifty invoices issued at one instant have fifty numbers without a gap', async () => {
  const merchant = await settledMerchant(town, 'numbers@example.com')
  const numbers = (await Promise.all(Array.from({ length: 50 }, () => issued(merchant, '10.00')))).map((invoice) => Number(invoice.number?.slice(-4)))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
})

test('a payment is heard although Paysera changed its key: the key is fetched anew', async () => {
  const merchant = await settledMerchant(town, 'rotated@example.com')
  const invoice = await issued(merchant, '10.00')
  town.paysera.rotateKey()
  await town.paysera.play({ redirect: await chooseAndPay(linkOf(invoice)), providerRef: null }, 'pay')
  await until('the payment', async () => (read(Invoice, await merchant.api.get(`/v1/invoices/${invoice.id}`)).payment === 'paid' ? true : undefined))
})
