import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Customer, Store } from '../api/nouns.ts'
import { Card, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { customerQuery } from '../customers/queries.ts'
import { useDraft } from '../form/draft.ts'
import type { Draft } from '../form/draft.ts'
import { LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { addDays } from '../language/days.ts'
import { useReader } from '../language/reader.tsx'
import { storeQuery } from '../stores/queries.ts'
import { useStore, useToday } from '../shell/store.tsx'
import { IssueQuestion } from './issue-question.tsx'
import { Lines } from './lines.tsx'
import { PayerFields } from './payer-fields.tsx'
import { invoiceQuery, useWriteInvoice } from './queries.ts'
import { Totals } from './totals.tsx'
import { emptyLine, emptyPayer, fieldsOf, payerOf, ratesOf, unreadable, unreasoned, writtenOf } from './written.ts'
import type { Written } from './written.ts'

export function NewInvoice() {
  const { t } = useReader()
  const { id } = useStore()
  const { customer } = useSearch({ from: '/cabinet/invoices/new' })
  const store = useQuery(storeQuery(id))
  const payer = useQuery({ ...customerQuery(customer ?? ''), enabled: customer !== undefined })
  const today = useToday()
  const error = store.error ?? payer.error
  const ready = store.data !== undefined && (customer === undefined || payer.data !== undefined)
  return (
    <Page title={t('newInvoice')} back={{ to: '/invoices', text: t('navInvoices') }}>
      {error !== null && <Failed error={error} />}
      {!ready && error === null && <Waiting />}
      {ready && <WriteForm id={null} store={store.data} first={newInvoice(store.data, payer.data ?? null, today)} />}
    </Page>
  )
}

export function EditInvoice() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/invoices/$id/edit' })
  const { data } = useSuspenseQuery(invoiceQuery(id))
  const store = useQuery(storeQuery(data.store))
  return (
    <Page title={t('editInvoice')} back={{ to: '/invoices', text: t('navInvoices') }}>
      {store.data === undefined ? <Waiting /> : <WriteForm id={id} store={store.data} first={writtenOf(data, store.data.timeZone)} />}
    </Page>
  )
}

function newInvoice(store: Store, customer: Customer | null, today: string): Written {
  return {
    customer: customer?.id ?? null, payer: customer === null ? emptyPayer : payerOf(customer),
    language: customer?.language ?? store.language, currency: store.currency, externalNumber: '',
    dueDate: addDays(today, store.dueDays),
    payUntil: store.payUntilDays === null ? '' : addDays(today, store.dueDays + store.payUntilDays),
    notes: '', buyerReference: '', orderReference: '', lines: [emptyLine('0', ratesOf(store.country)[0] ?? '0')],
  }
}

function WriteForm({ id, store, first }: { id: string | null; store: Store; first: Written }) {
  const { t } = useReader()
  const navigate = useNavigate()
  const draft = useDraft(first)
  const [asking, setAsking] = useState(false)
  const open = (invoice: string) => {
    draft.settle()
    void navigate({ to: '/invoices/$id', params: { id: invoice } })
  }
  const write = useWriteInvoice(id, open)
  const send = (then: { issue?: true; send?: true }) => {
    setAsking(false)
    write.mutate({ ...fieldsOf(draft.value, store.timeZone), ...(id === null ? { store: store.id } : {}), ...then })
  }
  const check = () => [...unreadable(draft.value, t('notNumber')), ...unreasoned(draft.value, t('required'))]
  return (
    <>
      <Form
        submit={t('saveDraft')} busy={write.isPending} error={write.error} check={check} onSubmit={() => send({})}
        onCancel={() => void navigate(id === null ? { to: '/invoices' } : { to: '/invoices/$id', params: { id } })}
        second={id === null}
        actions={(whenSound) => id === null && (
          <Button type="button" disabled={write.isPending} onClick={() => whenSound(() => setAsking(true))}>{t('issue')}</Button>
        )}
      >
        <Card title={t('payer')}><PayerFields draft={draft} store={store} /></Card>
        <Card title={t('lines')}>
          <Lines draft={draft} country={store.country} />
          <Totals lines={draft.value.lines} currency={draft.value.currency} />
        </Card>
        <Card title={t('details')}><Terms draft={draft} /></Card>
      </Form>
      <LeaveGuard isDirty={draft.isDirty} />
      {asking && (
        <IssueQuestion
          busy={false} error={null} onClose={() => setAsking(false)}
          onIssue={() => send({ issue: true })}
          onIssueAndSend={draft.value.payer.email === '' ? undefined : () => send({ issue: true, send: true })}
        />
      )}
    </>
  )
}

function Terms({ draft: { value, set } }: { draft: Draft<Written> }) {
  const { t } = useReader()
  return (
    <>
      <div className="columns">
        <TextField name="dueDate" type="date" label={t('dueDate')} value={value.dueDate} onChange={(dueDate) => set({ dueDate })} />
        <TextField
          name="payUntil" type="date" optional label={t('payUntil')} hint={t('payUntilHint')} value={value.payUntil}
          onChange={(payUntil) => set({ payUntil })}
        />
      </div>
      <TextField
        name="externalNumber" optional label={t('externalNumber')} hint={t('externalNumberHint')} value={value.externalNumber}
        onChange={(externalNumber) => set({ externalNumber })}
      />
      <div className="columns">
        <TextField
          name="buyerReference" optional label={t('buyerReference')} hint={t('buyerReferenceHint')} value={value.buyerReference}
          onChange={(buyerReference) => set({ buyerReference })}
        />
        <TextField
          name="orderReference" optional label={t('orderReference')} value={value.orderReference}
          onChange={(orderReference) => set({ orderReference })}
        />
      </div>
      <LongField name="notes" optional label={t('notes')} hint={t('notesHint')} value={value.notes} onChange={(notes) => set({ notes })} />
    </>
  )
}
