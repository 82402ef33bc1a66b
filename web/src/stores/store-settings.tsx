import { useQuery } from '@tanstack/react-query'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Store, StoreFields } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Card, Facts } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, LongField, SwitchField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { countryChoices, currencyChoices } from '../language/countries.ts'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { BrandColour } from './brand-colour.tsx'
import { Logo } from './logo.tsx'
import { PortalAddress } from './portal-address.tsx'
import { storeQuery, useChangeStore } from './queries.ts'
import { StoreMode } from './store-mode.tsx'

type Written = Omit<StoreFields, 'dueDays' | 'payUntilDays'> & { dueDays: string; payUntilDays: string }

function writtenOf(store: Store): Written {
  const { name, isOpen, language, currency, country, timeZone, brandColour, numberPrefix, dueDays, payUntilDays, partPayments, attachPdf, receiptLetters } = store
  const { legalName, companyCode, vatCode, address, email, phone, website, termsUrl, iban, bankName } = store
  return {
    name, isOpen, language, currency, country, timeZone, brandColour, numberPrefix, partPayments, attachPdf, receiptLetters,
    legalName, companyCode, vatCode, address, email, phone, website, termsUrl, iban, bankName,
    dueDays: String(dueDays), payUntilDays: payUntilDays === null ? '' : String(payUntilDays),
  }
}

const isDays = (text: string): boolean => /^\d{1,3}$/.test(text)

export function StoreSettings() {
  const { id } = useStore()
  const may = useMay()
  const { data, error, refetch } = useQuery(storeQuery(id))
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Waiting />
  return may('stores.manage') ? <StoreForm key={id} store={data} /> : <StoreFacts store={data} />
}

function StoreFacts({ store }: { store: Store }) {
  const { t, country } = useReader()
  return (
    <>
      <Card title={store.name}>
        <Facts
          rows={[
            [t('legalName'), store.legalName], [t('companyCode'), store.companyCode], [t('vatCode'), store.vatCode], [t('address'), store.address],
            [t('country'), country(store.country)], [t('currency'), store.currency], [t('email'), store.email], [t('phone'), store.phone],
            [t('iban'), store.iban], [t('storeLanguage'), LANGUAGE_NAMES[store.language]], [t('timeZone'), store.timeZone],
          ]}
        />
      </Card>
      {store.portalUrl !== null && <PortalAddress store={store.id} url={store.portalUrl} text={t('portalText')} />}
    </>
  )
}

function StoreForm({ store }: { store: Store }) {
  const { t } = useReader()
  const say = useSay()
  const draft = useDraft(writtenOf(store))
  const save = useChangeStore(store.id, (saved) => {
    draft.settle(writtenOf(saved))
    say(t('saved'))
  })
  const { dueDays, payUntilDays, ...rest } = draft.value
  const check = () => [
    ...(isDays(dueDays) ? [] : [{ field: 'dueDays', code: 'malformed', message: t('notNumber') }]),
    ...(payUntilDays === '' || isDays(payUntilDays) ? [] : [{ field: 'payUntilDays', code: 'malformed', message: t('notNumber') }]),
  ]
  return (
    <div className="settings">
      <Form
        submit={t('save')} busy={save.isPending} error={save.error} check={check}
        onSubmit={() => save.mutate({ ...rest, dueDays: Number(dueDays), payUntilDays: payUntilDays === '' ? null : Number(payUntilDays) })}
      >
        <Card title={t('setBrand')}><Brand draft={draft} store={store} /></Card>
        <Card title={t('setCompany')}><Company draft={draft} /></Card>
        <Card title={t('setInvoicing')}><Invoicing draft={draft} store={store} /></Card>
      </Form>
      {store.portalUrl !== null && <PortalAddress store={store.id} url={store.portalUrl} text={t('portalText')} />}
      <StoreMode store={store} />
      <LeaveGuard isDirty={draft.isDirty} />
    </div>
  )
}

function Brand({ draft: { value, set }, store }: { draft: Draft<Written>; store: Store }) {
  const { t } = useReader()
  return (
    <>
      <TextField name="name" label={t('storeName')} hint={t('storeNameHint')} value={value.name} onChange={(name) => set({ name })} />
      <Logo store={store} />
      <BrandColour value={value.brandColour} currency={value.currency} onChange={(brandColour) => set({ brandColour })} />
      <ChoiceField
        name="language" label={t('storeLanguage')} hint={t('storeLanguageHint')} value={value.language}
        choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))} onChange={(code) => isLanguage(code) && set({ language: code })}
      />
      <SwitchField name="isOpen" label={t('storeOpen')} hint={t('storeOpenHint')} checked={value.isOpen} onChange={(isOpen) => set({ isOpen })} />
    </>
  )
}

function Company({ draft: { value, set } }: { draft: Draft<Written> }) {
  const { t, country } = useReader()
  return (
    <>
      <TextField name="legalName" label={t('legalName')} value={value.legalName} onChange={(legalName) => set({ legalName })} />
      <div className="columns">
        <TextField name="companyCode" optional label={t('companyCode')} value={value.companyCode} onChange={(companyCode) => set({ companyCode })} />
        <TextField name="vatCode" optional label={t('vatCode')} value={value.vatCode} onChange={(vatCode) => set({ vatCode })} />
      </div>
      <LongField name="address" optional rows={2} label={t('address')} value={value.address} onChange={(address) => set({ address })} />
      <div className="columns">
        <ChoiceField name="country" label={t('country')} value={value.country} choices={countryChoices(country, false)} onChange={(code) => set({ country: code })} />
        <ChoiceField name="timeZone" label={t('timeZone')} value={value.timeZone} choices={timeZones(value.timeZone)} onChange={(timeZone) => set({ timeZone })} />
        <TextField name="email" type="email" optional label={t('email')} value={value.email} onChange={(email) => set({ email })} />
        <TextField name="phone" type="tel" optional label={t('phone')} value={value.phone} onChange={(phone) => set({ phone })} />
        <TextField name="website" type="url" optional label={t('website')} value={value.website} onChange={(website) => set({ website })} />
        <TextField name="termsUrl" type="url" optional label={t('termsUrl')} value={value.termsUrl} onChange={(termsUrl) => set({ termsUrl })} />
        <TextField name="iban" optional label={t('iban')} hint={t('ibanHint')} value={value.iban} onChange={(iban) => set({ iban })} />
        <TextField name="bankName" optional label={t('bankName')} value={value.bankName} onChange={(bankName) => set({ bankName })} />
      </div>
    </>
  )
}

const timeZones = (own: string): { value: string; label: string }[] =>
  [...new Set([own, ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))

function Invoicing({ draft: { value, set }, store }: { draft: Draft<Written>; store: Store }) {
  const { t } = useReader()
  const next = value.numberPrefix === store.numberPrefix ? t('nextNumber', { number: store.nextInvoiceNumber }) : t('nextNumberLoading')
  return (
    <>
      <div className="columns">
        <ChoiceField name="currency" label={t('currency')} value={value.currency} choices={currencyChoices()} onChange={(currency) => set({ currency })} />
        <TextField
          name="numberPrefix" optional label={t('numberPrefix')} hint={`${t('numberPrefixHint')} ${next}.`} maxLength={12} value={value.numberPrefix}
          onChange={(numberPrefix) => set({ numberPrefix })}
        />
        <TextField name="dueDays" numeric label={t('dueDays')} value={value.dueDays} onChange={(dueDays) => set({ dueDays })} />
        <TextField
          name="payUntilDays" numeric optional label={t('payUntilDays')} hint={t('payUntilDaysHint')} value={value.payUntilDays}
          onChange={(payUntilDays) => set({ payUntilDays })}
        />
      </div>
      <SwitchField
        name="partPayments" label={t('partPayments')} hint={t('partPaymentsHint')} checked={value.partPayments}
        onChange={(partPayments) => set({ partPayments })}
      />
      <SwitchField name="attachPdf" label={t('attachPdf')} hint={t('attachPdfHint')} checked={value.attachPdf} onChange={(attachPdf) => set({ attachPdf })} />
      <SwitchField
        name="receiptLetters" label={t('receiptLetters')} hint={t('receiptLettersHint')} checked={value.receiptLetters}
        onChange={(receiptLetters) => set({ receiptLetters })}
      />
    </>
  )
}
