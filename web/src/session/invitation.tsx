import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Checkbox } from '@mantine/core'
import { api, asked } from '../api/client.ts'
import { useDraft } from '../form/draft.ts'
import { PasswordField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useEnter } from './entering.ts'
import { OutsidePage } from './outside-page.tsx'
import { useLinkToken } from './token.ts'

export function AcceptInvitation() {
  const { t } = useReader()
  const token = useLinkToken()
  return (
    <OutsidePage title={t('inviteTitle')} intro={token === null ? t('linkBroken') : t('inviteText')}>
      {token === null ? <Link to="/sign-in" className="link">{t('toSignIn')}</Link> : <Accept token={token} />}
    </OutsidePage>
  )
}

function Accept({ token }: { token: string }) {
  const { t } = useReader()
  const enter = useEnter()
  const [hasAccount, setHasAccount] = useState(false)
  const { value, set } = useDraft({ name: '', password: '' })
  const accept = useMutation({
    mutationFn: () => asked(api.POST('/v1/invitations/acceptances', { body: hasAccount ? { token, password: value.password } : { token, ...value } })),
    onSuccess: (session) => enter(session),
  })
  return (
    <Form submit={t('inviteAccept')} busy={accept.isPending} error={accept.error} onSubmit={() => accept.mutate()}>
      <Checkbox label={t('inviteHave')} checked={hasAccount} onChange={(event) => setHasAccount(event.currentTarget.checked)} />
      {!hasAccount && (
        <TextField name="name" autoComplete="name" label={t('yourName')} value={value.name} onChange={(name) => set({ name })} />
      )}
      <PasswordField
        name="password" isNew={!hasAccount} label={t('password')} hint={hasAccount ? undefined : t('passwordRule')}
        value={value.password} onChange={(password) => set({ password })}
      />
    </Form>
  )
}
