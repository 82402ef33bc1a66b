import { isSealed } from '../connectors/contract.ts'
import type { FieldProblem, ConfigField } from '../connectors/contract.ts'
import type { OpenFiscaliser, RegisteredFiscaliser } from '../fiscalisers/contract.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { Secret } from '../kernel/secret.ts'
import { changeBetween, recordAudit } from '../merchants/audit.ts'
import type { Change } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { findRegister } from './find-register.ts'
import { openSession } from './offline-store.ts'
import { openSecrets, surroundingsOf } from './open-fiscaliser.ts'
import type { FiscaliserDeps } from './open-fiscaliser.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { dropSecrets, lockRegister, putSecret, registerRow, textsOf, updateRegister } from './register-store.ts'
import { stepKey } from './tick-register-step.ts'
import { isBusy } from './write-register.ts'

type WrongValue = { readonly field: string; readonly code: 'missing' | 'malformed' | 'too_long' | 'not_a_choice' | 'unknown_field'; readonly limit?: number }

export type GiveError =
  | { readonly code: 'not_found' }
  | { readonly code: 'fiscaliser_unknown'; readonly field: 'fiscaliser' }
  /**
   * Another service begins with a shift of its own: the present one is over first, and nothing waits. What was made without
   * the tax service bears the register's names, and is told of under no others.
   */
  | { readonly code: 'register_busy' }
  | { readonly code: 'fiscaliser_other_currency' }
  | { readonly code: 'fiscaliser_for_tests' }
  | { readonly code: 'fiscaliser_for_real' }
  | { readonly code: 'invalid'; readonly fields: readonly WrongValue[] }

type Values = Readonly<Record<string, string>>

/** `fiscaliser` null: from now on the register files nothing. */
type Given = { readonly register: CashRegister; readonly fiscaliser: string | null; readonly values: Values }

/**
 * Takes the fiscal service and its credentials, all fields at once; an empty secret keeps the one that is stored. The
 * service's own form reads them before anything is kept. Throws `VaultLocked`.
 */
export const giveFiscaliser = (deps: FiscaliserDeps, caller: Caller, ask: Given): Promise<Result<null, GiveError>> =>
  inTransaction(deps.db, async (tx) => {
    const ref = refOf(ask.register)
    await lockRegister(tx, ref)
    const register = await findRegister(tx, ref)
    if (register === null) return err({ code: 'not_found' })
    const isOther = ask.fiscaliser !== register.fiscaliser
    if (isOther && await isBusy(tx, register)) return err({ code: 'register_busy' })
    if (isOther) await dropSecrets(tx, ref)
    if (ask.fiscaliser === null) {
      await keep(deps, tx, { caller, register, registered: null, values: {} })
      return ok(null)
    }
    const registered = deps.fiscalisers.find((one) => one.id === ask.fiscaliser)
    if (registered === undefined) return err({ code: 'fiscaliser_unknown', field: 'fiscaliser' })
    if (!registered.currencies.includes(register.currency)) return err({ code: 'fiscaliser_other_currency' })
    const values = trimmed(registered.fields, ask.values)
    const isOffline = !isOther && await openSession(tx, ref) !== undefined
    if (isOffline && isRenamed(registered.fields, textsOf((await registerRow(tx, ref))?.settings), values)) return err({ code: 'register_busy' })
    const read = await readValues({ ...deps, db: tx }, registered, { register, values })
    if (!read.ok) return err({ code: 'invalid', fields: read.error })
    const { mode } = read.value
    if (mode !== null && mode !== register.mode) return err({ code: mode === 'test' ? 'fiscaliser_for_tests' : 'fiscaliser_for_real' })
    await keep(deps, tx, { caller, register, registered, values })
    return ok(null)
  })

const trimmed = (fields: readonly ConfigField[], values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isSealed(fields, name) ? value : value.trim()]))

/** The texts that no register of the service is without say which one it is, and whose. */
const isRenamed = (fields: readonly ConfigField[], before: Values, now: Values): boolean => fields.some(({ name, kind, required, fallback, advanced }) =>
  kind === 'text' && !advanced && (required || fallback !== null) && (before[name] || fallback) !== (now[name] || fallback))

async function readValues(
  deps: FiscaliserDeps, registered: RegisteredFiscaliser, { register, values }: { register: CashRegister; values: Values },
): Promise<Result<OpenFiscaliser, WrongValue[]>> {
  const unknown = Object.keys(values).filter((name) => !registered.fields.some((field) => field.name === name))
  if (unknown.length > 0) return err(unknown.map((name) => ({ field: `values/${name}`, code: 'unknown_field' })))
  const kept = await openSecrets(deps, refOf(register))
  const given = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' || kept[name] === undefined))
  const opened = registered.open({ ...kept, ...given }, surroundingsOf(deps, registered, { ref: refOf(register), timeZone: register.timeZone, version: -1 }))
  return opened.ok ? opened : err(opened.error.map((problem) => wrongValue(registered.fields, problem)))
}

function wrongValue(fields: readonly ConfigField[], { field, problem }: FieldProblem): WrongValue {
  const limit = fields.find((one) => one.name === field)?.maxLength
  return { field: `values/${field}`, code: problem, ...(problem === 'too_long' && limit !== undefined ? { limit } : {}) }
}

type Kept = { caller: Caller; register: CashRegister; registered: RegisteredFiscaliser | null; values: Values }

/** The steps done for this service, also those before it was given; of another one its credentials are gone. */
const ticksOf = ({ id, guide }: RegisteredFiscaliser, done: Values): Values => {
  const keys = new Set(guide.map((step) => stepKey(id, step.id)))
  return Object.fromEntries(Object.entries(done).filter(([key]) => keys.has(key)))
}

async function keep({ vault, clock }: FiscaliserDeps, tx: Tx, { caller, register, registered, values }: Kept): Promise<void> {
  const at = clock.now()
  const ref = refOf(register)
  const row = await registerRow(tx, ref)
  const fields = registered?.fields ?? []
  const settings = Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSealed(fields, name) && value !== ''))
  const secrets = Object.entries(values).filter(([name, value]) => isSealed(fields, name) && value !== '')
  for (const [field, value] of secrets) {
    await putSecret(tx, { ...ref, field, sealed: vault.seal(new Secret(value), { merchantId: ref.merchantId, objectId: ref.registerId, field }) })
  }
  const step = registered?.guide.find((one) => one.kind === 'credentials')
  const isSame = registered?.id === register.fiscaliser
  const guide = registered === null ? {} : { ...ticksOf(registered, textsOf(row?.guide)), ...(step === undefined ? {} : { [stepKey(registered.id, step.id)]: at.toISOString() }) }
  await updateRegister(tx, {
    ...ref, fiscaliser: registered?.id ?? null, settings: JSON.stringify(settings), guide: JSON.stringify(guide), settings_version: register.settingsVersion + 1,
    trouble_since: null, trouble: null, offline_grant: null, ...(isSame ? {} : { fiscal_number: null }),
  })
  const change: Change = {
    ...changeBetween({ fiscaliser: register.fiscaliser }, { fiscaliser: registered?.id ?? null }), ...changeBetween(textsOf(row?.settings), settings),
    ...Object.fromEntries(secrets.map(([name]) => [name, 'changed' as const])),
  }
  await recordAudit(tx, { merchantId: ref.merchantId, at, actor: actorOf(caller), action: 'cash_register.credentials_given', objectId: ref.registerId, change })
}
