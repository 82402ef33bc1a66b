import { Button } from '@mantine/core'
import type { Channel, Connector } from '../api/nouns.ts'
import { Problem } from '../api/problem.ts'
import { Icon } from '../controls/icon.tsx'
import type { Draft } from '../form/draft.ts'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { CredentialFields } from './credential-fields.tsx'
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
  return (
    <>
      <Verdict channel={channel} />
      <Form
        submit={t('credentialsSave')} busy={save.isPending} error={save.error} onSubmit={() => send(false)}
        actions={(whenSound) => isUnchecked && (
          <Button type="button" variant="default" onClick={() => whenSound(() => send(true))}>{t('credentialsUnchecked')}</Button>
        )}
      >
        <CredentialFields fields={connector.fields} values={value} setAt={(name) => channel.secretsSet[name] ?? null} onChange={set} />
      </Form>
    </>
  )
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
