/** A way to pay as the provider's list has it. Amounts are cents of a euro; `maxCents` null means no limit. */
export type PaymentMethod = {
  readonly key: string
  readonly titles: { readonly en: string; readonly lt: string }
  /** Countries under which it is listed, lower case. */
  readonly countries: readonly string[]
  /** ISO 3166-1 alpha-2 for a method of one country, null for an international one. */
  readonly country: string | null
  readonly group: 'e-banking' | 'other'
  readonly minCents: bigint
  readonly maxCents: bigint | null
  readonly isIban: boolean
  readonly baseCurrency: string
  /** Null: every currency. */
  readonly currencies: readonly string[] | null
}

export type Country = { readonly code: string; readonly titles: { readonly en: string; readonly lt: string } }

export const COUNTRIES: readonly Country[] = [
  { code: 'lt', titles: { en: 'Lithuania', lt: 'Lietuva' } },
  { code: 'lv', titles: { en: 'Latvia', lt: 'Latvija' } },
  { code: 'ee', titles: { en: 'Estonia', lt: 'Estija' } },
  { code: 'at', titles: { en: 'Austria', lt: 'Austrija' } },
  { code: 'no', titles: { en: 'Norway', lt: 'Norvegija' } },
  { code: 'other', titles: { en: 'Other countries', lt: 'Kitos šalys' } },
]

const EVERYWHERE = COUNTRIES.map((country) => country.code)
const MILLION_EUR = 100_000_000n

type Rest = Partial<Omit<PaymentMethod, 'key' | 'titles'>>

const bank = (key: string, en: string, lt: string, country: string, rest: Rest = {}): PaymentMethod => ({
  key, titles: { en, lt }, countries: [country], country: country.toUpperCase(), group: 'e-banking', minCents: 1n,
  maxCents: MILLION_EUR, isIban: true, baseCurrency: 'EUR', currencies: ['EUR', 'USD', 'GBP', 'PLN'], ...rest,
})

const anywhere = (key: string, en: string, lt: string, rest: Rest = {}): PaymentMethod => ({
  key, titles: { en, lt }, countries: EVERYWHERE, country: null, group: 'other', minCents: 1n,
  maxCents: null, isIban: false, baseCurrency: 'EUR', currencies: null, ...rest,
})

/**
 * The list of this simulator. Keys are those that the Paysera sheet names (A8); it names no bank of Latvia or
 * Estonia, so these offer the international ones. Limits of banks and phones are the published ones, others invented.
 */
export const METHODS: readonly PaymentMethod[] = [
  bank('hanza', 'Swedbank', '„Swedbank“', 'lt'),
  bank('vb2', 'SEB bank', 'AB SEB bankas', 'lt', { maxCents: null }),
  bank('nord', 'Luminor bank', '„Luminor“ bankas', 'lt'),
  bank('lt_revolut', 'Revolut', '„Revolut“', 'lt'),
  bank('lt_n26', 'N26', '„N26“', 'lt', { currencies: ['EUR'] }),
  bank('ie_revolut', 'Revolut (Ireland)', '„Revolut“ (Airija)', 'ie', { countries: ['lv', 'ee', 'other'] }),
  bank('at_erste_group', 'Erste Bank and Sparkassen', '„Erste Bank“', 'at', { currencies: ['EUR'] }),
  bank('no_trustly', 'Trustly (pay via local banks)', '„Trustly“ (per vietinius bankus)', 'no', {
    isIban: false, baseCurrency: 'NOK', maxCents: 500_000n, currencies: ['EUR', 'NOK'],
  }),
  anywhere('wallet', 'Paysera account', '„Paysera“ sąskaita', { group: 'e-banking' }),
  anywhere('card', 'Payment card', 'Mokėjimo kortelė'),
  anywhere('google_pay', 'Google Pay', '„Google Pay“', { maxCents: 1_000_000n }),
  anywhere('apple_pay', 'Apple Pay', '„Apple Pay“', { maxCents: 1_000_000n }),
  anywhere('quipu', 'Quipu', '„Quipu“', { countries: ['other'] }),
  anywhere('inbank_lt_bnpl_3', 'Buy now, pay later (3 parts)', 'Pirkite dabar, mokėkite vėliau (3 dalys)', {
    countries: ['lt'], country: 'LT', minCents: 5_000n, maxCents: 1_000_000n, currencies: ['EUR'],
  }),
  anywhere('inbank_lt_leasing', 'Inbank leasing', '„Inbank“ lizingas', {
    countries: ['lt'], country: 'LT', minCents: 5_000n, maxCents: 1_000_000n, currencies: ['EUR'],
  }),
]

/** Hundredths of the currency for one euro: the day's rates of this simulator, the same every day. */
const PER_EURO: ReadonlyMap<string, bigint> = new Map([
  ['EUR', 100n], ['USD', 108n], ['GBP', 85n], ['PLN', 430n], ['RON', 497n], ['NOK', 1165n], ['GEL', 295n],
])

const perEuro = (currency: string): bigint => PER_EURO.get(currency) ?? 100n

/** Two decimals are taken for every currency, as the provider does. Never less than 1. */
export function convert(minor: bigint, from: string, to: string): bigint {
  const converted = (minor * perEuro(to)) / perEuro(from)
  return converted > 0n ? converted : 1n
}

type Limits = { readonly min: bigint; readonly max: bigint | null }

/** The method's limits in minor units of `currency`; null if it does not take that currency. */
export function limitsIn(method: PaymentMethod, currency: string): Limits | null {
  if (method.currencies !== null && !method.currencies.includes(currency)) return null
  const local = (cents: bigint): bigint => convert(cents, 'EUR', currency)
  return { min: local(method.minCents), max: method.maxCents === null ? null : local(method.maxCents) }
}

/** Why the method cannot take this amount, as a code of the pay page; null if it can. Source: Paysera sheet A7. */
export function limitError(method: PaymentMethod, minor: bigint, currency: string): '0x1' | '0x2' | '0x3' | null {
  const limits = limitsIn(method, currency)
  if (limits === null) return '0x3'
  if (minor < limits.min) return '0x1'
  return limits.max !== null && minor > limits.max ? '0x2' : null
}
