import { Problem } from '../src/api/problem.ts'
import type { MoneyJson, SaleFields } from '../src/api/nouns.ts'

/** A sale made while the server could not be reached. `key` carries it out once, however often it is sent. */
export type KeptSale = {
  readonly key: string
  readonly cashier: string
  readonly at: string
  readonly total: MoneyJson
  readonly sale: SaleFields
  /** Why the server refused it; null while it has not been asked, or did not answer. */
  readonly refusal: string | null
}

/** Where they lie: on the device, so that a reload loses none. */
export type Shelf = { read(): readonly KeptSale[]; write(sales: readonly KeptSale[]): void }

const shelfKey = (register: string): string => `kvit.till.outbox.${register}`

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isKept = (value: unknown): value is KeptSale => isRecord(value) && typeof value['key'] === 'string' && isRecord(value['sale']) && isRecord(value['total'])

export const shelfOf = (register: string, storage: Pick<Storage, 'getItem' | 'setItem'>): Shelf => ({
  read() {
    const kept: unknown = JSON.parse(storage.getItem(shelfKey(register)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  },
  write: (sales) => storage.setItem(shelfKey(register), JSON.stringify(sales)),
})

/**
 * Sends what is kept, in the order in which it was sold. Without an answer it stops, and nothing is lost; a refusal stays on
 * the shelf with its reason, for a person, and holds nobody back. Answers how many were taken.
 */
export async function sendKept(shelf: Shelf, send: (sale: KeptSale) => Promise<unknown>): Promise<number> {
  let taken = 0
  for (const one of shelf.read().filter(({ refusal }) => refusal === null)) {
    try {
      await send(one)
      shelf.write(shelf.read().filter(({ key }) => key !== one.key))
      taken += 1
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500 || error.status === 401) return taken
      const refusal = error.detail ?? error.message
      shelf.write(shelf.read().map((kept) => (kept.key === one.key ? { ...kept, refusal } : kept)))
    }
  }
  return taken
}
