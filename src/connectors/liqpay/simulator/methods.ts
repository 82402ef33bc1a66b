import { PAYTYPES } from './shops.ts'
import type { Payment } from './payment.ts'

const NAMES: Readonly<Record<(typeof PAYTYPES)[number], string>> = {
  card: 'Картка · Card', privat24: 'Privat24', apay: 'Apple Pay', gpay: 'Google Pay', moment_part: 'Миттєва розстрочка · Instalments',
  paypart: 'Оплата частинами · Parts', cash: 'Готівка в терміналі · Cash', invoice: 'Рахунок у Privat24 · Invoice', qr: 'QR у Privat24 · QR',
}

type Method = { readonly paytype: string; readonly name: string }

/** What the shop has switched on and the order allows. Source: sheet 5, `paytypes`. */
export const methodsFor = ({ shop, paytypes }: Payment): readonly Method[] => PAYTYPES
  .filter((one) => shop.paytypes.includes(one) && (paytypes === null || paytypes.includes(one)))
  .map((paytype) => ({ paytype, name: NAMES[paytype] }))

export const methodName = (paytype: string | null): string => PAYTYPES.filter((one) => one === paytype).map((one) => NAMES[one])[0] ?? 'LiqPay'
