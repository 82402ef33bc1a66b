import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { printDecimal } from '../money/decimal.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { findTaxTable } from './find-tax-letters.ts'
import type { TaxTable } from './find-tax-letters.ts'
import type { Desk, ProductDeps } from './save-product.ts'
import { lettersInUse, lockProducts, writeTaxLetters } from './store.ts'
import { tableWrong } from './tax-letter.ts'
import type { TaxLetter } from './tax-letter.ts'

export type TaxLetterError =
  | { readonly code: 'invalid'; readonly fields: readonly WrongField[] }
  | { readonly code: 'tax_letter_in_use'; readonly letter: string }

/** Replaces the store's tax letters. Without any the store has those of its country again. */
export async function saveTaxLetters({ db, clock }: ProductDeps, desk: Desk, letters: readonly TaxLetter[]): Promise<Result<TaxTable, TaxLetterError>> {
  const fields = tableWrong(letters)
  if (fields.length > 0) return err({ code: 'invalid', fields })
  return inTransaction(db, async (tx) => {
    await lockProducts(tx, desk)
    const before = await findTaxTable(tx, desk)
    await writeTaxLetters(tx, desk, letters)
    const after = await findTaxTable(tx, desk)
    const inUse = await lettersInUse(tx, desk)
    const lost = [...inUse].find((letter) => !after.letters.some((one) => one.letter === letter))
    if (lost !== undefined) return err({ code: 'tax_letter_in_use', letter: lost })
    await recordAudit(tx, {
      merchantId: desk.merchantId, at: clock.now(), actor: desk.actor, action: 'tax_letters.changed', objectId: desk.storeId,
      change: { letters: { from: before.letters.map(told), to: after.letters.map(told) } },
    })
    return ok(after)
  })
}

const told = ({ percent, ...letter }: TaxLetter) => ({ ...letter, percent: printDecimal(percent) })
