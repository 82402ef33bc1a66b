import { posix } from 'node:path'
import ts from 'typescript'
import { importsOf } from './imports.ts'
import { nodesOf, placeOf } from './sources.ts'
import type { Source } from './sources.ts'

/** One SQL statement as it stands in the code, with constants put in; what only a run would know is `?`. */
export type Statement = { readonly place: string; readonly path: string; readonly text: string; readonly prepared: string | null }

/** Files by path, so that a constant of another file can be read. */
export type Code = ReadonlyMap<string, Source>

const UNKNOWN = ' ? '
const IS_SQL = /^\s*(with\s+\w+\s+as\b|select\b|update\s+\w+\s|delete\s+from\b|insert\s+into\b)/

/** Every statement written as a text or as an `sql` template. `prepared`: the name under which it is kept prepared. */
export function statementsOf(source: Source, code: Code): Statement[] {
  return [...nodesOf(source.tree)].flatMap((node) => {
    if (!isText(node) || isPart(node)) return []
    const text = valueOf(node, source, code)
    return IS_SQL.test(text) ? [{ place: placeOf(source, node), path: source.path, text, prepared: preparedName(node) }] : []
  })
}

const isText = (node: ts.Node): node is ts.TemplateExpression | ts.StringLiteralLike => ts.isTemplateExpression(node) || ts.isStringLiteralLike(node)

/** A piece that stands in a larger text is judged with that text. */
const isPart = (node: ts.Node): boolean => ts.isTemplateSpan(node.parent) || ts.isImportDeclaration(node.parent)

/** The text of an expression that only constants make up. */
function valueOf(node: ts.Node, source: Source, code: Code): string {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => valueOf(span.expression, source, code) + span.literal.text).join('')
  }
  if (ts.isAsExpression(node)) return valueOf(node.expression, source, code)
  if (ts.isIdentifier(node)) {
    const found = constantNamed(node.text, source, code)
    return found === null ? UNKNOWN : valueOf(found.value, found.source, code)
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const found = constantNamed(node.expression.text, source, code)
    const field = found === null ? undefined : fieldOf(found.value, node.name.text)
    return field === undefined || found === null ? UNKNOWN : valueOf(field, found.source, code)
  }
  return UNKNOWN
}

type Constant = { readonly value: ts.Expression; readonly source: Source }

function constantNamed(name: string, source: Source, code: Code): Constant | null {
  const value = source.tree.statements.flatMap((statement) => (ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []))
    .find((declaration) => declaration.name.getText(source.tree) === name)?.initializer
  if (value !== undefined) return { value, source }
  const home = importsOf(source).find((one) => one.isOurs && importsName(source, one.to, name))
  const other = home === undefined ? undefined : code.get(home.to)
  return other === undefined || other === source ? null : constantNamed(name, other, code)
}

const importsName = (source: Source, to: string, name: string): boolean => source.tree.statements.some((statement) =>
  ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) &&
  posix.join(posix.dirname(source.path), statement.moduleSpecifier.text) === to &&
  statement.importClause?.namedBindings !== undefined && ts.isNamedImports(statement.importClause.namedBindings) &&
  statement.importClause.namedBindings.elements.some((element) => element.name.text === name))

function fieldOf(value: ts.Expression, name: string): ts.Expression | undefined {
  const object = ts.isAsExpression(value) ? value.expression : value
  if (!ts.isObjectLiteralExpression(object)) return undefined
  return object.properties.flatMap((property) =>
    (ts.isPropertyAssignment(property) && property.name.getText() === name ? [property.initializer] : []))[0]
}

/** Of `{ name: 'money-change', text: TEXT }` the name, whether the text stands there or is the constant it names. */
function preparedName(node: ts.Node): string | null {
  const constant = ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : null
  const root = node.getSourceFile()
  const user = constant === null ? node.parent : [...nodesOf(root)].find((one) => ts.isPropertyAssignment(one) &&
    one.name.getText() === 'text' && one.initializer.getText() === constant)
  if (user === undefined || !ts.isPropertyAssignment(user) || user.name.getText() !== 'text' || !ts.isObjectLiteralExpression(user.parent)) return null
  const name = fieldOf(user.parent, 'name')
  return name !== undefined && ts.isStringLiteral(name) ? name.text : null
}

const MENTION = /\b(?:from|join|update)\s+(?:only\s+)?"?([a-z_]+)"?(?:\s+(?:as\s+)?([a-z]\w*))?/g
const NO_ALIAS = new Set([
  'where', 'set', 'on', 'join', 'left', 'inner', 'cross', 'order', 'group', 'limit', 'for', 'using', 'returning', 'union', 'full', 'natural', 'right',
  'lateral',
])

/**
 * Tables of the statement that are read or changed without saying whose rows: none of their mentions is compared by
 * `merchant_id`. A statement whose only table says `where merchant_id = …` needs no alias.
 */
export function tablesWithoutMerchant(text: string, tenantTables: ReadonlySet<string>): string[] {
  const own = new Set([...text.matchAll(/\b([a-z_]+)\s+as\s*(?:not\s+)?(?:materialized\s*)?\(\s*(?:select|insert|update|delete|with)/g)].map(([, name]) => name))
  const mentioned = [...text.matchAll(MENTION)].flatMap(([, table = '', alias]) =>
    (tenantTables.has(table) && !own.has(table) && !joinsNothing(text, table) ? [{ table, as: alias === undefined || NO_ALIAS.has(alias) ? table : alias }] : []))
  const unnamed = /(?<![\w.])merchant_id\s*=/.test(text.replaceAll(/\bset\s[\s\S]*?(?=\bwhere\b|$)/g, ''))
  return mentioned.filter(({ as }) => !unnamed && !new RegExp(`\\b${as}\\.merchant_id\\s*=|=\\s*${as}\\.merchant_id\\b|using \\([^)]*merchant_id`).test(text))
    .map(({ table }) => table)
}

/** `left join payment p on false` gives a statement the columns of another and no row. */
const joinsNothing = (text: string, table: string): boolean => new RegExp(`\\bjoin ${table}(\\s+\\w+)? on false\\b`).test(text)
