import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded, stopLeftover, type Embedded } from '../../src/platform/db/embedded.ts'
import { birthOf } from '../../src/platform/db/embedded-process.ts'
import { defaultDataFolder } from '../../src/platform/db/embedded-programs.ts'
import { migrate } from '../../src/platform/db/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Server of this run and the migrated database that `testDatabase` copies. */
    testServer: { readonly url: string; readonly template: string }
  }
}

/**
 * One PostgreSQL for the whole run, with one migrated database to copy. `DATABASE_URL_TEST` names a server of your
 * own instead: a URL whose user may create databases. The embedded one gives up fsync, as its data ends with the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env['DATABASE_URL_TEST']
  const server = own === undefined ? await startServer() : null
  const url = server?.url('postgres') ?? own ?? ''
  const template = `kvit_template_${process.pid}`
  await administer(url, `drop database if exists ${template}`, `create database ${template}`)
  await migrate(databaseUrl(url, template))
  project.provide('testServer', { url, template })
  return async () => {
    await administer(url, `drop database if exists ${template}`)
    await server?.stop()
    if (server !== null) rmSync(server.dataFolder, { recursive: true, force: true })
  }
}

/** The same server, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Runs statements, one by one, outside any transaction. */
export async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** In memory a copy takes 20 ms and on a disk 100; containers often have too little of that memory. */
function roomyFolder(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 2 * 1024 ** 3 ? memory : tmpdir()
}

/** Folders of this checkout's test servers, one per run and named by its process; those of dead runs are cleared away. */
async function startServer(): Promise<Embedded> {
  const mark = createHash('sha256').update(defaultDataFolder(process.cwd())).digest('hex').slice(0, 8)
  const folder = join(roomyFolder(), `kvit-test-${mark}`)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  for (const run of readdirSync(folder)) {
    if (birthOf(Number(run)) !== null) continue
    await stopLeftover(join(folder, run))
    rmSync(join(folder, run), { recursive: true, force: true })
  }
  return startEmbedded({ dataFolder: join(folder, String(process.pid)), durable: false })
}
