/**
 * A store's colour and what may be read on it. The payer's page, the letters and the settings screen ask the same
 * functions, so what the settings screen calls readable is readable. Colours are `#rrggbb`, lower case.
 */
export type Colour = string

/** Least contrast of text, WCAG 2.2 criterion 1.4.3, and of a control's outline, criterion 1.4.11. */
export const LEAST_CONTRAST = { text: 4.5, outline: 3 } as const

export const isColour = (text: string): text is Colour => /^#[0-9a-f]{6}$/.test(text)

function channels(colour: Colour): readonly [number, number, number] {
  const [, red = '0', green = '0', blue = '0'] = /^#(..)(..)(..)$/.exec(colour) ?? []
  return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)]
}

const linear = (channel: number): number =>
  channel <= 10.31475 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4

/** Relative luminance, 0 to 1. Source: WCAG 2.2, definition of "relative luminance", with the threshold 0.04045. */
function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour)
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** Contrast ratio of two colours in either order, 1 to 21. Source: WCAG 2.2, definition of "contrast ratio". */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/**
 * Black or white, whichever reads better on `colour`, and how well. One of the two always reaches 4.58, so every
 * colour a store may choose has a readable button.
 */
export function readableOn(colour: Colour): { readonly text: '#000000' | '#ffffff'; readonly ratio: number } {
  const onBlack = contrast(colour, '#000000')
  const onWhite = contrast(colour, '#ffffff')
  return onWhite >= onBlack ? { text: '#ffffff', ratio: onWhite } : { text: '#000000', ratio: onBlack }
}

/**
 * The colour nearest to `colour` that stands out from `background` by at least `least`: mixed with black on a light
 * ground and with white on a dark one, as little as is needed. The same colour if it stands out already.
 */
export function visibleOn(background: Colour, colour: Colour, least: number = LEAST_CONTRAST.outline): Colour {
  const target = contrast(background, '#000000') > contrast(background, '#ffffff') ? 0 : 255
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, target, share)
    if (contrast(mixed, background) >= least) return mixed
  }
  return target === 0 ? '#000000' : '#ffffff'
}

function mix(colour: Colour, target: 0 | 255, share: number): Colour {
  const mixed = channels(colour).map((channel) => Math.round(channel + (target - channel) * share))
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
