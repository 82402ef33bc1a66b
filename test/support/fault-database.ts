import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openDatabase } from '../../src/platform/db/database.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { birthOf, isGone } from '../../src/platform/db/embedded-process.ts'
import { defaultDataFolder } from '../../src/platform/db/embedded-programs.ts'
import { startEmbedded, stopLeftover } from '../../src/platform/db/embedded.ts'
import type { Embedded } from '../../src/platform/db/embedded.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { until } from './fault-oracle.ts'

/** A PostgreSQL of the test file's own that writes to the disk as in production. */
export type DurableDatabase = {
  /** The test's own connections, past every wire. */
  readonly database: Database
  readonly url: string
  /** `kill -9` of the postmaster; its other processes then end by themselves. */
  killServer(): Promise<void>
  /** Starts it again on what is left on the disk. Answers how long that took, in milliseconds. */
  startAgain(): Promise<number>
}

/** Called once at the top of a test file. The database is removed afterwards; those of dead runs are cleared away. */
export function durableDatabase(): () => DurableDatabase {
  const state: { server: Embedded | null; database: Database | null } = { server: null, database: null }
  const dataFolder = join(folderOfCheckout(), String(process.pid))
  const started = (): { server: Embedded; database: Database } => {
    const { server, database } = state
    if (server === null || database === null) throw new Error('the database starts before the first test of the file')
    return { server, database }
  }
  beforeAll(async () => {
    await clearAway()
    state.server = await startEmbedded({ dataFolder, durable: true })
    await migrate(state.server.url())
    state.database = openDatabase({ url: state.server.url(), poolSize: 5, applicationName: 'kvit test' })
  })
  afterAll(async () => {
    await state.database?.close()
    await state.server?.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  })
  return () => ({
    database: started().database,
    url: started().server.url(),
    async killServer() {
      const { pid } = started().server
      process.kill(pid, 'SIGKILL')
      await isGone(pid, 5000)
      await started().server.stop()
    },
    async startAgain() {
      const begin = performance.now()
      state.server = await again(dataFolder)
      return performance.now() - begin
    },
  })
}

/** The old server's other processes need a moment to notice; until then PostgreSQL refuses to start. */
async function again(dataFolder: string): Promise<Embedded> {
  const started: Embedded[] = []
  await until('PostgreSQL to start on what is left', async () => {
    try {
      started.push(await startEmbedded({ dataFolder, durable: true }))
      return true
    } catch (error) {
      if (error instanceof Error && error.message.includes('shared memory')) return false
      throw error
    }
  })
  const [server] = started
  if (server === undefined) throw new Error('PostgreSQL did not start')
  return server
}

/** One folder a run below it, named by its process. In /var/tmp, because /tmp is often memory and has no disk to write to. */
function folderOfCheckout(): string {
  const mark = createHash('sha256').update(defaultDataFolder(process.cwd())).digest('hex').slice(0, 8)
  const folder = join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), `kvit-faults-${mark}`)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  return folder
}

async function clearAway(): Promise<void> {
  const folder = folderOfCheckout()
  for (const run of readdirSync(folder)) {
    if (birthOf(Number(run)) !== null) continue
    await stopLeftover(join(folder, run))
    rmSync(join(folder, run), { recursive: true, force: true })
  }
}
