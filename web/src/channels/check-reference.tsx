import type { Channel } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { useDraft } from '../form/draft.ts'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useCheckReference } from './queries.ts'

/** For a payment whose report was lost: a person copies its reference from the bank's letter or the provider's portal. */
export function CheckReference({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t, money } = useReader()
  const { value, set } = useDraft({ reference: '' })
  const check = useCheckReference(channel.id)
  const found = check.data
  return (
    <Dialog title={t('checkReference')} onClose={onClose}>
      <p>{t('checkReferenceText')}</p>
      <Form submit={t('checkReferenceSubmit')} busy={check.isPending} error={check.error} onSubmit={() => check.mutate(value.reference)} onCancel={onClose}>
        <TextField name="reference" label={t('checkReferenceLabel')} value={value.reference} maxLength={200} onChange={(reference) => set({ reference })} />
      </Form>
      {found !== undefined && (
        <p className="verdict" role="status">
          <span>{t(`checked_${found.outcome}`, { amount: found.amount === null ? '' : money(found.amount) })}</span>
          {found.invoice !== null && <LinkButton to="/invoices/$id" params={{ id: found.invoice }} variant="default" size="xs">{t('checkedInvoice')}</LinkButton>}
        </p>
      )}
    </Dialog>
  )
}
