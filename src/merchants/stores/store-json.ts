import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Id } from '../../kernel/ids.ts'
import { publicId } from '../../kernel/ids.ts'
import { IdJson } from '../../platform/http/id-param.ts'
import { Closed, Nullable, TimeJson } from '../../platform/http/json.ts'
import { LEAST_CONTRAST, contrast, readableOn } from '../brand-colour.ts'
import { LanguageJson, ModeJson } from '../json.ts'
import { logoPath } from './logo.ts'
import type { StoreRow } from './store.ts'

const Text = (maxLength: number) => Type.String({ maxLength })

const FIELDS = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  isOpen: Type.Boolean({ description: 'Closed: nothing new can be paid.' }),
  language: LanguageJson,
  currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' }),
  country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1.' }),
  timeZone: Type.String({ maxLength: 60, description: 'Name in the tz database.' }),
  brandColour: Type.String({ pattern: '^#[0-9a-f]{6}$' }),
  legalName: Text(200), companyCode: Text(40), vatCode: Text(40), address: Text(500),
  email: Type.String({ maxLength: 254, pattern: '^$|^[^\\s@]+@[^\\s@]+$' }),
  phone: Text(40), website: Text(500), termsUrl: Text(500), iban: Text(50), bankName: Text(100),
  numberPrefix: Type.String({ pattern: '^[A-Za-z0-9/-]{0,12}$' }),
  dueDays: Type.Integer({ minimum: 0, maximum: 365 }),
  payUntilDays: Type.Union([
    Type.Integer({ minimum: 0, maximum: 730 }), Type.Null(),
  ], { description: 'Days after the due date; null: no limit.' }),
  partPayments: Type.Boolean(),
  attachPdf: Type.Boolean({ description: 'Letters that ask for money carry the invoice as PDF, unless one is sent otherwise.' }),
  receiptLetters: Type.Boolean({ description: 'Each payment is answered with a letter that carries its receipt.' }),
}

export const StoreChangeJson = Type.Partial(Closed(FIELDS), { additionalProperties: false, title: 'StoreChange' })

export const NewStoreJson = Closed({
  name: FIELDS.name, language: FIELDS.language, currency: FIELDS.currency, country: FIELDS.country,
})

export const StoreJson = Type.Object({
  id: IdJson('store'), mode: ModeJson, ...FIELDS,
  brandColourOnWhite: Type.Object({
    contrast: Type.String({ description: 'Contrast ratio of the colour and white, one decimal.' }), passes: Type.Boolean(),
    textColour: Type.String({ description: 'Black or white, whichever reads better on the colour.' }),
  }),
  portalUrl: Nullable(Type.String({
    format: 'uri',
    description: 'Where a payer has a link to all their invoices at this store mailed to them. Null for a store made before there were such pages.',
  })),
  nextInvoiceNumber: Type.String(), logoUrl: Type.Union([Type.String(), Type.Null()]), createdAt: TimeJson,
  checklist: Type.Object({
    company: Type.Boolean(), logo: Type.Boolean(), channel: Type.Boolean(), invoice: Type.Boolean(),
    paid: Type.Boolean(),
  }),
}, { title: 'Store' })

/** Where payers ask for all their invoices at the store. Null for one made before there were such pages. */
export const portalUrl = ({ page_token: token }: Pick<StoreRow, 'page_token'>, publicUrl: URL): string | null =>
  token === null ? null : new URL(`/s/${token}`, publicUrl).href

/** What other nouns know of a store. */
type StoreProgress = { readonly nextInvoiceNumber: string; readonly hasInvoice: boolean; readonly hasPayment: boolean }

type Shown = { readonly row: StoreRow; readonly publicUrl: URL; readonly hasChannel: boolean; readonly progress: StoreProgress }

export function storeJson({ row, publicUrl, hasChannel, progress }: Shown): Static<typeof StoreJson> {
  const onWhite = contrast(row.brand_colour, '#ffffff')
  return {
    id: publicId('store', row.store_id, null), mode: row.mode, name: row.name, isOpen: row.is_open,
    language: row.language, currency: row.currency,
    country: row.country, timeZone: row.time_zone, brandColour: row.brand_colour, legalName: row.legal_name,
    companyCode: row.company_code,
    vatCode: row.vat_code, address: row.address, email: row.email, phone: row.phone, website: row.website,
    termsUrl: row.terms_url,
    iban: row.iban, bankName: row.bank_name, numberPrefix: row.number_prefix, dueDays: row.due_days,
    payUntilDays: row.pay_until_days,
    partPayments: row.part_payments, attachPdf: row.attach_pdf, receiptLetters: row.receipt_letters_since !== null,
    brandColourOnWhite: {
      // Rounded down, so that 4.46 is not shown as the 4.5 that it misses.
      contrast: (Math.floor(onWhite * 10) / 10).toFixed(1), passes: onWhite >= LEAST_CONTRAST.text,
      textColour: readableOn(row.brand_colour).text,
    },
    portalUrl: portalUrl(row, publicUrl),
    nextInvoiceNumber: progress.nextInvoiceNumber,
    logoUrl: logoPath({ merchantId: row.merchant_id, storeId: row.store_id, version: row.logo_version }),
    createdAt: row.created_at.toISOString(),
    checklist: {
      company: row.legal_name !== '' && row.company_code !== '' && row.address !== '',
      logo: row.logo_version !== null, channel: hasChannel, invoice: progress.hasInvoice, paid: progress.hasPayment,
    },
  }
}

/** Asks invoices and payments about stores of one merchant; a store missing from the answer has had nothing yet. */
export type ReadProgress = (
  merchantId: Id<'merchant'>,
  stores: readonly { storeId: Id<'store'>; mode: 'test' | 'live'; numberPrefix: string; timeZone: string }[],
) =>
  Promise<ReadonlyMap<Id<'store'>, StoreProgress>>
