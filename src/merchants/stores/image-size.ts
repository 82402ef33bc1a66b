type ImageSize = { readonly width: number; readonly height: number }

type MediaType = 'image/png' | 'image/jpeg' | 'image/webp'

/** Pixels of a picture, from its first headers. Null if they cannot be read; never throws, whatever the bytes. */
export function imageSize(bytes: Buffer, type: MediaType): ImageSize | null {
  if (type === 'image/png') return pngSize(bytes)
  return type === 'image/jpeg' ? jpegSize(bytes) : webpSize(bytes)
}

/** Source: PNG specification, 11.2.1: IHDR is the first chunk. */
const pngSize = (bytes: Buffer): ImageSize | null =>
  bytes.length >= 24 && bytes.toString('latin1', 12, 16) === 'IHDR' ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : null

/** Walks the segments to the frame header. Source: ITU-T T.81, B.1.1.3 and B.2.2. */
function jpegSize(bytes: Buffer): ImageSize | null {
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes.readUInt8(at) !== 0xff) return null
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** Lossy, lossless and extended form. Source: RFC 9649, 2.5 to 2.7. */
function webpSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 30) return null
  const form = bytes.toString('latin1', 12, 16)
  if (form === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  if (form === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
  if (form !== 'VP8L') return null
  const bits = bytes.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}
