import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'

/** An element by its local name: whatever prefix a bank writes, `ns2:Stmt` is `Stmt`. */
export type Element = { readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly text: string; readonly children: readonly Element[] }

/** Real statements nest fifteen deep. */
const DEEPEST = 64

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true, parseTagValue: false,
  parseAttributeValue: false, trimValues: true, ignoreDeclaration: true, ignorePiTags: true, maxNestedTags: DEEPEST,
  // Only the five of XML and numbers are left to decode: a document that declares others does not come this far.
  processEntities: false,
})

type XmlError = 'malformed' | 'forbidden'

/**
 * Reads a whole document into its root element. A declaration of any kind (`<!DOCTYPE`, `<!ENTITY`) is refused before
 * anything is parsed, so there is nothing that could fetch a file or grow.
 */
export function parseXml(text: string): Result<Element, XmlError> {
  if (/<!(?!--|\[CDATA\[)/.test(text)) return err('forbidden')
  if (XMLValidator.validate(text) !== true) return err('malformed')
  const [root, ...others] = elementsOf(parsed(text))
  return root === undefined || others.length > 0 ? err('malformed') : ok(root)
}

/** The parser throws where nesting is too deep; that is a property of the input, not a fault of ours. */
function parsed(text: string): unknown {
  try {
    return parser.parse(text)
  } catch {
    return []
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function elementsOf(nodes: unknown): Element[] {
  if (!Array.isArray(nodes)) return []
  return nodes.flatMap((node: unknown) => {
    if (!isObject(node)) return []
    const entry = Object.entries(node).find(([key]) => key !== ':@' && key !== '#text')
    if (entry === undefined) return []
    const [name, inner] = entry
    const attributes = ':@' in node && isObject(node[':@']) ? Object.entries(node[':@']) : []
    return [{
      name, attributes: new Map(attributes.map(([key, value]) => [key, decoded(String(value))])),
      text: textIn(inner), children: elementsOf(inner),
    }]
  })
}

const textIn = (nodes: unknown): string => (Array.isArray(nodes) ? nodes : [])
  .flatMap((node: unknown) => (isObject(node) && '#text' in node ? [decoded(String(node['#text']))] : [])).join('').trim()

const NAMED: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', '\'']])

const decoded = (text: string): string => text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
  (whole, digits: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED.get(name) ?? whole
    const code = digits === undefined ? Number.parseInt(hex ?? '', 16) : Number(digits)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })

/** All elements at the end of a path of local names. */
export const allAt = (from: Element, path: string): Element[] =>
  path.split('/').reduce<Element[]>((some, name) => some.flatMap((one) => one.children.filter((child) => child.name === name)), [from])

/** The first element at the end of the path. */
export const at = (from: Element, path: string): Element | null => allAt(from, path)[0] ?? null

/** The text of the first of these paths that has one; null where none has. */
export function textAt(from: Element, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const found = at(from, path)?.text ?? ''
    if (found !== '') return found
  }
  return null
}
