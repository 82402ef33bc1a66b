import { newId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { accountsOfStore } from '../merchants/accounts/find-accounts.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import type { Columns } from './csv-columns.ts'
import { foldCollectives } from './collective-store.ts'
import { identities } from './line-identity.ts'
import { readStatement } from './read-statement.ts'
import type { ReadError, Understood } from './read-statement.ts'
import { knownLines } from './same-movement.ts'
import type { KnownLine } from './same-movement.ts'
import { FINAL } from './statement.ts'
import type { ReadLine, Warning } from './statement.ts'
import { insertImport, insertLines, linesThere, matchFrom, noteSeen } from './store.ts'
import type { NewLine } from './store.ts'

type StatementFile = {
  readonly account: MoneyAccount
  readonly mode: Mode
  readonly fileName: string
  readonly content: Uint8Array
  /** How a person said a table is to be read; null: by its headings. */
  readonly columns: Columns | null
  /** Of the store, ISO 3166-1: which encoding a file has that is not UTF-8. */
  readonly country: string
}

export type ImportError = ReadError | { readonly code: 'statement_other_account'; readonly iban: string } | { readonly code: 'statement_other_currency' }

/** What of a file is of this account. */
export type Found = { readonly understood: Understood; readonly lines: readonly ReadLine[]; readonly warnings: readonly Warning[] }

/** Reads a file for an account, and changes nothing. Parts about other accounts or currencies are left out. */
export function findInFile({ account, content, columns, country }: StatementFile): Result<Found, ImportError> {
  const read = readStatement(content, { columns, currency: account.currency, country })
  if (!read.ok) return read
  const { statements, warnings } = read.value.file
  const own = statements.filter((one) => one.account === null || one.account === account.iban)
  const [other] = statements
  if (own.length === 0 && other !== undefined) return err({ code: 'statement_other_account', iban: other.account ?? '' })
  const ours = own.filter((one) => one.currency === null || one.currency === account.currency)
  if (ours.length === 0 && own.length > 0) return err({ code: 'statement_other_currency' })
  return ok({ understood: read.value, warnings, lines: ours.flatMap((one) => one.lines.filter(({ amount }) => amount.currency === account.currency)) })
}

type There = KnownLine<Id<'statementLine'>>

/** What each line of the file is called, and which of those that are here already it is. */
async function recognised(db: Db | Tx, { account, mode }: StatementFile, { lines, understood }: Found): Promise<{ name: string; known: There | null }[]> {
  const named = identities(lines).map((name, index) => ({ name, line: lines[index] })).flatMap(({ name, line }) => (line === undefined ? [] : [{ name, line }]))
  const at = { merchantId: account.merchantId, accountId: account.id, mode }
  const there = await linesThere(db, at, { identities: named.map(({ name }) => name), days: [...new Set(lines.map(({ bookedOn }) => bookedOn))] })
  const known = knownLines(named, there, understood.file.format)
  return named.map(({ name }, index) => ({ name, known: known[index] ?? null }))
}

/** How many of the lines are here already and change nothing: neither new, nor announced before and final by this file. */
export async function countRepeated(db: Db, file: StatementFile, found: Found): Promise<number> {
  const isFinal = FINAL.includes(found.understood.file.format)
  return (await recognised(db, file, found)).filter(({ known }) => known !== null && (!isFinal || known.seenIn.some((format) => FINAL.includes(format)))).length
}

type Imported = { readonly importId: Id<'statementImport'>; readonly read: number; readonly isNew: number; readonly warnings: readonly Warning[] }

/**
 * Keeps the lines of a file. Lines that are there already, from the same file or another that overlaps it, stay as they
 * are; a line that could not be read stands in the warnings with its number and its words, and comes in with a
 * corrected file. What of it is beyond doubt the schedule books: `matchImports`.
 */
export async function importStatement(
  db: Db, file: StatementFile, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<Imported, ImportError>> {
  const found = findInFile(file)
  if (!found.ok) return found
  const { account, mode } = file
  const { lines, warnings, understood: { file: { format } } } = found.value
  const ibans = new Set((await accountsOfStore(db, account)).flatMap(({ iban }) => (iban === null ? [] : [iban])))
  const days = lines.map(({ bookedOn }) => bookedOn).toSorted()
  const importId = newId('statementImport', at.getTime())
  return inTransaction(db, async (tx) => {
    // One file of an account at a time: two would not know each other's lines.
    await tx.selectFrom('money_account').select('account_id').where('merchant_id', '=', account.merchantId).where('account_id', '=', account.id).forUpdate().execute()
    const recognition = await recognised(tx, file, found.value)
    const rows = lines.flatMap((line, index): NewLine[] => {
      const one = recognition[index]
      const nature = line.nature === 'transfer' && ibans.has(line.partyAccount ?? '') ? 'own_transfer' : line.nature
      return one === undefined || one.known !== null ? [] : [{ line, identity: one.name, nature }]
    })
    const seen = recognition.flatMap(({ name, known }, index) => (known === null ? [] : [{ id: known.id, identity: name, batch: lines[index]?.batch ?? null }]))
    const count = rows.length
    await insertImport(tx, {
      merchant_id: account.merchantId, import_id: importId, account_id: account.id, store_id: account.storeId, mode, file_name: file.fileName, format,
      lines_read: lines.length, lines_new: count, warnings: JSON.stringify(warnings), period_from: days[0] ?? null, period_to: days.at(-1) ?? null,
      imported_by: actor, imported_at: at, match_at: FINAL.includes(format) ? at : null,
    })
    const place = { merchantId: account.merchantId, accountId: account.id, storeId: account.storeId, mode, format }
    await insertLines(tx, { ...place, importId, now: at }, rows)
    await noteSeen(tx, place, seen)
    const folded = await foldCollectives(tx, place, [...new Set(days)])
    // The parts of a final entry are final, also in a file that only announces: they are to be matched now.
    if (folded > 0) await matchFrom(tx, { merchantId: account.merchantId, importId, at })
    if (file.columns !== null) {
      await tx.updateTable('money_account').set({ csv_columns: JSON.stringify(file.columns) })
        .where('merchant_id', '=', account.merchantId).where('account_id', '=', account.id).execute()
    }
    await recordAudit(tx, { merchantId: account.merchantId, at, actor, action: 'statement.imported', objectId: importId, change: { lines: { from: null, to: count } } })
    return ok({ importId, read: lines.length, isNew: count, warnings })
  })
}
