import { checksOut, mod97 } from '../merchants/check-digits.ts'

/**
 * The ISO 11649 reference that a bank carries with the transfer: `RF`, two check digits, the given part.
 * `part` is our own number; anything but letters and digits is left out of it, so "KV-2026/000123" becomes
 * KV2026000123. Leading zeros count. Null if nothing or more than 21 characters remain.
 */
export function creditorReference(part: string): string | null {
  const reference = part.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
  if (reference.length < 1 || reference.length > 21) return null
  const check = 98 - mod97(`${reference}RF00`)
  return `RF${check.toString().padStart(2, '0')}${reference}`
}

/** Reads what a person or a bank wrote, in any case and with spaces. Null if the check digits are wrong. */
export function parseCreditorReference(text: string): string | null {
  const reference = text.replaceAll(' ', '').toUpperCase()
  return /^RF[0-9]{2}[0-9A-Z]{1,21}$/.test(reference) && checksOut(reference) ? reference : null
}
