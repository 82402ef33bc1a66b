import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { decode } from '../tables/alphabet.ts'

/** Texts of a windows-1251 document by their path below the root: `CHECKHEAD/UID`. Of rows only the last one is kept. */
export type Texts = ReadonlyMap<string, string>

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true, ignorePiTags: true, trimValues: true })

/** Null if the bytes are no well-formed document with this root, or declare a document type: entities could be declared there. */
export function readXml(bytes: Buffer, root: string): Texts | null {
  const xml = decode(bytes)
  if (/<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true) return null
  const told: unknown = parser.parse(xml)
  const inner = isNode(told) ? told[root] : undefined
  return isNode(inner) ? new Map(texts(inner, '')) : null
}

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const texts = (node: Record<string, unknown>, path: string): (readonly [string, string])[] => Object.entries(node).flatMap(([name, value]) => {
  if (isNode(value)) return texts(value, `${path}${name}/`)
  return typeof value === 'string' && value !== '' ? [[`${path}${name}`, value] as const] : []
})
