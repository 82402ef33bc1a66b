import { describe, expect, test } from 'vitest'
import type { Id } from '../../src/kernel/ids.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { issuedInvoice, money, NOW, somePlace } from './builders.ts'
import type { Place } from './builders.ts'
import { openTestDatabase } from './database.ts'
import { openExploration } from './explore.ts'
import type { Explored, World } from './explore.ts'
import type { Actor } from './turns.ts'

const database = openTestDatabase()

type Till = Place & { readonly invoiceId: Id<'invoice'> }
type Act = (pool: Database['pool'], till: Till, tell: (fact: string) => void) => Promise<void>

const paidOf = async (pool: Database['pool'], { merchantId, invoiceId }: Till): Promise<{ paid: bigint; version: number }> => {
  const { rows: [row] } = await pool.query<{ paid: bigint; version: number }>(
    'select paid_minor as paid, version from invoice where merchant_id = $1 and invoice_id = $2', [merchantId, invoiceId],
  )
  if (row === undefined) throw new Error('the invoice is gone')
  return row
}

/** Adds a cent to what was read, without looking whether it is still so. */
const careless: Act = async (pool, till, tell) => {
  const { paid } = await paidOf(pool, till)
  tell('a cent')
  await pool.query('update invoice set paid_minor = $3 where merchant_id = $1 and invoice_id = $2', [till.merchantId, till.invoiceId, paid + 1n])
}

const careful: Act = async (pool, till, tell) => {
  for (;;) {
    const { paid, version } = await paidOf(pool, till)
    const { rowCount } = await pool.query(
      'update invoice set paid_minor = $3, version = version + 1 where merchant_id = $1 and invoice_id = $2 and version = $4',
      [till.merchantId, till.invoiceId, paid + 1n, version],
    )
    if (rowCount === 1) return tell('a cent')
  }
}

/** Every cent that was taken must stand on the invoice in the end. */
const cents = (act: Act) => async ({ pool }: Database): Promise<World<Name>> => {
  const place = await somePlace(pool)
  const till = { ...place, invoiceId: await issuedInvoice(pool, place, money('1.00')) }
  return {
    merchantId: place.merchantId,
    actor: (name): Actor => ({ name, act: (books, tell) => act(books.pool, till, tell) }),
    async look(books) {
      const { paid } = await paidOf(books.pool, till)
      return (taken, isOver) => (isOver && BigInt(taken.length) !== paid ? [`${taken.length} taken, ${paid} kept`] : [])
    },
  }
}

type Name = 'Ona' | 'Jonas'

async function explored(act: Act, names: readonly Name[]): Promise<Explored & { books: number }> {
  const exploration = await openExploration(database, cents(act))
  try {
    return { ...await exploration.of(names), books: exploration.work().books }
  } finally {
    await exploration.close()
  }
}

describe('all orders of steps', () => {
  test('a cent that is lost in some order of four steps is found', async () => {
    await expect(explored(careless, ['Ona', 'Jonas'])).rejects.toThrow(/^2 taken, 1 kept: after /)
  })

  test('where nothing can be lost every state is seen', async () => {
    // Before reading, before writing, over.
    expect(await explored(careful, ['Ona'])).toEqual({ states: 3, steps: 2, books: 2 })
    // Nobody has written: each has read or not. One has: the other has read before, after, was refused, has read again
    // since, or did nothing yet. Both have.
    expect(await explored(careful, ['Ona', 'Jonas'])).toEqual({ states: 4 + 2 * 5 + 1, steps: 4 * 2 + 2 * 5, books: 3 })
  })

  test('what is written beside the books is not passed over', async () => {
    const renaming: Act = async (pool, { merchantId }) => { await pool.query('update merchant set name = $2 where merchant_id = $1', [merchantId, 'UAB Kita']) }
    await expect(explored(renaming, ['Ona'])).rejects.toThrow('merchant was written')
  })

  test('code that goes on otherwise though it has read the same is noticed', async () => {
    const asks = ['select 1', 'select 2', 'select 3']
    const fickle: Act = async (pool, till) => {
      await pool.query(asks.pop() ?? '')
      await paidOf(pool, till)
    }
    await expect(explored(fickle, ['Ona'])).rejects.toThrow('not what was said before')
  })

  test('an id that is drawn anew each time the code runs is one id to the books', async () => {
    const signing: Act = async (pool, till, tell) => {
      const { merchantId, invoiceId } = till
      const auditId = newId('auditRecord')
      await pool.query(`insert into audit_record values ($1, $2, $3, 'kvit', 'till.opened', $4, '{}')`, [merchantId, auditId, NOW, invoiceId])
      const { rows } = await pool.query<{ audit_id: string }>('select audit_id from audit_record where merchant_id = $1 and audit_id = $2', [merchantId, auditId])
      await careful(pool, till, () => {})
      for (const row of rows) if (row.audit_id === auditId) tell(auditId)
    }
    expect((await explored(signing, ['Ona', 'Jonas'])).books).toBeGreaterThan(3)
  })
})
