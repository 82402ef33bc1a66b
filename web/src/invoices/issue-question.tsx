import { Button } from '@mantine/core'
import { Dialog } from '../controls/dialog.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'

type Question = {
  readonly onIssue: () => void
  readonly onIssueAndSend?: (() => void) | undefined
  readonly onClose: () => void
  readonly busy: boolean
  readonly error: Error | null
}

/** Where the payer has an address, sending is the thing to do next, and is asked with it. */
export function IssueQuestion({ onIssue, onIssueAndSend, onClose, busy, error }: Question) {
  const { t } = useReader()
  return (
    <Dialog title={t('issueTitle')} onClose={onClose}>
      <p>{t('issueText')}</p>
      <Form
        submit={t('issue')} busy={busy} error={error} onSubmit={onIssue} onCancel={onClose} second={onIssueAndSend !== undefined}
        actions={() => onIssueAndSend && <Button type="button" disabled={busy} onClick={onIssueAndSend}>{t('issueAndSend')}</Button>}
      >
        {null}
      </Form>
    </Dialog>
  )
}
