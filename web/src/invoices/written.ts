import { currencyOf } from '../../../src/money/currency.ts'
import type { Customer, Invoice, InvoiceFields, LineFields, Payer, Vat } from '../api/nouns.ts'
import type { FieldProblem } from '../api/problem.ts'
import { dayIn, endOfDay } from '../language/days.ts'
import { readAmount, readDecimal } from '../form/typed-number.ts'

/** A line as it is typed: everything is text until it is sent. */
export type WrittenLine = {
  readonly key: string
  readonly description: string
  readonly quantity: string
  readonly unit: string
  readonly unitPrice: string
  readonly discountPercent: string
  /** A rate such as "21", or one of the exemption categories. */
  readonly vat: string
  readonly vatReason: string
}

export type Written = {
  readonly customer: string | null
  readonly payer: Payer
  readonly language: Invoice['language']
  readonly currency: string
  readonly externalNumber: string
  readonly dueDate: string
  readonly payUntil: string
  readonly notes: string
  readonly buyerReference: string
  readonly orderReference: string
  readonly lines: readonly WrittenLine[]
}

export const EXEMPTIONS = ['E', 'AE', 'K', 'G', 'O'] as const
export type Exemption = (typeof EXEMPTIONS)[number]

/** VAT rates in use, the usual one first. Source: national VAT laws as of 2026; another country starts with its own typing. */
const RATES: Readonly<Record<string, readonly string[]>> = {
  LT: ['21', '12', '5', '0'], LV: ['21', '12', '5', '0'], EE: ['24', '13', '9', '0'], UA: ['20', '14', '7', '0'], GE: ['18', '0'],
  PL: ['23', '8', '5', '0'], DE: ['19', '7', '0'], FI: ['25.5', '14', '10', '0'],
}

export const ratesOf = (country: string): readonly string[] => RATES[country] ?? ['21', '20', '19', '18', '0']

export const emptyPayer: Payer = { name: '', email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null }

export const emptyLine = (key: string, vat: string): WrittenLine =>
  ({ key, description: '', quantity: '1', unit: '', unitPrice: '', discountPercent: '', vat, vatReason: '' })

const isExemption = (text: string): text is Exemption => EXEMPTIONS.some((one) => one === text)

export const payerOf = ({ name, email, phone, companyCode, vatCode, address, country }: Customer): Payer =>
  ({ name, email, phone, companyCode, vatCode, address, country })

/** A draft back as it was typed. */
export function writtenOf(invoice: Invoice, timeZone: string): Written {
  const { customer, payer, language, currency, notes, buyerReference, orderReference } = invoice
  return {
    customer, payer, language, currency, notes, buyerReference, orderReference,
    externalNumber: invoice.externalNumber ?? '', dueDate: invoice.dueDate ?? '', payUntil: invoice.payUntil === null ? '' : dayIn(timeZone, new Date(invoice.payUntil)),
    lines: typedLines(invoice.lines),
  }
}

/** Lines back as they were typed. */
export const typedLines = (lines: readonly LineFields[]): WrittenLine[] => lines.map((line, at) => ({
  key: String(at), description: line.description, quantity: line.quantity, unit: line.unit, unitPrice: line.unitPrice,
  discountPercent: (line.discountPercent ?? '0') === '0' ? '' : line.discountPercent ?? '',
  vat: 'rate' in line.vat ? line.vat.rate : line.vat.category, vatReason: 'rate' in line.vat ? '' : line.vat.reason,
}))

const vatOf = ({ vat, vatReason }: WrittenLine): Vat => (isExemption(vat) ? { category: vat, reason: vatReason } : { rate: vat })

/** A line in the API's form; null while a number in it cannot be read. */
export function lineOf(line: WrittenLine): LineFields | null {
  const quantity = readDecimal(line.quantity)
  const unitPrice = readDecimal(line.unitPrice)
  const discountPercent = readDecimal(line.discountPercent === '' ? '0' : line.discountPercent)
  if (quantity === null || unitPrice === null || discountPercent === null) return null
  return { description: line.description, quantity, unit: line.unit, unitPrice, discountPercent, vat: vatOf(line) }
}

/** The lines whose numbers can be read, for totals while one types. */
export const reckonable = (lines: readonly WrittenLine[]): LineFields[] => lines.map(lineOf).filter((line) => line !== null)

/** What cannot be sent because a number is none; the rest is the server's to judge. */
export function unreadable({ lines }: Written, notNumber: string): FieldProblem[] {
  return lines.flatMap((line, at) => (['quantity', 'unitPrice', 'discountPercent'] as const)
    .filter((name) => readDecimal(line[name]) === null && !(name === 'discountPercent' && line[name] === ''))
    .map((name) => ({ field: `lines/${at}/${name}`, code: 'malformed', message: notNumber })))
}

/** Lines without VAT whose reason is not written yet. */
export function unreasoned({ lines }: Written, required: string): FieldProblem[] {
  return lines.flatMap((line, at) => (isExemption(line.vat) && line.vatReason.trim() === ''
    ? [{ field: `lines/${at}/vat/reason`, code: 'missing', message: required }] : []))
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** The request of a written invoice. Lines are readable: `unreadable` was asked before. A link works to the end of its last day. */
export function fieldsOf(written: Written, timeZone: string): InvoiceFields {
  const { customer, payer, language, currency, notes, buyerReference, orderReference } = written
  return {
    ...(customer === null ? {} : { customer }),
    payer, language, currency, notes, buyerReference, orderReference, lines: reckonable(written.lines),
    externalNumber: orNull(written.externalNumber), dueDate: orNull(written.dueDate), payUntil: written.payUntil === '' ? null : endOfDay(written.payUntil, timeZone),
  }
}

/** The amount typed for a payment, in the invoice's currency. Null if it is none or not above zero. */
export function amountOf(text: string, code: string): { amount: string; currency: string } | null {
  const currency = currencyOf(code)
  const amount = currency && readAmount(text, currency)
  return amount === null || /^-|^0(?:\.0*)?$/.test(amount) ? null : { amount, currency: code }
}
