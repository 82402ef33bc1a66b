import type { Http, Outcome } from '../connectors/contract.ts'
import type { RegisterState } from '../fiscalisers/contract.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openFiscaliser } from './open-fiscaliser.ts'
import type { FiscaliserDeps, FiscaliserError, OpenedRegister } from './open-fiscaliser.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { resumeTelling } from './hear-offline.ts'
import { clearTrouble, noteState, noteTrouble } from './trouble.ts'

export type CheckError =
  | FiscaliserError
  | { readonly code: 'fiscaliser_silent' }
  /** What the service said is for whoever looks into it. */
  | { readonly code: 'fiscaliser_refused'; readonly said: string }
  | { readonly code: 'fiscaliser_for_tests' }
  | { readonly code: 'fiscaliser_for_real' }

type Checked = { readonly fiscalNumber: string; readonly shiftOpen: boolean | null; readonly online: boolean | null }

/** Asks the fiscal service about the register and keeps what it says. One that has lost its thread is brought into line first. Throws `VaultLocked`. */
export async function checkRegister(deps: FiscaliserDeps, register: CashRegister): Promise<Result<Checked, CheckError>> {
  const ref = refOf(register)
  const opened = await openFiscaliser(deps, ref)
  if (!opened.ok) return opened
  const asked = await stateOf(opened.value, deps.http)
  const at = deps.clock.now()
  if (asked.kind !== 'done') {
    const said = asked.kind === 'unknown' ? asked.cause : asked.providerCode
    await inTransaction(deps.db, (tx) => noteTrouble(tx, ref, { trouble: said, at }))
    return err(asked.kind === 'unknown' ? { code: 'fiscaliser_silent' } : { code: 'fiscaliser_refused', said })
  }
  const { registerNumber: fiscalNumber, shiftOpen, online, mode } = asked.value
  if (mode !== register.mode) return err({ code: mode === 'test' ? 'fiscaliser_for_tests' : 'fiscaliser_for_real' })
  await inTransaction(deps.db, async (tx) => {
    await noteState(tx, ref, asked.value)
    await clearTrouble(tx, ref)
  })
  await resumeTelling(deps, ref, at)
  return ok({ fiscalNumber, shiftOpen, online })
}

async function stateOf({ fiscaliser }: OpenedRegister, http: Http): Promise<Outcome<RegisterState>> {
  const asked = await fiscaliser.state(http)
  if (asked.kind !== 'refused' || asked.reason !== 'other' || fiscaliser.realign === null) return asked
  const aligned = await fiscaliser.realign(http)
  return aligned.kind === 'done' ? fiscaliser.state(http) : aligned
}
