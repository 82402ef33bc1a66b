import { printDecimal } from '../../money/decimal.ts'
import { decimal, isPositive, isZero, negate, subtract, sum } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { CardPayment, FiscalSetup, Sale, SaleLine, SalePayment, SaleTax } from '../contract.ts'
import { payable } from '../contract-values.ts'
import { fit } from '../tables/alphabet.ts'
import { momentOf } from '../tables/moment.ts'
import type { Config } from './config.ts'
import { amount } from './json.ts'

/** `Check` of `RegisterCheck`: the tax service's document in JSON, which the service completes. A member that is undefined is left out. */
type Check = Readonly<Record<string, unknown>>

type Head = { readonly cashier: string; readonly returned: string | null }

/** Source: protocol sheet C, A3. */
export const saleCheck = (sale: Sale, { cashier, returned }: Head, setup: FiscalSetup<Config>): Check => ({
  CHECKHEAD: {
    DOCTYPE: 'SaleGoods', DOCSUBTYPE: returned === null ? 'CheckGoods' : 'CheckReturn', ORDERRETNUM: returned ?? undefined, CASHIER: fit(cashier, 128) || undefined,
  },
  CHECKTOTAL: total(sale),
  CHECKPAY: sale.payments.map((one) => payment(one, setup)),
  CHECKTAX: sale.taxes.length === 0 ? undefined : sale.taxes.map(tax),
  CHECKBODY: sale.lines.map(line),
})

/** Money put into the drawer or taken out: a head and a sum, nothing else. Source: A3, C. */
export const serviceCheck = (kind: 'service_in' | 'service_out', moved: Money, cashier: string): Check => ({
  CHECKHEAD: { DOCTYPE: 'SaleGoods', DOCSUBTYPE: kind === 'service_in' ? 'ServiceDeposit' : 'ServiceIssue', CASHIER: fit(cashier, 128) || undefined },
  CHECKTOTAL: { SUM: amount(moved) },
})

/** `RNDSUM` is what rounding took off: 12.57 rounded to 12.60 has −0.03. Source: A3, CHECKTOTAL. */
function total(sale: Sale): Check {
  const isRounded = !isZero(sale.rounding)
  const discount = sum(sale.lines.map((one) => one.discount), sale.total.currency)
  return {
    SUM: amount(payable(sale)),
    RNDSUM: isRounded ? amount(negate(sale.rounding)) : undefined,
    NORNDSUM: isRounded ? amount(sale.total) : undefined,
    ...discounted(discount),
  }
}

/** `DISCOUNTTYPE` 0 is an amount. Source: A3. */
const discounted = (discount: Money): Check => (isPositive(discount) ? { DISCOUNTTYPE: 0, DISCOUNTSUM: amount(discount) } : {})

/** Kinds of payment that every merchant has. Source: A16. */
const FORM_CODE = { cash: 0, cashless: 1 } as const

function payment({ form, means, amount: paid, given, card }: SalePayment, setup: FiscalSetup<Config>): Check {
  const change = given === null ? null : subtract(given, paid)
  return {
    PAYFORMCD: FORM_CODE[form],
    PAYFORMNM: means,
    SUM: amount(paid),
    PROVIDED: given === null ? undefined : amount(given),
    REMAINS: change === null || !isPositive(change) ? undefined : amount(change),
    PAYSYS: card === null ? undefined : [paymentSystem(card, { means, paid }, setup)],
  }
}

/**
 * A payment through an integrator is that integrator's, whatever card was behind it. The sum is a text in the only example
 * there is. What nobody told us, the commission among it, is left out. Source: C, A16.
 */
function paymentSystem(card: CardPayment, { means, paid }: { readonly means: string; readonly paid: Money }, { config, timeZone }: FiscalSetup<Config>): Check {
  const at = card.at === null ? null : momentOf(card.at, timeZone)
  const isTheirs = [means, card.paymentSystem ?? ''].some((text) => text.toLowerCase().includes(config.paymentSystem.toLowerCase()))
  return {
    TAXNUM: isTheirs ? config.paymentSystemTaxNumber ?? undefined : undefined,
    NAME: isTheirs ? config.paymentSystem : told(card.paymentSystem, 256),
    ACQUIRENM: told(card.acquirer, 256),
    ACQUIRETRANSID: told(card.reference, 128),
    POSTRANSDATE: at === null ? undefined : at.date + at.time,
    DEVICEID: told(card.terminal, 128),
    EPZDETAILS: told(card.mask, 128),
    AUTHCD: told(card.authCode, 64),
    SUM: decimal(paid),
  }
}

const told = (text: string | null, longest: number): string | undefined => (text === null ? undefined : fit(text, longest) || undefined)

const tax = ({ type, name, letter, percent, turnover, base, tax: due }: SaleTax): Check => ({
  TYPE: type, NAME: fit(name, 64), LETTER: letter, PRC: JSON.rawJSON(fixed(printDecimal(percent), 2)), TURNOVER: amount(turnover), SOURCESUM: amount(base), SUM: amount(due),
})

const line = (one: SaleLine): Check => ({
  CODE: one.code,
  BARCODE: one.barcode ?? undefined,
  UKTZED: one.uktzed ?? undefined,
  DKPP: one.dkpp ?? undefined,
  NAME: fit(one.name, 128),
  UNITCD: one.unitCode,
  UNITNM: fit(one.unitName, 64) || undefined,
  AMOUNT: JSON.rawJSON(fixed(printDecimal(one.quantity), 3)),
  PRICE: amount(one.price),
  LETTERS: one.taxLetters === '' ? undefined : one.taxLetters,
  COST: amount(one.cost),
  ...discounted(one.discount),
})

/** A plain decimal with exactly so many digits behind its point; it never has more. */
function fixed(text: string, digits: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(digits, '0')}`
}
