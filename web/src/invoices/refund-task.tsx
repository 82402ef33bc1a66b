import type { Refund } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useCompleteRefund, useWithdrawRefund } from './queries.ts'

type Asked = { readonly refund: Refund; readonly onClose: () => void }

export function CompleteRefund({ refund, onClose }: Asked) {
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

export function WithdrawRefund({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const { value, set } = useDraft({ reason: '' })
  const withdraw = useWithdrawRefund(refund.id, onClose)
  return (
    <Dialog title={t('refundWithdrawTitle', { amount: money(refund.amount) })} onClose={onClose}>
      <p>{t('refundWithdrawText')}</p>
      <Form
        submit={t('refundWithdraw')} danger busy={withdraw.isPending} error={withdraw.error} onSubmit={() => withdraw.mutate(value.reason)}
        onCancel={onClose}
      >
        <LongField name="reason" rows={2} label={t('refundWithdrawReason')} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}
