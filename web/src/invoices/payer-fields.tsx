import { useQuery } from '@tanstack/react-query'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Payer, Store } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { customerChoices } from '../customers/queries.ts'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, LongField, TextField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { countryChoices } from '../language/countries.ts'
import { payerOf } from './written.ts'
import type { Written } from './written.ts'

export function PayerFields({ draft: { value, set }, store }: { draft: Draft<Written>; store: Store }) {
  const { t, country } = useReader()
  const { payer } = value
  const change = (patch: Partial<Payer>) => set({ payer: { ...payer, ...patch } })
  return (
    <>
      <CustomerChoice draft={{ value, set }} store={store} />
      <div className="columns">
        <TextField name="payer/name" label={t('payerName')} value={payer.name} onChange={(name) => change({ name })} />
        <TextField
          name="payer/email" type="email" optional label={t('email')} hint={t('payerEmailHint')} value={payer.email}
          onChange={(email) => change({ email })}
        />
      </div>
      <details className="fold" open={payer.companyCode !== '' || payer.address !== ''}>
        <summary>{t('setCompany')}</summary>
        <div className="columns">
          <TextField
            name="payer/companyCode" optional label={t('companyCode')} value={payer.companyCode}
            onChange={(companyCode) => change({ companyCode })}
          />
          <TextField name="payer/vatCode" optional label={t('vatCode')} value={payer.vatCode} onChange={(vatCode) => change({ vatCode })} />
          <TextField name="payer/phone" type="tel" optional label={t('phone')} value={payer.phone} onChange={(phone) => change({ phone })} />
          <ChoiceField
            name="payer/country" optional label={t('country')} value={payer.country ?? ''} choices={countryChoices(country, true)}
            onChange={(code) => change({ country: code === '' ? null : code })}
          />
        </div>
        <LongField name="payer/address" optional rows={2} label={t('address')} value={payer.address} onChange={(address) => change({ address })} />
      </details>
      <ChoiceField
        name="language" label={t('invoiceLanguage')} value={value.language}
        choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
        onChange={(language) => isLanguage(language) && set({ language })}
      />
    </>
  )
}

function CustomerChoice({ draft: { value, set }, store }: { draft: Pick<Draft<Written>, 'value' | 'set'>; store: Store }) {
  const { t } = useReader()
  const may = useMay()
  const { data } = useQuery({ ...customerChoices(store.id), enabled: may('customers.read') })
  const customers = (data?.items ?? []).filter((one) => one.archivedAt === null || one.id === value.customer)
  if (customers.length === 0) return null
  const choose = (id: string) => {
    const customer = customers.find((one) => one.id === id)
    set(customer === undefined ? { customer: null } : { customer: id, payer: payerOf(customer), language: customer.language })
  }
  return (
    <ChoiceField
      name="customer" optional label={t('payerChoose')} value={value.customer ?? ''} onChange={choose}
      choices={[{ value: '', label: t('payerChooseNone') }, ...customers.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}
