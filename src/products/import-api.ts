import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Language } from '../kernel/language.ts'
import { tableName } from '../merchants/stores/table-name.ts'
import { storedCurrency } from '../money/currency.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, Nullable } from '../platform/http/json.ts'
import { fieldText } from '../platform/http/problem-text.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { saveCsv } from '../platform/http/save-csv.ts'
import { CSV_FIELDS } from './csv-columns.ts'
import { openDesk } from './desk.ts'
import { allProducts } from './find-products.ts'
import { importProducts } from './import-products.ts'
import type { Imported, ImportError } from './import-products.ts'
import { isChanged } from './plan-import.ts'
import type { ImportPlan, PlannedLine } from './plan-import.ts'
import { NotFiledJson, notFiledJson } from './product-json.ts'
import type { ProductDeps } from './save-product.ts'
import { writeProductTable } from './write-csv.ts'

const MOST_BYTES = 8 * 1024 * 1024
/** A file is a third longer in base 64, and there is a little more in the body. */
const BODY_LIMIT_BYTES = Math.ceil(MOST_BYTES * 1.4)
/** More than a person reads; the numbers count all of them. */
const SHOWN = 200

const STATUS = {
  not_allowed: 403, table_unreadable: 422, table_without_code: 422, too_many_products: 422, import_has_problems: 422,
} as const satisfies Record<ImportError['code'] | 'not_allowed', number>
type Refused = Exclude<ImportError, { code: 'import_has_problems' }> | { readonly code: 'not_allowed' }

const FieldJson = Type.Enum([...CSV_FIELDS])

const ImportJson = Type.Object({
  added: Type.Integer(), changed: Type.Integer(), unchanged: Type.Integer(), problemCount: Type.Integer(),
  encoding: Type.String({ description: 'utf-8, or what programs of the store\'s country write otherwise, such as windows-1251.' }),
  columns: Type.Array(Type.Object({ heading: Type.String(), field: Nullable(FieldJson) }), { description: '`field` is null for a column that is not read.' }),
  problems: Type.Array(Type.Object({
    line: Type.Integer({ description: 'Of the file, from 1.' }), field: FieldJson, heading: Nullable(Type.String()), text: Type.String({ description: 'The cell as it stands.' }),
    code: Type.String(), message: Type.String(),
  }), { description: `The first ${SHOWN}.` }),
  lines: Type.Array(Type.Object({
    line: Type.Integer(), code: Type.String(), name: Type.String(), outcome: Type.Enum(['added', 'changed']),
    changes: Type.Array(Type.Object({ field: FieldJson, from: Type.String(), to: Type.String() })), notFiled: NotFiledJson,
  }), { description: `The first ${SHOWN} that add or change something.` }),
})

export const importRoutes: Routes<ProductDeps> = async (app, deps) => {
  importRoute(app, deps)
  exportRoute(app, deps)
}

function importRoute(app: App, deps: ProductDeps): void {
  app.post('/v1/products/import', {
    config: { permission: 'products.write' }, bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      operationId: 'importProducts', tags: ['Products'], headers: IdempotencyKey,
      summary: 'Add and change products by a CSV table, by code: all of it or nothing. What it does not name stays.',
      description: 'Separators, decimal marks and headings in seven languages are recognised. Only `code` must have a column; a new product needs a name and a price.',
      body: Closed({
        store: Type.Optional(IdJson('store')),
        content: Type.String({ minLength: 1, maxLength: BODY_LIMIT_BYTES, pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'The file as it is, in base 64. At most 8 MiB.' }),
        dryRun: Type.Optional(Type.Boolean({ description: 'True: nothing is kept; the answer tells what would be, with the problems.' })),
      }),
      response: { 200: ImportJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const { store, content, dryRun = false } = request.body
    const { mayWrite, ...desk } = await openDesk(deps.db, request.caller, { store })
    if (!mayWrite) return refuse<Refused>(reply, STATUS, { code: 'not_allowed' })
    const imported = await importProducts(deps, { ...desk, currency: storedCurrency(desk.currency) }, { content: Buffer.from(content, 'base64'), dryRun })
    if (imported.ok) return reply.code(200).send(importJson(imported.value, request.language))
    const { error } = imported
    return error.code === 'import_has_problems' ? refuse(reply, STATUS, { code: error.code, fields: fieldsOf(error.plan) }) : refuse<Refused>(reply, STATUS, error)
  })
}

const fieldsOf = ({ problems: found }: ImportPlan) => found.slice(0, SHOWN).map((one) => ({ ...one, field: `lines/${one.line}/${one.field}` }))

function importJson({ table, encoding, plan }: Imported, language: Language): Static<typeof ImportJson> {
  const [added, changed] = [plan.lines.filter(({ before }) => before === null), plan.lines.filter(isChanged)]
  const cells = new Map(table.lines.map((line) => [line.line, line.cells]))
  return {
    added: added.length, changed: changed.length, unchanged: plan.lines.length - added.length - changed.length, problemCount: plan.problems.length, encoding,
    columns: table.headings.map(({ text, field }) => ({ heading: text, field })),
    problems: plan.problems.slice(0, SHOWN).map((one) => ({
      line: one.line, field: one.field, heading: table.headings.find(({ field }) => field === one.field)?.text ?? null,
      text: cells.get(one.line)?.get(one.field) ?? '', code: one.code,
      message: fieldText(language, one.code, one),
    })),
    lines: plan.lines.filter((line) => line.before === null || isChanged(line)).slice(0, SHOWN).map(lineJson),
  }
}

const lineJson = ({ line, before, after, changes }: PlannedLine): Static<typeof ImportJson>['lines'][number] => ({
  line, code: after.code, name: after.name, outcome: before === null ? 'added' : 'changed', changes: [...changes], notFiled: notFiledJson(after),
})

function exportRoute(app: App, deps: ProductDeps): void {
  const { db } = deps
  app.get('/v1/products/export.csv', {
    config: { permission: 'products.read' },
    schema: {
      operationId: 'exportProducts', summary: 'Everything that a store sells as a CSV table, which can be imported again.', tags: ['Products'],
      description: 'UTF-8 with a byte order mark. Headings, separator and decimal mark are those of the reader\'s language.',
      produces: ['text/csv'], querystring: Closed({ store: Type.Optional(IdJson('store')) }),
    },
  }, async (request, reply) => {
    const desk = await openDesk(db, request.caller, request.query)
    return saveCsv(reply, await tableName(deps, desk, 'products'), writeProductTable(await allProducts(db, desk), request.language))
  })
}
