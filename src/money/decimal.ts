/**
 * An exact decimal without a currency: a quantity, a unit price, a percentage. `{ digits: 125n, scale: 2 }` is 1.25.
 * `scale` is 0 to 6. One number has one form: no trailing zero stands behind the point, so 1.50 is 15n at scale 1.
 */
export type Decimal = { readonly digits: bigint; readonly scale: number }

export const ZERO: Decimal = { digits: 0n, scale: 0 }

function normalised(digits: bigint, scale: number): Decimal {
  return scale > 0 && digits % 10n === 0n ? normalised(digits / 10n, scale - 1) : { digits, scale }
}

/** Reads "3", "-0.5", "33.340000". Null if `text` is no plain decimal or has over 12 whole or 6 decimal digits. */
export function parseDecimal(text: string): Decimal | null {
  const [, sign, whole, fraction = ''] = /^(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?$/.exec(text) ?? []
  if (whole === undefined) return null
  const digits = BigInt(whole + fraction)
  return normalised(sign === '-' ? -digits : digits, fraction.length)
}

/** The shortest plain form: "1.5", never "1.50" or "15e-1". */
export function printDecimal({ digits, scale }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const fraction = scale === 0 ? '' : `.${text.slice(-scale)}`
  return `${digits < 0n ? '-' : ''}${text.slice(0, text.length - scale)}${fraction}`
}

/** Its digits at a scale that is no smaller than its own. */
export const scaled = ({ digits, scale }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - scale)

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return normalised(scaled(a, scale) + scaled(b, scale), scale)
}

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, { ...b, digits: -b.digits })

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const left = a.digits * 10n ** BigInt(b.scale)
  const right = b.digits * 10n ** BigInt(a.scale)
  if (left === right) return 0
  return left < right ? -1 : 1
}
