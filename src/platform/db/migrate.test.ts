import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openTestDatabase } from '../../../test/support/database.ts'
import { MIGRATIONS, migrate } from './migrate.ts'

const { pool, url } = openTestDatabase()

const folders: string[] = []
afterAll(() => Promise.all(folders.map((one) => rm(one, { recursive: true }))))

/** A folder with Kvit's own migrations, which this database has, and more. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kvit-migrations-'))
  folders.push(folder)
  await cp(MIGRATIONS, folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

const exists = async (table: string) => (await pool.query('select to_regclass($1) as found', [table])).rows[0].found !== null

test('a database that is up to date is left alone', async () => {
  expect(await migrate(url)).toEqual([])
})

test('new files are run in order, each with as many statements as it holds', async () => {
  const folder = await folderWith({
    '9002-second.sql': 'alter table step_one add column b int; -- and one more;\nalter table step_one add column c int;',
    '9001-first.sql': 'create table step_one (a int);',
  })
  expect(await migrate(url, folder)).toEqual(['9001-first', '9002-second'])
  await pool.query('select a, b, c from step_one')
  await pool.query("drop table step_one; delete from kysely_migration where name like '9%'")
})

test('ten processes that start at once run each migration once', async () => {
  const folder = await folderWith({ '9003-once.sql': 'create table made_once (a int);' })
  const runs = await Promise.all(Array.from({ length: 10 }, () => migrate(url, folder)))
  expect(runs.flat()).toEqual(['9003-once'])
  await pool.query("drop table made_once; delete from kysely_migration where name like '9%'")
})

test('a failing file is named with its line, and nothing of the run is kept', async () => {
  const folder = await folderWith({
    '9004-good.sql': 'create table half_way (a int);',
    '9005-bad.sql': 'select 1;\n\nselect nothing_like_it;\n',
  })
  await expect(migrate(url, folder)).rejects.toThrow(/9005-bad\.sql:3: .*nothing_like_it/)
  expect(await exists('half_way')).toBe(false)
})

test('a file of another name is refused, so that none is silently left out', async () => {
  const folder = await folderWith({ 'fix.sql': 'select 1;' })
  await expect(migrate(url, folder)).rejects.toThrow(/fix\.sql is not named like/)
})

test('a migration waits for a lock at most two seconds, and stops nobody for longer', async () => {
  await pool.query('create table busy (a int)')
  const folder = await folderWith({ '9006-wait.sql': 'alter table busy add column b int;' })
  const client = await pool.connect()
  try {
    await client.query('begin; lock table busy in share mode')
    await expect(migrate(url, folder)).rejects.toThrow(/lock timeout/)
  } finally {
    await client.query('rollback; drop table busy')
    client.release()
  }
})
