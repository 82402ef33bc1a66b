import { Button } from '@mantine/core'
import type { Channel, Connector, ConnectorField } from '../api/nouns.ts'
import { Problem } from '../api/problem.ts'
import { Icon } from '../controls/icon.tsx'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, LongField, PasswordField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { useCredentials, useVerify } from './queries.ts'
import { firstValues } from './typed-values.ts'
import type { Values } from './typed-values.ts'

type CredentialsProps = {
  readonly channel: Channel
  readonly connector: Connector
  readonly typed: Draft<Values>
  readonly onDone: () => void
}

export function Credentials({ channel, connector, typed, onDone }: CredentialsProps) {
  const { t } = useReader()
  const { value, set, settle } = typed
  // What was refused stays as it was typed, the secrets too: one letter may be wrong.
  const save = useCredentials(channel.id, (saved) => {
    settle(firstValues(connector.fields, saved.settings))
    onDone()
  })
  const send = (evenUnchecked: boolean) => save.mutate({ values: value, evenUnchecked })
  const isUnchecked = save.error instanceof Problem && save.error.code === 'credentials_unchecked'
  const draw = (fields: readonly ConnectorField[]) => fields.map((field) => (
    <CredentialField
      key={field.name} field={field} value={value[field.name] ?? ''} setAt={channel.secretsSet[field.name] ?? null}
      onChange={(text) => set({ [field.name]: text })}
    />
  ))
  const advanced = connector.fields.filter((field) => field.advanced)
  return (
    <>
      <Verdict channel={channel} />
      <Form
        submit={t('credentialsSave')} busy={save.isPending} error={save.error} onSubmit={() => send(false)}
        actions={(whenSound) => isUnchecked && (
          <Button type="button" variant="default" onClick={() => whenSound(() => send(true))}>{t('credentialsUnchecked')}</Button>
        )}
      >
        {draw(connector.fields.filter((field) => !field.advanced))}
        {advanced.length > 0 && <details className="fold"><summary>{t('advanced')}</summary><div className="stack">{draw(advanced)}</div></details>}
      </Form>
    </>
  )
}

type FieldProps = { field: ConnectorField; value: string; setAt: string | null; onChange: (value: string) => void }

/** One field of a provider's form. `setAt`: since when a secret is kept; null: it is not. */
export function CredentialField({ field, value, setAt, onChange }: FieldProps) {
  const { t } = useReader()
  const when = useWhen()
  const kept = setAt === null ? '' : t('secretKept', { when: when(setAt) })
  const fallback = field.fallback === null || field.kind === 'choice' ? '' : t('choiceDefault', { value: field.fallback })
  const hint = [field.hint, fallback, kept].filter((part) => part !== '').join(' ')
  const shared = { name: `values/${field.name}`, label: field.label, hint, value, onChange, optional: !field.required || setAt !== null }
  if (field.kind === 'secret') return <PasswordField {...shared} isNew />
  if (field.kind === 'pem') return <LongField {...shared} rows={5} mono maxLength={field.maxLength} />
  if (field.kind === 'text') return <TextField {...shared} maxLength={field.maxLength} />
  const labelOf = (choice: string) => field.choiceLabels[choice] ?? choice
  const open = field.fallback === null ? '–' : t('choiceDefault', { value: labelOf(field.fallback) })
  return <ChoiceField {...shared} choices={[{ value: '', label: open }, ...field.choices.map((choice) => ({ value: choice, label: labelOf(choice) }))]} />
}

function Verdict({ channel }: { channel: Channel }) {
  const { t } = useReader()
  const when = useWhen()
  const again = useVerify(channel.id)
  if (channel.verifyProblem !== null) {
    return (
      <p className="verdict is-red" role="status">
        <Icon name="alert" size={18} /><span>{t('verifyProblem', { problem: reasonOf(channel.verifyProblem, t) })}</span>
        <Button variant="default" size="xs" loading={again.isPending} onClick={() => again.mutate(null)}>{t('verifyAgain')}</Button>
      </p>
    )
  }
  if (channel.verifiedAt === null) return null
  return <p className="verdict" role="status"><Icon name="check" size={18} />{t('verified', { when: when(channel.verifiedAt) })}</p>
}

/** What the provider refused, in words; a fault on the way is told as it was noted. */
export function reasonOf(problem: string, t: ReturnType<typeof useReader>['t']): string {
  switch (problem) {
    case 'credentials': return t('refused_credentials')
    case 'clock': return t('refused_clock')
    case 'not_enabled': return t('refused_not_enabled')
    default: return problem
  }
}
