import { buildKvit } from './app.ts'
import { readConfig } from './config.ts'
import { systemClock } from './kernel/clock.ts'
import { lockedVault } from './platform/crypto/vault.ts'
import { openDatabase } from './platform/db/database.ts'
import { apiDescription } from './platform/http/openapi.ts'
import { buildLogger } from './platform/http/log.ts'

/** Prints the description of the API. Nothing is connected to: the routes are enough. */
export async function printOpenApi(): Promise<void> {
  const config = readConfig({
    DATABASE_URL: 'postgresql://localhost/none', PUBLIC_URL: 'http://localhost', SMTP_URL: 'smtp://localhost', MAIL_FROM: 'kvit@kvit.example',
    KVIT_MASTER_KEY: Buffer.alloc(32).toString('base64'), LOG_LEVEL: 'silent',
  })
  if (!config.ok) throw new Error(config.error.map(({ sentence }) => sentence).join(' '))
  const database = openDatabase({ url: config.value.databaseUrl.reveal(), poolSize: 1, applicationName: 'kvit openapi' })
  const kvit = await buildKvit({ config: config.value, database, vault: lockedVault, clock: systemClock, logger: buildLogger({ level: 'silent' }) })
  await kvit.app.ready()
  process.stdout.write(`${JSON.stringify(apiDescription(kvit.app), null, 2)}\n`)
  await kvit.stop()
  await database.close()
}
