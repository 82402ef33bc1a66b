import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { addDays, businessDate } from '../kernel/business-date.ts'
import { systemClock } from '../kernel/clock.ts'
import type { ApiClient } from './api-client.ts'
import { answered, Issued, payTokenIn, WithId } from './answers.ts'
import { connectProvider } from './connect-provider.ts'
import type { Enrol, Values } from './connect-provider.ts'

export async function describeLithuanianStore(api: ApiClient, store: string): Promise<void> {
  await api.patch(`/v1/stores/${store}`, {
    name: 'Gintaro kelias', legalName: 'UAB Gintaro kelias', companyCode: '300000017', vatCode: 'LT100000000019',
    address: 'Gedimino pr. 1, LT-01103 Vilnius', email: 'labas@gintarokelias.example', phone: '+370 600 00000',
    website: 'https://gintarokelias.example', iban: 'LT377300012345678901', bankName: 'Swedbank', numberPrefix: 'GK-',
    country: 'LT', timeZone: 'Europe/Vilnius',
  })
  await api.upload(`/v1/stores/${store}/logo`, 'image/png', new Uint8Array(readFileSync(new URL('./logo.png', import.meta.url))))
}

/** Returns what the simulators know, by connector. */
export async function connectPayseraAndLinkPay(api: ApiClient, enrol: Enrol, store: string): Promise<Record<string, Values>> {
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const shop = { merchantName: 'UAB Gintaro kelias', siteName: 'gintarokelias.example', shopUrl: 'https://gintarokelias.example' }
  const at = { store, currency: 'EUR', shop }
  return {
    paysera: await connectProvider(api, enrol, { ...at, connector: 'paysera', name: 'Paysera', credentials: { projectId: '555123', password: random(16) } }),
    linkpay: await connectProvider(api, enrol, { ...at, connector: 'linkpay', name: 'LinkPay', credentials: {
      linkToken: random(3), apiUsername: random(8), apiSecret: random(16), accountName: 'EUR3D1', bank: 'lhv',
    } }),
  }
}

/** Invoices in several states, one of them paid through Paysera. Returns the pay token of one that waits for its payer. */
export async function writeLithuanianInvoices(api: ApiClient, store: string): Promise<string> {
  const today = businessDate(systemClock.now(), 'Europe/Vilnius')
  const customer = async (name: string, email: string, language: string, phone: string) =>
    answered(WithId, await api.post('/v1/customers', { store, name, email, phone, language, country: language === 'ka' ? 'GE' : 'LT' })).id
  const write = (who: string, lines: readonly (readonly [string, string, string])[], more: object = {}) => api.post('/v1/invoices', {
    store, customer: who, issue: true, ...more,
    lines: lines.map(([description, quantity, unitPrice]) => ({ description, quantity, unit: 'pcs', unitPrice, vat: { rate: '21' } })),
  })
  const rasa = await customer('Rasa Petrauskienė', 'rasa@example.com', 'en', '+370 612 00001')
  const jonas = await customer('UAB Jono dirbtuvės', 'jonas@example.com', 'lt', '8 612 00003')
  const nino = await customer('ნინო ბერიძე', 'nino@example.com', 'ka', '555 12 34 56')
  await write(jonas, [['Lininė staltiesė', '2', '35.00']], { dueDate: addDays(today, -5), notes: 'Ačiū, kad perkate.' })
  const cancelled = answered(Issued, await write(nino, [['ქარვის ყელსაბამი', '1', '200.00']]))
  await api.post(`/v1/invoices/${cancelled.id}/cancellation`, { reason: 'Ordered twice by mistake' })
  const partly = answered(Issued, await write(jonas, [['Gintaro apyrankė', '4', '50.00']]))
  await api.post(`/v1/invoices/${partly.id}/payments`, { amount: { amount: '100.00', currency: 'EUR' }, source: 'cash', receivedOn: today, note: 'Paid at the fair' })
  const paid = answered(Issued, await write(rasa, [['Amber pendant', '1', '50.00']]))
  await payThroughPaysera(paid.links.pay)
  await write(nino, [['ქარვის საყურე', '1', '30.00']], { issue: false })
  const payable = answered(Issued, await write(rasa, [['Linen bed set', '1', '110.00'], ['Amber beads, 50 g', '2', '20.00']], { send: true, notes: 'Thank you for your order.' }))
  return payTokenIn(payable.links.pay)
}

/** Pays as a browser without script would: our form, the way on to Paysera, the bank's button. */
async function payThroughPaysera(payUrl: string): Promise<void> {
  const page = await (await fetch(payUrl)).text()
  const [, method = ''] = /name="method" value="([^"]+)"/.exec(page) ?? /value="([^"]+)"[^>]*name="method"/.exec(page) ?? []
  const [, amount = ''] = /name="amount" value="([^"]+)"/.exec(page) ?? /value="([^"]+)"[^>]*name="amount"/.exec(page) ?? []
  const going = await (await fetch(`${payUrl}/attempts`, { method: 'POST', body: new URLSearchParams({ method, amount }) })).text()
  const [, href = ''] = /http-equiv="refresh" content="0; ?url=([^"]+)"/i.exec(going) ?? []
  const bank = await fetch(href.replaceAll('&amp;', '&'))
  await fetch(`${bank.url.split('?', 1)[0]}/outcome`, { method: 'POST', body: new URLSearchParams({ outcome: 'pay' }) })
}
