import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { nodesOf, placeOf, ROOT } from './sources.ts'
import type { Source } from './sources.ts'

/** One import. `to` is a path of the repository, or the name of a package or of a module of Node. */
export type Import = {
  readonly from: string
  readonly to: string
  readonly place: string
  readonly isOurs: boolean
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean
  /** Written as a call, so that it happens when the code around it runs. */
  readonly dynamic: boolean
}

export const importsOf = (source: Source): Import[] => [...nodesOf(source.tree)].flatMap((node) => {
  const found = specifierOf(node)
  if (found === null) return []
  const isOurs = found.specifier.startsWith('.')
  const to = isOurs ? posix.join(posix.dirname(source.path), found.specifier.replace(/\?.*$/, '')) : found.specifier
  return [{ from: source.path, to, place: placeOf(source, node), isOurs, typeOnly: found.typeOnly, dynamic: found.dynamic }]
})

type Specifier = { readonly specifier: string; readonly typeOnly: boolean; readonly dynamic: boolean }

function specifierOf(node: ts.Node): Specifier | null {
  if (ts.isImportDeclaration(node)) return said(node.moduleSpecifier, isTypeOnly(node.importClause))
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) return said(node.moduleSpecifier, node.isTypeOnly)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return said(node.argument.literal, true)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments
    return argument === undefined ? null : { ...said(argument, false), dynamic: true }
  }
  return null
}

function said(node: ts.Node, typeOnly: boolean): Specifier {
  return { specifier: ts.isStringLiteralLike(node) ? node.text : '(computed)', typeOnly, dynamic: false }
}

/** Also where each name says `type` for itself. An import without names is for its effect. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.isTypeOnly) return true
  const { namedBindings } = clause
  if (clause.name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false
  return namedBindings.elements.every((element) => element.isTypeOnly)
}

/** Whether an import of ours leads to a file. */
export const leadsSomewhere = ({ to }: Import): boolean => existsSync(join(ROOT, to))

/** Each cycle once, as the list of its files; the first and last are the same. */
export function cyclesIn(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...next.get(from) ?? [], to])
  const cycles: string[][] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) cycles.push([...trail.slice(at), path])
    if (at >= 0 || done.has(path)) return
    for (const one of next.get(path) ?? []) visit(one, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return cycles
}
