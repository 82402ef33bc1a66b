/**
 * What the server's signed answers hold. Nobody here can check a signature of ДСТУ 4145; who answers is known by TLS, and the
 * signed bytes are kept. Source: protocol sheet A5, A7; the structure is CMS, RFC 5652, section 5.
 */

type Node = { readonly tag: number; readonly bytes: Buffer; readonly children: readonly Node[]; readonly end: number }

const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex')
const OCTETS = 0x04
const CONSTRUCTED = 0x20
const DEEPEST = 12

/** The content of a CMS envelope; null if these bytes are none. */
export function cmsContent(bytes: Buffer): Buffer | null {
  const [kind, wrapped] = readNode(bytes, 0, 0)?.children ?? []
  if (kind === undefined || !kind.bytes.equals(SIGNED_DATA)) return null
  const content = wrapped?.children[0]?.children[2]?.children[1]?.children[0]
  return content === undefined ? null : octetsOf(content)
}

/** An octet string in one piece or, with indefinite lengths, in several. */
function octetsOf({ tag, bytes, children }: Node): Buffer | null {
  if (tag === OCTETS) return bytes
  if (tag !== (OCTETS | CONSTRUCTED)) return null
  const parts = children.map(octetsOf)
  return parts.every((part) => part !== null) ? Buffer.concat(parts) : null
}

function readNode(all: Buffer, at: number, depth: number): Node | null {
  const tag = all[at]
  const length = readLength(all, at + 1)
  if (tag === undefined || length === null || depth > DEEPEST) return null
  const isConstructed = (tag & CONSTRUCTED) !== 0
  if (length.size === null && !isConstructed) return null
  const limit = length.size === null ? all.length : length.next + length.size
  if (limit > all.length) return null
  const inner = isConstructed ? readChildren(all, length.next, length.size === null ? null : limit, depth) : { children: [], end: limit }
  if (inner === null) return null
  return { tag, bytes: all.subarray(length.next, inner.end), children: inner.children, end: length.size === null ? inner.end + 2 : limit }
}

/** `limit` null: until the two zero bytes that end what has no length. */
function readChildren(all: Buffer, from: number, limit: number | null, depth: number): { children: readonly Node[]; end: number } | null {
  const children: Node[] = []
  let at = from
  while (limit === null ? all[at] !== 0 || all[at + 1] !== 0 : at < limit) {
    const child = readNode(all, at, depth + 1)
    if (child === null) return null
    children.push(child)
    at = child.end
  }
  return limit !== null && at !== limit ? null : { children, end: at }
}

function readLength(all: Buffer, at: number): { readonly size: number | null; readonly next: number } | null {
  const first = all[at]
  if (first === undefined) return null
  if (first < 0x80) return { size: first, next: at + 1 }
  const count = first & 0x7f
  if (count === 0) return { size: null, next: at + 1 }
  return count > 4 || at + 1 + count > all.length ? null : { size: all.readUIntBE(at + 1, count), next: at + 1 + count }
}

/** The content of the envelope that simulators and their signer use in place of a signature, which it is not. Null for anything else. */
export function testContent(bytes: Buffer): Buffer | null {
  const told = parsed(bytes.toString('utf8'))
  if (typeof told !== 'object' || told === null || !('alg' in told) || !('content' in told)) return null
  return told.alg === 'TEST' && typeof told.content === 'string' ? Buffer.from(told.content, 'base64') : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // `JSON.parse` says by throwing that it is none
  }
}
