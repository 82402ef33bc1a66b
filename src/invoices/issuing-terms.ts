import type { StoreRow } from '../merchants/stores/store.ts'
import type { IssuingStore } from './issue-invoice.ts'

/** What an invoice takes from its store on the day it is issued. */
export const issuingStore = (store: StoreRow): IssuingStore => ({
  timeZone: store.time_zone, numberPrefix: store.number_prefix, dueDays: store.due_days, payUntilDays: store.pay_until_days,
  seller: {
    storeName: store.name, legalName: store.legal_name, companyCode: store.company_code, vatCode: store.vat_code, address: store.address,
    country: store.country,
    email: store.email, phone: store.phone, website: store.website, iban: store.iban, bankName: store.bank_name,
  },
})
