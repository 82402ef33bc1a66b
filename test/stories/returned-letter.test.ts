import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { freePort } from '../../src/platform/http/free-port.ts'
import { registered, wholeKvit } from '../support/fault-merchants.ts'
import type { Reply } from '../support/merchant-app.ts'
import { until } from '../support/fault-oracle.ts'
import { returnedLetter } from '../support/returned-letter.ts'

const port = await freePort(0)
const kvit = wholeKvit(undefined, { BOUNCE_ADDRESS: 'bounces@bounces.kvit.example', BOUNCE_PORT: String(port) })

type Invoice = { readonly deliveries: readonly { readonly state: string; readonly problem: string | null; readonly sentAt: string | null }[] }

test('DE9 the seller sees on the invoice that its letter was returned after it had left, and in which words', async () => {
  const owner = await registered(kvit(), 'owner@returned.example', 'Returned')
  const said = async (...ask: Parameters<typeof owner.send>): Promise<Reply> => {
    const reply = await owner.send(...ask)
    if (reply.status >= 300) throw new Error(`${ask[0]} ${ask[1]} answered ${reply.status}: ${reply.body}`)
    return reply
  }
  const [store] = (await said('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items
  await said('PATCH', `/v1/stores/${store?.id}`, {
    name: 'Returned', legalName: 'Returned', companyCode: '304151376', vatCode: 'LT100001919017', address: 'x', email: 'shop@returned.example',
  })
  const customer = (await said('POST', '/v1/customers', { store: store?.id, name: 'Jonas', email: 'jonas@payer.example', country: 'LT' })).json<{ id: string }>().id
  const lines = [{ description: 'Goods', quantity: '1', unit: '', unitPrice: '40.00', vat: { rate: '21' } }]
  const { id } = (await said('POST', '/v1/invoices', { store: store?.id, customer, lines, issue: true })).json<{ id: string }>()
  const invoice = async (): Promise<Invoice> => (await said('GET', `/v1/invoices/${id}`)).json<Invoice>()
  await said('POST', `/v1/invoices/${id}/deliveries`, { recipients: ['jonas@payer.example'] })
  await until('the letter has left', async () => (await invoice()).deliveries[0]?.state === 'sent')

  const letter = kvit().letters().findLast(({ recipients }) => recipients.includes('jonas@payer.example'))
  expect(letter?.sender).toMatch(/^bounces\+[0-9a-z]{46}@bounces\.kvit\.example$/)
  await createTransport({ host: '127.0.0.1', port, ignoreTLS: true }).sendMail({
    envelope: { from: '', to: letter?.sender ?? '' },
    raw: returnedLetter([{ action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 <jonas@payer.example>: User unknown' }]),
  })
  expect((await invoice()).deliveries).toMatchObject([{ state: 'failed', problem: '550 5.1.1 <jonas@payer.example>: User unknown', sentAt: expect.any(String) }])
  const { items } = (await said('GET', `/v1/invoices/${id}/timeline`)).json<{ items: { text: string }[] }>()
  expect(items.map(({ text }) => text)).toEqual(expect.arrayContaining([
    'A letter went to jonas@payer.example.',
    'The letter to jonas@payer.example came back: it could not be delivered. The mail server said: 550 5.1.1 <jonas@payer.example>: User unknown',
  ]))
})

test('letters about accounts, which no delivery tells of, leave with the sender they always had', () => {
  expect(kvit().letters().find(({ recipients }) => recipients.includes('owner@returned.example'))?.sender).toBe('kvit@kvit.example')
})
