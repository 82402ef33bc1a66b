/** One element of an XML document. Names carry their prefix as written: `cbc:ID`. */
export type XmlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Empty where there is text. */
  readonly children: readonly XmlElement[]
  /** Empty where there are children: none of our formats mixes the two. */
  readonly text: string
}

/** What stands inside an element: a text, or elements; null and blank texts are left out, and so are elements left empty. */
type Content = string | null | readonly (XmlElement | null)[]

/** An element, or null where nothing would stand in it: an empty element is a mistake in every format we write. */
export function element(name: string, content: Content, attributes: Readonly<Record<string, string>> = {}): XmlElement | null {
  if (content === null || typeof content === 'string') {
    const text = printableText(content ?? '').trim()
    return text === '' ? null : { name, attributes, children: [], text }
  }
  const children = content.filter((child) => child !== null)
  return children.length === 0 ? null : { name, attributes, children, text: '' }
}

/** XML 1.0 has no place for control characters, lone surrogates and two others, not even escaped (section 2.2). */
const printableText = (text: string): string => text.toWellFormed()
  .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '').replaceAll(/\r\n?/g, '\n')

const ENTITIES: ReadonlyMap<string, string> = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;']])

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES.get(sign) ?? sign)

/** The document as UTF-8 text, two spaces a level; the same element gives the same text. */
export const printXml = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '').join('\n')}\n`

/** An element as it stands in a document, for one that is written piece by piece: so many levels deep. */
export const printElement = (one: XmlElement, level: number): string => `${lines(one, '  '.repeat(level)).join('\n')}\n`

function lines({ name, attributes, children, text }: XmlElement, indent: string): string[] {
  const opened = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ')
  if (children.length === 0) return [`${indent}<${opened}>${escaped(text)}</${name}>`]
  return [`${indent}<${opened}>`, ...children.flatMap((child) => lines(child, `${indent}  `)), `${indent}</${name}>`]
}
