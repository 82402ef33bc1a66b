import { isOpen } from '../src/api/idempotency.ts'
import { Problem } from '../src/api/problem.ts'
import { isRecord } from './kept.ts'
import type { MoneyJson, SaleFields } from '../src/api/nouns.ts'

/** A sale whose answer has not come. `key` carries it out once, however often it is sent. */
export type KeptSale = {
  readonly key: string
  readonly cashier: string
  /** The same cashier's id; absent in what an earlier build of this page kept, which goes under anybody's name. */
  readonly cashierId?: string
  readonly at: string
  readonly total: MoneyJson
  readonly sale: SaleFields
  /** Why the server refused it; null while it has not been asked, or did not answer. */
  readonly refusal: string | null
}

const WEEK_S = 604_800

/** By the device's own clock, at both ends. 0 where that was set back meanwhile, a week at most. */
export const secondsSince = (at: string): number => Math.min(WEEK_S, Math.max(0, Math.floor((Date.now() - Date.parse(at)) / 1000) || 0))

/** Where they lie: on the device, so that a reload loses none. */
type Shelf = { read(): readonly KeptSale[]; write(sales: readonly KeptSale[]): void }

const shelfKey = (register: string): string => `kvit.till.outbox.${register}`

const isKept = (value: unknown): value is KeptSale => isRecord(value) && typeof value['key'] === 'string' && isRecord(value['sale']) && isRecord(value['total'])

export const shelfOf = (register: string, storage: Pick<Storage, 'getItem' | 'setItem'>): Shelf => ({
  read() {
    const kept: unknown = JSON.parse(storage.getItem(shelfKey(register)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  },
  write: (sales) => storage.setItem(shelfKey(register), JSON.stringify(sales)),
})

/** Whether it is still not known what became of a sale that was sent: then it is sent again under the same key. */
const isUnanswered = (error: unknown): boolean => !(error instanceof Problem) || error.status >= 500 || error.status === 401 || error.status === 429 || isOpen(error)

/** Whether an answer says nothing of the other sales, which are sent all the same. */
const isAboutOne = (error: unknown): boolean => error instanceof Problem && (error.code === 'internal' || isOpen(error))

/** Whether the sale goes by itself while this cashier stands at the till: a receipt bears the name of who sold. */
export const isOf = ({ cashierId }: KeptSale, cashier: string): boolean => cashierId === undefined || cashierId === cashier

/**
 * Lays the sale on the shelf before it is sent, so that neither a lost answer nor a reload makes it twice or not at all.
 * Null: no answer came, and it stays there. Throws the server's refusal, after which nothing is kept.
 */
export async function sellOnce<Answer>(shelf: Shelf, sale: KeptSale, send: (sale: KeptSale) => Promise<Answer>): Promise<Answer | null> {
  const putAway = () => shelf.write(shelf.read().filter(({ key }) => key !== sale.key))
  shelf.write([...shelf.read(), sale])
  try {
    const answer = await send(sale)
    putAway()
    return answer
  } catch (error) {
    if (isUnanswered(error)) return null
    putAway()
    throw error
  }
}

/**
 * Sends this cashier's sales of those that are kept, in the order in which they were sold. Without an answer it
 * stops, and nothing is lost; a refusal stays on the shelf with its reason, for a person. Neither that nor a server that fails
 * at one sale holds the next back. Answers how many were taken.
 */
export async function sendKept(shelf: Shelf, cashier: string, send: (sale: KeptSale) => Promise<unknown>): Promise<number> {
  let taken = 0
  for (const one of shelf.read().filter((sale) => sale.refusal === null && isOf(sale, cashier))) {
    const put = (next: readonly KeptSale[]) => shelf.write(shelf.read().flatMap((kept) => (kept.key === one.key ? next : [kept])))
    try {
      await send(one)
      put([])
      taken += 1
    } catch (error) {
      if (isAboutOne(error)) continue
      if (!(error instanceof Problem) || isUnanswered(error) || error.code === 'cashier_not_signed_in') return taken
      put([{ ...one, refusal: error.detail ?? error.message }])
    }
  }
  return taken
}
