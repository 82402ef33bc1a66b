import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { Recurring, Store } from '../api/nouns.ts'
import { Card, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import type { Draft } from '../form/draft.ts'
import { LongField, SwitchField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { Lines } from '../invoices/lines.tsx'
import { PayerFields } from '../invoices/payer-fields.tsx'
import { Totals } from '../invoices/totals.tsx'
import { emptyLine, emptyPayer, ratesOf, reckonable, typedLines, unreadable, unreasoned } from '../invoices/written.ts'
import type { Written } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { useStore, useToday } from '../shell/store.tsx'
import { storeQuery } from '../stores/queries.ts'
import { recurringQuery, useWriteRecurring } from './queries.ts'
import { faultsIn, mostIssuesOf, newRule, ruleOf, writtenRule } from './rule.ts'
import type { WrittenRule } from './rule.ts'
import { RuleFields } from './rule-fields.tsx'

type Terms = { readonly dueDays: string; readonly sends: boolean }
type First = { readonly invoice: Written; readonly rule: WrittenRule; readonly terms: Terms }

export function NewRecurring() {
  const { t } = useReader()
  const { id } = useStore()
  const store = useQuery(storeQuery(id))
  const today = useToday()
  return (
    <Page title={t('recurringNew')} back={{ to: '/recurring', text: t('recurring') }}>
      {store.error !== null && <Failed error={store.error} />}
      {store.data === undefined && store.error === null && <Waiting />}
      {store.data && <WriteForm id={null} store={store.data} first={newOne(store.data, today)} />}
    </Page>
  )
}

export function EditRecurring() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/recurring/$id/edit' })
  const { data } = useSuspenseQuery(recurringQuery(id))
  const store = useQuery(storeQuery(data.store))
  return (
    <Page title={t('recurringEdit')} back={{ to: '/recurring', text: t('recurring') }}>
      {store.data === undefined ? <Waiting /> : <WriteForm id={id} store={store.data} first={writtenOne(data, store.data)} />}
    </Page>
  )
}

const BARE = { externalNumber: '', dueDate: '', payUntil: '' } as const

const newOne = (store: Store, today: string): First => ({
  invoice: { ...BARE, customer: null, payer: emptyPayer, language: store.language, currency: store.currency, notes: '', buyerReference: '', orderReference: '',
    lines: [emptyLine('0', ratesOf(store.country)[0] ?? '0')] },
  rule: newRule(today), terms: { dueDays: '', sends: true },
})

const writtenOne = (one: Recurring, store: Store): First => ({
  invoice: {
    ...BARE, customer: one.customer, payer: one.payer ?? emptyPayer, language: one.language ?? store.language, currency: one.currency, notes: one.notes,
    buyerReference: one.buyerReference, orderReference: one.orderReference, lines: typedLines(one.lines),
  },
  rule: writtenRule(one), terms: { dueDays: one.dueDays === null ? '' : String(one.dueDays), sends: one.sends },
})

function WriteForm({ id, store, first }: { id: string | null; store: Store; first: First }) {
  const { t } = useReader()
  const navigate = useNavigate()
  const [invoice, rule, terms] = [useDraft(first.invoice), useDraft(first.rule), useDraft(first.terms)]
  const write = useWriteRecurring(id, (written) => {
    for (const draft of [invoice, rule, terms]) draft.settle()
    void navigate({ to: '/recurring/$id', params: { id: written } })
  })
  const check = () => [
    ...unreadable(invoice.value, t('notNumber')), ...unreasoned(invoice.value, t('required')),
    ...faultsIn(rule.value, { notNumber: t('notNumber'), required: t('required') }),
    ...(/^\d{0,3}$/.test(terms.value.dueDays) ? [] : [{ field: 'dueDays', code: 'malformed', message: t('notNumber') }]),
  ]
  const send = () => {
    const ruled = ruleOf(rule.value)
    if (ruled === null) return
    const { customer, payer, language, currency, notes, buyerReference, orderReference, lines } = invoice.value
    write.mutate({
      ...(id === null ? { store: store.id } : {}), customer, payer: payer.name === '' ? null : payer, language, currency, notes,
      buyerReference, orderReference, lines: reckonable(lines),
      rule: ruled, mostIssues: mostIssuesOf(rule.value), sends: terms.value.sends, dueDays: terms.value.dueDays === '' ? null : Number(terms.value.dueDays),
    })
  }
  return (
    <>
      <Form
        submit={t('recurringSave')} busy={write.isPending} error={write.error} check={check} onSubmit={send}
        onCancel={() => void navigate(id === null ? { to: '/recurring' } : { to: '/recurring/$id', params: { id } })}
      >
        <Card title={t('payer')}><PayerFields draft={invoice} store={store} /></Card>
        <Card title={t('lines')}>
          <p className="quiet">{t('recurringMonthHint', { placeholder: '{month}', example: monthName(invoice.value.language, rule.value.startsOn) })}</p>
          <Lines draft={invoice} country={store.country} />
          <Totals lines={invoice.value.lines} currency={invoice.value.currency} />
        </Card>
        <Card title={t('recurringRule')}><RuleFields draft={rule} store={store} /></Card>
        <Card title={t('details')}><TermFields draft={terms} invoice={invoice} isTest={store.mode === 'test'} /></Card>
      </Form>
      <LeaveGuard isDirty={() => invoice.isDirty() || rule.isDirty() || terms.isDirty()} />
    </>
  )
}

function monthName(language: string, day: string): string {
  const at = new Date(`${day === '' ? '2026-01-01' : day}T00:00:00Z`)
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at)
}

function TermFields({ draft: { value, set }, invoice, isTest }: { draft: Draft<Terms>; invoice: Draft<Written>; isTest: boolean }) {
  const { t } = useReader()
  return (
    <>
      <div className="columns">
        <TextField
          name="dueDays" numeric optional label={t('recurringDueDays')} hint={t('recurringDueDaysHint')} maxLength={3} value={value.dueDays}
          onChange={(dueDays) => set({ dueDays })}
        />
      </div>
      <SwitchField
        name="sends" label={t('recurringSends')} hint={isTest ? `${t('recurringSendsHint')} ${t('recurringSendsTest')}` : t('recurringSendsHint')}
        checked={value.sends} onChange={(sends) => set({ sends })}
      />
      <LongField name="notes" optional label={t('notes')} hint={t('notesHint')} value={invoice.value.notes} onChange={(notes) => invoice.set({ notes })} />
    </>
  )
}
