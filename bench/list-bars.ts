import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Arena } from './arena.ts'
import { bar, say } from './bar.ts'
import type { Bar } from './bar.ts'
import { openBooks } from './books.ts'
import type { Books } from './books.ts'
import type { Ground } from './callback-bars.ts'
import type { Outcome } from './job.ts'
import { runJob, startServer } from './processes.ts'
import type { Server } from './processes.ts'
import { figure, median, range, ratios } from './statistics.ts'

/** The books that are large, those that are small, and the large ones of a quick run. Invoices. */
const LARGE = 1_000_000
const SMALL = 1000
const LARGE_ENOUGH_TO_TRY = 50_000

/** A person asks for one list after the other. Each list has a turn of this length on either side. Seconds. */
const TIMING = { seconds: 0.8, warmupSeconds: 0.2, atOnce: 1, perSecond: null } as const

/** Different requests for a list, so that no page is asked for twice in a row. */
const REQUESTS = 200

const PAGE = { must: 1.5, stretch: 1.2 } as const
const FOUND = { must: 2, stretch: 1.5 } as const

/** What is asked for, in many variations, and how much slower it may be. */
type List = {
  readonly what: string
  readonly limits: typeof PAGE | typeof FOUND
  readonly paths: (books: Books) => Promise<readonly string[]>
}

/** Spread evenly over all there is, but for the first page of it. */
const SOMEWHERE = (table: string, id: string, more = '') =>
  `select * from (select ${id} as id, row_number() over (order by ${id}) as n, count(*) over () as of${more} from ${table}) t
   where n % greatest(of / ${REQUESTS}, 1) = 0 and n > 25 order by random() limit ${REQUESTS}`

const deep = (path: string, table: string, id: string) => async ({ arena, store }: Books): Promise<string[]> => {
  const { rows } = await arena.pool.query<{ id: string }>(SOMEWHERE(table, id))
  return rows.map((row) => `${path}?store=${store}&cursor=${Buffer.from(row.id).toString('base64url')}`)
}

const searched = (path: string, table: string, id: string, text: string) => async ({ arena, store }: Books): Promise<string[]> => {
  const { rows } = await arena.pool.query<{ text: string }>(SOMEWHERE(table, id, `, ${text} as text`))
  return rows.map((row) => `${path}?store=${store}&search=${encodeURIComponent(row.text)}`)
}

/** Thirty days, anywhere in the three years. */
const inDays = (path: string, [from, to]: readonly [string, string], more: string) => async ({ store }: Books): Promise<string[]> =>
  Array.from({ length: REQUESTS }, (_, n) => {
    const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
    const ago = 30 + Math.floor((1065 * n) / REQUESTS)
    return `${path}?store=${store}&${from}=${day(ago)}&${to}=${day(ago - 30)}&${more}`
  })

const first = (path: string) => async ({ store }: Books): Promise<string[]> => [`${path}?store=${store}`]

const LISTS: readonly List[] = [
  { what: 'Invoices, page 1', limits: PAGE, paths: first('/v1/invoices') },
  { what: 'Invoices, a page deep in', limits: PAGE, paths: deep('/v1/invoices', 'invoice', 'invoice_id') },
  { what: 'Invoices, unpaid of thirty days', limits: FOUND, paths: inDays('/v1/invoices', ['issuedFrom', 'issuedTo'], 'view=unpaid') },
  { what: 'Invoices, search by number', limits: FOUND, paths: searched('/v1/invoices', 'invoice', 'invoice_id', 'number') },
  { what: 'Payments, page 1', limits: PAGE, paths: first('/v1/payments') },
  { what: 'Payments, a page deep in', limits: PAGE, paths: deep('/v1/payments', 'payment', 'payment_id') },
  { what: 'Payments, by provider of thirty days', limits: FOUND, paths: inDays('/v1/payments', ['from', 'to'], 'source=attempt') },
  { what: 'Payments, search by number', limits: FOUND, paths: searched('/v1/payments', 'invoice', 'invoice_id', 'number') },
  { what: 'Customers, page 1', limits: PAGE, paths: first('/v1/customers') },
  { what: 'Customers, a page deep in', limits: PAGE, paths: deep('/v1/customers', 'customer', 'customer_id') },
  { what: 'Customers, search by name', limits: FOUND, paths: searched('/v1/customers', 'customer', 'customer_id', 'name') },
]

type Side = { readonly books: Books; readonly server: Server }

async function turn({ books, server }: Side, paths: readonly string[], folder: string): Promise<Outcome> {
  const requests = join(folder, 'lists.txt')
  writeFileSync(requests, paths.join('\n'))
  return runJob({ kind: 'http', port: server.port, requests, again: true, expectedStatus: 200, flat: null, apiKey: books.apiKey, ...TIMING })
}

type Turns = { readonly small: Outcome[]; readonly large: Outcome[] }

const p95 = (turns: readonly Outcome[]): number[] => turns.map((one) => one.p95Ms)

function judged({ what, limits }: List, { small, large }: Turns, invoices: number): Bar {
  const side = (turns: readonly Outcome[]): string =>
    `p95 ${figure(median(p95(turns)))} ms (${range(p95(turns))}), p50 ${figure(median(turns.map((one) => one.p50Ms)))} ms`
  return bar({ id: 'R5', what: `${what}, at a million against a thousand`, sides: `at ${figure(invoices)} ${side(large)}; at a thousand ${side(small)}` },
    ratios(p95(large), p95(small)), { ...limits, better: 'lower', unit: '×' })
}

const served = async (books: Books): Promise<Side> => ({ books, server: await startServer(books.arena, { program: 'kvit', ready: '/readyz' }) })

export async function listBars({ arena, plan }: Ground): Promise<{ bars: Bar[]; notes: string[] }> {
  const begin = performance.now()
  const small = await openBooks(arena, { name: 'kvit_small', invoices: SMALL })
  const large = await openBooks(arena, { name: 'kvit_large', invoices: plan.isQuick ? LARGE_ENOUGH_TO_TRY : LARGE })
  say(`  R5 books of ${figure(large.invoices)} invoices in ${figure((performance.now() - begin) / 1000)} s`)
  return measured(arena, { small, large, turns: plan.turns })
}

async function measured(
  { folder }: Arena, { small, large, turns }: { small: Books; large: Books; turns: number },
): Promise<{ bars: Bar[]; notes: string[] }> {
  const sides = { small: await served(small), large: await served(large) }
  const bars: Bar[] = []
  try {
    for (const list of LISTS) {
      const paths = { small: await list.paths(small), large: await list.paths(large) }
      const seen: Turns = { small: [], large: [] }
      for (let n = 0; n < turns; n++) {
        seen.small.push(await turn(sides.small, paths.small, folder))
        seen.large.push(await turn(sides.large, paths.large, folder))
      }
      bars.push(judged(list, seen, large.invoices))
      say(`  R5 ${list.what}: ${bars.at(-1)?.measured} (${bars.at(-1)?.sides})`)
    }
  } finally {
    await sides.small.server.stop()
    await sides.large.server.stop()
    await small.close()
    await large.close()
  }
  return {
    bars,
    notes: [
      `R5: all invoices belong to one store, over three years, with a customer for each ten, and a payment for each but two of a hundred and every second one of the last fortnight. A turn of each list is ${TIMING.seconds} s, one request after the other with an API key over HTTP, both servers warm. What the invoices of a list add up to is another request, which the cabinet makes beside it; it is not measured.`,
    ],
  }
}
