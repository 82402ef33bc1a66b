import { modulesSvg, qrModules } from '../platform/pdf/qr.ts'

/**
 * Versions of the symbol and the diameter of the white disc in its middle, in modules; the sign stands in a circle of four
 * less. Source: resolution of the NBU Board No. 97 of 19 August 2025, annex 1.
 */
const DISC: ReadonlyMap<number, number> = new Map([[10, 17], [11, 19], [12, 19], [13, 21], [14, 23], [15, 23], [16, 25], [17, 25]])

const LEAST_VERSION = 10
const QUIET_ZONE = 4

/** Two strokes through the letter, around 12, 12 and within a circle of radius 9. */
const SIGN = 'M8 7.2C8.6 5.3 10.2 4.6 12 4.6c2.4 0 4.2 1.3 4.2 3.4 0 1.7-1 2.7-2.8 3.6l-3 1.5C8.7 14 7.8 15 7.8 16.4c0 1.9 1.8 3 4.2 3 1.9 0 3.4-.7 4-2.6M5.8 10.2h12.4M5.8 13.8h12.4'
const SIGN_RADIUS = 9

/** The picture of an NBU link, with its sign of the hryvnia drawn as a path. Error level M. Null: it is too long for version 17. */
export function nbuSvg(link: string): string | null {
  const rows = qrModules(link, LEAST_VERSION)
  const disc = DISC.get((rows.length - 17) / 4)
  if (disc === undefined) return null
  const middle = rows.length / 2 + QUIET_ZONE
  const scale = (disc - 4) / 2 / SIGN_RADIUS
  return modulesSvg(rows, `<g shape-rendering="geometricPrecision"><circle cx="${middle}" cy="${middle}" r="${disc / 2}" fill="#fff"/>`
    + `<path transform="translate(${middle - 12 * scale} ${middle - 12 * scale}) scale(${scale})" d="${SIGN}" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"/></g>`)
}

/** Millimetres a side, quiet zone included: in print no module is under half a millimetre. */
export const nbuSideMm = (link: string): number => (qrModules(link, LEAST_VERSION).length + 2 * QUIET_ZONE) / 2
