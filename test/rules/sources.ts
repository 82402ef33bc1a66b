import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** A file of ours as the rules see it. `path` is relative to the repository, with `/`. */
export type Source = { readonly path: string; readonly text: string; readonly tree: ts.SourceFile }

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const NOT_OURS = new Set(['node_modules', 'dist', '.kvit', '.git', '.vitest'])

/** Made by `npm run generate`: nobody writes them, so no rule of writing holds for them. */
export const GENERATED: ReadonlySet<string> = new Set(['src/platform/db/schema.ts', 'web/src/api/schema.ts'])

/** Paths of all files below the folders, relative to the repository, sorted. */
export function filesIn(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) => readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return []
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })).toSorted()
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** The TypeScript and JavaScript files below the folders, parsed; generated ones are left out. */
export function sourcesIn(...folders: readonly string[]): Source[] {
  return filesIn(...folders).filter((path) => /\.(tsx?|mjs)$/.test(path) && !GENERATED.has(path)).map((path) => {
    const text = textOf(path)
    return { path, text, tree: parse(path, text) }
  })
}

export function parse(path: string, text: string): ts.SourceFile {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : path.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
}

/** `node` and everything in it, outermost first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* nodesOf(child)
}

/** `src/money/money.ts:12`, as an editor opens it. */
export function placeOf({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`
}

/** Number of lines a node takes, its comment not counted. */
export function linesOf({ tree }: Source, node: ts.Node): number {
  const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line
  return line(node.getEnd()) - line(node.getStart(tree)) + 1
}

/** Tests and what only tests use: they may reach further than the code they try. */
export const isForTests = (path: string): boolean =>
  path.startsWith('test/') || path.startsWith('web/dev/') || /\.test\.tsx?$/.test(path) ||
  /^src\/(connectors|fiscalisers)\/([^/]+\/fixtures\/|conformance[^/]*\.ts$)/.test(path)
