import type { Language } from '../../kernel/language.ts'
import type { Facts, Method, MethodAsk } from '../contract.ts'
import { readFacts } from './facts.ts'
import type { Offer } from './facts.ts'

/** EveryPay names cards by their brands; Kvit says what they are. */
const CARD: Readonly<Record<Language, string>> = {
  lt: 'Mokėjimo kortelė', lv: 'Maksājumu karte', et: 'Maksekaart', uk: 'Платіжна картка', ka: 'საბანკო ბარათი', ru: 'Банковская карта', en: 'Payment card',
}

/**
 * Offered until the processing account's own list was fetched, and by links, whose page has the list itself: sources that
 * were seen in use. A source the account lacks leads to the whole list. Source: protocol sheet 4.9.
 */
const BUNDLED: readonly Offer[] = [
  { key: 'lhv_ob_ee', title: 'LHV', country: 'ee' },
  { key: 'seb_ob_ee', title: 'SEB', country: 'ee' },
  { key: 'swed_ob_ep_baltics_lv', title: 'Swedbank', country: 'lv' },
  { key: 'card', title: 'Visa / Mastercard', country: null },
]

/** First those of the payer's country, then those of none, then the rest, each in EveryPay's order. Source: 4.9. */
export function methods({ country, language }: MethodAsk, facts: Facts | null): readonly Method[] {
  const kept = readFacts(facts).methods
  const offers = kept.length > 0 ? kept : BUNDLED
  const once = [...new Map(offers.map((offer) => [offer.key, offer])).values()]
  const home = country?.toLowerCase() ?? null
  const rank = (offer: Offer): number => (offer.country === null ? 1 : offer.country === home ? 0 : 2)
  return once.toSorted((a, b) => rank(a) - rank(b)).map(({ key, title, country: of }) => ({
    key, title: key === 'card' ? CARD[language] : title, country: of, kind: kindOf(key),
  }))
}

/** Sources are opaque but for this much. Source: 4.9. */
function kindOf(source: string): Method['kind'] {
  if (source === 'card') return 'card'
  return source.includes('_ob') || source.startsWith('ob_') ? 'bank' : 'other'
}
