import type { Refund } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useAcknowledgeChargeback, useCompleteRefund, useFailRefund, useSendRefund, useWithdrawRefund } from './queries.ts'

type Asked = { readonly refund: Refund; readonly onClose: () => void }

export function CompleteRefund({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const complete = useCompleteRefund(refund.id, onClose)
  const texts = {
    title: t('refundCompleteTitle', { amount: money(refund.amount) }), text: t('refundCompleteText'), submit: t('refundComplete'), label: t('refundCompleteNote'),
  }
  return <WithWords name="note" texts={texts} command={complete} onClose={onClose} />
}

/** The payer's bank took the money back; what is done about it is done at the provider. */
export function AcknowledgeChargeback({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const acknowledge = useAcknowledgeChargeback(refund.id, onClose)
  const texts = {
    title: t('refundAcknowledgeTitle', { amount: money(refund.amount) }), text: t('refundAcknowledgeText'), submit: t('refundAcknowledge'), label: t('refundAcknowledgeNote'),
  }
  return <WithWords name="note" texts={texts} command={acknowledge} onClose={onClose} />
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
  return <WithWords name="reason" danger texts={texts} command={withdraw} onClose={onClose} />
}

/** The provider's own system shows that nothing was sent. */
export function FailRefund({ refund, onClose }: Asked) {
  const { t, money } = useReader()
  const fail = useFailRefund(refund.id, onClose)
  const texts = {
    title: t('refundNotMadeTitle', { amount: money(refund.amount) }), text: t('refundNotMadeText'), submit: t('refundNotMade'), label: t('refundNotMadeReason'),
  }
  return <WithWords name="reason" danger texts={texts} command={fail} onClose={onClose} />
}

type WordsAsked = {
  /** As the API names them. */
  readonly name: 'note' | 'reason'
  readonly danger?: boolean
  readonly texts: { readonly title: string; readonly text: string; readonly submit: string; readonly label: string }
  readonly command: { readonly isPending: boolean; readonly error: Error | null; mutate(words: string): void }
  readonly onClose: () => void
}

function WithWords({ name, danger = false, texts, command, onClose }: WordsAsked) {
  const { value, set } = useDraft({ words: '' })
  return (
    <Dialog title={texts.title} onClose={onClose}>
      <p>{texts.text}</p>
      <Form submit={texts.submit} danger={danger} busy={command.isPending} error={command.error} onSubmit={() => command.mutate(value.words)} onCancel={onClose}>
        <LongField name={name} rows={2} label={texts.label} value={value.words} onChange={(words) => set({ words })} />
      </Form>
    </Dialog>
  )
}
