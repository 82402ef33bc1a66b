/** How numbers are dialled at home: the calling code, what is dialled before a number within the country, and its length without that. */
type Plan = { readonly code: string; readonly trunk: readonly string[]; readonly digits: readonly [least: number, most: number] }

/**
 * National numbering plans of the countries whose stores are likely to write a number without its country. Source: the
 * plans filed with the ITU (E.164), shortened to what tells a whole number from a piece of one.
 */
const PLANS: Readonly<Record<string, Plan>> = {
  LT: { code: '370', trunk: ['0', '8'], digits: [8, 8] },
  LV: { code: '371', trunk: [], digits: [8, 8] },
  EE: { code: '372', trunk: [], digits: [7, 8] },
  UA: { code: '380', trunk: ['0'], digits: [9, 9] },
  GE: { code: '995', trunk: ['0'], digits: [9, 9] },
  PL: { code: '48', trunk: [], digits: [9, 9] },
  FI: { code: '358', trunk: ['0'], digits: [5, 12] },
  SE: { code: '46', trunk: ['0'], digits: [7, 10] },
  NO: { code: '47', trunk: [], digits: [8, 8] },
  DK: { code: '45', trunk: [], digits: [8, 8] },
  DE: { code: '49', trunk: ['0'], digits: [7, 12] },
  GB: { code: '44', trunk: ['0'], digits: [9, 10] },
  MD: { code: '373', trunk: ['0'], digits: [8, 8] },
  AM: { code: '374', trunk: ['0'], digits: [8, 8] },
  AZ: { code: '994', trunk: ['0'], digits: [9, 9] },
  BY: { code: '375', trunk: ['80'], digits: [9, 9] },
  KZ: { code: '7', trunk: ['8'], digits: [10, 10] },
}

/**
 * A telephone number as E.164, "+37061234567". `country` (ISO 3166-1) says whose numbers are written without their
 * country. Null: no whole number, or one without a country where we do not know how the country dials.
 */
export function toE164(text: string, country: string): string | null {
  const written = text.trim().replace(/^tel:/i, '')
  if (!/^\+?[0-9()./\s\u00a0\u2010-\u2013-]+$/.test(written)) return null
  const digits = written.replaceAll(/\D/g, '')
  if (written.startsWith('+')) return international(digits)
  if (digits.startsWith('00')) return international(digits.slice(2))
  const plan = PLANS[country]
  if (plan === undefined) return null
  const rest = [digits, ...plan.trunk.filter((trunk) => digits.startsWith(trunk)).map((trunk) => digits.slice(trunk.length))]
  const national = rest.find((one) => isNational(one, plan) && !plan.trunk.some((trunk) => one.startsWith(trunk) && isNational(one.slice(trunk.length), plan)))
  if (national !== undefined) return `+${plan.code}${national}`
  return digits.startsWith(plan.code) ? international(digits) : null
}

const isNational = (digits: string, { digits: [least, most] }: Plan): boolean =>
  digits.length >= least && digits.length <= most && !digits.startsWith('0')

/** E.164 has at most 15 digits. Where we know the country's plan, a number of another length is a piece or a slip. */
function international(digits: string): string | null {
  if (!/^[1-9]\d{7,14}$/.test(digits)) return null
  const plans = Object.values(PLANS).filter(({ code }) => digits.startsWith(code))
  return plans.length === 0 || plans.some((plan) => isNational(digits.slice(plan.code.length), plan)) ? `+${digits}` : null
}
