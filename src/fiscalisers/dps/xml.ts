/** An element; `null` among children is one that is left out. */
type Element = { readonly name: string; readonly attributes: string; readonly inner: string | readonly Element[] }

type Child = Element | null

export const text = (name: string, value: string | number | null): Child =>
  (value === null || value === '' ? null : { name, attributes: '', inner: escaped(String(value)) })

export const group = (name: string, children: readonly Child[]): Element =>
  ({ name, attributes: '', inner: children.filter((child) => child !== null) })

/** Rows numbered from 1; nothing where there are none. */
export function rows(name: string, each: readonly (readonly Child[])[]): Child {
  if (each.length === 0) return null
  return group(name, each.map((children, n) => ({ ...group('ROW', children), attributes: ` ROWNUM="${n + 1}"` })))
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const printed = ({ name, attributes, inner }: Element): string =>
  `<${name}${attributes}>${typeof inner === 'string' ? inner : inner.map(printed).join('')}</${name}>`

/** The whole document in one line after its declaration, without a line end. Source: the vector of protocol sheet A10. */
export function documentText(name: 'CHECK' | 'ZREP', schema: string, children: readonly Child[]): string {
  const attributes = ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="${schema}"`
  return `<?xml version="1.0" encoding="windows-1251"?>\n${printed({ ...group(name, children), attributes })}`
}
