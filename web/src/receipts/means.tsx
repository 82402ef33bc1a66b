import { useReader } from '../language/reader.tsx'
import type { Reader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'

/** The words a Ukrainian receipt has to use for each means of payment, as in src/fiscalisers/tables/payment-means.ts, and ours for the same. */
const GLOSSES: readonly { readonly law: RegExp; readonly text: TextKey }[] = [
  { law: /^готівка$/i, text: 'tillCash' }, { law: /^картка$/i, text: 'tillCard' }, { law: /^за реквізитами \(IBAN\)$/i, text: 'paymentName_transfer' },
  { law: /^платіж через інтегратора (?<name>.+)$/i, text: 'meansThrough' },
]

/** What the law's words mean to this reader; null for a reader of Ukrainian, and for words that the shop chose itself. */
export function glossOf(means: string, { language, t }: Pick<Reader, 'language' | 't'>): string | null {
  if (language === 'uk') return null
  for (const { law, text } of GLOSSES) {
    const found = law.exec(means)
    if (found !== null) return t(text, { name: found.groups?.['name'] ?? '' })
  }
  return null
}

/** A means of payment as the receipt names it, with its meaning beside it. */
export function Means({ means }: { means: string }) {
  const gloss = glossOf(means, useReader())
  return <>{means}{gloss !== null && <small className="quiet"> {gloss}</small>}</>
}

/** The same within a sentence. */
export function meansText(means: string, reader: Pick<Reader, 'language' | 't'>): string {
  const gloss = glossOf(means, reader)
  return gloss === null ? means : `${means} (${gloss})`
}
