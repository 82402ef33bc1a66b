import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { decimal } from '../money/money.ts'
import { changeBetween, recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { findProduct, findProductsById } from './find-products.ts'
import { findTaxTable } from './find-tax-letters.ts'
import { productWrong, tidied } from './product.ts'
import type { Product, ProductFields } from './product.ts'
import { lockProducts, ownersOfBarcodes, productsWithCode, saveProducts } from './store.ts'

export type ProductDeps = { readonly db: Db; readonly clock: Clock }

export type ProductError = { readonly code: 'not_found' } | { readonly code: 'invalid'; readonly fields: readonly WrongField[] }

/** Where products are written, and for whom. `country` and `currency` are the store's. */
export type Desk = {
  readonly merchantId: Id<'merchant'>
  readonly storeId: Id<'store'>
  readonly country: string
  readonly currency: string
  /** See `actorOf`. */
  readonly actor: string
}

export const addProduct = ({ db, clock }: ProductDeps, desk: Desk, fields: ProductFields): Promise<Result<Product, ProductError>> =>
  inTransaction(db, async (tx) => {
    const at = clock.now()
    return save(tx, desk, {
      ...tidied(fields), merchantId: desk.merchantId, storeId: desk.storeId, id: newId('product'), createdAt: at, changedAt: at, archivedAt: null,
    })
  })

/** `archived` takes it off sale or puts it back; what was sold stays what it was. */
type ProductChange = { readonly [Field in keyof ProductFields]?: ProductFields[Field] | undefined } & { readonly archived?: boolean | undefined }

export const changeProduct = (
  { db, clock }: ProductDeps, desk: Desk, { id, change: { archived, ...change } }: { id: Id<'product'>; change: ProductChange },
): Promise<Result<Product, ProductError>> => inTransaction(db, async (tx) => {
  await lockProducts(tx, desk)
  const current = await findProduct(tx, { merchantId: desk.merchantId, id })
  if (current === null || current.storeId !== desk.storeId) return err({ code: 'not_found' })
  const at = clock.now()
  const archivedAt = archived === undefined ? current.archivedAt : archived ? current.archivedAt ?? at : null
  const next = { ...current, ...tidied(withChange(current, change)), archivedAt }
  const audited = changeBetween(told(current), told(next))
  if (Object.keys(audited).length === 0) return ok(current)
  const changed = { ...next, changedAt: at }
  const saved = isOnlyStopped(audited, next) ? await keep(tx, desk, changed) : await save(tx, desk, changed)
  if (saved.ok) await recordAudit(tx, { merchantId: desk.merchantId, at, actor: desk.actor, action: 'product.changed', objectId: id, change: audited })
  return saved
})

/** Whatever became of the store's letters and currency meanwhile, a product can be taken off sale. */
const isOnlyStopped = (audited: object, next: Product): boolean => next.archivedAt !== null && Object.keys(audited).join() === 'isArchived'

/** What is not said stays. */
const withChange = (current: ProductFields, change: ProductChange): ProductFields => ({
  code: change.code ?? current.code, barcodes: change.barcodes ?? current.barcodes, name: change.name ?? current.name, unit: change.unit ?? current.unit,
  isWeighed: change.isWeighed ?? current.isWeighed, price: change.price ?? current.price, taxLetters: change.taxLetters ?? current.taxLetters,
  uktzed: change.uktzed === undefined ? current.uktzed : change.uktzed, dkpp: change.dkpp === undefined ? current.dkpp : change.dkpp,
})

/** A product as an audit record tells of it. */
const told = ({ price, unit, archivedAt, ...product }: ProductFields & Pick<Product, 'archivedAt'>) => ({
  code: product.code, barcodes: product.barcodes, name: product.name, unitCode: unit.code, unitName: unit.name, isWeighed: product.isWeighed,
  price: `${decimal(price)} ${price.currency}`, taxLetters: product.taxLetters, uktzed: product.uktzed, dkpp: product.dkpp, isArchived: archivedAt !== null,
})

async function save(tx: Tx, desk: Desk, product: Product): Promise<Result<Product, ProductError>> {
  await lockProducts(tx, desk)
  const { letters } = await findTaxTable(tx, desk)
  const fields = [...productWrong(product, letters), ...currencyWrong(product, desk), ...await takenBy(tx, desk, product)]
  return fields.length > 0 ? err({ code: 'invalid', fields }) : keep(tx, desk, product)
}

async function keep(tx: Tx, desk: Desk, product: Product): Promise<Result<Product, ProductError>> {
  await saveProducts(tx, desk, [product])
  return ok(product)
}

/** A till adds up in one currency. */
const currencyWrong = ({ price }: Product, { currency }: Desk): WrongField[] =>
  (price.currency === currency ? [] : [{ field: 'price/currency', code: 'not_a_choice' }])

async function takenBy(tx: Tx, desk: Desk, product: Product): Promise<WrongField[]> {
  const sameCode = (await productsWithCode(tx, desk, [product.code])).find(({ id }) => id !== product.id)
  const owners = product.archivedAt === null ? await ownersOfBarcodes(tx, desk, product.barcodes) : new Map<string, Product['id']>()
  const others = await findProductsById(tx, desk, [...owners.values()].filter((id) => id !== product.id))
  return [
    ...sameCode === undefined ? [] : [{ field: 'code', code: 'code_taken' as const, value: sameCode.name }],
    ...product.barcodes.flatMap((barcode, at) => {
      const owner = others.find(({ id }) => id === owners.get(barcode))
      return owner === undefined ? [] : [{ field: `barcodes/${at}`, code: 'barcode_taken' as const, value: owner.name }]
    }),
  ]
}
