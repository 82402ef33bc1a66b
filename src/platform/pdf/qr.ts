import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** White modules around the code, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4

/** True is dark; rows from the top, no quiet zone. Error level M exactly, text as UTF-8. Throws over 2331 bytes. */
export const qrModules = (text: string, minVersion = 1): readonly (readonly boolean[])[] =>
  encode(text, { ecc: 'M', boostEcc: false, border: 0, minVersion }).data

/** The code as one SVG path, black on white, one unit a module, to be scaled at will. */
export const qrSvg = (text: string): string => modulesSvg(qrModules(text))

/** `over` is drawn upon the modules; its middle is `rows.length / 2 + 4`, the quiet zone included. */
export function modulesSvg(rows: readonly (readonly boolean[])[], over = ''): string {
  const size = rows.length + 2 * QUIET_ZONE
  const path = rows.flatMap((row, y) =>
    runs(row).map(([x, width]) => `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${width}v1h-${width}z`))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`
    + `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path.join('')}"/>${over}</svg>`
}

/** Where dark modules stand side by side: start and width of each run. */
function runs(row: readonly boolean[]): [start: number, width: number][] {
  const found: [number, number][] = []
  for (const [x, dark] of row.entries()) {
    const last = found.at(-1)
    if (dark && last !== undefined && last[0] + last[1] === x) last[1] += 1
    else if (dark) found.push([x, 1])
  }
  return found
}

/** The code as a black-and-white PNG with `scale` pixels a module. */
export function qrPng(text: string, scale = 8): Uint8Array {
  const rows = qrModules(text)
  const size = (rows.length + 2 * QUIET_ZONE) * scale
  const isDark = (x: number, y: number): boolean =>
    rows[Math.floor(y / scale) - QUIET_ZONE]?.[Math.floor(x / scale) - QUIET_ZONE] ?? false
  const lines = Array.from({ length: size }, (_, y) => {
    const line = Buffer.alloc(1 + Math.ceil(size / 8), 0xff) // a filter byte, then one bit a pixel, 1 for white
    line[0] = 0
    for (let x = 0; x < size; x++) {
      const at = 1 + (x >> 3)
      if (isDark(x, y)) line.writeUInt8(line.readUInt8(at) & ~(0x80 >> (x & 7)), at)
    }
    return line
  })
  return png(size, Buffer.concat(lines))
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A square greyscale picture of one bit a pixel. Source: PNG specification, sections 5 and 11. */
function png(size: number, lines: Buffer): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.writeUInt8(1, 8)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([PNG_SIGNATURE, ...chunks])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
