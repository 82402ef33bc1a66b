import { Dialog } from '../src/controls/dialog.tsx'
import { Form } from '../src/form/form.tsx'

type QuestionProps = { readonly title: string; readonly text: string; readonly yes: string; readonly onYes: () => void; readonly onClose: () => void }

/** Says what will happen, and asks once. */
export function Question({ title, text, yes, onYes, onClose }: QuestionProps) {
  const accept = () => {
    onYes()
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <Form submit={yes} busy={false} error={null} danger onSubmit={accept} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
