import type { Invoice } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, RadioField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { useReader } from '../language/reader.tsx'
import { useToday } from '../shell/store.tsx'
import { useCancel, useIssue, useRecord, useRemoveDraft } from './queries.ts'
import { amountOf } from './written.ts'
import { IssueQuestion } from './issue-question.tsx'

type Asked = { readonly invoice: Invoice; readonly onClose: () => void }

export function IssueDialog({ invoice, onClose }: Asked) {
  const issue = useIssue(invoice.id, onClose)
  return <IssueQuestion onIssue={() => issue.mutate(null)} onClose={onClose} busy={issue.isPending} error={issue.error} />
}

export function RecordDialog({ invoice, onClose }: Asked) {
  const { t, language } = useReader()
  const say = useSay()
  const today = useToday()
  const record = useRecord(invoice.id, () => {
    say(t('recordDone'))
    onClose()
  })
  const { value, set } = useDraft<{ amount: string; source: 'cash' | 'manual'; receivedOn: string; note: string }>(
    { amount: typedNumber(invoice.remaining.amount, language), source: 'manual', receivedOn: today, note: '' },
  )
  const amount = amountOf(value.amount, invoice.currency)
  return (
    <Dialog title={t('recordTitle')} onClose={onClose}>
      <p>{t('recordText')}</p>
      <Form
        submit={t('record')} busy={record.isPending} error={record.error} onCancel={onClose}
        check={() => (amount === null ? [{ field: 'amount/amount', code: 'malformed', message: t('notAmount') }] : [])}
        onSubmit={() => amount !== null && record.mutate({ ...value, amount })}
      >
        <RadioField
          name="source" label={t('recordHow')} value={value.source} onChange={(source) => set({ source: source === 'cash' ? 'cash' : 'manual' })}
          choices={[{ value: 'manual', label: t('recordBank') }, { value: 'cash', label: t('recordCash') }]}
        />
        <div className="columns">
          <TextField name="amount/amount" numeric label={t('amount')} value={value.amount} suffix={invoice.currency} onChange={(text) => set({ amount: text })} />
          <TextField name="receivedOn" type="date" label={t('receivedOn')} value={value.receivedOn} onChange={(receivedOn) => set({ receivedOn })} />
        </div>
        <TextField name="note" optional label={t('note')} value={value.note} onChange={(note) => set({ note })} />
      </Form>
    </Dialog>
  )
}

export function CancelDialog({ invoice, onClose }: Asked) {
  const { t } = useReader()
  const { value, set } = useDraft({ reason: '' })
  const cancel = useCancel(invoice.id, onClose)
  return (
    <Dialog title={t('cancelInvoice')} onClose={onClose}>
      <p>{t('cancelText')}</p>
      <Form
        submit={t('cancelInvoice')} danger busy={cancel.isPending} error={cancel.error} onSubmit={() => cancel.mutate(value.reason)} onCancel={onClose}
      >
        <LongField name="reason" rows={2} label={t('cancelReason')} hint={t('cancelReasonHint')} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}

export function RemoveDialog({ invoice, onClose, onRemoved }: Asked & { onRemoved: () => void }) {
  const { t } = useReader()
  const remove = useRemoveDraft(invoice.id, onRemoved)
  return (
    <Dialog title={t('removeDraft')} onClose={onClose}>
      <p>{t('removeDraftText')}</p>
      <Form submit={t('removeDraft')} danger busy={remove.isPending} error={remove.error} onSubmit={() => remove.mutate(null)} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
