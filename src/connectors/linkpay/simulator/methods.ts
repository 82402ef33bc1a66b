/** A way to pay as `payment_methods` lists it. */
export type PaymentMethod = {
  readonly source: string
  readonly name: string
  /** ISO 3166-1 alpha-2, upper case; null for cards and for banks of no one country. */
  readonly country: 'EE' | 'LV' | 'LT' | null
  readonly kind: 'card' | 'bank'
  /** File name of the logo, and what is written on it. */
  readonly logo: string
}

const bank = (source: string, name: string, country: 'EE' | 'LV' | 'LT' | null): PaymentMethod =>
  ({ source, name, country, kind: 'bank', logo: name.toLowerCase() })

export const CARD: PaymentMethod = { source: 'card', name: 'Visa / Mastercard', country: null, kind: 'card', logo: 'cards' }

/**
 * The list of this simulator. `card`, `lhv_ob_ee`, `seb_ob_ee` and `swed_ob_ep_baltics_lv` are sources that were seen;
 * the others are invented after their pattern, which a merchant's program must not read. Banks: sheet 4.9.
 */
const METHODS: readonly PaymentMethod[] = [
  CARD,
  bank('lhv_ob_ee', 'LHV', 'EE'), bank('swed_ob_ep_baltics_ee', 'Swedbank', 'EE'), bank('seb_ob_ee', 'SEB', 'EE'),
  bank('luminor_ob_ee', 'Luminor', 'EE'), bank('coop_ob_ee', 'Coop', 'EE'), bank('citadele_ob_ee', 'Citadele', 'EE'),
  bank('swed_ob_ep_baltics_lv', 'Swedbank', 'LV'), bank('seb_ob_lv', 'SEB', 'LV'), bank('luminor_ob_lv', 'Luminor', 'LV'),
  bank('citadele_ob_lv', 'Citadele', 'LV'),
  bank('swed_ob_ep_baltics_lt', 'Swedbank', 'LT'), bank('seb_ob_lt', 'SEB', 'LT'), bank('luminor_ob_lt', 'Luminor', 'LT'),
  bank('revolut_ob', 'Revolut', null),
]

export const COUNTRIES = [
  { code: 'EE', name: 'Estonia' }, { code: 'LV', name: 'Latvia' }, { code: 'LT', name: 'Lithuania' },
] as const

export const methodBySource = (source: string): PaymentMethod | null => METHODS.find((one) => one.source === source) ?? null

export const logoPath = ({ logo }: PaymentMethod): string => `/assets/payment_methods/${logo}.svg`

/** Bank links take euros only; a card takes what the account is in. */
export const methodsFor = (currency: string): readonly PaymentMethod[] =>
  METHODS.filter(({ kind }) => kind === 'card' || currency === 'EUR')

const COLOURS: Readonly<Record<string, string>> = {
  cards: '#33415c', lhv: '#2b2b2b', swedbank: '#c2591a', seb: '#2f6b2f', luminor: '#4b1430', coop: '#00508f',
  citadele: '#a5202d', revolut: '#0b57d0',
}

/** A plain label in place of a bank's trade mark. Null if there is no such logo. */
export function logoSvg(logo: string): string | null {
  const method = METHODS.find((one) => one.logo === logo)
  if (method === undefined) return null
  const label = method.kind === 'card' ? 'CARD' : method.name
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 24" width="64" height="24" role="img" aria-label="${label}">
<rect width="64" height="24" rx="4" fill="${COLOURS[logo] ?? '#444'}"/>
<text x="32" y="16" font-family="system-ui, sans-serif" font-size="11" font-weight="700" fill="#fff" text-anchor="middle">${label}</text></svg>
`
}
