import type { Refund } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useCompleteRefund, useFailRefund, useSendRefund, useWithdrawRefund } from './queries.ts'

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

export function SendRefund({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const send = useSendRefund(refund.id, onClose)
  return (
    <Dialog title={t('refundSendTitle', { amount: money(refund.amount) })} onClose={onClose}>
      <p>{t('refundSendText')}</p>
      <Form submit={t('refundSend')} busy={send.isPending} error={send.error} onSubmit={() => send.mutate(null)} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}

export function WithdrawRefund({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const withdraw = useWithdrawRefund(refund.id, onClose)
  const texts = {
    title: t('refundWithdrawTitle', { amount: money(refund.amount) }), text: t('refundWithdrawText'), submit: t('refundWithdraw'), label: t('refundWithdrawReason'),
  }
  return <WithReason texts={texts} command={withdraw} onClose={onClose} />
}

/** The provider's own system shows that nothing was sent. */
export function FailRefund({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const fail = useFailRefund(refund.id, onClose)
  const texts = {
    title: t('refundNotMadeTitle', { amount: money(refund.amount) }), text: t('refundNotMadeText'), submit: t('refundNotMade'), label: t('refundNotMadeReason'),
  }
  return <WithReason texts={texts} command={fail} onClose={onClose} />
}

type ReasonAsked = {
  readonly texts: { readonly title: string; readonly text: string; readonly submit: string; readonly label: string }
  readonly command: { readonly isPending: boolean; readonly error: Error | null; mutate(reason: string): void }
  readonly onClose: () => void
}

function WithReason({ texts, command, onClose }: ReasonAsked) {
  const { value, set } = useDraft({ reason: '' })
  return (
    <Dialog title={texts.title} onClose={onClose}>
      <p>{texts.text}</p>
      <Form submit={texts.submit} danger busy={command.isPending} error={command.error} onSubmit={() => command.mutate(value.reason)} onCancel={onClose}>
        <LongField name="reason" rows={2} label={texts.label} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}
