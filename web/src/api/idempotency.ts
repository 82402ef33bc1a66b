/**
 * Keys under which one order is given. The same order, given again because no answer came, keeps its key, so that the
 * server carries it out once; any definite answer ends it.
 */
export type OrderKeys = { keyFor(order: unknown): string; answered(): void }

export function orderKeys(newKey: () => string): OrderKeys {
  let open: { readonly order: string; readonly key: string } | null = null
  return {
    keyFor: (order) => {
      const text = JSON.stringify(order) ?? ''
      if (open?.order !== text) open = { order: text, key: newKey() }
      return open.key
    },
    answered: () => {
      open = null
    },
  }
}
