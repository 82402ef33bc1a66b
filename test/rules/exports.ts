import { posix } from 'node:path'
import ts from 'typescript'
import { nodesOf } from './sources.ts'
import type { Source } from './sources.ts'

const isExported = (node: ts.Node): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

/** The names that a file declares for others. */
export const exportsOf = ({ tree }: Source): string[] => tree.statements.filter(isExported).flatMap((statement) => {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => [...nodesOf(name)].filter(ts.isIdentifier).map(({ text }) => text))
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
  return isNamed && statement.name !== undefined ? [statement.name.text] : []
})

/** What one import takes out of a file of ours; `names` null: the whole of it, under names that stand in the text. */
type Taking = { readonly from: string; readonly names: readonly string[] | null }

/** All that a file takes out of others. A path that is put together when the program runs leads nowhere here. */
export const takingsOf = ({ path, tree }: Source): Taking[] => [...nodesOf(tree)].flatMap((node): Taking[] => {
  const found = takenBy(node)
  return found === null || !found.from.startsWith('.') ? [] : [{ ...found, from: posix.join(posix.dirname(path), found.from.replace(/\?.*$/, '')) }]
})

function takenBy(node: ts.Node): Taking | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const bindings = node.importClause?.namedBindings
    return {
      from: node.moduleSpecifier.text,
      names: bindings === undefined || ts.isNamespaceImport(bindings) ? null : bindings.elements.map((one) => (one.propertyName ?? one.name).text),
    }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) return { from: node.argument.literal.text, names: null }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return null
  const [argument] = node.arguments
  return argument !== undefined && ts.isStringLiteral(argument) ? { from: argument.text, names: null } : null
}
