import type { RegisteredFiscaliser } from '../fiscalisers/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { lockRegister, registerRow, textsOf, updateRegister } from './register-store.ts'

type Deps = { readonly db: Db; readonly clock: Clock; readonly fiscalisers: readonly RegisteredFiscaliser[] }

type Tick = { readonly register: CashRegister; readonly fiscaliser: string; readonly stepId: string; readonly isDone: boolean }

/** A step as the register keeps it: of a service that it need not file through yet. */
export const stepKey = (fiscaliser: string, stepId: string): string => `${fiscaliser}/${stepId}`

/** Keeps how far a merchant has come at the service's own site. The step of credentials is done by giving them. */
export const tickRegisterStep = (
  { db, clock, fiscalisers }: Deps, { register, fiscaliser, stepId, isDone }: Tick,
): Promise<Result<null, { readonly code: 'step_not_yours' }>> =>
  inTransaction(db, async (tx) => {
    const step = fiscalisers.find(({ id }) => id === fiscaliser)?.guide.find(({ id }) => id === stepId)
    if (step === undefined || step.kind === 'credentials') return err({ code: 'step_not_yours' })
    const ref = refOf(register)
    await lockRegister(tx, ref)
    const key = stepKey(fiscaliser, stepId)
    const others = Object.entries(textsOf((await registerRow(tx, ref))?.guide)).filter(([id]) => id !== key)
    const done = isDone ? [...others, [key, clock.now().toISOString()]] : others
    await updateRegister(tx, { ...ref, guide: JSON.stringify(Object.fromEntries(done)) })
    return ok(null)
  })
