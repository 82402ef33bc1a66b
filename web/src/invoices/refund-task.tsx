import type { Refund } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useCompleteRefund } from './queries.ts'

export function CompleteRefund({ refund, onClose }: { refund: Refund; onClose: () => void }) {
  const { t, money } = useReader()
  const { value, set } = useDraft({ note: '' })
  const complete = useCompleteRefund(refund.id, onClose)
  return (
    <Dialog title={t('refundCompleteTitle', { amount: money(refund.amount) })} onClose={onClose}>
      <p>{t('refundCompleteText')}</p>
      <Form
        submit={t('refundComplete')} busy={complete.isPending} error={complete.error} onSubmit={() => complete.mutate(value.note)}
        onCancel={onClose}
      >
        <LongField name="note" rows={2} label={t('refundCompleteNote')} value={value.note} onChange={(note) => set({ note })} />
      </Form>
    </Dialog>
  )
}
