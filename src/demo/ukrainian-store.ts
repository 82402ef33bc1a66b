import { randomBytes } from 'node:crypto'
import type { ApiClient } from './api-client.ts'
import { answered, Issued, payTokenIn, WithId } from './answers.ts'
import { connectProvider } from './connect-provider.ts'
import type { Enrol, Values } from './connect-provider.ts'

/** A second store of the same merchant, in hryvnias. Names, codes and accounts are invented, with right check digits. */
export async function addUkrainianStore(api: ApiClient): Promise<string> {
  const store = answered(WithId, await api.post('/v1/stores', { name: 'Бурштинова крамниця', language: 'uk', currency: 'UAH', country: 'UA' })).id
  await api.patch(`/v1/stores/${store}`, {
    legalName: 'ТОВ «Бурштинова крамниця»', companyCode: '40000006', vatCode: '400000026650', address: 'вул. Хрещатик, 1, 01001 Київ',
    email: 'vitayu@kramnytsia.example', phone: '+380 44 000 00 00', website: 'https://kramnytsia.example',
    iban: 'UA223052990000026001234567890', bankName: 'ПриватБанк', numberPrefix: 'BK-', timeZone: 'Europe/Kyiv',
  })
  return store
}

/** With a pair of sandbox keys, as a merchant begins. Returns what the simulator knows. */
export const connectLiqPay = (api: ApiClient, enrol: Enrol, store: string): Promise<Values> => connectProvider(api, enrol, {
  store, currency: 'UAH', connector: 'liqpay', name: 'LiqPay', shop: { shopName: 'Бурштинова крамниця' },
  credentials: { publicKey: `sandbox_i${randomBytes(4).readUInt32BE().toString().padStart(10, '0')}`, privateKey: `sandbox_${randomBytes(20).toString('hex')}` },
})

/** Returns the pay token of an invoice that waits for its payer. */
export async function writeUkrainianInvoice(api: ApiClient, store: string): Promise<string> {
  const customer = answered(WithId, await api.post('/v1/customers', {
    store, name: 'Олена Ковальчук', email: 'olena@example.com', phone: '+380 67 000 00 01', language: 'uk', country: 'UA',
  })).id
  const invoice = answered(Issued, await api.post('/v1/invoices', {
    store, customer, issue: true, send: true, notes: 'Дякуємо за замовлення.',
    lines: [{ description: 'Бурштинові сережки', quantity: '1', unit: 'шт', unitPrice: '1200.00', vat: { rate: '20' } }],
  }))
  return payTokenIn(invoice.links.pay)
}

/** What a coffee shop sells. The barcodes are of the range that GS1 leaves to shops for their own goods. */
const PRODUCTS = `Код;Штрихкод;Назва;Одиниця;Ціна;Податкові літери
101;2000000001012;Еспресо;шт;45,00;А
102;2000000001029;Капучино;шт;68,00;А
103;2000000001036;Лате з корицею;шт;75,00;А
104;2000000001043;Чай із чебрецем;шт;40,00;А
201;2000000002019;Круасан із мигдалем;шт;72,00;А
202;2000000002026;Сирник домашній;шт;85,00;А
203;2000000002033;Пампушка з маком;шт;38,00;А
301;2000000003016;Кава в зернах «Карпатська ніч»;кг;980,00;А
302;2000000003023;Кава мелена «Ранок», 250 г;шт;265,00;А
303;2000000003030;Мед липовий, 400 г;шт;190,00;А
304;2000000003047;Вода мінеральна негазована, 0,5 л;шт;28,00;А
305;2000000003054;Горнятко «Бурштин»;шт;350,00;А
306;2000000003061;Листівка «Вітання з Києва»;шт;25,00;А
`

export async function addUkrainianProducts(api: ApiClient, store: string): Promise<void> {
  await api.post('/v1/products/import', { store, content: Buffer.from(PRODUCTS).toString('base64') })
}
