/**
 * Reads a QR symbol from its modules as a bank's app does, faulty ones corrected: error level M, versions 1 to 17. It shares
 * nothing with what draws them. Source: ISO/IEC 18004.
 */

type Modules = readonly (readonly boolean[])[]

/** Of level M by version, from 1: error correction codewords of a block, and blocks. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28]
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11]

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0, (_, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

const EXP: readonly number[] = Array.from({ length: 254 }).reduce<number[]>((powers) => {
  const next = (powers.at(-1) ?? 1) << 1
  return [...powers, next > 255 ? next ^ 0x11d : next]
}, [1])
const LOG: ReadonlyMap<number, number> = new Map(EXP.map((value, power) => [value, power]))
const power = (of: number): number => EXP[((of % 255) + 255) % 255] ?? 0
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : power((LOG.get(a) ?? 0) + (LOG.get(b) ?? 0)))
const over = (a: number, b: number): number => (a === 0 ? 0 : power((LOG.get(a) ?? 0) - (LOG.get(b) ?? 0)))

/** The bytes of its one segment. Throws with the reason where it cannot be read. */
export function readQr(modules: Modules): { readonly text: Buffer; readonly version: number; readonly corrected: number } {
  const version = (modules.length - 17) / 4
  const mask = MASKS[maskOf(modules)]
  const [correction, blocks] = [CORRECTION[version - 1], BLOCKS[version - 1]]
  if (mask === undefined || correction === undefined || blocks === undefined) throw new Error('not a symbol of level M and version 1 to 17')
  const words = wordsOf(modules, version, mask)
  const repaired = deinterleaved(words, correction, blocks).map((block) => repair(block, correction))
  return { text: byteSegment(repaired.flatMap(({ data }) => data), version), version, corrected: repaired.reduce((sum, { faults }) => sum + faults, 0) }
}

/** The modules of our SVG, whose quiet zone is four, with what a white disc in its middle hides. */
export function modulesInSvg(svg: string): Modules {
  const [, side = '0'] = /viewBox="0 0 (\d+)/.exec(svg) ?? []
  const size = Number(side) - 8
  const [, radius = '0'] = /<circle[^>]* r="([\d.]+)"/.exec(svg) ?? []
  const dark = new Set([...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)]
    .flatMap(([, x, y, width]) => Array.from({ length: Number(width) }, (_, n) => `${Number(x) + n - 4},${Number(y) - 4}`)))
  const isHidden = (x: number, y: number): boolean => Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2) < Number(radius)
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => dark.has(`${x},${y}`) && !isHidden(x, y)))
}

const at = (modules: Modules, x: number, y: number): boolean => modules[y]?.[x] ?? false

/** The number of the mask; the level is checked to be M. Source: 7.9. */
function maskOf(modules: Modules): number {
  const places = [...[0, 1, 2, 3, 4, 5, 7, 8].map((y) => [8, y]), ...[7, 5, 4, 3, 2, 1, 0].map((x) => [x, 8])]
  const bits = places.reduce((sum, [x = 0, y = 0], n) => sum + (at(modules, x, y) ? 2 ** n : 0), 0) ^ 0x5412
  if (bits >> 13 !== 0) throw new Error('the level is not M')
  return (bits >> 10) & 7
}

const alignments = (version: number): readonly number[] => {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, n) => version * 4 + 10 - (count - 2 - n) * step)]
}

/** Whether a module belongs to a pattern and says nothing. */
function isPattern(x: number, y: number, version: number): boolean {
  const size = version * 4 + 17
  if (x === 6 || y === 6 || (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8)) return true
  if (version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6))) return true
  const centres = alignments(version)
  const last = size - 7
  return centres.some((cx) => centres.some((cy) => {
    const isFinder = (cx === 6 && cy === 6) || (cx === 6 && cy === last) || (cx === last && cy === 6)
    return !isFinder && Math.abs(x - cx) <= 2 && Math.abs(y - cy) <= 2
  }))
}

function wordsOf(modules: Modules, version: number, mask: (x: number, y: number) => boolean): number[] {
  const size = modules.length
  const bits: boolean[] = []
  for (let right = size - 1, column = 0; right >= 1; right -= 2, column++) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const y = column % 2 === 0 ? size - 1 - step : step
      for (const x of [right, right - 1]) if (!isPattern(x, y, version)) bits.push(at(modules, x, y) !== mask(x, y))
    }
  }
  return Array.from({ length: Math.floor(bits.length / 8) }, (_, n) => bits.slice(n * 8, n * 8 + 8).reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0))
}

/** Short blocks first; each with its correction at its end. Source: 7.6. */
function deinterleaved(words: readonly number[], correction: number, blocks: number): number[][] {
  const short = Math.floor(words.length / blocks)
  const shortCount = blocks - (words.length % blocks)
  const found = Array.from({ length: blocks }, (): number[] => [])
  const rest = words.values()
  for (let n = 0; n <= short - correction; n++) {
    for (const [which, block] of found.entries()) if (n < short - correction || which >= shortCount) block.push(rest.next().value ?? 0)
  }
  for (let n = 0; n < correction; n++) for (const block of found) block.push(rest.next().value ?? 0)
  return found
}

const valueAt = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((sum, one) => times(sum, x) ^ one, 0)

/** Reed and Solomon's correction, by Berlekamp and Massey, Chien and Forney. */
function repair(block: readonly number[], correction: number): { readonly data: number[]; readonly faults: number } {
  const received = block.toReversed()
  const syndromes = Array.from({ length: correction }, (_, n) => valueAt(received, power(n)))
  const locator = locatorOf(syndromes)
  const places = received.map((_, n) => n).filter((n) => valueAt(locator, power(-n)) === 0)
  if (places.length !== locator.length - 1) throw new Error('more modules are hidden than can be corrected')
  const evaluator = Array.from({ length: correction }, (_, n) => locator.slice(0, n + 1).reduce((sum, one, k) => sum ^ times(one, syndromes[n - k] ?? 0), 0))
  const slope = locator.map((one, n) => (n % 2 === 1 ? one : 0)).slice(1)
  for (const place of places) {
    const x = power(-place)
    received[place] = (received[place] ?? 0) ^ times(power(place), over(valueAt(evaluator, x), valueAt(slope, x)))
  }
  return { data: received.toReversed().slice(0, block.length - correction), faults: places.length }
}

function locatorOf(syndromes: readonly number[]): number[] {
  let [locator, before, length, since, scale] = [[1], [1], 0, 1, 1]
  for (const [n, syndrome] of syndromes.entries()) {
    const gap = locator.slice(1, length + 1).reduce((sum, one, k) => sum ^ times(one, syndromes[n - k - 1] ?? 0), syndrome)
    if (gap === 0) {
      since += 1
      continue
    }
    const shifted = [...Array.from({ length: since }, () => 0), ...before.map((one) => times(one, over(gap, scale)))]
    const next = Array.from({ length: Math.max(locator.length, shifted.length) }, (_, k) => (locator[k] ?? 0) ^ (shifted[k] ?? 0))
    if (2 * length <= n) [before, length, since, scale] = [locator, n + 1 - length, 1, gap]
    else since += 1
    locator = next
  }
  return locator.slice(0, length + 1)
}

/** Source: 7.4.5. */
function byteSegment(data: readonly number[], version: number): Buffer {
  const bits = data.map((word) => word.toString(2).padStart(8, '0')).join('')
  const sizeBits = version < 10 ? 8 : 16
  if (!bits.startsWith('0100')) throw new Error('the text is not written as bytes')
  const length = Number.parseInt(bits.slice(4, 4 + sizeBits), 2)
  return Buffer.from(Array.from({ length }, (_, n) => Number.parseInt(bits.slice(4 + sizeBits + n * 8, 12 + sizeBits + n * 8), 2)))
}
