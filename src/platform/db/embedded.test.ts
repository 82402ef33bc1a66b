import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { birthOf, isGone } from './embedded-process.ts'
import { databaseAccount } from './embedded-programs.ts'
import { startEmbedded, stopLeftover, type Embedded } from './embedded.ts'

const folders: string[] = []
const running: Embedded[] = []

let made = ''
beforeAll(async () => {
  made = newFolder()
  await (await startEmbedded({ dataFolder: made, durable: true })).stop()
  return async () => rmSync(made, { recursive: true })
})

afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
  for (const folder of folders.splice(0)) {
    await stopLeftover(folder)
    rmSync(folder, { recursive: true, force: true })
  }
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvit-embedded-'))
  chmodSync(folder, 0o711)
  return folder
}

/** A folder with a stopped database, quicker than making one. */
function usedFolder(): string {
  const folder = newFolder()
  folders.push(folder)
  cpSync(made, folder, { recursive: true, force: true })
  const account = databaseAccount()
  if (account !== null) chownAll(folder, account)
  return folder
}

function chownAll(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  execFileSync('chown', ['-R', `${uid}:${gid}`, join(folder, 'postgres-18')])
}

async function start(dataFolder: string, durable = true): Promise<Embedded> {
  const server = await startEmbedded({ dataFolder, durable })
  running.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.at(0)?.[0]
  } finally {
    await client.end()
  }
}

/** Another Kvit that starts the database, says so, and waits to be killed. */
async function otherKvit(dataFolder: string): Promise<{ kvit: ChildProcess; postgres: number }> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const server = await startEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, durable: true })
    console.log(server.pid)
    setInterval(() => {}, 1000)`
  const kvit = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(kvit.stdout, 'data')
  return { kvit, postgres: Number(said) }
}

async function kill(kvit: ChildProcess): Promise<void> {
  kvit.kill('SIGKILL')
  await once(kvit, 'exit')
}

test('the database is real: fsync, UTF-8 and no port', async () => {
  const server = await start(usedFolder())
  expect(await ask(server.url(), "select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'))")).toBe('on on on')
  expect(await ask(server.url(), "select concat_ws(' ', pg_encoding_to_char(encoding), datlocale) from pg_database where datname = 'kvit'")).toBe('UTF8 C.UTF-8')
  expect(await ask(server.url(), "select current_setting('listen_addresses')")).toBe('')
  expect(await ask(server.url(), "select upper('žšķğა')")).toBe('ŽŠĶĞᲐ')
})

test('what was written is there after a stop and a start', async () => {
  const folder = usedFolder()
  const first = await startEmbedded({ dataFolder: folder, durable: true })
  await ask(first.url(), 'create table note as select 7 as n')
  await first.stop()
  expect(birthOf(first.pid)).toBeNull()
  const second = await start(folder)
  expect(second.how).toBe('started')
  expect(await ask(second.url(), 'select n from note')).toBe(7)
})

test('only the account that runs the database can look into it', async () => {
  const folder = usedFolder()
  await start(folder)
  for (const inner of ['postgres-18', 'run']) expect(statSync(join(folder, inner)).mode & 0o077).toBe(0)
})

test('two Kvits do not share a folder', async () => {
  const folder = usedFolder()
  const { kvit } = await otherKvit(folder)
  await expect(startEmbedded({ dataFolder: folder, durable: true })).rejects.toThrow(`already runs with the data in ${folder} (process ${kvit.pid})`)
  await kill(kvit)
})

test('the database of a killed Kvit is adopted with all its data', async () => {
  const folder = usedFolder()
  const { kvit, postgres } = await otherKvit(folder)
  await kill(kvit)
  expect(birthOf(postgres)).not.toBeNull()
  const server = await start(folder)
  expect(server).toMatchObject({ how: 'adopted', pid: postgres })
  await server.stop()
  expect(birthOf(postgres)).toBeNull()
})

test('the database of a killed Kvit is restarted when its settings are no longer right', async () => {
  const folder = usedFolder()
  const { kvit, postgres } = await otherKvit(folder)
  await kill(kvit)
  const server = await start(folder, false)
  expect(server.how).toBe('started')
  expect(birthOf(postgres)).toBeNull()
  expect(await ask(server.url(), "select current_setting('fsync')")).toBe('off')
})

test('a frozen database of a killed Kvit is ended and started anew', { timeout: 60_000 }, async () => {
  const folder = usedFolder()
  const { kvit, postgres } = await otherKvit(folder)
  await kill(kvit)
  process.kill(postgres, 'SIGSTOP')
  setTimeout(() => process.kill(postgres, 'SIGCONT'), 3000)
  const server = await start(folder)
  expect(server.how).toBe('started')
  expect(birthOf(postgres)).toBeNull()
})

test('after a kill of the database itself, all that was committed is there', async () => {
  const folder = usedFolder()
  const first = await startEmbedded({ dataFolder: folder, durable: true })
  await ask(first.url(), 'create table paid as select 40 as amount')
  const client = new pg.Client({ connectionString: first.url() })
  client.on('error', () => {})
  await client.connect()
  const asleep = client.query('select pg_sleep(30)').catch(() => {})
  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  const second = await start(folder)
  expect(await ask(second.url(), 'select amount from paid')).toBe(40)
  await asleep
})

test('a pid file whose number another program has now does not stop the start', async () => {
  const folder = usedFolder()
  writeFileSync(join(folder, 'postgres-18', 'postmaster.pid'), `${process.pid}\n${join(folder, 'postgres-18')}\n0\n5432\n\n\n\nready\n`)
  expect((await start(folder)).how).toBe('started')
})

test('a folder with a long name has its socket elsewhere', async () => {
  const folder = join(usedFolder(), 'a'.repeat(90))
  const server = await start(folder)
  expect(new URL(server.url()).searchParams.get('host')).toMatch(/^\/tmp\/kvit-[0-9a-f]{16}$/)
  expect(await ask(server.url(), 'select 1')).toBe(1)
  await server.stop()
  expect(existsSync(new URL(server.url()).searchParams.get('host') ?? '')).toBe(false)
})

test('making the database half-way leaves nothing that looks complete', async () => {
  const folder = newFolder()
  folders.push(folder)
  const script = `
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    await startEmbedded({ dataFolder: ${JSON.stringify(folder)}, durable: true })`
  const kvit = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: 'inherit', detached: true })
  await expect.poll(() => existsSync(join(folder, 'postgres-18.partial', 'PG_VERSION')), { interval: 5, timeout: 20_000 }).toBe(true)
  if (kvit.pid !== undefined) process.kill(-kvit.pid, 'SIGKILL')
  await once(kvit, 'exit')
  expect(existsSync(join(folder, 'postgres-18'))).toBe(false)
  const server = await start(folder)
  expect(await ask(server.url(), 'select 1')).toBe(1)
})

test('a stop ends open sessions and is safe to repeat', async () => {
  const server = await startEmbedded({ dataFolder: usedFolder(), durable: true })
  const client = new pg.Client({ connectionString: server.url() })
  client.on('error', () => {})
  await client.connect()
  await Promise.all([server.stop(), server.stop()])
  expect(await isGone(server.pid, 0)).toBe(true)
  expect(readFileSync(join(server.dataFolder, 'postgres.log'), 'utf8')).toContain('database system is shut down')
})
