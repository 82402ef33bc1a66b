import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'

const STYLE = 'display:inline-block;padding:12px 24px;border:0;border-radius:8px;background:#b45309;color:#ffffff;' +
  'font:600 16px/1.25 system-ui,sans-serif;text-decoration:none;cursor:pointer'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A pay button to paste into any page or letter: a plain link, no script, nothing fetched. `url` is the payer's page. */
export const payButton = (language: Language, amount: Money, url: string): string =>
  `<a href="${escaped(url)}" style="${STYLE}">${escaped(label(language, amount))}</a>`

/** The same as a form, for places that strip links. */
export const payForm = (language: Language, amount: Money, url: string): string =>
  `<form action="${escaped(url)}" method="get"><button type="submit" style="${STYLE}">${escaped(label(language, amount))}</button></form>`

const label = (language: Language, amount: Money): string =>
  say(language, paypageTexts[language].choose.pay, { amount: formatMoney(language, amount) })
