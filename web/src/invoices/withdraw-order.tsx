import type { Attempt } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWithdrawOrder } from './queries.ts'

/** What the provider brought to the payer's bank app is taken back, so that the invoice is free again. */
export function Withdraw({ attempt, onClose }: { attempt: Attempt; onClose: () => void }) {
  const { t } = useReader()
  const withdraw = useWithdrawOrder(attempt.id, onClose)
  return (
    <Dialog title={t('withdrawOrderTitle')} onClose={onClose}>
      <p>{t('withdrawOrderText', { provider: attempt.channel.name })}</p>
      <Form submit={t('withdrawOrder')} danger busy={withdraw.isPending} error={withdraw.error} onSubmit={() => withdraw.mutate(null)} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
