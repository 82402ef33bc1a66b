/** ISO 3166-1: where Kvit's merchants are first, then the countries their payers come from. */
const COUNTRIES = [
  'LT', 'LV', 'EE', 'UA', 'GE', 'PL', 'DE', 'FI', 'SE', 'NO', 'DK', 'IS', 'GB', 'IE', 'NL', 'BE', 'LU', 'FR', 'ES', 'PT', 'IT', 'AT',
  'CH', 'CZ', 'SK', 'HU', 'RO', 'BG', 'GR', 'CY', 'MT', 'SI', 'HR', 'MD', 'AM', 'AZ', 'KZ', 'TR', 'IL', 'US', 'CA',
] as const

const CURRENCIES = ['EUR', 'UAH', 'GEL', 'PLN', 'USD', 'GBP', 'SEK', 'NOK', 'DKK', 'CZK', 'AMD', 'KZT'] as const

type Named = { readonly value: string; readonly label: string }

/** The choices of a country field, with an empty one if it may be left open. */
export const countryChoices = (nameOf: (code: string) => string, open: boolean): Named[] =>
  [...(open ? [{ value: '', label: '–' }] : []), ...COUNTRIES.map((value) => ({ value, label: nameOf(value) }))]

export const currencyChoices = (): Named[] => CURRENCIES.map((value) => ({ value, label: value }))
