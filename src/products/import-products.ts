import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { decimal } from '../money/money.ts'
import { recordAudit } from '../merchants/audit.ts'
import { decodeTable } from '../platform/csv/decode-text.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/database.ts'
import { isChanged, planImport } from './plan-import.ts'
import type { ImportDesk, ImportPlan } from './plan-import.ts'
import { readProductTable } from './read-csv.ts'
import type { ProductTable, TableError } from './read-csv.ts'
import type { ProductDeps } from './save-product.ts'
import { lockProducts, saveProducts } from './store.ts'
import { knownUnits } from './units.ts'

/** More than a large shop has; what has more is parted. */
const MOST_LINES = 20_000

export type ImportError =
  | TableError
  | { readonly code: 'too_many_products'; readonly limit: number }
  | { readonly code: 'import_has_problems'; readonly plan: ImportPlan }

export type Imported = { readonly table: ProductTable; readonly encoding: string; readonly plan: ImportPlan }

type Ask = { readonly content: Uint8Array; readonly dryRun: boolean }

/**
 * Adds and changes products by a table, by code: all of it or nothing. What the table does not name stays as it is. A
 * dry run tells what would become of each line, and its problems; otherwise problems are the error.
 */
export async function importProducts({ db, clock }: ProductDeps, desk: ImportDesk, { content, dryRun }: Ask): Promise<Result<Imported, ImportError>> {
  const units = knownUnits()
  const decoded = decodeTable(content, desk.country)
  if (decoded === null) return err({ code: 'table_unreadable' })
  const table = readProductTable(decoded.text, { ...desk, units })
  if (!table.ok) return table
  const { lines } = table.value
  if (lines.length > MOST_LINES) return err({ code: 'too_many_products', limit: MOST_LINES })
  const at = clock.now()
  const told = (plan: ImportPlan): Imported => ({ table: table.value, encoding: decoded.encoding, plan })
  if (dryRun) return ok(told(await planImport(db, lines, { desk, units, at })))
  return inTransaction(db, async (tx) => {
    await lockProducts(tx, desk)
    const plan = await planImport(tx, lines, { desk, units, at })
    if (plan.problems.length > 0) return err({ code: 'import_has_problems', plan })
    await keep(tx, desk, plan, at)
    return ok(told(plan))
  })
}

async function keep(tx: Tx, desk: ImportDesk, { lines }: ImportPlan, at: Date): Promise<void> {
  const kept = lines.filter((line) => line.before === null || isChanged(line))
  if (kept.length === 0) return
  await saveProducts(tx, desk, kept.map(({ after }) => after))
  const repriced = kept.flatMap(({ before, after }) => (before === null || before.price.minor === after.price.minor ? [] : [{ before, after }]))
  await recordAudit(tx, {
    merchantId: desk.merchantId, at, actor: desk.actor, action: 'products.imported', objectId: desk.storeId,
    change: {
      products: { from: null, to: { added: kept.filter(({ before }) => before === null).length, changed: kept.filter(isChanged).length } },
      prices: {
        from: Object.fromEntries(repriced.map(({ before }) => [before.code, decimal(before.price)])),
        to: Object.fromEntries(repriced.map(({ after }) => [after.code, decimal(after.price)])),
      },
    },
  })
}
