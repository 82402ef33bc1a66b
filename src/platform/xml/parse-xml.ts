import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { XmlElement } from './element.ts'

const TEXT = '#text'
const ATTRIBUTES = ':@'

/** Null if the text is no well-formed document of one root. Texts stay texts: nothing is read as a number. */
export function parseXml(text: string): XmlElement | null {
  if (XMLValidator.validate(text) !== true) return null
  const parser = new XMLParser({
    preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false,
    trimValues: false, ignoreDeclaration: true, ignorePiTags: true,
  })
  const parsed: unknown = parser.parse(text)
  const roots = elementsOf(parsed)
  const [root] = roots
  return roots.length === 1 && root !== undefined ? root : null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const nodesOf = (nodes: unknown): Record<string, unknown>[] => (Array.isArray(nodes) ? nodes.filter(isRecord) : [])

const elementsOf = (nodes: unknown): XmlElement[] => nodesOf(nodes).flatMap((node) => {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES && key !== TEXT)
  if (name === undefined) return []
  const children = elementsOf(node[name])
  return [{ name, attributes: attributesOf(node[ATTRIBUTES]), children, text: children.length > 0 ? '' : textOf(node[name]) }]
})

const textOf = (nodes: unknown): string => nodesOf(nodes).map((node) => (TEXT in node ? String(node[TEXT]) : '')).join('')

const attributesOf = (value: unknown): Record<string, string> =>
  (isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {})
