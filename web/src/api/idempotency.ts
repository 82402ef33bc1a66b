import { NoAnswer, Problem } from './problem.ts'

/**
 * Keys under which one order is given. The same order, given again because no answer came, keeps its key, so that the
 * server carries it out once; any definite answer ends it. Where `once` is said, the key is kept even if the order was
 * changed meanwhile: the first may have been carried out, and the server then refuses the second by its key.
 */
type OrderKeys = { keyFor(order: unknown): string; answered(): void }

export function orderKeys(newKey: () => string, { once }: { once: boolean }): OrderKeys {
  let open: { readonly order: string; readonly key: string } | null = null
  return {
    keyFor: (order) => {
      const text = once ? '' : JSON.stringify(order) ?? ''
      if (open?.order !== text) open = { order: text, key: newKey() }
      return open.key
    },
    answered: () => {
      open = null
    },
  }
}

const OPEN_ANSWERS = new Set(['idempotency_at_work', 'idempotency_cut_off', 'idempotency_key_reused'])

/** Whether it is still not known what became of the first order under this key. */
export const isOpen = (error: Error): boolean => error instanceof NoAnswer || (error instanceof Problem && OPEN_ANSWERS.has(error.code))
