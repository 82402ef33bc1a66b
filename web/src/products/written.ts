import type { Language } from '../../../src/kernel/language.ts'
import type { Currency } from '../../../src/money/currency.ts'
import type { FieldProblem } from '../api/problem.ts'
import type { KnownUnit, Product, ProductFields } from '../api/nouns.ts'
import { readAmount, typedNumber } from '../form/typed-number.ts'

/** A product as it is being typed. `unit` is the code of a known one, or 'other' for one that is named below it. */
export type Written = Omit<ProductFields, 'unit' | 'price' | 'uktzed' | 'dkpp'> & {
  readonly unit: string
  readonly unitName: string
  readonly unitCode: string
  readonly price: string
  readonly uktzed: string
  readonly dkpp: string
}

export const OTHER = 'other'

export const newProduct = (units: readonly KnownUnit[]): Written => ({
  code: '', barcodes: [''], name: '', unit: String(units[0]?.code ?? OTHER), unitName: '', unitCode: '', weighed: false, price: '', taxLetters: '', uktzed: '', dkpp: '',
})

export function writtenOf(product: Product, units: readonly KnownUnit[], language: Language): Written {
  const { code, barcodes, name, unit, weighed, price, taxLetters, uktzed, dkpp } = product
  const known = units.find((one) => one.code === unit.code && one.name === unit.name)
  return {
    code, name, weighed, taxLetters, barcodes: barcodes.length === 0 ? [''] : barcodes, price: typedNumber(price.amount, language), uktzed: uktzed ?? '', dkpp: dkpp ?? '',
    unit: known === undefined ? OTHER : String(known.code), unitName: known === undefined ? unit.name : '', unitCode: known === undefined ? String(unit.code ?? '') : '',
  }
}

/** What can be told before the server is asked. */
export function faultsIn({ name, code, price, unit, unitName, unitCode }: Written, currency: Currency, say: { missing: string; amount: string; number: string }): FieldProblem[] {
  const needed = { name, code, ...unit === OTHER && { 'unit/name': unitName } }
  return [
    ...Object.entries(needed).flatMap(([field, text]) => (text.trim() === '' ? [{ field, code: 'missing', message: say.missing }] : [])),
    ...readAmount(price, currency) === null ? [{ field: 'price/amount', code: 'malformed', message: say.amount }] : [],
    ...unit === OTHER && !/^[0-9]{0,5}$/.test(unitCode.trim()) ? [{ field: 'unit/code', code: 'malformed', message: say.number }] : [],
  ]
}

/** What is sent. The price is one that `faultsIn` let through. */
export function fieldsOf(written: Written, units: readonly KnownUnit[], currency: Currency): ProductFields {
  const { code, name, weighed, taxLetters, unit, unitName, unitCode, price, uktzed, dkpp } = written
  const known = units.find((one) => String(one.code) === unit)
  return {
    code, name, weighed, taxLetters, barcodes: soldUnder(written), price: { amount: readAmount(price, currency) ?? '', currency },
    unit: known === undefined ? { code: unitCode.trim() === '' ? null : Number(unitCode), name: unitName } : { code: known.code, name: known.name },
    uktzed: uktzed.trim() === '' ? null : uktzed, dkpp: dkpp.trim() === '' ? null : dkpp,
  }
}

export const soldUnder = ({ barcodes }: Pick<Written, 'barcodes'>): string[] => barcodes.map((one) => one.trim()).filter((one) => one !== '')
