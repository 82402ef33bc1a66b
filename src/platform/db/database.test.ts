import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { err, ok } from '../../kernel/result.ts'
import { openTestDatabase } from '../../../test/support/database.ts'
import { severableServer } from '../../../test/support/severable.ts'
import { inTransaction, openDatabase, type Db, type Tx } from './database.ts'
import { prepared } from './database-driver.ts'
import { CommitUnknown } from './retry.ts'

const { db, url, pool } = openTestDatabase()

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** A counter in a table of its own, so that what was kept can be counted. */
async function counter(name: string): Promise<string> {
  await pool.query(`create table ${name} (n int not null); insert into ${name} values (0)`)
  return name
}
const add = (tx: Tx, table: string) => sql`update ${sql.table(table)} set n = n + 1`.execute(tx)
const valueOf = async (db: Db, table: string) => (await sql<{ n: number }>`select n from ${sql.table(table)}`.execute(db)).rows[0]?.n

/** A database reached through a wire that the test can cut. */
async function overWire() {
  const wire = await severableServer(url)
  const database = openDatabase({ url: wire.url, poolSize: 2, applicationName: 'kvit wire test' })
  opened.push({ close: async () => { await database.close(); await wire.close() } })
  return { ...database, wire }
}

test('amounts come back as bigint, instants as Date and days as their text', async () => {
  const { rows } = await sql`
    select 9007199254740993::int8 as amount, '{1,NULL,9007199254740993}'::int8[] as amounts, '2026-02-28'::date as day,
           '{2026-02-28,NULL}'::date[] as days, '{}'::date[] as none, '2026-02-28 10:00+02'::timestamptz as at, 1.10::numeric as rate`.execute(db)
  expect(rows).toEqual([{
    amount: 9007199254740993n, amounts: [1n, null, 9007199254740993n], day: '2026-02-28',
    days: ['2026-02-28', null], none: [], at: new Date('2026-02-28T08:00:00Z'), rate: '1.10',
  }])
})

test('every connection is limited from its start, without a SET that a pooler would mix up', async () => {
  const { rows } = await sql`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
    current_setting('idle_in_transaction_session_timeout') as idle, current_setting('timezone') as zone`.execute(db)
  expect(rows).toEqual([{ statement: '30s', lock: '10s', idle: '1min', zone: 'UTC' }])
})

test('an option in the address wins over ours', async () => {
  const database = openDatabase({ url: `${url}&options=${encodeURIComponent('-c lock_timeout=777')}`, poolSize: 1, applicationName: 'kvit test' })
  opened.push(database)
  expect((await sql`select current_setting('lock_timeout') as lock`.execute(database.db)).rows).toEqual([{ lock: '777ms' }])
})

test('a statement with a name is kept by its connection, inside a transaction as well', async () => {
  const kept = await inTransaction(db, async (tx) => {
    for (const one of ['1', '2']) await tx.executeQuery(prepared('some-statement', 'select $1::int as one', [one]))
    return sql<{ times: bigint }>`select generic_plans + custom_plans as times from pg_prepared_statements where name = 'some-statement'`.execute(tx)
  })
  expect(kept.rows).toEqual([{ times: 2n }])
})

const keptBy = async (tx: Tx): Promise<string[]> =>
  (await sql<{ statement: string }>`select statement from pg_prepared_statements where name like 'repeated-%'`.execute(tx)).rows.map(({ statement }) => statement)

test('a statement that is run again and again is kept by its connection; what is run once, or as long as a list, is not', async () => {
  const kept = await inTransaction(db, async (tx) => {
    for (let run = 1; run <= 6; run++) {
      await sql`select ${run}::int as again`.execute(tx)
      await sql`select 1 where 1 in (${sql.join(Array.from({ length: run }, (_, index) => index))})`.execute(tx)
    }
    return keptBy(tx)
  })
  expect(kept).toEqual(['select $1::int as again'])
})

test('a kept statement of a table that was changed is prepared anew, and the work is done', async () => {
  const table = await counter('changed_meanwhile')
  const { db: one } = await overWire()
  const read = () => inTransaction(one, async (tx) => (await sql`select * from ${sql.table(table)} where n >= ${0}`.execute(tx)).rows)
  for (let run = 1; run <= 6; run++) await read()
  await pool.query(`alter table ${table} add column more text`)
  expect(await read()).toEqual([{ n: 0, more: null }])
})

test('a read outside a transaction is answered also when its table was changed since its statement was kept', async () => {
  const table = await counter('changed_before_a_read')
  const { db: one } = await overWire()
  const read = async () => (await sql`select * from ${sql.table(table)} where n >= ${0}`.execute(one)).rows
  for (let run = 1; run <= 6; run++) await read()
  await pool.query(`alter table ${table} add column more text`)
  for (let run = 1; run <= 6; run++) expect(await read()).toEqual([{ n: 0, more: null }])
  expect(await inTransaction(one, keptBy)).toEqual([])
})

test('a transaction is kept when it answers', async () => {
  const table = await counter('kept')
  expect(await inTransaction(db, async (tx) => ok((await add(tx, table)).numAffectedRows))).toEqual(ok(1n))
  expect(await valueOf(db, table)).toBe(1)
})

test('a refusal undoes the transaction and is its answer', async () => {
  const table = await counter('refused')
  const answer = await inTransaction(db, async (tx) => {
    await add(tx, table)
    return err({ code: 'too_much' })
  })
  expect(answer).toEqual(err({ code: 'too_much' }))
  expect(await valueOf(db, table)).toBe(0)
})

test('a throw undoes the transaction and is passed on', async () => {
  const table = await counter('thrown')
  await expect(inTransaction(db, async (tx) => {
    await add(tx, table)
    throw new Error('a bug')
  })).rejects.toThrow('a bug')
  expect(await valueOf(db, table)).toBe(0)
})

test('a failed statement that is swallowed does not pass for success', async () => {
  const table = await counter('swallowed')
  await expect(inTransaction(db, async (tx) => {
    await add(tx, table)
    await sql`select 1 / 0`.execute(tx).catch(() => {})
  })).rejects.toThrow('nothing was kept')
  expect(await valueOf(db, table)).toBe(0)
})

test('a transaction within a transaction is refused, as its end would not be its own', async () => {
  await expect(inTransaction(db, (tx) => inTransaction(tx, async () => {}))).rejects.toThrow('inside a transaction')
})

test('M07: of two transactions that cannot be put in an order, the loser is run again', async () => {
  const table = await counter('serial')
  let runs = 0
  const bothHaveRead = Promise.withResolvers<void>()
  const bump = () => inTransaction(db, async (tx) => {
    runs += 1
    await sql`set transaction isolation level serializable`.execute(tx)
    const n = Number(await valueOf(tx, table))
    if (runs === 2) bothHaveRead.resolve()
    await bothHaveRead.promise
    await sql`update ${sql.table(table)} set n = ${n + 1}`.execute(tx)
  })
  await Promise.all([bump(), bump()])
  expect(await valueOf(db, table)).toBe(2)
  expect(runs).toBe(3)
})

test('M07: a deadlock is broken and both transactions are kept', async () => {
  const [a, b] = [await counter('lock_a'), await counter('lock_b')]
  let waiting = 2
  const both = Promise.withResolvers<void>()
  const cross = (one: string, other: string) => inTransaction(db, async (tx) => {
    await add(tx, one)
    if (--waiting === 0) both.resolve()
    await both.promise
    await add(tx, other)
  })
  await Promise.all([cross(a, b), cross(b, a)])
  expect([await valueOf(db, a), await valueOf(db, b)]).toEqual([2, 2])
  expect(waiting).toBeLessThan(0)
})

test('after five conflicts the error is passed on', async () => {
  let runs = 0
  await expect(inTransaction(db, async (tx) => {
    runs += 1
    await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(tx)
  })).rejects.toMatchObject({ code: '40001' })
  expect(runs).toBe(5)
})

test('a connection that the server ends before COMMIT is replaced and the work is done once', async () => {
  const table = await counter('ended')
  let runs = 0
  await inTransaction(db, async (tx) => {
    await add(tx, table)
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    if (runs++ === 0) await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await add(tx, table)
  })
  expect(runs).toBe(2)
  expect(await valueOf(db, table)).toBe(2)
})

test('a wire cut before COMMIT is a reason to run the work again', async () => {
  const table = await counter('cut_before')
  const { db: far, wire } = await overWire()
  let runs = 0
  await inTransaction(far, async (tx) => {
    await add(tx, table)
    if (runs++ === 0) wire.cut()
    await add(tx, table)
  })
  expect(runs).toBe(2)
  expect(await valueOf(db, table)).toBe(2)
})

test('a lost answer to COMMIT is an unknown outcome and the work is not run again', async () => {
  const table = await counter('cut_commit')
  const { db: far, wire } = await overWire()
  let runs = 0
  await expect(inTransaction(far, async (tx) => {
    runs += 1
    await add(tx, table)
    wire.cutWhenAsked('commit')
  })).rejects.toBeInstanceOf(CommitUnknown)
  expect(runs).toBe(1)
  expect(await valueOf(db, table)).toBe(1)
  expect(await valueOf(far, table)).toBe(1)
})

test('connections that break while idle do not end the process', async () => {
  const { pool: far, wire } = await overWire()
  await far.query('select 1')
  wire.cut()
  await expect.poll(() => far.totalCount).toBe(0)
  expect((await far.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
