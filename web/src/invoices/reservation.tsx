import type { Attempt } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { useReader } from '../language/reader.tsx'
import { useCapture, useRelease } from './queries.ts'
import { amountOf } from './written.ts'

type Asked = { readonly attempt: Attempt; readonly onClose: () => void }

/** Reserved money is taken, all of it or a part. */
export function Capture({ attempt, onClose }: Asked) {
  const { t, money, language } = useReader()
  const { currency } = attempt.amount
  const { value, set } = useDraft({ amount: typedNumber((attempt.decision?.amount ?? attempt.amount).amount, language) })
  const capture = useCapture(attempt.id, onClose)
  const amount = amountOf(value.amount, currency)
  return (
    <Dialog title={t('captureTitle')} onClose={onClose}>
      <p>{t('captureText', { amount: money(attempt.amount) })}</p>
      <Form
        submit={t('capture')} busy={capture.isPending} error={capture.error} onCancel={onClose}
        check={() => (amount === null ? [{ field: 'amount/amount', code: 'malformed', message: t('notAmount') }] : [])}
        onSubmit={() => amount !== null && capture.mutate(amount)}
      >
        <TextField name="amount/amount" numeric label={t('amount')} value={value.amount} suffix={currency} onChange={(text) => set({ amount: text })} />
      </Form>
    </Dialog>
  )
}

/** Reserved money stays with the payer. */
export function Release({ attempt, onClose }: Asked) {
  const { t, money } = useReader()
  const release = useRelease(attempt.id, onClose)
  return (
    <Dialog title={t('releaseTitle', { amount: money(attempt.amount) })} onClose={onClose}>
      <p>{t('releaseText')}</p>
      <Form submit={t('release')} danger busy={release.isPending} error={release.error} onSubmit={() => release.mutate(null)} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
