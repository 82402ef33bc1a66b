import { Dialog } from '../controls/dialog.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'

type Question = { readonly onIssue: () => void; readonly onClose: () => void; readonly busy: boolean; readonly error: Error | null }

export function IssueQuestion({ onIssue, onClose, busy, error }: Question) {
  const { t } = useReader()
  return (
    <Dialog title={t('issueTitle')} onClose={onClose}>
      <p>{t('issueText')}</p>
      <Form submit={t('issue')} busy={busy} error={error} onSubmit={onIssue} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
