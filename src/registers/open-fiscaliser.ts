import type { FiscalSurroundings, Memory, OpenFiscaliser, RegisteredFiscaliser } from '../fiscalisers/contract.ts'
import type { Http } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db } from '../platform/db/database.ts'
import type { RegisterRef } from './register.ts'
import { registerRow, secretsOf, textsOf } from './register-store.ts'

export type FiscaliserDeps = {
  readonly db: Db
  readonly vault: Vault
  readonly clock: Clock
  /** The only way out for fiscalisers. */
  readonly http: Http
  readonly fiscalisers: readonly RegisteredFiscaliser[]
  /** Base addresses that the installation puts in place of a fiscaliser's own, by its id and their name. */
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly memories: Memories
  /** Lets time pass between two questions to a service. Milliseconds. */
  pause(ms: number): Promise<void>
}

/** What fiscalisers remember in this process, such as tokens, by cash register and the version of its credentials. */
export type Memories = Map<Id<'cashRegister'>, { version: number; text: string | null }>

const MOST_MEMORIES = 10_000

function memoryOf(memories: Memories, registerId: Id<'cashRegister'>, version: number): Memory {
  const kept = memories.get(registerId)
  const entry = kept?.version === version ? kept : { version, text: null }
  memories.delete(registerId)
  memories.set(registerId, entry)
  const [oldest] = memories.keys()
  if (memories.size > MOST_MEMORIES && oldest !== undefined) memories.delete(oldest)
  return { read: () => entry.text, write: (text) => { entry.text = text } }
}

export type FiscaliserError =
  | { readonly code: 'not_found' }
  /** The register files nothing. */
  | { readonly code: 'no_fiscaliser' }
  /** The release has no such fiscaliser any more. */
  | { readonly code: 'fiscaliser_unknown' }
  /** Credentials are missing, or no longer fit the form. */
  | { readonly code: 'fiscaliser_not_ready' }

export type OpenedRegister = {
  readonly registered: RegisteredFiscaliser
  readonly fiscaliser: OpenFiscaliser
  /** The tax service's number of the register as it is kept; null: not known yet. */
  readonly fiscalNumber: string | null
}

/** The register's fiscaliser with its settings and opened secrets. Throws `VaultLocked` where the key to them is missing. */
export async function openFiscaliser(deps: FiscaliserDeps, ref: RegisterRef): Promise<Result<OpenedRegister, FiscaliserError>> {
  const row = await registerRow(deps.db, ref)
  if (row === undefined) return err({ code: 'not_found' })
  if (row.fiscaliser === null) return err({ code: 'no_fiscaliser' })
  const registered = deps.fiscalisers.find((one) => one.id === row.fiscaliser)
  if (registered === undefined) return err({ code: 'fiscaliser_unknown' })
  const values = { ...textsOf(row.settings), ...await openSecrets(deps, ref) }
  const opened = registered.open(values, surroundingsOf(deps, registered, { ref, timeZone: row.time_zone, version: row.settings_version }))
  return opened.ok ? ok({ registered, fiscaliser: opened.value, fiscalNumber: row.fiscal_number }) : err({ code: 'fiscaliser_not_ready' })
}

export const surroundingsOf = (
  { clock, endpoints, memories, pause }: FiscaliserDeps, registered: RegisteredFiscaliser,
  { ref, timeZone, version }: { ref: RegisterRef; timeZone: string; version: number },
): FiscalSurroundings => ({
  clock, timeZone, pause, endpoints: { ...registered.endpoints, ...endpoints[registered.id] }, memory: memoryOf(memories, ref.registerId, version),
})

/** The stored secrets in clear, by field name: for the fiscaliser's form only. */
export async function openSecrets({ db, vault }: Pick<FiscaliserDeps, 'db' | 'vault'>, ref: RegisterRef): Promise<Record<string, string>> {
  const { merchantId, registerId: objectId } = ref
  const values: Record<string, string> = {}
  for (const { field, sealed } of await secretsOf(db, ref)) values[field] = vault.unseal(sealed, { merchantId, objectId, field }).reveal()
  return values
}
