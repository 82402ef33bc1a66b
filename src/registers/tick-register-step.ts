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

/** Keeps how far a merchant has come at the service's own site. The step of credentials is done by giving them. */
export const tickRegisterStep = (
  { db, clock, fiscalisers }: Deps, { register, stepId, isDone }: { register: CashRegister; stepId: string; isDone: boolean },
): Promise<Result<null, { readonly code: 'step_not_yours' }>> =>
  inTransaction(db, async (tx) => {
    const step = fiscalisers.find(({ id }) => id === register.fiscaliser)?.guide.find(({ id }) => id === stepId)
    if (step === undefined || step.kind === 'credentials') return err({ code: 'step_not_yours' })
    const ref = refOf(register)
    await lockRegister(tx, ref)
    const others = Object.entries(textsOf((await registerRow(tx, ref))?.guide)).filter(([id]) => id !== stepId)
    const done = isDone ? [...others, [stepId, clock.now().toISOString()]] : others
    await updateRegister(tx, { ...ref, guide: JSON.stringify(Object.fromEntries(done)) })
    return ok(null)
  })
