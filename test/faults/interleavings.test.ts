import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Http, OpenConnector } from '../../src/connectors/contract.ts'
import { connectorById } from '../../src/connectors/registry.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { journalFaults } from '../support/journal.ts'
import { applyReport } from '../../src/payments/apply-report.ts'
import { cancelInvoice } from '../../src/payments/cancel-invoice.ts'
import { giveUpWaiting } from '../../src/payments/expire-attempts.ts'
import { findInvoiceInPayment } from '../../src/payments/invoice-in-payment.ts'
import { recordPayment } from '../../src/payments/record-payment.ts'
import { startAttempt } from '../../src/payments/start-attempt.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { issuedInvoice, money, NOW, reportOf, someAttempt, someChannel, somePlace } from '../support/builders.ts'
import type { Place, SomeAttempt } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { openExploration } from '../support/explore.ts'
import type { Exploration, World } from '../support/explore.ts'
import type { Actor } from '../support/turns.ts'

// Nobody pays twice unnoticed, in whatever order the payer's tabs, a provider's callback and the answer to a poll, the
// clock and people come. The code is the real one and so is the database; only the order is ours.

const database = openTestDatabase()
const DUE = money('25.00')
const BY_HAND = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const
const LATER = new Date(NOW.getTime() + 30 * 60_000)
const silence: Http = async () => ({ kind: 'unknown', cause: 'nobody answers here' })

type Pool = Database['pool']

type Shop = Place & { readonly channels: Readonly<Record<keyof typeof CREDENTIALS, Id<'channel'>>> }

type Scene = {
  readonly shop: Shop
  readonly invoiceId: Id<'invoice'>
  /** An attempt from yesterday that a provider may still speak of. */
  readonly earlier: SomeAttempt
}

const invoiceOf = async (pool: Pool, { shop, invoiceId }: Scene) => {
  const invoice = await findInvoiceInPayment(pool, shop.merchantId, invoiceId)
  if (invoice === null) throw new Error('the invoice is gone')
  return invoice
}

/** The payer opens the page, presses "pay", and pays if they were let through; the provider says so. */
const payer = (name: string, connector: keyof typeof CREDENTIALS): ((scene: Scene) => Actor) => (scene) => ({
  name,
  async act({ pool }, tell) {
    const channelId = scene.shop.channels[connector]
    const started = await startAttempt({ pool, http: silence }, {
      invoice: await invoiceOf(pool, scene), channel: { id: channelId, open: opened(connector), leaseMs: 30 * 60_000 }, method: null, amount: DUE,
      language: 'lt', invoiceNumber: 'T-1', storeName: 'Pavyzdys', payer: { email: null, name: null, country: 'LT' }, at: NOW,
      urls: { accept: 'https://pay.example/a', cancel: 'https://pay.example/c', callback: 'https://pay.example/cb' }, lines: [], deliverBy: null,
    })
    if (!started.ok) return
    const attempt = { ...scene.earlier, attemptId: started.value.attemptId }
    const providerRef = refOf(attempt)
    tell(providerRef)
    await applyReport(pool, { ...heard(scene, channelId), report: reportOf(attempt, { providerRef }) })
  },
})

/** The provider's name of the payment that an attempt brought. */
const refOf = ({ attemptId }: Pick<SomeAttempt, 'attemptId'>): string => `P ${attemptId}`

const heard = ({ shop }: Scene, channelId: Id<'channel'>) => ({ merchantId: shop.merchantId, channelId, inboundId: null, at: NOW })

/** The earlier attempt was paid after all; callback and poll tell of the same money. */
const told = (name: string): ((scene: Scene) => Actor) => (scene) => ({
  name,
  async act({ pool }, tell) {
    const providerRef = refOf(scene.earlier)
    tell(providerRef)
    await applyReport(pool, { ...heard(scene, scene.earlier.channelId), report: reportOf(scene.earlier, { providerRef }) })
  },
})

const ACTORS = {
  'a tab pays by Paysera': payer('a tab pays by Paysera', 'paysera'),
  'a tab pays by LinkPay': payer('a tab pays by LinkPay', 'linkpay'),
  'a callback of the earlier attempt': told('a callback of the earlier attempt'),
  'a poll of the earlier attempt': told('a poll of the earlier attempt'),
  'the earlier attempt is given up': (scene: Scene): Actor => ({
    name: 'the earlier attempt is given up',
    act: async ({ pool }) => { await giveUpWaiting(pool, { ...scene.earlier, at: LATER }) },
  }),
  'a person takes cash': (scene: Scene): Actor => ({
    name: 'a person takes cash',
    act: async ({ pool }) => { await recordPayment(pool, { ...scene.shop, invoiceId: scene.invoiceId, source: 'cash', amount: DUE, receivedAt: NOW, note: '' }, BY_HAND) },
  }),
  'a person cancels': (scene: Scene): Actor => ({
    name: 'a person cancels',
    act: async ({ db, pool }) => {
      await cancelInvoice({ db, pool, http: silence, openChannel: async () => null }, { merchantId: scene.shop.merchantId, id: scene.invoiceId, reason: 'a mistake' }, BY_HAND)
    },
  }),
} as const

type Name = keyof typeof ACTORS

const CREDENTIALS = {
  paysera: { projectId: '555123', password: 'a3c5' },
  linkpay: { linkToken: 'kv17ab', apiUsername: '0011223344556677', apiSecret: '5f0c7d1e9a3b4c6d8e7f00112233aabb', environment: 'live' },
} as const

/** Both send the payer on without asking the provider first, so the order of steps stays ours. */
function opened(id: keyof typeof CREDENTIALS): OpenConnector {
  const connector = connectorById(id)
  const open = connector?.open(CREDENTIALS[id], { endpoints: connector.endpoints, facts: null, pinnedProof: null, clock: { now: () => NOW } })
  if (open?.ok !== true) throw new Error('the connector does not open')
  return open.value
}

async function someShop(pool: Pool): Promise<Shop> {
  const place = await somePlace(pool)
  return { ...place, channels: { paysera: place.channelId, linkpay: await someChannel(pool, place, 'linkpay') } }
}

async function beginning({ pool }: Database, leaseUntil: Date): Promise<World<Name>> {
  const shop = await someShop(pool)
  const invoiceId = await issuedInvoice(pool, shop, DUE)
  await pool.query(`insert into invoice_content (merchant_id, invoice_id, lines, totals, payer) values ($1, $2, '[]', '[]', $3)`, [
    shop.merchantId, invoiceId, { name: 'Jonas', email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null },
  ])
  const earlier = await someAttempt(pool, { place: shop, asked: DUE, invoiceId })
  await pool.query('update invoice set live_attempt_id = $3, lease_until = $4 where merchant_id = $1 and invoice_id = $2',
    [shop.merchantId, invoiceId, earlier.attemptId, leaseUntil])
  const scene: Scene = { shop, invoiceId, earlier }
  return {
    merchantId: shop.merchantId,
    actor: (name) => ACTORS[name](scene),
    async look(books) {
      const now = await standing(books.pool, scene)
      const journal = await journalFaults(books.db, shop.merchantId)
      return (taken, isOver) => [...faultsOf(now, isOver ? taken : []), ...journal]
    },
  }
}

type Standing = Awaited<ReturnType<typeof standing>>

async function standing(pool: Pool, { shop, invoiceId, earlier }: Scene) {
  const { rows: [row] } = await pool.query<{
    document: string; payment: string; due: bigint; paid: bigint; refunded: bigint; lease: string; version: number
    attempts: string[] | null; payments: string[] | null; allocated: bigint; to_return: bigint
  }>({
    name: 'standing',
    text: `select i.document, i.payment, case when i.document = 'issued' then i.gross_minor else 0 end as due, i.paid_minor as paid,
      i.refunded_minor as refunded, i.version, case when i.live_attempt_id is null then 'none' when i.live_attempt_id = $3 then 'earlier' else 'new' end as lease,
      (select array_agg(a.state || ' ' || (a.attempt_id = $3) || ' ' || (a.channel_id = $4) order by a.created_at, a.attempt_id) from attempt a
        where a.merchant_id = $1 and a.invoice_id = $2) as attempts,
      (select array_agg(p.source || ' ' || coalesce(p.provider_ref, '') order by p.source, p.provider_ref) from allocation o
        join payment p on p.merchant_id = o.merchant_id and p.payment_id = o.payment_id where o.merchant_id = $1 and o.invoice_id = $2) as payments,
      (select coalesce(sum(o.amount_minor), 0)::bigint from allocation o where o.merchant_id = $1 and o.invoice_id = $2) as allocated,
      (select coalesce(sum(r.amount_minor), 0)::bigint from refund r where r.merchant_id = $1 and r.invoice_id = $2 and r.state = 'requested') as to_return
      from invoice i where i.merchant_id = $1 and i.invoice_id = $2`,
    values: [shop.merchantId, invoiceId, earlier.attemptId, shop.channels.paysera],
  })
  if (row === undefined) throw new Error('the invoice is gone')
  return row
}

/** `taken`: money that providers took and that must stand in the books by now. */
function faultsOf(now: Standing, taken: readonly string[]): string[] {
  const payments = now.payments ?? []
  const attempts = now.attempts ?? []
  const excess = now.paid - now.refunded - now.due
  const rules: readonly (readonly [boolean, string])[] = [
    [now.paid === now.allocated, `the invoice says ${now.paid}, its payments ${now.allocated}`],
    [new Set(payments).size === payments.length, `the same money stands twice: ${payments.join(', ')}`],
    [excess <= 0n || now.payment === 'overpaid', `${excess} too much is not shown`],
    [now.to_return === (excess > 0n ? excess : 0n), `${excess} too much, ${now.to_return} to give back`],
    [attempts.filter((one) => /^(created|pending) false/.test(one)).length <= 1, `two attempts at once: ${attempts.join(', ')}`],
    [taken.every((ref) => payments.includes(`attempt ${ref}`)), `taken ${taken.join(', ')}, kept ${payments.join(', ')}`],
  ]
  return rules.flatMap(([holds, fault]) => (holds ? [] : [fault]))
}

function choicesOf<T>(from: readonly T[], count: number): T[][] {
  if (count === 0) return [[]]
  return from.flatMap((one, n) => choicesOf(from.slice(n + 1), count - 1).map((rest) => [one, ...rest]))
}

const NAMES = ['a tab pays by Paysera', 'a tab pays by LinkPay', 'a callback of the earlier attempt', 'a poll of the earlier attempt',
  'the earlier attempt is given up', 'a person takes cash', 'a person cancels'] as const satisfies readonly Name[]

/** How many of them meet: four, unless `KVIT_EXPLORE` says otherwise. */
const COUNT = Number(process.env['KVIT_EXPLORE'] ?? 4)
const COMPANIES = choicesOf(NAMES, COUNT).map((names) => [names.join(' · '), names] as const)
const BEGINNINGS = [['holds the invoice no longer', new Date(NOW.getTime() - 1000)], ['still holds the invoice', LATER]] as const

describe.each(BEGINNINGS)('the earlier attempt %s', (title, leaseUntil) => {
  const total = { states: 0, steps: 0 }
  const begun: Exploration<Name>[] = []
  beforeAll(async () => { begun.push(await openExploration(database, (books) => beginning(books, leaseUntil))) })
  test.each(COMPANIES)('%s', { timeout: 3_600_000 }, async (names, company) => {
    for (const exploration of begun) {
      const { states, steps } = await exploration.of(company)
      total.states += states
      total.steps += steps
      // Larger companies take long: one wants to see them come on, and to know how far it came if one ends it.
      if (COUNT > 4) process.stdout.write(`${states} states, ${steps} steps: ${names}\n`)
      expect(states).toBeGreaterThan(COUNT)
    }
  })
  afterAll(async () => {
    for (const exploration of begun) {
      const done = exploration.work()
      process.stdout.write(
        `${total.states} states and ${total.steps} steps between them, where the earlier attempt ${title}; ${done.steps} steps were done on ${done.books} different books\n`,
      )
      await exploration.close()
    }
  })
})
