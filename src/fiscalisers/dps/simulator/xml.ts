/** An element with children or with a text, as this server reads one. */
export type Element = { readonly name: string; readonly children: Element[]; text: string }

const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** A text says where the document is not well formed. Attributes are read over. */
export function readTree(xml: string): Element | string {
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, '')
  const root: Element = { name: '', children: [], text: '' }
  const open: Element[] = [root]
  for (const [token] of body.matchAll(/<[^>]*>|[^<]+|</g)) {
    const problem = token.startsWith('<') ? tag(token, open) : words(token, open)
    if (problem !== null) return problem
  }
  const [only] = root.children
  return open.length === 1 && only !== undefined && root.children.length === 1 ? only : 'документ має один кореневий елемент, і всі елементи закриті'
}

function tag(token: string, open: Element[]): string | null {
  const parent = open.at(-1)
  const [, closing, name, single] = /^<(\/?)([A-Z0-9]+)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>$/.exec(token) ?? []
  if (name === undefined || parent === undefined) return `незрозумілий тег ${token.slice(0, 40)}`
  if (closing === '/') return open.pop()?.name === name ? null : `елемент ${name} закрито не на місці`
  const element: Element = { name, children: [], text: '' }
  parent.children.push(element)
  if (single !== '/') open.push(element)
  return null
}

function words(token: string, open: Element[]): string | null {
  const inside = open.at(-1)
  if (inside === undefined || (open.length === 1 && token.trim() !== '')) return 'текст поза документом'
  let isBroken = false
  inside.text += token.replaceAll(/&(#?\w*);?/g, (whole, name: string) => {
    const char = name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : NAMES[name]
    if (char === undefined || !whole.endsWith(';')) isBroken = true
    return char ?? ''
  })
  return isBroken ? `незрозуміла сутність у ${inside.name}` : null
}

export const childOf = (element: Element, name: string): Element | null => element.children.find((one) => one.name === name) ?? null

/** Empty where there is none. */
export const textOf = (element: Element | null, name: string): string => (element === null ? '' : childOf(element, name)?.text ?? '')

export const rowsOf = (element: Element | null, name: string): readonly Element[] => (element === null ? [] : childOf(element, name)?.children ?? [])

/** Hundredths of a D2 that has been checked; nothing where it is absent. */
export const minorOf = (element: Element | null, name: string): bigint => BigInt(textOf(element, name).replace('.', '') || '0')
