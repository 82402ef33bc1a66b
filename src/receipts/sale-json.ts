import { Type } from 'typebox'
import type { Static } from 'typebox'
import { DKPP, UKTZED } from '../fiscalisers/tables/goods-codes.ts'
import type { Id } from '../kernel/ids.ts'
import type { Payer } from '../invoices/invoice.ts'
import { NO_PAYER, PayerJson } from '../invoices/invoice.ts'
import type { Currency } from '../money/currency.ts'
import { parseDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { zero } from '../money/money.ts'
import type { WholeDiscount } from '../money/reckon.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { Closed, moneyOf, MoneyJson, Nullable } from '../platform/http/json.ts'
import { InvalidInput } from '../platform/http/problem.ts'
import type { Product } from '../products/product.ts'
import type { AskedLine, AskedPayment, AskedSale } from './price-sale.ts'

const text = (maxLength: number) => Type.Optional(Nullable(Type.String({ maxLength })))

export const QuantityJson = Type.String({ pattern: '^[0-9]{1,9}(\\.[0-9]{1,3})?$', examples: ['1', '0.350'] })

export const SendAskJson = Closed({
  by: Type.Enum(['email', 'sms', 'bank_app', 'screen', 'transfer'], { description: 'transfer: nothing is sent, a code for a plain transfer in hryvnias is shown.' }),
  to: text(254),
})

const PaymentAskJson = Closed({
  form: Type.Enum(['cash', 'card', 'link']), amount: MoneyJson,
  given: Type.Optional({ ...MoneyJson, description: 'Cash handed over.' }),
  slip: Type.Optional(Closed({ mask: text(30), reference: text(40), authCode: text(20), terminal: text(40), paymentSystem: text(60), acquirer: text(60) })),
  send: Type.Optional(SendAskJson),
})

export const NewReceiptJson = Closed({
  register: IdJson('cashRegister'),
  lines: Type.Array(Closed({
    product: Type.Optional(Nullable({ ...IdJson('product'), description: 'What is not said of the line is taken from it.' })),
    code: text(64), name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })), barcode: text(64),
    uktzed: Type.Optional(Nullable(Type.String({ pattern: UKTZED.source }))),
    dkpp: Type.Optional(Nullable(Type.String({ pattern: DKPP.source, maxLength: 64 }))),
    unitCode: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 99_999 }))), unitName: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    quantity: QuantityJson, price: Type.Optional(MoneyJson), discount: Type.Optional(MoneyJson), taxLetters: Type.Optional(Type.String({ maxLength: 15 })),
  }), { minItems: 1, maxItems: 300 }),
  discount: Type.Optional(Closed({
    percent: Type.Optional(Type.String({ pattern: '^(100|[0-9]{1,2}(\\.[0-9]{1,2})?)$' })), amount: Type.Optional(MoneyJson),
  })),
  payments: Type.Array(PaymentAskJson, { minItems: 1, maxItems: 10 }),
  expiresInHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 8760 })),
  madeSecondsAgo: Type.Optional(Type.Integer({
    minimum: 0, maximum: 604_800, description: 'By the till’s own clock, of a sale that it kept while the server was away. The receipt is dated by it, not before its shift.',
  })),
  customer: Type.Optional(Nullable(IdJson('customer'))),
  payer: Type.Optional(Closed({
    name: Type.Optional(PayerJson.properties.name), email: Type.Optional(PayerJson.properties.email),
    phone: Type.Optional(PayerJson.properties.phone),
  })),
})

type NewReceipt = Static<typeof NewReceiptJson>

/** The products that the lines name, each once. */
export const productIdsOf = ({ lines }: NewReceipt): Id<'product'>[] =>
  [...new Set(lines.flatMap(({ product }) => (product === undefined || product === null ? [] : [idOf('product', product)])))]

/** Reads what the till asks for. Throws `InvalidInput` for a product that is not of the store, and for a line that lacks what no product fills. */
export function askedSale(body: NewReceipt, products: readonly Product[], currency: Currency): AskedSale {
  const byId = new Map(products.map((product) => [product.id, product]))
  return {
    lines: body.lines.map((line, at): AskedLine => {
      const product = line.product === undefined || line.product === null ? null : byId.get(idOf('product', line.product))
      if (product === undefined) throw new InvalidInput([{ field: `lines/${at}/product`, code: 'not_a_choice' }])
      const name = line.name ?? product?.name
      const price = line.price === undefined ? product?.price : moneyOf(line.price, `lines/${at}/price`)
      if (name === undefined) throw new InvalidInput([{ field: `lines/${at}/name`, code: 'missing' }])
      if (price === undefined) throw new InvalidInput([{ field: `lines/${at}/price`, code: 'missing' }])
      return {
        product: line.product ?? null, name, price, code: line.code ?? product?.code ?? null, barcode: line.barcode ?? product?.barcodes[0] ?? null,
        uktzed: line.uktzed === undefined ? product?.uktzed ?? null : line.uktzed, dkpp: line.dkpp === undefined ? product?.dkpp ?? null : line.dkpp,
        unitCode: line.unitCode === undefined ? product?.unit.code ?? null : line.unitCode, unitName: line.unitName ?? product?.unit.name ?? '',
        quantity: quantityOf(line.quantity, `lines/${at}/quantity`), taxLetters: line.taxLetters ?? product?.taxLetters ?? '',
        discount: line.discount === undefined ? zero(currency) : moneyOf(line.discount, `lines/${at}/discount`),
      }
    }),
    discount: wholeDiscount(body.discount),
    payments: body.payments.map((payment, at): AskedPayment => {
      const amount = moneyOf(payment.amount, `payments/${at}/amount`)
      switch (payment.form) {
        case 'link': return { form: 'link', amount }
        case 'cash': return { form: 'cash', amount, given: payment.given === undefined ? null : moneyOf(payment.given, `payments/${at}/given`) }
        case 'card': return { form: 'card', amount, slip: payment.slip === undefined ? null : { ...NO_SLIP, ...payment.slip } }
      }
    }),
  }
}

const NO_SLIP = { mask: null, reference: null, authCode: null, terminal: null, paymentSystem: null, acquirer: null }

export function quantityOf(written: string, field: string): Decimal {
  const quantity = parseDecimal(written)
  if (quantity === null) throw new InvalidInput([{ field, code: 'malformed' }])
  return quantity
}

/** One of the two, or none. */
function wholeDiscount(discount: NewReceipt['discount']): WholeDiscount | null {
  const { percent, amount } = discount ?? {}
  if (percent !== undefined && amount !== undefined) throw new InvalidInput([{ field: 'discount', code: 'not_a_choice' }])
  if (amount !== undefined) return { amount: moneyOf(amount, 'discount/amount') }
  return percent === undefined ? null : { percent: quantityOf(percent, 'discount/percent') }
}

export const payerIn = ({ payer }: NewReceipt): Payer | null => (payer === undefined ? null : { ...NO_PAYER, ...payer })

/** How the link is to be sent; null: it is shown, or there is none. */
export function sendIn({ payments }: NewReceipt): { readonly by: Static<typeof SendAskJson>['by']; readonly to: string | null } | null {
  const link = payments.find(({ form }) => form === 'link')
  return link?.send === undefined ? null : { by: link.send.by, to: link.send.to ?? null }
}
