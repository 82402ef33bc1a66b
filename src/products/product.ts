import { lostIn } from '../fiscalisers/tables/alphabet.ts'
import { DKPP, UKTZED } from '../fiscalisers/tables/goods-codes.ts'
import type { Id } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { lettersWrong } from './tax-letter.ts'
import type { TaxLetter } from './tax-letter.ts'

/** `code` is of the Ukrainian classifier of units (ДК 011-96), 2009 is a piece; null: it has no code there. */
export type Unit = { readonly code: number | null; readonly name: string }

/** What a merchant says of a product. */
export type ProductFields = {
  /** The merchant's own, unique in the store. */
  readonly code: string
  /** What a scanner reads. None of them is of another product that is sold in the store. */
  readonly barcodes: readonly string[]
  readonly name: string
  readonly unit: Unit
  /** True: the quantity has up to three decimals, and is asked for at the till. */
  readonly isWeighed: boolean
  /** Of one unit, taxes included. */
  readonly price: Money
  /** Cyrillic letters of the store's tax table, in the order in which they are printed; '' for none. */
  readonly taxLetters: string
  /** Code of goods in the Ukrainian foreign trade classifier. */
  readonly uktzed: string | null
  /** Code of a service in the Ukrainian classifier of products and services. Never beside `uktzed`. */
  readonly dkpp: string | null
}

export type Product = ProductFields & {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'product'>
  readonly storeId: Id<'store'>
  readonly createdAt: Date
  readonly changedAt: Date
  /** Null while it is sold. An archived one keeps its code, and gives its barcodes free. */
  readonly archivedAt: Date | null
}

export const MOST_BARCODES = 20

/** The longest that a fiscal document takes. Source: check01.xsd, CHECKBODY/ROW. */
export const LONGEST = { code: 64, barcode: 64, name: 128, unit: 64 } as const

/** The fields as they are kept: no blanks around them, capitals for letters, each barcode once. */
export const tidied = (fields: ProductFields): ProductFields => ({
  ...fields, code: fields.code.trim(), name: fields.name.trim().replaceAll(/\s+/g, ' '),
  barcodes: [...new Set(fields.barcodes.map((one) => one.trim()).filter((one) => one !== ''))],
  unit: { code: fields.unit.code, name: fields.unit.name.trim() }, taxLetters: fields.taxLetters.replaceAll(/[\s,]/g, '').toUpperCase(),
  uktzed: fields.uktzed === null ? null : fields.uktzed.replaceAll(' ', ''), dkpp: fields.dkpp === null ? null : fields.dkpp.trim(),
})

/** What is wrong with fields that are `tidied`, as far as they and the store's letters tell. */
export function productWrong(fields: ProductFields, letters: readonly TaxLetter[]): WrongField[] {
  const { code, name, unit, price, uktzed, dkpp } = fields
  const wrong = [
    ...textWrong('code', code, LONGEST.code), ...textWrong('name', name, LONGEST.name), ...textWrong('unit/name', unit.name, LONGEST.unit),
    ...fields.barcodes.flatMap((barcode, at) => barcodeWrong(`barcodes/${at}`, barcode)), ...lettersWrong('taxLetters', fields.taxLetters, letters),
  ]
  if (fields.barcodes.length > MOST_BARCODES) wrong.push({ field: 'barcodes', code: 'too_many_entries', limit: MOST_BARCODES })
  if (unit.code !== null && !(Number.isInteger(unit.code) && unit.code >= 1 && unit.code <= 99_999)) wrong.push({ field: 'unit/code', code: 'malformed' })
  if (price.minor < 0n) wrong.push({ field: 'price/amount', code: 'too_small', limit: 0 })
  if (uktzed !== null && !UKTZED.test(uktzed)) wrong.push({ field: 'uktzed', code: 'malformed' })
  if (dkpp !== null && !(DKPP.test(dkpp) && dkpp.length <= LONGEST.code)) wrong.push({ field: 'dkpp', code: 'malformed' })
  if (uktzed !== null && dkpp !== null) wrong.push({ field: 'dkpp', code: 'goods_and_service' })
  return wrong
}

type NotFiled = { readonly field: 'name' | 'unit/name'; readonly characters: readonly string[] }

/** Characters of a product with tax letters that no fiscal document can have. It is sold all the same, with a question mark for each. */
export function notFiled({ name, unit, taxLetters }: Pick<ProductFields, 'name' | 'unit' | 'taxLetters'>): NotFiled[] {
  if (taxLetters === '') return []
  const looked: NotFiled[] = [{ field: 'name', characters: lostIn(name) }, { field: 'unit/name', characters: lostIn(unit.name) }]
  return looked.filter(({ characters }) => characters.length > 0)
}

function textWrong(field: string, text: string, limit: number): WrongField[] {
  if (text === '') return [{ field, code: 'missing' }]
  if (/\p{Cc}/u.test(text)) return [{ field, code: 'forbidden_character' }]
  return text.length > limit ? [{ field, code: 'too_long', limit }] : []
}

function barcodeWrong(field: string, barcode: string): WrongField[] {
  if (barcode.length > LONGEST.barcode) return [{ field, code: 'too_long', limit: LONGEST.barcode }]
  // No comma, semicolon or bar: in a table they part one barcode from the next.
  if (!/^[!-+\-./0-9:<-{}~]+$/.test(barcode)) return [{ field, code: 'malformed' }]
  return /^[0-9]{13}$/.test(barcode) && !isEan13(barcode) ? [{ field, code: 'barcode_digit', value: barcode }] : []
}

/** Whether the last digit fits the twelve before it. Source: GS1 General Specifications, 7.9.1. */
export function isEan13(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return /^[0-9]{13}$/.test(digits) && sum % 10 === 0
}

/** What a text is found by: its words in small letters, an apostrophe being no end of one. */
export const wordsIn = (text: string): string[] =>
  [...new Set(text.toLowerCase().replaceAll(/['’ʼ`]/g, '').split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== ''))]

/** Everything that a product is found by. */
export const searchWords = ({ name, code, barcodes }: Pick<Product, 'name' | 'code' | 'barcodes'>): string[] =>
  wordsIn([name, code, ...barcodes].join(' '))
