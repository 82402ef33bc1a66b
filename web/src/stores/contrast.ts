/**
 * How well white text is read on a colour, 1 to 21. `colour` is `#rrggbb`. Source: WCAG 2.2, "relative luminance"
 * and "contrast ratio". The server gives the verdict that counts; this one is for while the colour is being chosen.
 */
export function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (luminance + 0.05)
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)

/** The least contrast at which ordinary text may stand: WCAG 2.2, success criterion 1.4.3. */
export const READABLE = 4.5
