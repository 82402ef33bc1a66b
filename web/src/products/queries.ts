import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Product, ProductFields, TaxLetter } from '../api/nouns.ts'
import type { ProductFilter } from '../controls/filters.ts'

const TOUCHED = ['products', 'product'] as const

const path = (id: string) => ({ params: { path: { id } } })

const PAGE = 50

export const productsQuery = (store: string, { search, archived }: ProductFilter) => infiniteQueryOptions({
  queryKey: ['products', store, search, archived],
  initialPageParam: '',
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => asked(api.GET('/v1/products', {
    params: { query: { store, limit: PAGE, ...(search && { search }), ...(archived && { archived }), ...(pageParam !== '' && { cursor: pageParam }) } },
  })),
  getNextPageParam: (page) => page.next,
})

export const productQuery = (id: string) => queryOptions({
  queryKey: ['product', id],
  queryFn: () => asked(api.GET('/v1/products/{id}', path(id))),
})

export const unitsQuery = (store: string) => queryOptions({
  queryKey: ['product units', store],
  queryFn: () => asked(api.GET('/v1/product-units', { params: { query: { store } } })),
})

export const taxLettersQuery = (store: string) => queryOptions({
  queryKey: ['tax letters', store],
  queryFn: () => asked(api.GET('/v1/stores/{id}/tax-letters', path(store))),
})

/** Adds a product to `store`, or changes the product `id`. */
export const useSaveProduct = (at: { store: string } | { id: string }, then: (product: Product) => void) => useCommand({
  changes: TOUCHED, then,
  run: (fields: ProductFields, headers) => asked(
    'store' in at
      ? api.POST('/v1/products', { body: { ...fields, store: at.store }, headers })
      : api.PATCH('/v1/products/{id}', { ...path(at.id), body: fields }),
  ),
})

export const useArchiveProduct = (id: string, then: () => void) => useCommand({
  changes: TOUCHED, then,
  run: (archived: boolean) => asked(api.PATCH('/v1/products/{id}', { ...path(id), body: { archived } })),
})

const importing = (store: string, content: string, dryRun: boolean, headers: { 'idempotency-key': string }) =>
  asked(api.POST('/v1/products/import', { body: { store, content, dryRun }, headers }))

/** What would become of the table, in base 64. Nothing is kept. */
export const useLookAtTable = (store: string) => useCommand({
  changes: [], run: (content: string, headers) => importing(store, content, true, headers),
})

export const useImportTable = (store: string) => useCommand({
  changes: TOUCHED, run: (content: string, headers) => importing(store, content, false, headers),
})

export const useSaveTaxLetters = (store: string, then: (items: readonly TaxLetter[]) => void) => useCommand({
  changes: ['tax letters'], then: (table) => then(table.items),
  run: (items: readonly TaxLetter[]) => asked(api.PUT('/v1/stores/{id}/tax-letters', { ...path(store), body: { items: [...items] } })),
})
