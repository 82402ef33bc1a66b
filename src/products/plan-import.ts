import { newId } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { zero } from '../money/money.ts'
import type { Currency } from '../money/currency.ts'
import type { Db } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { CSV_FIELDS } from './csv-columns.ts'
import type { CsvField } from './csv-columns.ts'
import { findProductsById } from './find-products.ts'
import { findTaxTable } from './find-tax-letters.ts'
import { productWrong, tidied } from './product.ts'
import type { Product, ProductFields } from './product.ts'
import type { ReadLine } from './read-csv.ts'
import type { Desk } from './save-product.ts'
import { ownersOfBarcodes, productsWithCode } from './store.ts'
import type { TaxLetter } from './tax-letter.ts'
import { piece, unitNamed } from './units.ts'
import type { KnownUnit } from './units.ts'
import { csvText } from './write-csv.ts'

/** What is wrong with a cell. `line` is that of the file, from 1; `field` says which column. */
type ImportProblem = WrongField & { readonly line: number; readonly field: CsvField }

/** What would become of a line. `before` is null for a new product. */
export type PlannedLine = {
  readonly line: number
  readonly before: Product | null
  readonly after: Product
  readonly changes: readonly { readonly field: CsvField; readonly from: string; readonly to: string }[]
}

export type ImportPlan = { readonly lines: readonly PlannedLine[]; readonly problems: readonly ImportProblem[] }

export type ImportDesk = Desk & { readonly currency: Currency; readonly language: Language }

type Reading = Pick<Db, 'selectFrom'>
type Habits = { readonly desk: ImportDesk; readonly units: readonly KnownUnit[]; readonly letters: readonly TaxLetter[]; readonly at: Date }

/** Compares what a table says with what the store sells, by code. Writes nothing. */
export async function planImport(
  db: Reading, read: readonly ReadLine[], { desk, units, at }: Omit<Habits, 'letters'>,
): Promise<ImportPlan> {
  const { letters } = await findTaxTable(db, desk)
  const present = new Map((await productsWithCode(db, desk, read.map(({ code }) => code))).map((product) => [product.code, product]))
  const planned = read.map((line) => plannedLine(line, present.get(line.code) ?? null, { desk, units, letters, at }))
  const lines = planned.map(({ plan }) => plan)
  const problems = [...planned.flatMap((one) => one.problems), ...repeatedCodes(read), ...await takenBarcodes(db, desk, lines)]
  return { lines, problems: problems.toSorted((a, b) => a.line - b.line || CSV_FIELDS.indexOf(a.field) - CSV_FIELDS.indexOf(b.field)) }
}

function plannedLine({ line, code, said, wrong }: ReadLine, before: Product | null, habits: Habits): { plan: PlannedLine; problems: ImportProblem[] } {
  const { desk, letters, at } = habits
  const known: ProductFields = before ?? newFields(code, said, habits)
  const after: Product = {
    ...tidied({ ...known, ...said }), merchantId: desk.merchantId, storeId: desk.storeId, id: before?.id ?? newId('product'),
    createdAt: before?.createdAt ?? at, changedAt: at, archivedAt: null,
  }
  const needsPrice = after.price.currency !== desk.currency || (before === null && said.price === undefined)
  const missing = needsPrice && !wrong.some(({ field }) => field === 'price') ? [{ field: 'price', code: 'missing' } as const] : []
  const others = productWrong(after, letters).map((one) => ({ ...one, field: columnOf(one.field) }))
    .filter((one) => !wrong.some(({ field }) => field === one.field))
  return { plan: { line, before, after, changes: changesOf(before, after) }, problems: [...wrong, ...missing, ...others].map((one) => ({ ...one, line })) }
}

/** Of a product that the store does not sell yet; what weighs is asked for by weight. */
function newFields(code: string, said: ReadLine['said'], { desk, units }: Habits): ProductFields {
  const unit = said.unit ?? piece(units, desk.language)
  const isWeighed = unitNamed(units, unit.code === null ? unit.name : String(unit.code))?.isWeighed ?? false
  return { code, barcodes: [], name: '', unit, isWeighed, price: zero(desk.currency), taxLetters: '', uktzed: null, dkpp: null }
}

/** Which column a field of a product stands in. */
function columnOf(field: string): CsvField {
  if (field === 'unit/code') return 'unitCode'
  const name = field.split('/', 1)[0]
  return CSV_FIELDS.find((one) => one === name) ?? 'code'
}

const changesOf = (before: Product | null, after: Product): PlannedLine['changes'] => (before === null ? [] : CSV_FIELDS.flatMap((field) => {
  const [from, to] = [csvText(before, field), csvText(after, field)]
  return from === to ? [] : [{ field, from, to }]
}))

/** Whether the product is not as it was: an archived one is sold again. */
export const isChanged = ({ before, changes }: PlannedLine): boolean => before !== null && (changes.length > 0 || before.archivedAt !== null)

function repeatedCodes(read: readonly ReadLine[]): ImportProblem[] {
  const first = new Map<string, number>()
  return read.flatMap(({ line, code }) => {
    const earlier = first.get(code)
    if (earlier === undefined) first.set(code, line)
    return earlier === undefined || code === '' ? [] : [{ line, field: 'code', code: 'code_repeated', value: String(earlier) } as const]
  })
}

/** Barcodes that are another's: of a line above, or of a product that the table does not name. */
async function takenBarcodes(db: Reading, desk: Desk, lines: readonly PlannedLine[]): Promise<ImportProblem[]> {
  const inTable = new Set(lines.map(({ after }) => after.id))
  const owners = await ownersOfBarcodes(db, desk, lines.flatMap(({ after }) => after.barcodes))
  const others = new Map((await findProductsById(db, desk, [...new Set(owners.values())].filter((id) => !inTable.has(id)))).map((one) => [one.id, one.name]))
  const nameOf = new Map([...owners].flatMap(([barcode, id]) => (inTable.has(id) ? [] : [[barcode, { id, name: others.get(id) ?? '' }] as const])))
  return lines.flatMap(({ line, after }) => after.barcodes.flatMap((barcode) => {
    const owner = nameOf.get(barcode)
    if (owner === undefined) nameOf.set(barcode, after)
    return owner === undefined || owner.id === after.id ? [] : [{ line, field: 'barcodes', code: 'barcode_taken', value: owner.name } as const]
  }))
}
