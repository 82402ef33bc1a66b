/** JSON as providers write it, whose numbers keep the digits they are given. */

/** A number that is written into JSON as it stands, so that `10.0` does not become `10`. */
type Literal = { readonly literal: string }

export type Json = string | number | boolean | null | Literal | readonly Json[] | { readonly [name: string]: Json | undefined }

const isLiteral = (value: Json): value is Literal => typeof value === 'object' && value !== null && 'literal' in value

/** A member that is `undefined` is left out. */
export function jsonText(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isLiteral(value)) return value.literal
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  const pairs = Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [`${JSON.stringify(name)}:${jsonText(one)}`]))
  return `{${pairs.join(',')}}`
}

/** Hundredths as a JSON number with at least one decimal: `120.5`, `10.0`, `0.01`. */
export const moneyJson = (minor: bigint): Json => ({ literal: decimalLiteral(minor) })

/** Hundredths as a decimal literal with at least one decimal: `120.5`, `10.0`, `0.01`. */
export function decimalLiteral(minor: bigint): string {
  const two = decimalText(minor)
  return two.endsWith('0') ? two.slice(0, -1) : two
}

/** Hundredths with two decimals: `120.50`. */
export function decimalText(minor: bigint): string {
  const digits = minor.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Hundredths of a plain amount with at most two decimals. Null for anything else: `1e3`, `1,5`, `1 000`, `-1`. */
export function readAmount(text: string): bigint | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  return whole === undefined ? null : BigInt(whole + fraction.padEnd(2, '0'))
}
