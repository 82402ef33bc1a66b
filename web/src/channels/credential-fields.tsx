import type { ConnectorField } from '../api/nouns.ts'
import { ChoiceField, LongField, PasswordField, SecretFileField, TextField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import type { Values } from './typed-values.ts'

type FieldsProps = {
  readonly fields: readonly ConnectorField[]
  readonly values: Values
  /** Since when a secret is kept; null: it is not. */
  readonly setAt: (name: string) => string | null
  readonly onChange: (changed: Values) => void
}

/** The form that a provider or a fiscal service asks for; what hardly anybody changes is folded away. */
export function CredentialFields({ fields, values, setAt, onChange }: FieldsProps) {
  const { t } = useReader()
  const draw = (some: readonly ConnectorField[]) => some.map((field) => (
    <CredentialField key={field.name} field={field} value={values[field.name] ?? ''} setAt={setAt(field.name)} onChange={(text) => onChange({ [field.name]: text })} />
  ))
  const advanced = fields.filter((field) => field.advanced)
  return (
    <>
      {draw(fields.filter((field) => !field.advanced))}
      {advanced.length > 0 && <details className="fold"><summary>{t('advanced')}</summary><div className="stack">{draw(advanced)}</div></details>}
    </>
  )
}

type FieldProps = { readonly field: ConnectorField; readonly value: string; readonly setAt: string | null; readonly onChange: (value: string) => void }

function CredentialField({ field, value, setAt, onChange }: FieldProps) {
  const { t } = useReader()
  const when = useWhen()
  const kept = setAt === null ? '' : t('secretKept', { when: when(setAt) })
  const fallback = field.fallback === null || field.kind === 'choice' ? '' : t('choiceDefault', { value: field.fallback })
  const hint = [field.hint, fallback, kept].filter((part) => part !== '').join(' ')
  const shared = { name: `values/${field.name}`, label: field.label, hint, value, onChange, optional: !field.required || setAt !== null }
  if (field.kind === 'secret') return <PasswordField {...shared} isNew />
  if (field.kind === 'file') return <SecretFileField {...shared} maxLength={field.maxLength} />
  if (field.kind === 'pem') return <LongField {...shared} rows={5} mono maxLength={field.maxLength} />
  if (field.kind === 'text') return <TextField {...shared} maxLength={field.maxLength} />
  const labelOf = (choice: string) => field.choiceLabels[choice] ?? choice
  const open = field.fallback === null ? '–' : t('choiceDefault', { value: labelOf(field.fallback) })
  return <ChoiceField {...shared} choices={[{ value: '', label: open }, ...field.choices.map((choice) => ({ value: choice, label: labelOf(choice) }))]} />
}
