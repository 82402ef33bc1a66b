import type { Currency } from '../../money/currency.ts'
import type { Offer } from './method-list.ts'

const offer = (key: string, kind: Offer['kind'], country: string | null, titles: Offer['titles']): Offer =>
  ({ key, titles, country, kind, min: null, max: null })

const bank = (country: string, key: string, title: string): Offer => offer(key, 'bank', country, { en: title })

/** Keys that published integrations use; names as the banks call themselves today. */
const BANKS: readonly Offer[] = [
  bank('lt', 'hanza', 'Swedbank'),
  bank('lt', 'vb2', 'SEB'),
  bank('lt', 'nord', 'Luminor'),
  bank('lt', 'sb', 'Artea'),
  bank('lt', 'parex', 'Citadele'),
  bank('lt', 'lt_revolut', 'Revolut'),
  bank('lt', 'mb', 'Urbo'),
  offer('lku', 'bank', 'lt', { en: 'LKU credit unions', lt: 'LKU kredito unijos' }),
  bank('lv', 'hanzalv', 'Swedbank'),
  bank('ee', 'hanzaee', 'Swedbank'),
]

const EVERYWHERE: readonly Offer[] = [
  offer('card', 'card', null, {
    lt: 'Mokėjimo kortelė', lv: 'Maksājumu karte', et: 'Maksekaart', uk: 'Платіжна картка', ka: 'საბანკო ბარათი',
    ru: 'Банковская карта', en: 'Payment card',
  }),
  offer('wallet', 'wallet', null, {
    lt: '„Paysera“ sąskaita', lv: 'Paysera konts', et: 'Paysera konto', uk: 'Рахунок Paysera', ka: 'Paysera-ს ანგარიში',
    ru: 'Счёт Paysera', en: 'Paysera account',
  }),
]

/**
 * What is offered until the project's own list could be fetched: banks take euros. The payer of a bank that is
 * missing here chooses none and finds it on Paysera's page.
 */
export const fallbackOffers = (currency: Currency): readonly Offer[] =>
  currency === 'EUR' ? [...BANKS, ...EVERYWHERE] : EVERYWHERE
