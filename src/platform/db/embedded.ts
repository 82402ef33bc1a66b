import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { birthOf, commandOf, isGone, readIfThere, takeOwnership } from './embedded-process.ts'
import { asAccount, databaseAccount, openDataFolder, preparePrograms, type Account, type Programs } from './embedded-programs.ts'

/** A PostgreSQL server that lives and ends with Kvit; it listens on a Unix socket only. */
export type Embedded = {
  /** `adopted`: it was left running by a Kvit that was killed. */
  readonly how: 'started' | 'adopted'
  /** Process number of the postmaster. */
  readonly pid: number
  readonly dataFolder: string
  /** Connection string; the database `kvit` unless another is named. */
  url(database?: string): string
  /** Ends sessions, writes everything down, stops the server and gives the data folder back. Safe to call twice. */
  stop(): Promise<void>
}

/** `durable: false` trades safety for speed and is for tests only: a power cut or a kill may destroy the data. */
type EmbeddedOptions = { readonly dataFolder: string; readonly durable: boolean }

type Layout = {
  readonly data: string
  readonly log: string
  readonly socketFolder: string
  readonly account: Account | null
  readonly programs: Programs
  readonly settings: string
}

const MAJOR = 18
const STARTUP_MS = 60_000
const FAST_SHUTDOWN_MS = 30_000
const LOG_LIMIT_BYTES = 16 * 1024 * 1024

/** A socket's address holds 107 bytes on Linux and 103 on macOS, of which the file's name takes 18. */
const SOCKET_FOLDER_LIMIT_BYTES = 103 - '/.s.PGSQL.5432'.length - 4

/** PostgreSQL's environment: nothing of the shell's language, time zone or PG* variables may reach it. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

function settingsText(socketFolder: string, durable: boolean): string {
  const always = [
    '# Written by Kvit at every start; changes made here are lost.',
    "listen_addresses = ''",
    `unix_socket_directories = '${socketFolder.replaceAll("'", "''")}'`,
    'unix_socket_permissions = 0700',
    'max_connections = 100',
    'shared_buffers = 256MB',
    'random_page_cost = 1.1',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "log_line_prefix = '%m [%p] %a '",
    "log_min_duration_statement = '1s'",
    "idle_in_transaction_session_timeout = '60s'",
    'jit = off',
  ]
  // A checkpoint makes the next change of each page write the whole page: few of them, and those pages packed.
  const kept = [
    'fsync = on', 'synchronous_commit = on', 'full_page_writes = on', "checkpoint_timeout = '15min'", "max_wal_size = '2GB'",
    'wal_compression = pglz',
  ]
  // Autovacuum would hold up copying the template database.
  const thrownAway = ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off', 'autovacuum = off']
  return [...always, ...(durable ? kept : thrownAway), ''].join('\n')
}

/**
 * Starts PostgreSQL on the data in `dataFolder`, making the database on first use. A server that a killed Kvit
 * left behind is adopted when it is healthy and has the same settings, otherwise stopped first. As root, the server
 * runs as another account. Throws, in words for the operator, when the folder is in use or PostgreSQL cannot run.
 */
export async function startEmbedded({ dataFolder, durable }: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(dataFolder)
  const account = databaseAccount()
  openDataFolder(folder, account)
  const release = takeOwnership(folder)
  try {
    const layout = prepare(folder, account, durable)
    if (!existsSync(layout.data)) initialise(layout)
    const left = await takeOverLeftover(layout)
    const pid = left ?? await launch(layout)
    await ensureDatabase(layout.socketFolder)
    return handle({ how: left === null ? 'started' : 'adopted', pid, folder, layout, release })
  } catch (error) {
    release()
    throw error
  }
}

/** Stops a server that was left behind in the folder, if there is one. For folders that are about to be removed. */
export async function stopLeftover(dataFolder: string): Promise<void> {
  const pid = runningPostmaster(join(resolve(dataFolder), `postgres-${MAJOR}`))
  if (pid !== null) await stopPostmaster(pid)
}

function handle(parts: { how: Embedded['how']; pid: number; folder: string; layout: Layout; release: () => void }): Embedded {
  const { how, pid, folder, layout, release } = parts
  let stopping: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    await stopPostmaster(pid)
    rmSync(layout.socketFolder, { recursive: true, force: true })
    release()
  }
  return {
    how, pid, dataFolder: folder,
    url: (database = 'kvit') => urlOf(layout.socketFolder, database),
    stop: () => stopping ??= stop(),
  }
}

const urlOf = (socketFolder: string, database: string): string =>
  `postgresql://kvit@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socketFolder)}`

function prepare(folder: string, account: Account | null, durable: boolean): Layout {
  const data = join(folder, `postgres-${MAJOR}`)
  const socketFolder = privateFolder(socketFolderOf(folder), account)
  const programs = preparePrograms(folder, account)
  return { data, log: join(folder, 'postgres.log'), socketFolder, account, programs, settings: settingsText(socketFolder, durable) }
}

function socketFolderOf(folder: string): string {
  const near = join(folder, 'run')
  if (Buffer.byteLength(near) <= SOCKET_FOLDER_LIMIT_BYTES) return near
  return `/tmp/kvit-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
}

/** A folder that only the account enters. In /tmp others could have made it first: that is refused. */
function privateFolder(path: string, account: Account | null): string {
  if (!existsSync(path)) {
    mkdirSync(path, { mode: 0o700 })
    if (account !== null) chownSync(path, account.uid, account.gid)
  }
  const found = lstatSync(path)
  const uid = account?.uid ?? process.getuid?.()
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(`${path} is not a private folder of the account that runs the database. Remove it and start again.`)
  }
  return path
}

/** Makes the database cluster under another name first, so that a kill half-way leaves nothing that looks complete. */
function initialise({ data, account, programs, settings }: Layout): void {
  const partial = `${data}.partial`
  rmSync(partial, { recursive: true, force: true })
  privateFolder(partial, account)
  const durable = settings.includes('fsync = on')
  const run = spawnSync(join(programs.bin, 'initdb'), [
    '--pgdata', partial, '--username', 'kvit', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C',
    '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync']),
  ], { cwd: partial, env: ENVIRONMENT, encoding: 'utf8', ...asAccount(account) })
  if (run.status !== 0) throw new Error(`initdb failed: ${run.error?.message ?? run.stderr}`)
  writeFileSync(join(partial, 'postgresql.conf'), "include 'kvit.conf'\n", { flag: 'a' })
  renameSync(partial, data)
}

/** Adopts the running server of this folder. Null if there is none, or after stopping one that is not as it should be. */
async function takeOverLeftover({ data, socketFolder, settings }: Layout): Promise<number | null> {
  const pid = runningPostmaster(data)
  if (pid === null) return null
  const asItShouldBe = readIfThere(join(data, 'kvit.conf')) === settings && isReady(data) && await answers(socketFolder)
  if (asItShouldBe) return pid
  await stopPostmaster(pid)
  return null
}

/** The postmaster that runs on this data. A stale pid file, also one whose number another program has now, is removed. */
function runningPostmaster(data: string): number | null {
  const file = join(data, 'postmaster.pid')
  const pid = Number(readIfThere(file)?.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (birthOf(pid) !== null && commandOf(pid)?.includes(data)) return pid
  rmSync(file, { force: true })
  return null
}

/** Line 8 of postmaster.pid is the server's own word on its state. Source: PostgreSQL, src/include/utils/pidfile.h. */
const isReady = (data: string): boolean => readIfThere(join(data, 'postmaster.pid'))?.split('\n')[7]?.trim() === 'ready'

async function answers(socketFolder: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(socketFolder, 'postgres'), connectionTimeoutMillis: 2000, query_timeout: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

async function launch({ data, log, account, programs, settings }: Layout): Promise<number> {
  writeFileSync(join(data, 'kvit.conf'), settings)
  if (account !== null) chownSync(join(data, 'kvit.conf'), account.uid, account.gid)
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`)
  const output = openSync(log, 'a')
  const from = statSync(log).size
  // A session of its own: Ctrl-C in the terminal must reach Kvit first, which stops the database last.
  const server = spawn(join(programs.bin, 'postgres'), ['-D', data], {
    cwd: data, env: ENVIRONMENT, detached: true, stdio: ['ignore', output, output], ...asAccount(account),
  })
  closeSync(output)
  server.unref()
  let ended: string | null = null
  server.once('error', (error) => { ended = error.message })
  server.once('exit', (code, signal) => { ended = `it ended with ${code ?? signal}` })
  const end = performance.now() + STARTUP_MS
  while (!isReady(data)) {
    await wait(5)
    if (ended === null && performance.now() < end) continue
    const said = readFileSync(log).subarray(from).toString('utf8').trim()
    throw new Error(`PostgreSQL did not start: ${ended ?? 'it was not ready within a minute'}.\n${said}`)
  }
  if (server.pid === undefined) throw new Error('PostgreSQL has no process number')
  return server.pid
}

async function ensureDatabase(socketFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(socketFolder, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'kvit'")
    if (rowCount === 0) await client.query('create database kvit')
  } finally {
    await client.end()
  }
}

/** SIGINT is a fast shutdown: sessions are ended, everything is on disk. SIGQUIT leaves it to recovery at the next start. */
async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, timeoutMs] of [['SIGINT', FAST_SHUTDOWN_MS], ['SIGQUIT', 5000], ['SIGKILL', 5000]] as const) {
    if (birthOf(pid) === null) return
    process.kill(pid, signal)
    if (await isGone(pid, timeoutMs)) return
  }
  throw new Error(`PostgreSQL (process ${pid}) cannot be stopped`)
}
