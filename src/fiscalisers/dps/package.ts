/** Most documents of one package, and most bytes of one without its signature. Source: protocol sheet A1, A12. */
export const MOST_DOCUMENTS = 100
export const MOST_BYTES = 200 * 1024

/** How the four bytes of a length are written. The official text does not say; what is seen is little-endian. */
export type LengthOrder = 'little' | 'big'

/** Each signed document behind its length. */
export function framed(documents: readonly Buffer[], order: LengthOrder): Buffer {
  return Buffer.concat(documents.flatMap((document) => {
    const length = Buffer.alloc(4)
    if (order === 'little') length.writeInt32LE(document.length)
    else length.writeInt32BE(document.length)
    return [length, document]
  }))
}

/**
 * The documents in their order, in as few packages as the limits allow. `reserve`: bytes kept free for the signature of the
 * package itself. One that is too long by itself gets a package of its own, which the service then refuses.
 */
export function split(documents: readonly Buffer[], reserve: number): readonly (readonly Buffer[])[] {
  const packages: Buffer[][] = []
  let room = 0
  for (const document of documents) {
    const size = document.length + 4
    const last = packages.at(-1)
    if (last === undefined || last.length === MOST_DOCUMENTS || size > room) {
      packages.push([document])
      room = MOST_BYTES - reserve - size
    } else {
      last.push(document)
      room -= size
    }
  }
  return packages
}
