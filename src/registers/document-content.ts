import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import type { CardPayment, FiscalDocument, Sale, SaleLine, SalePayment, SaleTax } from '../fiscalisers/contract.ts'
import { storedCurrency } from '../money/currency.ts'
import { parseDecimal, printDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import { Nullable } from '../platform/http/json.ts'

/** What a fiscal document says, as it is kept in `fiscal_document.request`: amounts as minor units in text, so that no digit is lost. */

/** The sums of a Z-report are reckoned when it is drawn, from what was filed before it. */
export type Content = Exclude<FiscalDocument['content'], { readonly kind: 'z_report' }> | { readonly kind: 'z_report' }

const Amount = Type.Object({ minor: Type.String(), currency: Type.String() })
const Text = Type.String()
const Line = Type.Object({
  code: Text, barcode: Nullable(Text), name: Text, uktzed: Nullable(Text), dkpp: Nullable(Text), unitCode: Type.Integer(), unitName: Text,
  quantity: Text, price: Amount, cost: Amount, discount: Amount, taxLetters: Text,
})
const Card = Type.Object({
  paymentSystem: Nullable(Text), acquirer: Nullable(Text), reference: Nullable(Text), authCode: Nullable(Text), mask: Nullable(Text),
  terminal: Nullable(Text), at: Nullable(Text),
})
const Payment = Type.Object({
  form: Type.Enum(['cash', 'cashless']), means: Text, amount: Amount, given: Nullable(Amount), card: Nullable(Card),
})
const Tax = Type.Object({
  letter: Text, type: Type.Enum([0, 1, 2]), name: Text, percent: Text, turnover: Amount, base: Amount, tax: Amount,
})
const SaleKept = Type.Object({
  lines: Type.Array(Line), total: Amount, rounding: Amount, payments: Type.Array(Payment), taxes: Type.Array(Tax),
})
const Kept = Type.Union([
  Type.Object({ kind: Type.Enum(['open_shift', 'z_report', 'close_shift']) }),
  Type.Object({ kind: Type.Literal('sale'), sale: SaleKept }),
  Type.Object({ kind: Type.Literal('return'), sale: SaleKept, of: Type.Object({ fiscalNumber: Text, ref: Text }) }),
  Type.Object({ kind: Type.Enum(['service_in', 'service_out']), amount: Amount }),
])

export function keptContent(content: Content): string {
  const kept: Static<typeof Kept> = keptForm(content)
  return JSON.stringify(kept)
}

function keptForm(content: Content): Static<typeof Kept> {
  switch (content.kind) {
    case 'open_shift': case 'z_report': case 'close_shift': return { kind: content.kind }
    case 'service_in': case 'service_out': return { kind: content.kind, amount: keptAmount(content.amount) }
    case 'sale': return { kind: 'sale', sale: keptSale(content.sale) }
    case 'return': return { kind: 'return', sale: keptSale(content.sale), of: { fiscalNumber: content.of.fiscalNumber, ref: content.of.ref } }
  }
}

/** Throws if the row holds what `keptContent` never wrote. */
export function contentOf(request: unknown): Content {
  const kept = Value.Parse(Kept, request)
  switch (kept.kind) {
    case 'open_shift': case 'z_report': case 'close_shift': return { kind: kept.kind }
    case 'service_in': case 'service_out': return { kind: kept.kind, amount: amountOf(kept.amount) }
    case 'sale': return { kind: 'sale', sale: saleOf(kept.sale) }
    case 'return': return { kind: 'return', sale: saleOf(kept.sale), of: kept.of }
  }
}

const keptAmount = ({ minor, currency }: Money): Static<typeof Amount> => ({ minor: minor.toString(), currency })
const amountOf = ({ minor, currency }: Static<typeof Amount>): Money => ({ minor: BigInt(minor), currency: storedCurrency(currency) })

function decimalOf(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (parsed === null) throw new Error(`a fiscal document says ${text} where a number belongs`)
  return parsed
}

const keptSale = ({ lines, total, rounding, payments, taxes }: Sale): Static<typeof SaleKept> => ({
  lines: lines.map(keptLine), total: keptAmount(total), rounding: keptAmount(rounding), payments: payments.map(keptPayment), taxes: taxes.map(keptTax),
})

const saleOf = ({ lines, total, rounding, payments, taxes }: Static<typeof SaleKept>): Sale => ({
  lines: lines.map(lineOf), total: amountOf(total), rounding: amountOf(rounding), payments: payments.map(paymentOf), taxes: taxes.map(taxOf),
})

const keptLine = (line: SaleLine): Static<typeof Line> => ({
  ...line, quantity: printDecimal(line.quantity), price: keptAmount(line.price), cost: keptAmount(line.cost), discount: keptAmount(line.discount),
})

const lineOf = (line: Static<typeof Line>): SaleLine => ({
  ...line, quantity: decimalOf(line.quantity), price: amountOf(line.price), cost: amountOf(line.cost), discount: amountOf(line.discount),
})

const keptPayment = (payment: SalePayment): Static<typeof Payment> => ({
  ...payment, amount: keptAmount(payment.amount), given: payment.given === null ? null : keptAmount(payment.given),
  card: payment.card === null ? null : { ...payment.card, at: payment.card.at?.toISOString() ?? null },
})

const paymentOf = (payment: Static<typeof Payment>): SalePayment => ({
  ...payment, amount: amountOf(payment.amount), given: payment.given === null ? null : amountOf(payment.given),
  card: payment.card === null ? null : cardOf(payment.card),
})

const cardOf = (card: Static<typeof Card>): CardPayment => ({ ...card, at: card.at === null ? null : new Date(card.at) })

const keptTax = (tax: SaleTax): Static<typeof Tax> => ({
  ...tax, percent: printDecimal(tax.percent), turnover: keptAmount(tax.turnover), base: keptAmount(tax.base), tax: keptAmount(tax.tax),
})

const taxOf = (tax: Static<typeof Tax>): SaleTax => ({
  ...tax, percent: decimalOf(tax.percent), turnover: amountOf(tax.turnover), base: amountOf(tax.base), tax: amountOf(tax.tax),
})
