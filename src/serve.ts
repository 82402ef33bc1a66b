import { buildKvit } from './app.ts'
import type { Kvit } from './app.ts'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { systemClock } from './kernel/clock.ts'
import { masterKeyOf, openInstallationVault } from './platform/crypto/vault.ts'
import { openDatabase } from './platform/db/database.ts'
import { migrate } from './platform/db/migrate.ts'
import { buildLogger } from './platform/http/log.ts'

type Environment = Readonly<Record<string, string | undefined>>

export type Running = { readonly kvit: Kvit; readonly address: string; readonly publicUrl: URL; stop(): Promise<void> }

/** Migrates, builds and listens. Throws what the operator must hear; the caller decides about the process. */
export async function startServer(config: Config): Promise<Running> {
  const logger = buildLogger({ level: config.logLevel })
  await migrate(config.databaseUrl.reveal())
  const database = openDatabase({ url: config.databaseUrl.reveal(), poolSize: config.poolSize, applicationName: 'kvit' })
  const vault = await openInstallationVault(database.db, masterKeyOf(config.masterKey), systemClock.now())
  if (vault.isLocked) logger.error('KVIT_MASTER_KEY is not the key this database was sealed with: callbacks and payments are refused')
  const kvit = await buildKvit({ config, database, vault, clock: systemClock, logger })
  // The queue of letters must be there before the first request may put one in.
  await kvit.start()
  const address = await kvit.app.listen({ host: config.host, port: config.port })
  return {
    kvit, address, publicUrl: config.publicUrl,
    async stop() {
      await kvit.stop()
      await database.close()
    },
  }
}

/** The production command: everything from the environment, and a clear sentence for each thing wrong with it. */
export async function serve(env: Environment): Promise<void> {
  const config = configOrExit(env)
  if (config === null) return
  const running = await startServer(config)
  process.stdout.write(`Kvit listens on ${running.address} and is reached at ${config.publicUrl.href}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.stop())
}

/** Brings the database up to date and ends: for installations that do it before the new servers start. */
export async function migrateOnly(env: Environment): Promise<void> {
  const config = configOrExit(env)
  if (config === null) return
  const run = await migrate(config.databaseUrl.reveal())
  process.stdout.write(run.length === 0 ? 'The database is up to date.\n' : `Migrated: ${run.join(', ')}\n`)
}

function configOrExit(env: Environment): Config | null {
  const config = readConfig(env)
  if (config.ok) return config.value
  process.stderr.write(`Kvit cannot start:\n${config.error.map(({ sentence }) => `  - ${sentence}`).join('\n')}\n`)
  process.exitCode = 1
  return null
}
