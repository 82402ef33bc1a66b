import type { Language } from '../../kernel/language.ts'
import type { Method, MethodAsk } from '../contract.ts'
import type { Config, PayType } from './config.ts'

type Titles = Readonly<Record<Language, string>>

const named = (name: string): Titles => ({ lt: name, lv: name, et: name, uk: name, ka: name, ru: name, en: name })

/** Names as PrivatBank has them; what is a common noun is translated. */
const METHODS: Readonly<Record<PayType, { readonly kind: Method['kind']; readonly country: 'ua' | null; readonly titles: Titles }>> = {
  card: { kind: 'card', country: null, titles: {
    lt: 'Mokėjimo kortelė', lv: 'Maksājumu karte', et: 'Maksekaart', uk: 'Платіжна картка', ka: 'საბანკო ბარათი', ru: 'Банковская карта', en: 'Payment card',
  } },
  privat24: { kind: 'bank', country: 'ua', titles: { ...named('Privat24'), uk: 'Приват24', ru: 'Приват24' } },
  apay: { kind: 'wallet', country: null, titles: named('Apple Pay') },
  gpay: { kind: 'wallet', country: null, titles: named('Google Pay') },
  moment_part: { kind: 'credit', country: 'ua', titles: {
    lt: 'PrivatBank: greitas išsimokėjimas', lv: 'PrivatBank: tūlītējs dalītais maksājums', et: 'PrivatBank: kiire järelmaks', uk: 'Миттєва розстрочка ПриватБанку',
    ka: 'PrivatBank: სწრაფი განვადება', ru: 'Мгновенная рассрочка ПриватБанка', en: 'PrivatBank instant instalments',
  } },
  paypart: { kind: 'credit', country: 'ua', titles: {
    lt: 'PrivatBank: mokėjimas dalimis', lv: 'PrivatBank: maksājums pa daļām', et: 'PrivatBank: makse osade kaupa', uk: 'Оплата частинами ПриватБанку',
    ka: 'PrivatBank: გადახდა ნაწილებად', ru: 'Оплата частями ПриватБанка', en: 'PrivatBank payment in parts',
  } },
  cash: { kind: 'other', country: 'ua', titles: {
    lt: 'Grynaisiais savitarnos terminale', lv: 'Skaidrā naudā terminālī', et: 'Sularahas makseautomaadis', uk: 'Готівкою в терміналі',
    ka: 'ნაღდი ფულით ტერმინალში', ru: 'Наличными в терминале', en: 'Cash at a payment terminal',
  } },
  invoice: { kind: 'other', country: 'ua', titles: {
    lt: 'Sąskaita į el. paštą', lv: 'Rēķins uz e-pastu', et: 'Arve e-postile', uk: 'Рахунок на електронну пошту', ka: 'ინვოისი ელფოსტაზე',
    ru: 'Счёт на электронную почту', en: 'Invoice by e-mail',
  } },
  qr: { kind: 'other', country: 'ua', titles: {
    lt: 'QR kodas', lv: 'QR kods', et: 'QR-kood', uk: 'QR-код', ka: 'QR კოდი', ru: 'QR-код', en: 'QR code',
  } },
}

/** What the channel says the shop has switched on, in its order. Source: protocol sheet 5, `paytypes`. */
export const methods = ({ language }: MethodAsk, { methods: keys }: Config): readonly Method[] =>
  keys.map((key) => ({ key, title: METHODS[key].titles[language], country: METHODS[key].country, kind: METHODS[key].kind }))
