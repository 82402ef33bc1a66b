import { Type } from 'typebox'
import type { Static } from 'typebox'
import { printDecimal } from '../money/decimal.ts'
import { OneOf } from '../merchants/json.ts'
import { isBusinessDate } from '../kernel/business-date.ts'
import { idOf } from '../platform/http/id-param.ts'
import { Closed, DateJson } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { deskOfStore } from './desk.ts'
import { findTaxTable } from './find-tax-letters.ts'
import type { TaxTable } from './find-tax-letters.ts'
import type { ProductDeps } from './save-product.ts'
import { saveTaxLetters } from './save-tax-letters.ts'
import type { TaxLetterError } from './save-tax-letters.ts'
import { parsePercent } from './tax-letter.ts'
import type { TaxLetter } from './tax-letter.ts'

const MOST_ROWS = 100

const LetterJson = Closed({
  letter: Type.String({ minLength: 1, maxLength: 2, description: 'One Ukrainian capital. A Latin letter that looks the same is refused.' }),
  type: Type.Integer({ minimum: 0, maximum: 99, description: '0 VAT, 1 excise, 2 pension fund, as fiscal documents number them.' }),
  name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
  percent: Type.String({ pattern: '^[0-9]{1,3}(\\.[0-9]{1,2})?$', examples: ['20'], description: 'Taxes are included in prices.' }),
  inForceFrom: DateJson,
  source: Type.String({ maxLength: 200, description: 'What says so: a law, a decision.' }),
})

const TableJson = Type.Object({
  items: Type.Array(LetterJson), usual: Type.Boolean({ description: 'The store has none of its own: these are what its country begins with.' }),
})

const STATUS = {
  not_found: 404, not_allowed: 403, invalid: 422, tax_letter_in_use: 409,
} as const satisfies Record<TaxLetterError['code'] | 'not_found' | 'not_allowed', number>
type Refused = TaxLetterError | { readonly code: 'not_found' | 'not_allowed' }

const tableJson = ({ letters, isUsual }: TaxTable): Static<typeof TableJson> => ({
  items: letters.map(({ percent, ...letter }) => ({ ...letter, percent: printDecimal(percent) })), usual: isUsual,
})

export const taxLetterRoutes: Routes<ProductDeps> = async (app, deps) => {
  app.get('/v1/stores/:id/tax-letters', {
    config: { permission: 'products.read' },
    schema: {
      operationId: 'getTaxLetters', summary: 'The tax letters of a store, by letter and day.', tags: ['Products'], params: OneOf('store'),
      response: { 200: TableJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const desk = await deskOfStore(deps.db, request.caller, idOf('store', request.params.id))
    return desk === null ? refuse<Refused>(reply, STATUS, { code: 'not_found' }) : reply.code(200).send(tableJson(await findTaxTable(deps.db, desk)))
  })

  app.put('/v1/stores/:id/tax-letters', {
    config: { permission: 'products.write' },
    schema: {
      operationId: 'setTaxLetters', summary: 'Replace the tax letters of a store. None at all: those of its country again.', tags: ['Products'], params: OneOf('store'),
      body: Closed({ items: Type.Array(LetterJson, { maxItems: MOST_ROWS }) }), response: { 200: TableJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const desk = await deskOfStore(deps.db, request.caller, idOf('store', request.params.id))
    if (desk === null) return refuse<Refused>(reply, STATUS, { code: 'not_found' })
    if (!desk.mayWrite) return refuse<Refused>(reply, STATUS, { code: 'not_allowed' })
    const saved = await saveTaxLetters(deps, desk, request.body.items.map(letterOf))
    return saved.ok ? reply.code(200).send(tableJson(saved.value)) : refuse<Refused>(reply, STATUS, saved.error)
  })
}

function letterOf({ letter, name, percent: text, source, ...rest }: Static<typeof LetterJson>, at: number): TaxLetter {
  const percent = parsePercent(text)
  if (percent === null) throw new InvalidInput([{ field: `items/${at}/percent`, code: 'too_big', limit: 100 }])
  if (!isBusinessDate(rest.inForceFrom)) throw new InvalidInput([{ field: `items/${at}/inForceFrom`, code: 'malformed' }])
  return { ...rest, letter: letter.trim(), name: name.trim(), percent, source: source.trim() }
}
