import { COUNTRIES, limitError, limitsIn, METHODS, type Country, type PaymentMethod } from './methods.ts'

/** What the list is asked for. `amount` null: not filtered. */
type MethodsAsk = { readonly projectId: string; readonly currency: string; readonly amount: bigint | null }

/**
 * Reads `/payment-methods/{id}/currency:{CUR}[/amount:{minor}]` or the path before 2025-08. Null for anything
 * else; an empty `amount:` is none of the two, as it was with the provider. Source: Paysera sheet A1.
 */
export function readMethodsPath(path: string): MethodsAsk | null {
  const [, projectId, currency, amount] =
    /^\/(?:payment-methods|new\/api\/paymentMethods)\/(\d+)\/currency:([A-Za-z]{3})(?:\/amount:(\d{1,11}))?\/?$/.exec(path) ?? []
  if (projectId === undefined || currency === undefined) return null
  return { projectId, currency: currency.toUpperCase(), amount: amount === undefined ? null : BigInt(amount) }
}

// Some texts of the real list are padded with spaces and line breaks; a reader has to trim.
const cdata = (text: string, padded: boolean): string =>
  padded ? `\n          <![CDATA[ ${text} ]]>\n        ` : `<![CDATA[${text}]]>`

const languages = (element: string, texts: { readonly en: string; readonly lt: string }, padded: boolean): string =>
  `<${element} language="en">${cdata(texts.en, padded)}</${element}>` +
  `<${element} language="lt">${cdata(texts.lt, padded)}</${element}>`

function methodXml(method: PaymentMethod, ask: MethodsAsk, logoBase: string): string {
  const limits = limitsIn(method, ask.currency)
  const padded = method.group === 'other'
  const logo = `${logoBase}/assets/image/payment_types/${method.key}.svg`
  const bound = (name: string, amount: bigint | null | undefined): string =>
    amount === null || amount === undefined ? '' : `        <${name} amount="${amount}" currency="${ask.currency}"/>\n`
  return `      <payment_type key="${method.key}">\n        ${languages('title', method.titles, padded)}\n` +
    `        ${languages('logo_url', { en: logo, lt: logo }, padded)}\n${bound('min', limits?.min)}${bound('max', limits?.max)}` +
    `        <is_iban>${method.isIban ? 1 : 0}</is_iban>\n` +
    `        <base_currency>${cdata(method.baseCurrency, padded)}</base_currency>\n      </payment_type>\n`
}

const GROUPS = [
  { key: 'e-banking', titles: { en: 'E-banking', lt: 'Elektroninė bankininkystė' } },
  { key: 'other', titles: { en: 'Other payment systems', lt: 'Kitos mokėjimo sistemos' } },
] as const

function countryXml(country: Country, methods: readonly PaymentMethod[], ask: MethodsAsk, logoBase: string): string {
  const groups = GROUPS.map((group) => {
    const own = methods.filter((method) => method.group === group.key)
    if (own.length === 0) return ''
    return `    <payment_group key="${group.key}">\n      ${languages('title', group.titles, group.key === 'other')}\n` +
      `${own.map((method) => methodXml(method, ask, logoBase)).join('')}    </payment_group>\n`
  })
  return `  <country code="${country.code}">\n    ${languages('title', country.titles, false)}\n${groups.join('')}  </country>\n`
}

/** Methods offered for this ask, without those in `forbidden`. */
export const offered = (ask: Omit<MethodsAsk, 'projectId'>, forbidden: readonly string[]): readonly PaymentMethod[] =>
  METHODS.filter((method) => {
    if (forbidden.includes(method.key)) return false
    return ask.amount === null ? limitsIn(method, ask.currency) !== null : limitError(method, ask.amount, ask.currency) === null
  })

/** The document of the provider's list. Logos point to `logoBase`. Layout: Paysera sheet A8. */
export function methodsXml(ask: MethodsAsk, forbidden: readonly string[], logoBase: string): string {
  const methods = offered(ask, forbidden)
  const countries = COUNTRIES.map((country) => {
    const own = methods.filter((method) => method.countries.includes(country.code))
    return own.length === 0 ? '' : countryXml(country, own, ask, logoBase)
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<payment_types_document project_id="${ask.projectId}" ` +
    `currency="${ask.currency}" amount="${ask.amount ?? ''}">\n${countries.join('')}</payment_types_document>\n`
}
