import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { openVault } from '../src/platform/crypto/vault.ts'
import type { Vault } from '../src/platform/crypto/vault.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'

/** The pool of every side: Kvit's own default. */
export const POOL_SIZE = 10

/** Where the bars are measured: one durable PostgreSQL that all sides share, on the disk and not in memory. */
export type Arena = {
  readonly folder: string
  readonly databaseUrl: string
  readonly pool: pg.Pool
  readonly vault: Vault
  /** As `KVIT_MASTER_KEY` takes it. */
  readonly masterKey: string
  /** What the server said of itself: name and value. */
  readonly settings: readonly (readonly [string, string])[]
  close(): Promise<void>
}

/** Any of these otherwise, and no figure would say anything of money. */
const REQUIRED = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const

const SHOWN = [...Object.keys(REQUIRED), 'server_version', 'shared_buffers', 'max_wal_size', 'wal_compression', 'checkpoint_timeout', 'wal_sync_method']

/**
 * The table that the denominators write to: the bytes of a callback with what finds them again, as `inbound_raw` and
 * the key of `inbound_message` have it.
 */
const RAW_TABLE = `create table bench_raw (
  merchant_id uuid not null, inbound_id uuid not null, channel_id uuid not null, received_at timestamptz not null,
  query text not null, body bytea not null, primary key (merchant_id, inbound_id))`

/** Starts PostgreSQL with Kvit's own settings in a new folder below `place`. Throws if it would not keep what it acknowledges. */
export async function openArena(place: string): Promise<Arena> {
  mkdirSync(place, { recursive: true, mode: 0o755 })
  const folder = mkdtempSync(join(place, 'kvit-bench-'))
  execFileSync('chmod', ['755', folder])
  const server = await startEmbedded({ dataFolder: join(folder, 'data'), durable: true })
  const databaseUrl = server.url()
  await migrate(databaseUrl)
  const { pool, close } = openDatabase({ url: databaseUrl, poolSize: 4, applicationName: 'kvit bench' })
  const settings = await settingsOf(pool)
  for (const [name, value] of Object.entries(REQUIRED)) {
    if (!settings.some((one) => one[0] === name && one[1] === value)) throw new Error(`${name} is not ${value}: nothing measured here would count`)
  }
  await pool.query(RAW_TABLE)
  const key = randomBytes(32)
  return {
    folder, databaseUrl, pool, settings, vault: openVault(key), masterKey: key.toString('base64'),
    async close() {
      await close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function settingsOf(pool: pg.Pool): Promise<(readonly [string, string])[]> {
  const { rows } = await pool.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from pg_settings where name = any($1) order by name', [SHOWN],
  )
  return rows.map(({ name, value }) => [name, value] as const)
}

/** Everything that was written is on the disk, so that no side pays for another's pages. */
export const checkpoint = (pool: pg.Pool): Promise<unknown> => pool.query('checkpoint')

/** A position in the write-ahead log and the transactions so far, for taking differences. */
export type Ledger = { readonly walBytes: number; readonly transactions: number; readonly pageImages: number }

export async function ledger(pool: pg.Pool): Promise<Ledger> {
  await pool.query('select pg_stat_force_next_flush()')
  const { rows: [row] } = await pool.query<{ wal: string; done: bigint; images: bigint }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal, wal_fpi as images,
       (select xact_commit from pg_stat_database where datname = current_database()) as done from pg_stat_wal`,
  )
  if (row === undefined) throw new Error('PostgreSQL has no statistics')
  return { walBytes: Number(row.wal), transactions: Number(row.done), pageImages: Number(row.images) }
}
