import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Customer, CustomerFields } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { countryChoices } from '../language/countries.ts'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { useReader } from '../language/reader.tsx'
import { PortalAddress } from '../stores/portal-address.tsx'
import { storeQuery } from '../stores/queries.ts'
import { useStore } from '../shell/store.tsx'
import { customerQuery, useArchiveCustomer, useSaveCustomer } from './queries.ts'

export function NewCustomer() {
  const { t } = useReader()
  const { id } = useStore()
  const { data } = useQuery(storeQuery(id))
  return (
    <Page title={t('newCustomer')} back={{ to: '/customers', text: t('navCustomers') }}>
      {data === undefined ? <Waiting /> : <NewForm store={id} language={data.language} country={data.country} />}
    </Page>
  )
}

function NewForm({ store, language, country }: { store: string; language: Customer['language']; country: string }) {
  const navigate = useNavigate()
  const draft = useDraft<CustomerFields>(
    { name: '', email: '', phone: '', companyCode: '', vatCode: '', address: '', country, language, reference: null },
  )
  const save = useSaveCustomer({ store }, (customer) => {
    draft.settle()
    void navigate({ to: '/customers/$id', params: { id: customer.id } })
  })
  return <CustomerForm draft={draft} save={save} onCancel={() => void navigate({ to: '/customers' })} />
}

export function CustomerPage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/customers/$id' })
  const { data, error, refetch } = useQuery(customerQuery(id))
  const may = useMay()
  const back = { to: '/customers', text: t('navCustomers') } as const
  if (data === undefined) {
    return <Page title={t('customer')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  }
  return (
    <Page
      title={data.name} back={back} aside={data.archivedAt !== null && <span className="tag">{t('archived')}</span>}
      actions={<CustomerActions customer={data} />}
    >
      <p><Link to="/invoices" search={{ customer: id }} className="link">{t('customerInvoices')}</Link></p>
      {may('customers.write') ? <EditForm key={id} customer={data} /> : <CustomerFacts customer={data} />}
      <PortalOf customer={data} />
    </Page>
  )
}

/** What to answer a customer who asks for an invoice again. */
function PortalOf({ customer: { email } }: { customer: Customer }) {
  const { t } = useReader()
  const { id } = useStore()
  const { data } = useQuery(storeQuery(id))
  const url = data?.portalUrl ?? null
  return url === null ? null : <PortalAddress store={id} url={url} text={email === '' ? t('customerPortalNoMail') : t('customerPortalText', { email })} />
}

function CustomerActions({ customer }: { customer: Customer }) {
  const { t } = useReader()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const save = useArchiveCustomer(customer.id, () => setAsking(false))
  const archived = customer.archivedAt !== null
  return (
    <>
      {may('customers.write') && (
        <Button variant="default" loading={save.isPending} onClick={() => (archived ? save.mutate(false) : setAsking(true))}>
          {t(archived ? 'unarchive' : 'archive')}
        </Button>
      )}
      {may('invoices.write') && !archived && (
        <LinkButton to="/invoices/new" search={{ customer: customer.id }} leftSection={<Icon name="plus" size={18} />}>
          {t('customerInvoiceNew')}
        </LinkButton>
      )}
      {asking && (
        <Dialog title={t('archive')} onClose={() => setAsking(false)}>
          <p>{t('archiveText')}</p>
          <Form
            submit={t('archive')} busy={save.isPending} error={save.error} onSubmit={() => save.mutate(true)}
            onCancel={() => setAsking(false)}
          >
            {null}
          </Form>
        </Dialog>
      )}
    </>
  )
}

function CustomerFacts({ customer }: { customer: Customer }) {
  const { t, country } = useReader()
  return (
    <Card>
      <Facts
        rows={[
          [t('email'), customer.email], [t('phone'), customer.phone], [t('companyCode'), customer.companyCode],
          [t('vatCode'), customer.vatCode], [t('address'), customer.address], [t('country'), customer.country && country(customer.country)],
          [t('customerLanguage'), LANGUAGE_NAMES[customer.language]], [t('customerReference'), customer.reference],
        ]}
      />
    </Card>
  )
}

function EditForm({ customer }: { customer: Customer }) {
  const { t } = useReader()
  const say = useSay()
  const { name, email, phone, companyCode, vatCode, address, country, language, reference } = customer
  const draft = useDraft<CustomerFields>({ name, email, phone, companyCode, vatCode, address, country, language, reference })
  const save = useSaveCustomer({ id: customer.id }, () => {
    draft.settle()
    say(t('saved'))
  })
  return <CustomerForm draft={draft} save={save} />
}

type Save = { isPending: boolean; error: Error | null; mutate: (fields: CustomerFields) => void }

function CustomerForm({ draft, save, onCancel }: { draft: Draft<CustomerFields>; save: Save; onCancel?: () => void }) {
  const { t, country } = useReader()
  const { value, set } = draft
  return (
    <Card>
      <Form submit={t('save')} busy={save.isPending} error={save.error} onSubmit={() => save.mutate(value)} onCancel={onCancel}>
        <TextField name="name" label={t('payerName')} value={value.name} onChange={(name) => set({ name })} />
        <div className="columns">
          <TextField name="email" type="email" optional label={t('email')} value={value.email} onChange={(email) => set({ email })} />
          <TextField name="phone" type="tel" optional label={t('phone')} value={value.phone} onChange={(phone) => set({ phone })} />
          <TextField name="companyCode" optional label={t('companyCode')} value={value.companyCode} onChange={(companyCode) => set({ companyCode })} />
          <TextField name="vatCode" optional label={t('vatCode')} value={value.vatCode} onChange={(vatCode) => set({ vatCode })} />
        </div>
        <LongField name="address" optional rows={2} label={t('address')} value={value.address} onChange={(address) => set({ address })} />
        <div className="columns">
          <ChoiceField
            name="country" optional label={t('country')} value={value.country ?? ''} choices={countryChoices(country, true)}
            onChange={(code) => set({ country: code === '' ? null : code })}
          />
          <ChoiceField
            name="language" label={t('customerLanguage')} value={value.language}
            choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
            onChange={(language) => isLanguage(language) && set({ language })}
          />
        </div>
        <TextField
          name="reference" optional label={t('customerReference')} hint={t('customerReferenceHint')} value={value.reference ?? ''}
          onChange={(reference) => set({ reference: reference === '' ? null : reference })}
        />
      </Form>
      <LeaveGuard isDirty={draft.isDirty} />
    </Card>
  )
}
