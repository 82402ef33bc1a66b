import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, MoneyJson, moneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import { LONGEST, MOST_BARCODES, notFiled } from './product.ts'
import type { Product } from './product.ts'

const UnitJson = Closed({
  code: Nullable(Type.Integer({ minimum: 1, maximum: 99_999, description: 'Of the Ukrainian classifier of units (ДК 011-96): 2009 is a piece, 301 a kilogram.' })),
  name: Type.String({ minLength: 1, maxLength: LONGEST.unit }),
})

const fields = {
  code: Type.String({ minLength: 1, maxLength: LONGEST.code, description: 'The merchant\'s own code of the product, unique in the store.' }),
  barcodes: Type.Array(Type.String({ minLength: 1, maxLength: LONGEST.barcode }), { maxItems: MOST_BARCODES }),
  name: Type.String({ minLength: 1, maxLength: LONGEST.name }),
  unit: UnitJson,
  weighed: Type.Boolean({ description: 'The quantity has up to three decimals.' }),
  price: Type.Intersect([MoneyJson], { description: 'Of one unit, taxes included, in the currency of the store.' }),
  taxLetters: Type.String({ maxLength: 30, description: 'Cyrillic letters of the store\'s tax table; empty for none.' }),
  uktzed: Nullable(Type.String({ minLength: 1, maxLength: 20, description: 'Ukrainian code of goods; never beside `dkpp`.' })),
  dkpp: Nullable(Type.String({ minLength: 1, maxLength: LONGEST.code, description: 'Ukrainian code of a service.' })),
}

const optional = Type.Partial(Closed(fields)).properties

export const NewProductJson = Closed({ ...optional, code: fields.code, name: fields.name, price: fields.price, store: Type.Optional(IdJson('store')) })

export const ProductChangeJson = Closed({ ...optional, archived: Type.Optional(Type.Boolean({ description: 'True takes it off sale, false puts it back.' })) })

/** A warning, and no error. */
export const NotFiledJson = Type.Array(Type.Object({ field: Type.Enum(['name', 'unit/name']), characters: Type.Array(Type.String()) }), {
  description: 'Characters that the tax service cannot take, where the product has tax letters: fiscal documents have a question mark in their place.',
})

export const ProductJson = Type.Object({
  id: IdJson('product'), store: IdJson('store'), ...fields, notFiled: NotFiledJson, createdAt: TimeJson, changedAt: TimeJson, archivedAt: Nullable(TimeJson),
})

export const notFiledJson = (product: Parameters<typeof notFiled>[0]): Static<typeof NotFiledJson> =>
  notFiled(product).map(({ field, characters }) => ({ field, characters: [...characters] }))

export const productJson = ({ id, storeId, ...product }: Product): Static<typeof ProductJson> => ({
  id: publicId('product', id, null), store: publicId('store', storeId, null), code: product.code, barcodes: [...product.barcodes], name: product.name,
  unit: product.unit, weighed: product.isWeighed, price: moneyJson(product.price), taxLetters: product.taxLetters, uktzed: product.uktzed, dkpp: product.dkpp,
  notFiled: notFiledJson(product), createdAt: product.createdAt.toISOString(), changedAt: product.changedAt.toISOString(), archivedAt: product.archivedAt?.toISOString() ?? null,
})
